"""The buttons in Excel and LibreOffice: a snapshot of the open workbook in, edits and files out."""
