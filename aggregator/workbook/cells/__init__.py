"""From the parts of a workbook to sparse typed cells."""
