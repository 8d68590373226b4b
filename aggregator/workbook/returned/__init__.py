"""A returned workbook: whose it is, where its anchors are, what it says."""
