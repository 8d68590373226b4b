"""The sample of Định Tân 2025-2030."""
