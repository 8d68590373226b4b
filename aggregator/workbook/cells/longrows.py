"""Rows of a long sheet, each read by its shape: a table has thousands of rows of few shapes.

A shape answers for another row for the reasons told in `rowmemory`: its grammar says where each
value stands and how it is read, and the exact reader has taken one row of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aggregator.workbook.cells.book import LAST_ROW, Cell
from aggregator.workbook.cells.longshape import FILLING, NUMBER, Cut, Place, cut, places_in, text_of
from aggregator.workbook.cells.longsheet import LongRow, LongSheet
from aggregator.workbook.cells.rowmemory import ROW_END, Exact, value_of
from aggregator.workbook.cells.rowshape import Look
from aggregator.workbook.cells.values import Shared

_LONGEST_KNOWN = 100
_MOST_KNOWN = 10_000
_MOST_ALONE = 1_000
"""With more rows of no known shape it is no table, and better read all at once."""


class _Unsure(Exception):  # noqa: N818  (it asks for the exact reader)
    """Only the exact reader can tell what fills a cell."""


class _Values(dict[bytes | None, Cell | None]):
    """The cells of one look by what fills them, None for nothing; short fillings are kept."""

    def __init__(self, look: Look, shared: Shared) -> None:
        super().__init__()
        self._look, self._shared = look, shared

    def __missing__(self, filling: bytes | None) -> Cell | None:
        """Raises _Unsure, or Refused."""
        cell = self._cell(filling)
        if filling is None or (len(filling) <= _LONGEST_KNOWN and len(self) < _MOST_KNOWN):
            self[filling] = cell
        return cell

    def _cell(self, filling: bytes | None) -> Cell | None:
        if filling is None and not self._look[2]:
            return None
        text = None if filling is None else text_of(filling, self._look)
        if text is None:
            raise _Unsure
        found, strings = value_of(self._look, text, self._shared), self._shared.strings
        if not isinstance(found, int):
            return found
        if found >= len(strings):
            raise _Unsure
        return strings[found] if strings[found].value else None


class _Shape(NamedTuple):
    """Of all rows that look alike: where each column stands, what may stand there."""

    columns: Mapping[int, int]
    values: tuple[_Values, ...]


class Read(NamedTuple):
    """A row and its number; `first` is lower where empty rows stand before it."""

    first: int
    last: int
    row: LongRow


class LongRows:
    """Reads the rows of one long sheet."""

    def __init__(self, exact: Exact, shared: Shared) -> None:
        self._exact, self._shared = exact, shared
        self._shapes: dict[bytes, _Shape] = {}
        self._values: dict[Look, _Values] = {}
        self._alone = 0

    def read(self, xml: bytes, start: int, end: int) -> LongSheet | None:
        """The rows between two places of a part; None leaves them to the exact reader.

        Raises Refused.
        """
        if any(xml.find(mark, start, end) >= 0 for mark in (NUMBER, FILLING)):
            return None
        rows: dict[int, LongRow] = {}
        last = 0
        while (stop := xml.find(ROW_END, start, end)) >= 0:
            found = self.row(xml[start:stop].lstrip())
            if found is None or not last < found.first <= found.last <= LAST_ROW:
                return None
            last = found.last
            rows[last] = found.row
            start = stop + len(ROW_END)
        return None if xml[start:end].strip() else LongSheet(rows)

    def row(self, piece: bytes) -> Read | None:
        """A row without its end tag; None leaves the whole sheet to the exact reader.

        Raises Refused.
        """
        found = cut(piece)
        shape = self._shapes.get(found.shape)
        row = _filled(shape, found.fillings) if shape else None
        return Read(found.number, found.number, row) if row else self._alone_read(piece, found)

    def _alone_read(self, piece: bytes, found: Cut) -> Read | None:
        """A row by the exact reader; its shape is kept where both read the same."""
        self._alone += 1
        read = self._exact(piece, self._shared)
        if read is None or self._alone > _MOST_ALONE:
            return None
        cells = {column: cell for (_, column), cell in read.cells.items()}
        places = places_in(found.shape, self._shared.styles) if found.number else None
        if places is not None:
            shape = self._made(places)
            row = _filled(shape, found.fillings)
            if row is not None and row.by_column() == cells and read.last == found.number:
                self._shapes[found.shape] = shape
        columns = {column: at for at, column in enumerate(cells)}
        return Read(read.first, read.last, LongRow(columns, tuple(cells.values())))

    def _made(self, places: Sequence[Place]) -> _Shape:
        columns = {place.column: at for at, place in enumerate(places)}
        looks = [place.look for place in places]
        found = [self._values.setdefault(look, _Values(look, self._shared)) for look in looks]
        return _Shape(columns, tuple(found))


def _filled(shape: _Shape, fillings: Sequence[bytes | None]) -> LongRow | None:
    """The row of a shape that is filled so; None where it takes the exact reader to tell."""
    pairs = zip(shape.values, fillings, strict=True)
    try:
        return LongRow(shape.columns, tuple([values[filling] for values, filling in pairs]))
    except _Unsure:
        return None
