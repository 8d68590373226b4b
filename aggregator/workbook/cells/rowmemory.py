"""Rows of worksheets, each read once: what a row says follows from its bytes and its strings.

A row that is new is cut at its texts. What remains is its shape, which thousands of rows share;
only a shape that is new goes to the exact reader, and is believed where it gives the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from aggregator.workbook.cells.addresses import column_number
from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.strings import Text, unescaped
from aggregator.workbook.cells.values import Shared, Stored, typed_cell
from aggregator.workbook.package.plain import said

ROW_END = b"</row>"
_CUT = b"\0"
_TEXT = re.compile(rb'<([vt])(?: xml:space="preserve")?>([^<]+)</\1>')
_HEAD = rb'\s*(?:<row r="[1-9][0-9]{0,6}"[^<>]*/>\s*)*<row r="([1-9][0-9]{0,6})"[^<>]*(?<!/)>'
_CELL = (
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|e|inlineStr)")? ?'
    rb"(?:/>|>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rb"(?:(\0)|(<v></v>|<v ?/>)|<is>(\0)</is>)?</c>)"
)
_CELLS = re.compile(_CELL)
_NUMBERS = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_UNNAMED = re.compile(rb"\((?!\?)")
_SHAPE = re.compile(_HEAD + b"(?:" + _UNNAMED.sub(b"(?:", _CELL) + b")*+")
_MOST_ROWS = 1_000
"""A longer sheet is no form but a table, of which every row is new."""
_MOST_BYTES = 8_000_000
_LONGEST_KNOWN = 8_000
_A_VALUE = 200

Place = tuple[int, int]
Value = Cell | int
"""A cell, or the number of a shared string that stands there."""
_STAND_IN = Cell(State.TEXT, "")
_Look = tuple[str, str, bool]
Exact = Callable[[bytes, Shared], dict[Place, Cell] | None]
"""The exact reader of one row, without its end tag; None where it isn't to be remembered."""


class Row(NamedTuple):
    """A row, with empty ones before it: numbers of the first and the last, cells by place.

    `shared` are the places of shared strings with their numbers; `cells` holds a stand-in there.
    """

    first: int
    last: int
    cells: dict[Place, Cell]
    shared: tuple[tuple[Place, int], ...] = ()


class _Slot(NamedTuple):
    """A cell of a shape: its type, style and whether a formula; the number of the text in it.

    `text` is None where there never is one; then `bare` is the value as it stands, `` or absent.
    """

    place: Place
    look: _Look
    text: int | None
    bare: str | None


class _Shape(NamedTuple):
    first: int
    last: int
    slots: tuple[_Slot, ...]


class Rows:
    """The rows of worksheets that share a root, styles and a calendar."""

    def __init__(self, exact: Exact) -> None:
        self._exact = exact
        self._rows: dict[bytes, Row] = {}
        self._shapes: dict[tuple[bytes, bytes], _Shape] = {}
        self._bytes = 0
        self._values: dict[tuple[_Look, bytes | str | None], Value | None] = {}

    def read(self, data: bytes, shared: Shared) -> dict[Place, Cell] | None:
        """The cells of a `<sheetData>`; None leaves it to the exact reader. Raises Refused."""
        *pieces, rest = data.split(ROW_END)
        if rest.strip() or len(pieces) > _MOST_ROWS:
            return None
        known = self._rows
        cells: dict[Place, Cell] = {}
        strings: list[tuple[Place, int]] = []
        last = 0
        for piece in pieces:
            row = known.get(piece) or self._new(piece, shared)
            if row is None or row.first <= last:
                return None
            last = row.last
            cells.update(row.cells)
            strings += row.shared
        try:
            _put(cells, strings, shared)
        except IndexError:
            return None
        return cells

    def _new(self, piece: bytes, shared: Shared) -> Row | None:
        pieces = _TEXT.split(piece)
        texts, tags = pieces[2::3], b"".join(pieces[1::3])
        statics = _CUT.join(pieces[::3])
        shape = self._shapes.get((statics, tags))
        row = self._filled(shape, texts, shared) if shape else None
        if row is None:
            read = self._exact(piece, shared)
            numbers = _NUMBERS.findall(piece)
            if read is None or not numbers or len(numbers) < piece.count(b"<row"):
                return None
            row = Row(int(numbers[0]), int(numbers[-1]), read)
            shape = _shape(statics, shared)
            filled = self._filled(shape, texts, shared) if shape else None
            if (
                shape is None
                or filled is None
                or _put(dict(filled.cells), filled.shared, shared) != read
            ):
                return row
            self._room_for(len(statics))
            self._shapes[statics, tags] = shape
            row = filled
        if len(piece) <= _LONGEST_KNOWN:
            self._room_for(len(piece))
            self._rows[piece] = row
        return row

    def _room_for(self, size: int) -> None:
        """Forget everything rather than remember too much."""
        self._bytes += size
        if self._bytes > _MOST_BYTES:
            self._rows.clear()
            self._shapes.clear()
            self._values.clear()
            self._bytes = size

    def _filled(self, shape: _Shape, texts: Sequence[bytes], shared: Shared) -> Row | None:
        """The row of a shape with these texts; None where a text is none to be sure of."""
        known = self._values
        cells: dict[Place, Cell] = {}
        strings: list[tuple[Place, int]] = []
        for place, look, at, bare in shape.slots:
            key = (look, bare if at is None else texts[at])
            if key in known:
                value = known[key]
            else:
                text = bare if at is None else said(texts[at])
                if text is None and at is not None:
                    return None
                value = _value(look, text, shared)
                self._room_for(_A_VALUE)
                known[key] = value
            if isinstance(value, int):
                strings.append((place, value))
                cells[place] = _STAND_IN
            elif value is not None:
                cells[place] = value
        return Row(shape.first, shape.last, cells, tuple(strings))


def _value(look: _Look, text: str | None, shared: Shared) -> Value | None:
    kind, style, formula = look
    if kind == "s" and text and text.isascii() and text.isdigit():
        return int(text)
    if kind == "inlineStr":
        inline = Text(unescaped(text or "", shared.longest))
        return typed_cell(Stored(kind, style, None, formula, inline), shared)
    return typed_cell(Stored(kind, style, text, formula), shared)


def _shape(statics: bytes, shared: Shared) -> _Shape | None:
    """The shape of a row whose texts were cut out; None where it isn't written the plain way."""
    whole = _SHAPE.fullmatch(statics)
    if whole is None:
        return None
    slots: list[_Slot] = []
    at = 0
    for letters, digits, style, kind, formula, text, empty, inline in _CELLS.findall(statics):
        column = column_number(letters.decode())
        cut = bool(text or inline)
        look = (kind.decode() or "n", style.decode() or "0", formula != b"")
        if column is None or (look[0] == "s" and (look[2] or look[1] in shared.styles.fonts)):
            return None
        bare = "" if empty else None
        if cut or look[2] or bare is not None:
            slots.append(_Slot((int(digits), column), look, at if cut else None, bare))
        at += cut
    first = _NUMBERS.search(statics)
    return _Shape(int(first[1]), int(whole[1]), tuple(slots)) if first else None


def _put(
    cells: dict[Place, Cell], strings: Iterable[tuple[Place, int]], shared: Shared
) -> dict[Place, Cell]:
    """The cells with their shared strings put in. Raises IndexError beyond the table."""
    table = shared.strings
    for place, at in strings:
        cell = table[at]
        if cell.value:
            cells[place] = cell
        else:
            del cells[place]
    return cells
