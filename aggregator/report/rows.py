"""The rows of tables, put straight into the parts of a finished workbook.

XlsxWriter writes everything else, and of each table one row of empty cells that shows their styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from operator import getitem
from typing import TypeVar

from xlsxwriter import Workbook

from aggregator import layout
from aggregator.report import hyperlinks
from aggregator.report.table import (
    LETTERS_A_WIDTH,
    LINE_HEIGHT,
    LONGEST_TEXT,
    MOST_LINES,
    Table,
    Value,
    lines,
    safe,
)
from aggregator.workbook.package import zipparts
from aggregator.workbook.package.pack import Packed, archive, pack_fast, pack_pieces
from aggregator.workbook.package.splice import cell_text

Made = TypeVar("Made")

_STYLE = re.compile(r's="(\d+)"')
_DIMENSION = re.compile(r'(?<=<dimension ref=")[^"]*')
_ROW = b"\0"
"""Stands for the number of the row in a cell that is made once for many rows."""
_MOST_KEPT = 10_000
_ROWS_AT_ONCE = 64
_MANY = 1_000
"""Of more rows time is saved rather than bytes."""
_PLAIN = re.compile(r"[\w.,:;()/“” -]++")
"""Text that stands in XML as it is: most names and codes."""
_FIRST_DAY = date(1899, 12, 30)


def with_rows(data: bytes, workbook: Workbook, tables: Mapping[str, Table]) -> bytes:
    """The closed workbook with the rows of its tables, which are given by the names of sheets."""
    built = zipparts.open_archive(data)
    filled = {
        f"xl/worksheets/sheet{number}.xml": tables[sheet.name]
        for number, sheet in enumerate(workbook.worksheets(), start=1)
        if sheet.name in tables and tables[sheet.name].rows
    }
    linked = {name.replace("worksheets/", "worksheets/_rels/") + ".rels" for name in filled}

    def parts() -> Iterator[tuple[str, Packed]]:
        for name, entry in built.entries.items():
            if name in filled:
                yield name, _filled(built.read(name).decode(), filled[name])
            elif name in linked:
                table = filled[name.replace("_rels/", "").removesuffix(".rels")]
                xml = hyperlinks.beside_sheet(built.read(name).decode(), table)
                yield name, pack_fast(xml.encode())
            else:
                kept = entry.found
                yield name, Packed(data[kept.packed], kept.crc, kept.size)

    return archive(parts())


def _filled(xml: str, table: Table) -> Packed:
    start, end = xml.index(f'<row r="{table.first_row}"'), xml.index("</sheetData>")
    styles = _STYLE.findall(xml, start, xml.index("</row>", start))
    last = f"A1:{layout.column_letter(len(table.columns))}{table.last_row}"

    def pieces() -> Iterator[bytes]:
        yield _DIMENSION.sub(last, xml[:start], count=1).encode()
        rows = _rows(table, styles)
        while some := b"".join(islice(rows, _ROWS_AT_ONCE)):
            yield some
        yield hyperlinks.in_sheet(xml[end:], table).encode()

    return pack_pieces(pieces(), large=len(table.rows) > _MANY)


def _rows(table: Table, styles: Sequence[str]) -> Iterator[bytes]:
    letters = [layout.column_letter(at) for at in range(1, len(table.columns) + 1)]
    cells: list[Mapping[Value, bytes]] = [
        _Made(_cell(letter, style, column.hidden))
        for letter, style, column in zip(letters, styles, table.columns, strict=False)
    ]
    others = _others(table, letters, styles[len(letters) :])
    heights = {
        at: _Made(_height(column.room)) for at, column in enumerate(table.columns) if column.wraps
    }
    for at_row, values in enumerate(table.rows):
        for at, of_rows in others:
            cells[at] = of_rows[at_row]
        made = b"".join(map(getitem, cells, values))
        height = max([of[values[at]] for at, of in heights.items()], default=LINE_HEIGHT)
        high = b"" if height == LINE_HEIGHT else b' ht="%g" customHeight="1"' % height
        number = b"%d" % (table.first_row + at_row)
        yield b'<row r="%b"%b>%b</row>' % (number, high, made.replace(_ROW, number))


def _others(
    table: Table, letters: Sequence[str], styles: Sequence[str]
) -> list[tuple[int, list[Mapping[Value, bytes]]]]:
    """Columns with a look for each row, from 0, and how to make their cells."""
    style_of = dict(zip(table.other_looks, styles, strict=True))
    found: list[tuple[int, list[Mapping[Value, bytes]]]] = []
    for code, looks in table.looks_of_rows.items():
        at = table.area(code).first_column - 1
        made = {look: _Made(_cell(letters[at], style_of[look])) for look in dict.fromkeys(looks)}
        found.append((at, [made[look] for look in looks]))
    return found


class _Made(dict[Value, Made]):
    """What was made of each value, kept for a while: most values stand in many rows."""

    def __init__(self, make: Callable[[Value], Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, value: Value) -> Made:
        if len(self) == _MOST_KEPT:
            self.clear()
        made = self[value] = self.make(value)
        return made


def _height(width: float) -> Callable[[Value], float]:
    """Points that a cell needs to show its text wrapped; not every program finds that itself."""

    def height(value: Value) -> float:
        if not isinstance(value, str) or (
            len(value) < width * LETTERS_A_WIDTH and "\n" not in value
        ):
            return LINE_HEIGHT
        return LINE_HEIGHT * min(lines(value, width), MOST_LINES)

    return height


def _cell(letter: str, style: str, hidden: bool = False) -> Callable[[Value], bytes]:
    """How a value is written; a blank has no cell where nobody would see its borders."""
    start = f'<c r="{letter}\0" s="{style}"'
    blank = b"" if hidden else f"{start}/>".encode()
    plain = f'{start} t="inlineStr"><is><t>%s</t></is></c>'
    spaced = f'{start} t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
    number = f"{start}><v>%s</v></c>"

    def cell(value: Value) -> bytes:
        if value is None or value == "":
            return blank
        if not isinstance(value, str):
            return (number % _number(value)).encode()
        if _is_plain(value):
            return (plain % value).encode()
        text = cell_text(safe(value))
        return ((plain if text == text.strip() else spaced) % text).encode()

    return cell


def _is_plain(text: str) -> bool:
    """Whether a text that isn't empty stands in a cell as it is."""
    return (
        _PLAIN.fullmatch(text) is not None
        and text[0] != " " != text[-1]
        and "_x" not in text
        and len(text) <= LONGEST_TEXT
    )


def _number(value: int | Decimal | date) -> str:
    if isinstance(value, date):
        return str((value - _FIRST_DAY).days)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
