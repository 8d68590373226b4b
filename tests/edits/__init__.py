"""What officers do to a workbook, one edit at a time."""
