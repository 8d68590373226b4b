"""A printed table that is also data: column codes in hidden row 1, row codes in hidden column A."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.model import Number
from aggregator.report.each import Divisible, Many
from aggregator.report.resting import Rests
from aggregator.workbook.paper import PROTECTION
from aggregator.workbook.style import Formats
from aggregator.workbook.typed.text import clean

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
BACK_COLUMN = 4
"""Beyond the title of every table."""
LONGEST_TEXT = 2000
LINE_HEIGHT = 16.5
LETTERS_A_WIDTH = 1.0
"""How many letters of our font fit in one character of column width."""
MOST_LINES = 20
LEAST_HEADER = 50


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


def safe(text: str) -> str:
    """Text as it is where every character of it can be seen, else cleaned."""
    plain = text.replace("\u00a0", " ").isprintable() and len(text) <= LONGEST_TEXT
    return text if plain else clean(text, LONGEST_TEXT)


def put(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write one value, rows and columns from 1; text stays text whatever it looks like."""
    if value is None:
        sheet.write_blank(row - 1, column - 1, None, look)
    elif isinstance(value, str):
        sheet.write_string(row - 1, column - 1, safe(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row - 1, column - 1, value, look)
    else:
        sheet.write_number(row - 1, column - 1, value, look)


def lines(value: Value, width: float) -> int:
    """How many lines a value takes in a column that wraps, by its width in characters."""
    if not isinstance(value, str):
        return 1
    letters = width * LETTERS_A_WIDTH
    if "\n" not in value:
        return 1 + int(len(value) / letters)
    return sum(1 + int(len(line) / letters) for line in value.split("\n"))


def height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that a row needs to show its texts wrapped; not every program finds that itself."""
    given = zip(values, widths, strict=True)
    most = max(lines(value, width) if width > 0 else 1 for value, width in given)
    return LINE_HEIGHT * min(most, MOST_LINES)


def write_table(sheet: Worksheet, formats: Formats, table: Table) -> None:
    """Write a table with its anchors, autofilter, frozen header and print set-up.

    Of rows and links only a pattern: `rows.with_rows` puts them into the finished workbook.
    """
    _columns(sheet, formats, table)
    put(sheet, layout.TABLE_TITLE_ROW, layout.LABEL_COLUMN, table.title, formats.title)
    put(sheet, layout.TABLE_NOTE_ROW, layout.LABEL_COLUMN, table.note, formats.muted)
    if table.back:
        place = f"internal:'{table.back}'!A1"
        look, text = formats.link, f"← Về {table.back}"
        sheet.write_url(layout.TABLE_TITLE_ROW - 1, BACK_COLUMN - 1, place, look, text)
    if table.rows:
        looks = (*(column.look for column in table.columns), *table.other_looks)
        for at, look in enumerate(looks, start=1):
            put(sheet, table.first_row, at, None, look(formats))
    _links(sheet, formats, table)
    _screen(sheet, table)
    on_paper(sheet, landscape=True, one_page_wide=not table.wide)
    sheet.repeat_rows(layout.TABLE_HEADER_ROW - 1)
    if table.wide:
        sheet.repeat_columns(layout.LABEL_COLUMN - 1)


def _columns(sheet: Worksheet, formats: Formats, table: Table) -> None:
    sheet.set_row(layout.CODE_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(layout.TABLE_TITLE_ROW - 1, 24)
    sheet.set_row(layout.TABLE_HEADER_ROW - 1, _header_height(table))
    for at, column in enumerate(table.columns, 1):
        sheet.set_column(at - 1, at - 1, column.width, None, {"hidden": column.hidden})
        put(sheet, layout.CODE_ROW, at, column.code, formats.hidden)
        put(sheet, layout.TABLE_HEADER_ROW, at, column.label, formats.header)


def _header_height(table: Table) -> float:
    if table.header_height is not None:
        return table.header_height
    shown = [column for column in table.columns if not column.hidden]
    needed = height([column.label for column in shown], [column.width for column in shown])
    return max(needed, LEAST_HEADER)


def _links(sheet: Worksheet, formats: Formats, table: Table) -> None:
    """One link, to a file if any does: the parts of a workbook that all of them are put into."""
    found = [placed for code in table.links if (placed := _first_link(table, code))]
    outward = (placed for placed in found if placed[2].startswith(EXTERNAL))
    for row, at, link in [next(outward, found[0])] if found else ():
        look = linked_look(table.columns[at].look)
        sheet.write_url(row, at, link, look(formats), table.title)


def _first_link(table: Table, code: str) -> tuple[int, int, str] | None:
    """Where a column first leads somewhere, from 0, and where to."""
    at = table.area(code).first_column - 1
    links = enumerate(table.links[code], table.first_row - 1)
    return next(((row, at, link) for row, link in links if link is not None), None)


def _screen(sheet: Worksheet, table: Table) -> None:
    if table.first_row == layout.TABLE_FIRST_ROW:
        # From the hidden codes on: whoever sorts by it moves them along.
        sheet.autofilter(table.first_row - 2, 0, table.last_row - 1, len(table.columns) - 1)
    sheet.freeze_panes(table.first_row - 1, layout.LABEL_COLUMN)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)


def on_paper(sheet: Worksheet, landscape: bool, one_page_wide: bool = True) -> None:
    """A4, numbered pages; a sheet that is not one page wide is printed small."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.6)
    if one_page_wide:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(60)
    sheet.set_footer('&C&"Times New Roman,Regular"&10Trang &P/&N')
