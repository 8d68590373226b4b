"""Measures, not tests: `python -m benchmarks` prints one table of ratios."""
