"""Data only: forms, vocabularies, blank workbooks, Word templates, letters."""
