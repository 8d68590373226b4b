"""The sample of Cần Thơ 2023."""
