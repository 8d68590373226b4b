"""The rows of a form sheet, each written once for all workbooks in which it rests on the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple, cast

from aggregator.workbook.known import Known
from aggregator.workbook.template.basis import Basis, Reach, Values

_MOST = 2048
"""Of each row of the form."""
_MOST_FRAMES = 32


class Row(NamedTuple):
    """A row as it is written, and the kind of its mark."""

    content: bytes
    kind: str


class StampedRows:
    """The rows of some indicators; `write` makes one from the values within its reach.

    A row is looked for first by its own numbers, among those of workbooks that agree in all that
    is said of them: many rows at once, without a look at the others.
    """

    def __init__(
        self, basis: Basis, codes: Sequence[str], write: Callable[[str, Reach, Values], Row]
    ) -> None:
        self._basis = basis
        reaches = [basis.row(code) for code in codes]
        self._own = basis.own(reaches)
        self._exact = [
            (itemgetter(*basis.places(reach)), Known(partial(write, code, reach), _MOST))
            for code, reach in zip(codes, reaches, strict=True)
        ]
        self._frames = Known(self._frame, _MOST_FRAMES)

    def __call__(self, values: Values) -> list[Row]:
        """The rows of a workbook of these values."""
        frame = self._frames[self._basis.said(values)]
        keys = self._own(values)
        found = [*map(dict.get, frame, keys)]
        if None in found:
            for at, row in enumerate(found):
                found[at] = row or self._learnt(frame[at], keys[at], at, values)
        return cast(list[Row], found)

    def _frame(self, _said: Values) -> list[dict[Values, Row]]:
        return [{} for _ in self._exact]

    def _learnt(self, known: dict[Values, Row], key: Values, at: int, values: Values) -> Row:
        take, exact = self._exact[at]
        if len(known) >= _MOST:
            known.clear()
        row = known[key] = exact[take(values)]
        return row
