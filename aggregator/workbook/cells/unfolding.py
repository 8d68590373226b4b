"""A table too large to be held: its rows are inflated, read and let go while it is gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import NoReturn

from aggregator.workbook.cells.book import LAST_ROW, Cell
from aggregator.workbook.cells.longrows import LongRows, Read
from aggregator.workbook.cells.longshape import FILLING, NUMBER
from aggregator.workbook.cells.longsheet import Streamed
from aggregator.workbook.cells.plainsheet import CLOSE, OPEN, exact_of, merged_around
from aggregator.workbook.cells.rowmemory import ROW_END
from aggregator.workbook.cells.sheet import SheetReader
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.package.plain import root_of
from aggregator.workbook.package.refusal import CAPS, Caps, Refused, suspicious

_MOST_AROUND = 4_000_000

Pieces = Callable[[], Iterator[bytes]]


class _Odd(Exception):  # noqa: N818  (it asks for the exact reader)
    """The part isn't written the plain way."""


class Unfolding(Streamed):
    """The cells of a large sheet; only its rows can be asked for."""

    def __init__(self, pieces: Pieces, shared: Shared, caps: Caps) -> None:
        self._pieces, self._shared, self._caps = pieces, shared, caps

    def each_row(self) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """The rows that hold something, in their order. Raises Refused, maybe after some."""
        last, room = 0, self._caps.cells
        try:
            for found in self._plain_rows():
                last, cells = found.last, found.row.by_column()
                room -= len(cells)
                if room < 0:
                    break
                yield last, cells
            else:
                return
        except (_Odd, Refused):
            pass
        exact = SheetReader(self._shared, self._caps, self._caps.cells)
        for number, cells in exact.rows(self._pieces()):
            if number > last:
                yield number, cells

    def _plain_rows(self) -> Iterator[Read]:
        """Raises _Odd or Refused where only the exact reader can tell."""
        pieces = self._pieces()
        head = b""
        while OPEN not in head and len(head) < _MOST_AROUND:
            head += next(pieces, b"") or _odd()
        root, opened = root_of(head, "worksheet"), head.find(OPEN)
        if root is None or opened < root[1]:
            _odd()
        exact = exact_of(root[0], replace(CAPS, text=self._shared.longest))
        rows = LongRows(exact, self._shared)
        rest, last = head[opened + len(OPEN) :], 0
        for piece in chain((b"",), pieces):
            *found, rest = _sound(rest + piece).split(ROW_END)
            for each in found:
                read = rows.row(each.lstrip())
                if read is None or not last < read.first <= read.last <= LAST_ROW:
                    _odd()
                last = read.last
                yield read
        data, closed, after = rest.partition(CLOSE)
        if data.strip() or not closed:
            _odd()
        merged_around(head[:opened], after, root[0], self._caps.merges)

    def __getitem__(self, place: tuple[int, int]) -> NoReturn:
        raise _too_large()

    def __iter__(self) -> NoReturn:
        raise _too_large()

    def __len__(self) -> NoReturn:
        raise _too_large()


def _sound(data: bytes) -> bytes:
    if len(data) > _MOST_AROUND or NUMBER in data or FILLING in data:
        _odd()
    return data


def _odd() -> NoReturn:
    raise _Odd


def _too_large() -> Refused:
    return suspicious("một sheet quá lớn")
