"""How high a row must be for its texts to be read; not every program finds that itself."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.report.table import Value

LINE_HEIGHT = 16.5
LETTERS_A_WIDTH = 1.0
"""How many letters of our font fit in one character of column width."""
MOST_LINES = 20


def lines(value: Value, width: float) -> int:
    """How many lines a value takes in a column that wraps, by its width in characters."""
    if not isinstance(value, str):
        return 1
    letters = width * LETTERS_A_WIDTH
    if "\n" not in value:
        return 1 + int(len(value) / letters)
    return sum(1 + int(len(line) / letters) for line in value.split("\n"))


def height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that a row needs to show its texts wrapped."""
    given = zip(values, widths, strict=True)
    most = max(lines(value, width) if width > 0 else 1 for value, width in given)
    return LINE_HEIGHT * min(most, MOST_LINES)
