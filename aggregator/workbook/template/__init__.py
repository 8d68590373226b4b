"""The workbook that goes down, and its form sheets that come up again."""
