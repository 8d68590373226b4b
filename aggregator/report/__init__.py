"""A Result in words and tables: the summary, the control workbook, the outcome, the report."""
