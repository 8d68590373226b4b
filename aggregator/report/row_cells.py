"""The rows of a table as a sheet stores them: each cell in its look, each row with its height."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import call

from aggregator import layout
from aggregator.report.fitting import LETTERS_A_WIDTH, LINE_HEIGHT, MOST_LINES, lines
from aggregator.report.table import Column, Look, Table, Value, linked_look
from aggregator.report.table_sheet import LONGEST_TEXT, safe
from aggregator.workbook.known import Known
from aggregator.workbook.package.xmltext import cell_text

_Cell = Callable[[Value], bytes]
_HIGH = b' ht="%g" customHeight="1"'
_ROW = b"\0"
"""Stands for the number of the row in a cell that is made once for many rows."""
_MOST_KEPT = 10_000
_PLAIN = re.compile(rf"(?! )[\w.,:;()/“” -]{{1,{LONGEST_TEXT}}}+(?<! )")
"""Text that stands in a cell as it is: most names and codes."""
_INDENTED = re.compile(rf" [\w.,:;()/“” -]{{1,{LONGEST_TEXT - 1}}}+")
_FIRST_DAY = date(1899, 12, 30)


class Printer:
    """Prints the rows of a table in these styles: of each column, then of each other look."""

    def __init__(self, table: Table, styles: Sequence[str]) -> None:
        columns = table.columns
        letters = [layout.column_letter(at) for at in range(1, len(columns) + 1)]
        own = zip(letters, styles, columns, strict=False)
        style_of = dict(zip(table.other_looks, styles[len(letters) :], strict=True))
        places = {column.code: at for at, column in enumerate(columns)}

        def maker(at: int, look: Look) -> _Cell:
            return _maker(letters[at], style_of[look], columns[at])

        self._cells = [_maker(letter, style, column) for letter, style, column in own]
        self._height = _height(columns)
        self._looking = [
            (at := places[code], {look: maker(at, look) for look in looks.choices})
            for code, looks in table.looks.items()
        ]
        linked = sorted(places[code] for code in table.links)
        self._leading = [
            (at, (maker(at, look := columns[at].look), maker(at, linked_look(look))))
            for at in linked
        ]

    def rows(
        self,
        number: int,
        rows: Iterable[Sequence[Value]],
        looks: Sequence[Sequence[Look]],
        led: Sequence[Sequence[bool]],
    ) -> bytes:
        """The rows from that number on; the looks of columns that have several, and which of the
        cells of columns with links lead somewhere, the columns in their order."""
        cells = [*self._cells]
        changing = [
            *(
                (at, map(made.__getitem__, of))
                for (at, made), of in zip(self._looking, looks, strict=True)
            ),
            *(
                (at, map(both.__getitem__, of))
                for (at, both), of in zip(self._leading, led, strict=True)
            ),
        ]
        printed = []
        for at_row, values in enumerate(rows, number):
            for at, makers in changing:
                cells[at] = next(makers)
            made = b"".join(map(call, cells, values))
            row = b"%d" % at_row
            height = self._height(values)
            printed.append(b'<row r="%b"%b>%b</row>' % (row, height, made.replace(_ROW, row)))
        return b"".join(printed)


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
