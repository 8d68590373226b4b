"""Everything that knows what a workbook is: its bytes, its cells, its sheets, its look."""
