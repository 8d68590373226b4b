"""ketnap: workbooks of party-member admissions, rolled up level by level."""

__version__ = "0.1.0"
