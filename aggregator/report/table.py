"""A printed table that is also data: column codes in hidden row 1, row codes in hidden column A."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from xlsxwriter.format import Format

from aggregator import layout
from aggregator.model import Number
from aggregator.report.each import Divisible, Many
from aggregator.report.resting import Rests
from aggregator.workbook.style import Formats

Value = Number | str | date | None
Look = Callable[[Formats], Format]

TEXT: Look = attrgetter("cell")
BOLD: Look = attrgetter("cell_bold")
COUNT: Look = attrgetter("number")
CENTRED: Look = attrgetter("number_centred")
PERCENT: Look = attrgetter("percent")
MEAN: Look = attrgetter("mean")
DATE: Look = attrgetter("date")
LINK: Look = attrgetter("cell_link_wrapped")
COUNT_LINK: Look = attrgetter("number_link")

EXTERNAL = "external:"
"""How a link to another file begins."""


class Area(NamedTuple):
    """A block of cells, rows and columns from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def from_zero(self) -> tuple[int, int, int, int]:
        """The same block as XlsxWriter counts."""
        return (self.first_row - 1, self.first_column - 1, self.last_row - 1, self.last_column - 1)


class Column(NamedTuple):
    """A column: its code, what the officer reads above it, its width in characters.

    `inset` is what the deepest indentation in it takes of the width. In a `unique` one hardly two
    rows have the same value, so that nothing is gained by keeping what was made of one.
    """

    code: str
    label: str
    width: float = 11
    look: Look = COUNT
    hidden: bool = False
    inset: float = 0
    unique: bool = False

    @property
    def room(self) -> float:
        """The characters that a line of it surely holds."""
        return self.width - self.inset

    @property
    def wraps(self) -> bool:
        """Whether a long text in it makes its row higher."""
        return not self.hidden and self.look in (TEXT, BOLD)


class Looks(NamedTuple):
    """The looks that occur in a column, and that of each row."""

    choices: Sequence[Look]
    of_rows: Divisible[Look]


class Table(NamedTuple):
    """A table of a sheet of its own. The first column is the hidden code of the row.

    A wide one has too many columns for one page; its names are repeated on each. By the codes of
    columns, `looks` are those of each row where not all are alike, and `links` where its text
    leads, as `links.target` writes it; those of one column lead all to files or all inside.
    Without a `header_height` the labels have all they need. `back` is the sheet that a link above
    the table leads to. What `rests` says of the rows is had sooner than their values.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Divisible[Sequence[Value]]
    first_row: int = layout.TABLE_FIRST_ROW
    header_height: float | None = None
    wide: bool = False
    looks: Mapping[str, Looks] = MappingProxyType({})
    links: Mapping[str, Many[str | None]] = MappingProxyType({})
    back: str = ""
    rests: Rests | None = None

    @property
    def other_looks(self) -> tuple[Look, ...]:
        """Every look of a column in which not all cells have one, once."""
        own = {column.code: column.look for column in self.columns}
        chosen = [look for looks in self.looks.values() for look in looks.choices]
        linked = [look for code in self.links for look in (own[code], linked_look(own[code]))]
        return tuple(dict.fromkeys([*chosen, *linked]))

    @property
    def last_row(self) -> int:
        """The last row, from 1; the first, empty, where there is none."""
        return self.first_row + max(len(self.rows), 1) - 1

    def area(self, code: str) -> Area:
        """The cells of the column of that code."""
        at = next(at for at, column in enumerate(self.columns, 1) if column.code == code)
        return Area(self.first_row, at, self.last_row, at)


def linked_look(look: Look) -> Look:
    """The look of a cell with a link, by that of its column."""
    return COUNT_LINK if look is COUNT else LINK
