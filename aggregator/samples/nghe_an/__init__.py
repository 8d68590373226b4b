"""The sample of Nghệ An 2023."""
