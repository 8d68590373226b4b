"""Rows of worksheets, each read once: what a row says follows from its bytes and its strings.

A row that is new is cut at its texts. What remains is its shape, which thousands of rows share.
A shape may answer for another row because two things hold of it. Its grammar (`rowshape`) fixes
where the value of each cell stands, so the type alone says how any text is read there: by the
function of the exact reader, or by a parser's rules that `said` keeps to. And the exact reader
has taken one row of it, so markup, addresses, row numbers and formulas, which are no texts, are
in order. That both read the same there is asked too, but is no proof: two wrong ways may agree.
It may have been an earlier run that took it (`learning`).
What is written in any other way goes to the exact reader each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter, lt

from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.byrow import ByRow, Place, Row
from aggregator.workbook.cells.learning import Learnt
from aggregator.workbook.cells.onestring import Text, unescaped
from aggregator.workbook.cells.rowshape import Cut, Look, Shape, cut, shape_of
from aggregator.workbook.cells.values import Shared, Stored, typed_cell
from aggregator.workbook.package.plain import said

ROW_END = b"</row>"
MOST_ROWS = 250
"""A longer sheet is no form but a table, of which every row is new."""
_MOST_BYTES = 8_000_000
_LONGEST_KNOWN = 8_000
_A_VALUE = 200

Value = Cell | int
"""A cell, or the number of a shared string that stands there."""
_STAND_IN = Cell(State.TEXT, "")
_first, _last, _highest = map(attrgetter, ("first", "last", "highest"))


Exact = Callable[[bytes, Shared], Row | None]
"""The exact reader of one row, without its end tag; None where it isn't to be remembered."""


class Rows:
    """The rows of worksheets that share a root, styles and a calendar."""

    def __init__(self, exact: Exact, root: bytes, learnt: Learnt) -> None:
        self._exact, self._root, self._learnt = exact, root, learnt
        self._rows: dict[bytes, Row] = {}
        self._shapes: dict[tuple[bytes, bytes], Shape] = {}
        self._bytes = 0
        self._values: dict[tuple[Look, bytes | str | None], Value | None] = {}

    def read(self, pieces: Sequence[bytes], shared: Shared) -> ByRow | None:
        """The cells of rows without their end tags; None leaves them to the exact reader.

        Raises Refused.
        """
        known = self._rows
        rows: list[Row] = []
        for piece in pieces:
            row = known.get(piece) or self._new(piece, shared)
            if row is None:
                return None
            rows.append(row)
        in_order = all(map(lt, chain((0,), map(_last, rows)), map(_first, rows)))
        if not in_order or max(map(_highest, rows), default=-1) >= len(shared.strings):
            return None
        return ByRow(rows, shared.strings)

    def _new(self, piece: bytes, shared: Shared) -> Row | None:
        parts = cut(piece)
        shape = self._shape(parts, shared)
        row = self._filled(shape, parts.texts, shared) if shape else None
        if row is None:
            read = self._exact(piece, shared)
            if read is None:
                return None
            shape = shape_of(parts, shared.styles)
            row = self._filled(shape, parts.texts, shared) if shape else None
            if shape is None or row is None or not _same(row, read, shared.strings):
                return read
            self._learnt.add(self._root, parts, shape)
            self._know(parts, shape)
        if len(piece) <= _LONGEST_KNOWN:
            self._room_for(len(piece))
            self._rows[piece] = row
        return row

    def _shape(self, row: Cut, shared: Shared) -> Shape | None:
        """The shape of a row, if such a row was read exactly here or in an earlier run."""
        known = self._shapes.get((row.statics, row.tags))
        if known is None:
            known = self._learnt.find(self._root, row, shared.styles)
            if known is not None:
                self._know(row, known)
        return known

    def _know(self, row: Cut, shape: Shape) -> None:
        self._room_for(len(row.statics))
        self._shapes[row.statics, row.tags] = shape

    def _room_for(self, size: int) -> None:
        """Forget everything rather than remember too much."""
        self._bytes += size
        if self._bytes > _MOST_BYTES:
            self._rows.clear()
            self._shapes.clear()
            self._values.clear()
            self._bytes = size

    def _filled(self, shape: Shape, texts: Sequence[bytes], shared: Shared) -> Row | None:
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
                value = value_of(look, text, shared)
                self._room_for(_A_VALUE)
                known[key] = value
            if isinstance(value, int):
                strings.append((place, value))
                cells[place] = _STAND_IN
            elif value is not None:
                cells[place] = value
        highest = max([at for _, at in strings], default=-1)
        return Row(shape.first, shape.last, cells, tuple(strings), highest, len(cells))


def value_of(look: Look, text: str | None, shared: Shared) -> Value | None:
    """What a text says in a cell that looks so; None for nothing. Raises Refused."""
    kind, style, formula = look
    if kind == "s" and text and text.isascii() and text.isdigit():
        return int(text)
    if kind == "inlineStr":
        inline = Text(unescaped(text or "", shared.longest))
        return typed_cell(Stored(kind, style, None, formula, inline), shared)
    return typed_cell(Stored(kind, style, text, formula), shared)


def _same(row: Row, read: Row, strings: Sequence[Cell]) -> bool:
    """Whether the row says what the exact reader read."""
    if (row.first, row.last) != (read.first, read.last) or row.highest >= len(strings):
        return False
    return ByRow([row], strings) == read.cells
