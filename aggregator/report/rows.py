"""The rows of tables, put straight into the parts of a finished workbook.

XlsxWriter writes everything else, and of each table one row of empty cells that shows their styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from operator import call, itemgetter

from aggregator import layout
from aggregator.report.hyperlinks import Hyperlinks
from aggregator.report.table import (
    LETTERS_A_WIDTH,
    LINE_HEIGHT,
    LONGEST_TEXT,
    MOST_LINES,
    Column,
    Look,
    Table,
    Value,
    lines,
    linked_look,
    safe,
)
from aggregator.workbook.known import Known
from aggregator.workbook.newbook import Unpacked
from aggregator.workbook.package.pack import Packed, pack_fast, pack_pieces
from aggregator.workbook.package.splice import cell_text

_Cell = Callable[[Value], bytes]
_STYLE = re.compile(r's="(\d+)"')
_SPANS = re.compile(r' spans="[\d:]*"')
_HIGH = b' ht="%g" customHeight="1"'
_DIMENSION = re.compile(r'(?<=<dimension ref=")[^"]*')
_ROW = b"\0"
"""Stands for the number of the row in a cell that is made once for many rows."""
_MOST_KEPT = 10_000
_ROWS_AT_ONCE = 64
_MANY = 1_000
"""Of more rows time is saved rather than bytes."""
_PLAIN = re.compile(rf"(?! )[\w.,:;()/“” -]{{1,{LONGEST_TEXT}}}+(?<! )")
"""Text that stands in a cell as it is: most names and codes."""
_INDENTED = re.compile(rf" [\w.,:;()/“” -]{{1,{LONGEST_TEXT - 1}}}+")
_FIRST_DAY = date(1899, 12, 30)


def with_rows(workbook: Unpacked, tables: Mapping[str, Table]) -> Iterator[tuple[str, Packed]]:
    """The parts of the closed workbook with the rows of its tables, by the names of sheets."""
    filled = {
        f"xl/worksheets/sheet{number}.xml": tables[sheet.name]
        for number, sheet in enumerate(workbook.worksheets(), start=1)
        if sheet.name in tables and tables[sheet.name].rows
    }
    links: dict[str, Hyperlinks] = {}
    for name, part in workbook.parts.items():
        if name in filled:
            beside = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
            table, links[beside] = filled[name], Hyperlinks(filled[name])
            many = len(table.rows) > _MANY
            yield name, pack_pieces(_filled(part.decode(), table, links[beside]), large=many)
        elif name in links:
            found = links[name]
            relations = found.beside_sheet(part.decode())
            yield name, pack_pieces(relations, large=found.outward > _MANY)
        else:
            yield name, pack_fast(part)


def _filled(xml: str, table: Table, links: Hyperlinks) -> Iterator[bytes]:
    start, end = xml.index(f'<row r="{table.first_row}"'), xml.index("</sheetData>")
    styles = _STYLE.findall(xml, start, xml.index("</row>", start))
    last = f"A1:{layout.column_letter(len(table.columns))}{table.last_row}"
    above = _SPANS.sub("", xml[:start])
    yield _DIMENSION.sub(last, above, count=1).encode()
    rows = _rows(table, styles, links)
    while some := b"".join(islice(rows, _ROWS_AT_ONCE)):
        yield some
    yield from links.in_sheet(xml[end:])


def _rows(table: Table, styles: Sequence[str], links: Hyperlinks) -> Iterator[bytes]:
    letters = [layout.column_letter(at) for at in range(1, len(table.columns) + 1)]
    own = zip(letters, styles, table.columns, strict=False)
    cells = [_maker(letter, look, column) for letter, look, column in own]
    changing = _changing(table, letters, styles, links)
    high = _height(table.columns)
    for number, values in enumerate(table.rows, table.first_row):
        for at, makers in changing:
            cells[at] = next(makers)
        made = b"".join(map(call, cells, values))
        row = b"%d" % number
        yield b'<row r="%b"%b>%b</row>' % (row, high(values), made.replace(_ROW, row))


def _height(columns: Sequence[Column]) -> Callable[[Sequence[Value]], bytes]:
    """What a row says of its height where a text wraps; not every program finds that itself."""
    wrapping = [
        (at, column.room, column.room * LETTERS_A_WIDTH)
        for at, column in enumerate(columns)
        if column.wraps
    ]

    def height(values: Sequence[Value]) -> bytes:
        most = 1
        for at, room, letters in wrapping:
            value = values[at]
            if isinstance(value, str) and (len(value) >= letters or "\n" in value):
                most = max(most, lines(value, room))
        return b"" if most == 1 else _HIGH % (LINE_HEIGHT * min(most, MOST_LINES))

    return height


def _changing(
    table: Table, letters: Sequence[str], styles: Sequence[str], links: Hyperlinks
) -> list[tuple[int, Iterator[_Cell]]]:
    """Columns in which not all cells look alike, from 0, and how the cell of each row is made."""
    style_of = dict(zip(table.other_looks, styles[len(letters) :], strict=True))
    places = {column.code: at for at, column in enumerate(table.columns)}

    def maker(at: int, look: Look) -> _Cell:
        return _maker(letters[at], style_of[look], table.columns[at])

    found: list[tuple[int, Iterator[_Cell]]] = []
    for code, looks in table.looks.items():
        made = {look: maker(places[code], look) for look in looks.choices}
        found.append((places[code], map(made.__getitem__, looks.of_rows)))
    for code, leads in table.links.items():
        look = table.columns[at := places[code]].look
        both = maker(at, look), maker(at, linked_look(look))
        noted = _noted(letters[at], table.first_row, leads, links)
        found.append((at, map(both.__getitem__, noted)))
    return sorted(found, key=itemgetter(0))


def _noted(
    letter: str, first: int, leads: Iterable[str | None], links: Hyperlinks
) -> Iterator[bool]:
    """Whether the cell of each row leads somewhere; that is noted then."""
    for row, link in enumerate(leads, first):
        if link is not None:
            links.add(f"{letter}{row}", link)
        yield link is not None


def _maker(letter: str, style: str, column: Column) -> _Cell:
    cell = _cell(letter, style, column.hidden)
    return cell if column.unique else Known(cell, _MOST_KEPT).__getitem__


def _cell(letter: str, style: str, hidden: bool) -> _Cell:
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
        if _INDENTED.fullmatch(value) and "_x" not in value:
            return (spaced % value).encode()
        text = cell_text(safe(value))
        return ((plain if text == text.strip() else spaced) % text).encode()

    return cell


def _is_plain(text: str) -> bool:
    """Whether it stands in a cell as it is, and is quickly seen to."""
    if text.isalnum():
        return len(text) <= LONGEST_TEXT
    return _PLAIN.fullmatch(text) is not None and "_x" not in text


def _number(value: int | Decimal | date) -> str:
    if isinstance(value, date):
        return str((value - _FIRST_DAY).days)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
