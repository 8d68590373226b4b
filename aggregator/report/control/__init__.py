"""The control workbook that stays here."""
