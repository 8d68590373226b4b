"""The summary workbook that goes up."""
