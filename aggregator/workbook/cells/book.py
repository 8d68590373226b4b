"""What was read of a workbook: sparse typed cells, names, properties, and signs of danger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_LAST_SERIAL = 2_958_465
_LEAP_BUG = 60


class State(IntEnum):
    """What stands in a cell; a blank cell is absent."""

    NUMBER = 1
    TEXT = 2
    BOOL = 3
    ERROR = 4
    DATE = 5
    UNCALCULATED = 6


class Cell(NamedTuple):
    """One cell. A DATE holds its serial in the 1900 system, an ERROR what stands there.

    `formula` marks a stored result; an UNCALCULATED cell is a formula without one, its value "".
    `font` is named only where it is a font of an old Vietnamese encoding.
    """

    state: State
    value: int | Decimal | str | bool
    formula: bool = False
    font: str = ""


Cells = Mapping[tuple[int, int], Cell]


@dataclass(frozen=True)
class Grid:
    """One sheet: cells by (row, column) from 1; `hidden` is ``, `hidden` or `veryHidden`.

    `merged`: (first row, first column, last row, last column), only the first 10.000 of them.
    """

    title: str
    hidden: str = ""
    cells: Cells = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @cached_property
    def contents(self) -> frozenset[int | Decimal | str | bool]:
        """What stands in its cells, wherever."""
        return frozenset(cell.value for cell in self.cells.values())


@dataclass(frozen=True)
class Book:
    """A workbook. `names`: workbook-wide defined names, raw; `properties`: custom ones.

    `signs` is a subset of `macro`, `external_link`, `dde`, `xlm`.
    """

    grids: tuple[Grid, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    signs: frozenset[str] = frozenset()

    def grid(self, title: str) -> Grid | None:
        """The sheet of exactly that name."""
        return next((grid for grid in self.grids if grid.title == title), None)


def unquoted(formula: str) -> str | None:
    """`"a""b"` -> `a"b`; None where the formula isn't a single string constant."""
    body = formula.strip().removeprefix("of:").removeprefix("=")
    if len(body) < 2 or not body.startswith('"') or not body.endswith('"'):
        return None
    inside = body[1:-1]
    return None if '"' in inside.replace('""', "") else inside.replace('""', '"')


def as_date(cell: Cell) -> date | None:
    """The day of a DATE cell; None for anything else and for serials without a day."""
    if cell.state is not State.DATE or not isinstance(cell.value, int | Decimal):
        return None
    serial = int(cell.value)
    if not 1 <= serial <= _LAST_SERIAL or serial == _LEAP_BUG:
        return None
    return date(1899, 12, 31 if serial < _LEAP_BUG else 30) + timedelta(days=serial)
