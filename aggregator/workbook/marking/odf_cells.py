"""Where the cells of an OpenDocument table are: one element may stand for many rows or cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aggregator.workbook.marking.odf_names import given
from aggregator.workbook.package.elements import Element, within

_GROUPS = frozenset(
    {
        *("table-header-rows", "table-rows", "table-row-group"),
        *("table-header-columns", "table-columns", "table-column-group"),
    }
)
_ROWS, _COLUMNS = "number-rows-repeated", "number-columns-repeated"
_LONGEST = 7
DEFAULT = "Default"
"""The style of cells that name none."""


class Run(NamedTuple):
    """An element that stands for so many rows, columns or cells, from `first` on, from 1."""

    first: int
    times: int
    element: Element

    def holds(self, at: int) -> bool:
        return self.first <= at < self.first + self.times


class Table:
    """One sheet: its rows, the default styles of its columns."""

    def __init__(self, elements: Sequence[Element], table: Element) -> None:
        self.element = table
        self._elements = elements
        own = [each for each in within(elements, table) if _is_own(table, each)]
        self.rows = list(_runs((e for e in own if e.name == "table-row"), _ROWS))
        self.columns = list(_runs((e for e in own if e.name == "table-column"), _COLUMNS))

    def cells(self, row: Element) -> list[Run]:
        """The cells of a row."""
        depth = row.path.count("/") + 1
        inside = within(self._elements, row)
        return list(_runs((e for e in inside if e.path.count("/") == depth), _COLUMNS))

    def style(self, row: Element, cell: Element, column: int) -> str:
        """The name of the style that a cell shows."""
        of_column = (each.element for each in self.columns if each.holds(column))
        named = (
            given(cell, "table", "style-name"),
            given(row, "table", "default-cell-style-name"),
            *(given(each, "table", "default-cell-style-name") for each in of_column),
        )
        return next(filter(None, named), DEFAULT)


def _is_own(table: Element, inside: Element) -> bool:
    """Whether a row or column is the table's, not that of a table in one of its cells."""
    *between, _ = inside.path.removeprefix(f"{table.path}/").split("/")
    return _GROUPS.issuperset(between)


def _runs(elements: Iterator[Element], repeated: str) -> Iterator[Run]:
    at = 1
    for element in elements:
        count = _count(given(element, "table", repeated))
        yield Run(at, count, element)
        at += count


def _count(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 1
