"""A worksheet part written the plain way: what stands around its rows, and its rows, from memory.

Whatever is new is read by the exact reader, a piece at a time and in its place below the root;
anything odd or wrong is declined, and the exact reader has the whole part.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from aggregator.workbook.cells.byrow import ByRow, Row
from aggregator.workbook.cells.learning import LEARNT, Learnt
from aggregator.workbook.cells.longrows import LongRows
from aggregator.workbook.cells.longsheet import LongSheet
from aggregator.workbook.cells.rowmemory import MOST_ROWS, ROW_END, Exact, Rows
from aggregator.workbook.cells.sheet import Content, SheetReader
from aggregator.workbook.cells.styles import Styles
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.package.plain import is_bare, root_of
from aggregator.workbook.package.refusal import CAPS, Caps, Refused, suspicious

OPEN, CLOSE, _END = b"<sheetData>", b"</sheetData>", b"</worksheet>"
_EMPTY = Shared()
_MOST_AROUND = 100_000
_LONG = 200_000
"""What is longer isn't split into rows before they are counted."""

Merged = tuple[tuple[int, int, int, int], ...]


def read_sheet(xml: bytes, shared: Shared, caps: Caps, room: int) -> Content:
    """One worksheet part, at most `room` cells. Raises Refused."""
    plain = read_plain_sheet(xml, shared, caps, room)
    if plain is not None:
        return plain
    reader = SheetReader(shared, caps, room)
    reader.read(xml)
    return Content(reader.cells, tuple(reader.merged), reader.dde)


def read_plain_sheet(xml: bytes, shared: Shared, caps: Caps, room: int) -> Content | None:
    """The same as the exact reader gives; None where it is to be asked."""
    root = root_of(xml, "worksheet")
    opened, closed = xml.find(OPEN), xml.rfind(CLOSE)
    if root is None or not root[1] <= opened < closed:
        return None
    before, after = xml[:opened], xml[closed + len(CLOSE) :]
    try:
        merged = merged_around(before, after, root[0], caps.merges)
        data = opened + len(OPEN), closed
        cells = None if merged is None else _cells(xml, *data, root[0], shared)
    except Refused:
        return None
    if merged is None or cells is None or cells.most() > room:
        return None
    return Content(cells, merged)


def _cells(
    xml: bytes, start: int, end: int, root: bytes, shared: Shared
) -> ByRow | LongSheet | None:
    """What stands in the rows between two places of the part. Raises Refused."""
    pieces = _pieces(xml, start, end)
    if pieces is None:
        exact = exact_of(root, replace(CAPS, text=shared.longest))
        return LongRows(exact, shared).read(xml, start, end)
    *rows, rest = pieces
    if rest.strip():
        return None
    return _rows(root, shared.styles, shared.date_shift, shared.longest).read(rows, shared)


def _pieces(xml: bytes, start: int, end: int) -> list[bytes] | None:
    """What stands between two places, split behind each row; None where the rows are many."""
    if end - start > _LONG and xml.count(ROW_END, start, end) > MOST_ROWS:
        return None
    pieces = xml[start:end].split(ROW_END)
    return pieces if len(pieces) <= MOST_ROWS + 1 else None


def merged_around(before: bytes, after: bytes, root: bytes, most: int) -> Merged | None:
    """The merged areas behind the rows, None where some are before them. Raises Refused."""
    is_short = len(before) + len(after) <= _MOST_AROUND
    return (_merged_once if is_short else _merged_once.__wrapped__)(before, after, root, most)


@lru_cache(maxsize=256)
def _merged_once(before: bytes, after: bytes, root: bytes, most: int) -> Merged | None:
    """The merged areas behind the rows, None where some are before them. Raises Refused."""
    if _read_around(before, _END, most):
        return None
    return _read_around(root, after, most)


def _read_around(before: bytes, after: bytes, most: int) -> Merged:
    if not (is_bare(before) and is_bare(after)):
        raise suspicious("chú thích")
    reader = SheetReader(_EMPTY, replace(CAPS, merges=most), 0)
    reader.read(before + OPEN + CLOSE + after)
    return tuple(reader.merged)


@lru_cache(maxsize=4)
def _rows(root: bytes, _styles: Styles, _date_shift: int, longest: int) -> Rows:
    """The memory for rows that mean the same."""
    learnt = LEARNT if longest == CAPS.text else Learnt()
    return Rows(exact_of(root, replace(CAPS, text=longest)), root, learnt)


def exact_of(root: bytes, caps: Caps) -> Exact:
    """The exact reader of single rows below such a root."""

    def read(piece: bytes, shared: Shared) -> Row | None:
        if not is_bare(piece):
            return None
        reader = SheetReader(shared, caps, caps.cells)
        reader.read(root + OPEN + piece + ROW_END + CLOSE + _END)
        last = reader.at.last_row
        if reader.dde or reader.at.unnumbered or not {row for row, _ in reader.cells} <= {last}:
            return None
        return Row(reader.at.first_row, last, reader.cells, size=len(reader.cells))

    return read
