"""What a reader works out of a table in which some counts are kept back: exact bounds on each.

He knows every printed number, that counts are whole and not negative, that parts add up to their
whole, and how `small_cells` chooses. Sums over a tree are acyclic, so bounds carried once up and
once down are the best there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aggregator.model import Number

SMALL = "<3"
WITHHELD = "*"
LIMIT = 3

Values = Mapping[str, Number | None]
Below = Mapping[str, Sequence[str]]
_UNBOUNDED = 10**15


class Bounds(NamedTuple):
    """The least and the largest that a number can be."""

    least: Number
    most: Number

    def within(self, other: Bounds) -> Bounds:
        """What both say."""
        return Bounds(max(self.least, other.least), min(self.most, other.most))


@dataclass(frozen=True)
class Table:
    """Counts as printed: each of `groups` adds up to a number that is known from elsewhere.

    `below` are the parts of a code, `marks` what stands instead of the numbers kept back;
    of codes that are `sheltered` small counts are.
    """

    groups: Sequence[Sequence[str]]
    below: Below
    values: Values
    marks: Mapping[str, str]
    sheltered: Collection[str]

    def given_away(self) -> set[str]:
        """The codes kept back whose number can be worked out all the same."""
        bounds = self._bounds()
        return {code for code in self.marks if bounds[code].least == bounds[code].most}

    def _bounds(self) -> dict[str, Bounds]:
        order = [code for group in self.groups for code in self._down(group)]
        found: dict[str, Bounds] = {}
        shown = [self.below.get(code, ()) for code in order if code not in self.marks]
        for group in (*self.groups, *shown):
            found |= self._printed(group, whole_shown=True)
        for code in self.marks:
            found |= self._printed(self.below.get(code, ()), whole_shown=False)
        for code in reversed(order):
            if parts := self._adding_up(code):
                found[code] = found[code].within(_sum(found[part] for part in parts))
        for group in self.groups:
            known = self.known(group)
            whole = sum(self._number(code) for code in known)
            _narrow(found, known, Bounds(whole, whole))
        for code in order:
            if parts := self._adding_up(code):
                _narrow(found, parts, found[code])
        return found

    def _down(self, group: Iterable[str]) -> Iterable[str]:
        for code in group:
            yield code
            yield from self._down(self.below.get(code, ()))

    def known(self, group: Iterable[str]) -> list[str]:
        """Those of a group that have a number."""
        return [code for code in group if self.values.get(code) is not None]

    def _adding_up(self, code: str) -> list[str]:
        """The parts whose numbers make up that of the code, as far as a reader can tell."""
        parts = self.known(self.below.get(code, ()))
        whole = self.values.get(code)
        return parts if whole == sum(self._number(part) for part in parts) else []

    def _number(self, code: str) -> Number:
        return self.values.get(code) or 0

    def _printed(self, group: Sequence[str], whole_shown: bool) -> dict[str, Bounds]:
        """What each cell alone says, to who knows why numbers of its group are kept back."""
        known = self.known(group)
        small = [code for code in known if self.marks.get(code) == SMALL]
        at_least = 1 if whole_shown and len(small) == 1 else 0
        return {code: self._cell(code, at_least, bool(small)) for code in known}

    def _cell(self, code: str, at_least: int, beside_small: bool) -> Bounds:
        number, mark = self._number(code), self.marks.get(code)
        if mark is None:
            return Bounds(number, number)
        if mark == SMALL:
            return Bounds(at_least if number else 0, LIMIT - 1)
        if code not in self.sheltered:
            return Bounds(1, _UNBOUNDED)
        return Bounds(LIMIT if beside_small else 0, _UNBOUNDED)


def _sum(parts: Iterable[Bounds]) -> Bounds:
    listed = list(parts)
    return Bounds(sum(each.least for each in listed), sum(each.most for each in listed))


def _narrow(found: dict[str, Bounds], parts: Sequence[str], whole: Bounds) -> None:
    """What the whole and the other parts leave to each part."""
    total = _sum(found[part] for part in parts)
    for part in parts:
        own = found[part]
        left = Bounds(whole.least - total.most + own.most, whole.most - total.least + own.least)
        found[part] = own.within(left)
