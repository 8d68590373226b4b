"""An xlwings engine on LibreOffice: the code that will drive Excel runs against a spreadsheet."""
