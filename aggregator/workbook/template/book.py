"""A workbook to be stamped: what came again from the same sources isn't worked out again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from aggregator.workbook.known import Known, learnt
from aggregator.workbook.template.basis import Basis, Reach, Values
from aggregator.workbook.template.content import Numbers, Origin, Ways

_MOST_WAYS = 16
_NOWHERE = slice(0)
_MOST_SAID = 2048


class Book:
    """A workbook by its origin, if it has one; `exact` makes its numbers, where they are needed.

    `beside` has everything but those: what the cover says by itself.
    """

    def __init__(
        self,
        basis: Basis,
        beside: Numbers,
        exact: Callable[[], Numbers],
        origin: Origin | None = None,
    ) -> None:
        self.beside, self.origin = beside, origin
        self._basis, self._exact = basis, exact

    @cached_property
    def values(self) -> Values:
        """Everything its cells rest on."""
        return self._basis.values(self._exact())


class Trace:
    """Of each of some reaches in a workbook, what its numbers come from, or else these."""

    def __init__(self, basis: Basis, reaches: Sequence[Reach]) -> None:
        self._reaches = [reach._replace(codes=(), lines=()) for reach in reaches]
        self._of_values = _sweep([basis.within(reach) for reach in self._reaches])
        self._by_ways = Known(self._of_sources, _MOST_WAYS)

    def __call__(self, book: Book) -> tuple[Ways | None, Sequence[Any]]:
        """By which ways they come, and what stands there."""
        if book.origin is None:
            return None, self._of_values(book.values)
        sources, ways = book.origin
        return ways, self._by_ways[ways](sources)

    def _of_sources(self, ways: Ways) -> Callable[[Sequence[Any]], Sequence[Any]]:
        return _sweep(
            [sorted({at for fact in r.facts for at in ways.facts[fact]}) for r in self._reaches]
        )


class Said:
    """What is concluded of a workbook and holds for all of it: but for its numbers."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._period = Trace(basis, [basis.period])
        self._known: dict[Any, Values] = {}

    def __call__(self, book: Book) -> Values:
        if book.origin is None:
            return self._basis.said(book.values)
        beside = book.beside
        ways, (own,) = self._period(book)
        key = (ways, own, beside.nothing, beside.locked, beside.gaps)
        return learnt(self._known, key, _MOST_SAID, lambda: self._basis.said(book.values))


def _sweep(places: Sequence[Sequence[int]]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Takes what stands at each of these groups of places: in one go where they stand together."""
    together = itemgetter(*map(_together, places), _NOWHERE)
    scattered = [
        (at, itemgetter(*each))
        for at, each in enumerate(places)
        if each and _together(each) == _NOWHERE
    ]

    def sweep(items: Sequence[Any]) -> Sequence[Any]:
        found: list[Any]
        *found, _ = together(items)
        for at, take in scattered:
            found[at] = take(items)
        return found

    return sweep


def _together(places: Sequence[int]) -> int | slice:
    """All the places as one index; nothing where others stand between them."""
    if len(places) == 1:
        return places[0]
    is_whole = places and max(places) - min(places) < len(places)
    return slice(min(places), max(places) + 1) if is_whole else _NOWHERE
