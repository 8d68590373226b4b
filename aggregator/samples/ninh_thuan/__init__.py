"""The sample of a city of Ninh Thuận 2023."""
