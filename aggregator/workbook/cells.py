"""From the parts of a workbook to sparse typed cells (interface; see the reader)."""
