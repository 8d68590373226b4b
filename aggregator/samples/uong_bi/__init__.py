"""The sample of Uông Bí 2024."""
