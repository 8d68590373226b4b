"""The rows of a form sheet, each written once for all workbooks in which it rests on the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, cast

from aggregator.workbook.known import Known, learnt
from aggregator.workbook.template.basis import Basis, Reach, Values
from aggregator.workbook.template.book import Book, Trace
from aggregator.workbook.template.content import Ways

_MOST = 2048
"""Of each row of the form."""
_MOST_FRAMES = 32


class Row(NamedTuple):
    """A row as it is written, and the kind of its mark."""

    content: bytes
    kind: str


class StampedRows:
    """The rows of some indicators; `write` makes one from the values within its reach.

    A row is looked for first by what its own numbers come from, or by these, among those of
    workbooks that agree in all that is said of them: many rows at once.
    """

    def __init__(
        self, basis: Basis, codes: Sequence[str], write: Callable[[str, Reach, Values], Row]
    ) -> None:
        reaches = [basis.row(code) for code in codes]
        self._trace = Trace(basis, reaches)
        self._exact = [
            (itemgetter(*basis.places(reach)), Known(partial(write, code, reach), _MOST))
            for code, reach in zip(codes, reaches, strict=True)
        ]
        self._frames = Known(self._frame, _MOST_FRAMES)

    def __call__(self, book: Book, said: Values) -> list[Row]:
        """The rows of a workbook of which that is said."""
        ways, keys = self._trace(book)
        frame = self._frames[ways, said]
        found = [*map(dict.get, frame, keys)]
        if None in found:
            for at, row in enumerate(found):
                found[at] = row or learnt(frame[at], keys[at], _MOST, partial(self._row, at, book))
        return cast(list[Row], found)

    def _frame(self, _key: tuple[Ways | None, Values]) -> list[dict[Any, Row]]:
        return [{} for _ in self._exact]

    def _row(self, at: int, book: Book) -> Row:
        take, exact = self._exact[at]
        return exact[take(book.values)]
