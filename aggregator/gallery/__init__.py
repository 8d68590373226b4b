"""The gallery: one workbook for each check, broken in one place and right everywhere else."""
