"""Small counts in what is published: 1 and 2 are shown as `<3`, and no subtraction undoes it.

The members of a group add up to a total that is shown. Where one of them is 1 or 2, all below 3
are `<3`, zeros too; where that alone would not do, the smallest of the others are `*`, then the
total above them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from aggregator.model import Number
from aggregator.report.word.inference import LIMIT, SMALL, WITHHELD, Below, Table, Values


def marks(
    groups: Iterable[Sequence[str]], below: Below, values: Values, sheltered: Collection[str]
) -> dict[str, str]:
    """What stands instead of the numbers that are kept back, by code.

    `groups` are sets of codes that add up to a shown total, `below` the parts of each code.
    Only `sheltered` codes are small cells; their parts are treated after them, so that a number
    kept back cannot be added up again from its parts. Where all of a total comes from one small
    cell nothing helps: see `in_vain`.
    """
    tops = [tuple(group) for group in groups]
    found: dict[str, str] = {}
    cells = _Cells(Table(tops, below, values, found, sheltered), found)
    cells.keep_back((top, False) for top in tops)
    while cells.keep_back_more():
        pass
    return found


def in_vain(
    groups: Iterable[Sequence[str]], below: Below, values: Values, sheltered: Collection[str]
) -> bool:
    """Whether some small count can be worked out whatever is kept back beside it."""
    tops = [tuple(group) for group in groups]
    found = marks(tops, below, values, sheltered)
    return bool(_Cells(Table(tops, below, values, found, sheltered), found).told())


class _Cells:
    """A table in which more and more is kept back."""

    def __init__(self, table: Table, found: dict[str, str]) -> None:
        self._table = table
        self._found = found
        parents = {part: code for code, parts in table.below.items() for part in parts}
        self._above = parents
        self._beside = {code: tuple(group) for group in table.groups for code in group}
        self._beside |= {part: tuple(parts) for parts in table.below.values() for part in parts}

    def told(self) -> list[str]:
        """The small counts that can be worked out."""
        away = self._table.given_away()
        return [code for code in away if code in self._table.sheltered and self._small(code) > 0]

    def keep_back(self, groups: Iterable[tuple[tuple[str, ...], bool]]) -> None:
        """The rule for each group, True where its total is kept back, and for the parts below."""
        waiting = deque(groups)
        while waiting:
            group, forced = waiting.popleft()
            known = {code: self._table.values[code] or 0 for code in self._table.known(group)}
            marked = _group(known, self._table.sheltered, forced)
            self._found |= {code: mark for code, mark in marked.items() if code not in self._found}
            below = self._table.below
            waiting.extend((tuple(below[c]), c in self._found) for c in group if c in below)

    def keep_back_more(self) -> bool:
        """One more number near each small count that can be worked out, where one is left."""
        before = len(self._found)
        for code in self.told():
            self._keep_back_near(code)
        return len(self._found) > before

    def _keep_back_near(self, code: str) -> None:
        while code in self._beside:
            others = [c for c in self._beside[code] if c not in self._found and self._can(c)]
            if others:
                self._hide(min(others, key=lambda c: (c not in self._table.sheltered, self._of(c))))
                return
            above = self._above.get(code, "")
            if above not in self._beside:
                return
            if above not in self._found:
                self._hide(above)
                return
            code = above

    def _can(self, code: str) -> bool:
        """A zero that isn't sheltered is never kept back: the form counts who admitted somebody."""
        number = self._table.values.get(code)
        return number is not None and (code in self._table.sheltered or number > 0)

    def _hide(self, code: str) -> None:
        small = code in self._table.sheltered and self._of(code) < LIMIT
        self._found[code] = SMALL if small else WITHHELD
        if code in self._table.below:
            self.keep_back([(tuple(self._table.below[code]), True)])

    def _of(self, code: str) -> Number:
        return self._table.values.get(code) or 0

    def _small(self, code: str) -> Number:
        return number if (number := self._of(code)) < LIMIT else 0


def _group(known: Mapping[str, Number], sheltered: Collection[str], forced: bool) -> dict[str, str]:
    """`forced`: the total itself is kept back, so at least one of its parts has to be."""
    small = {code: n for code, n in known.items() if code in sheltered and n < LIMIT}
    hidden = small if forced or any(small.values()) else {}
    others = {c: n for c, n in known.items() if c not in hidden and (c in sheltered or n > 0)}
    large: dict[str, Number] = {}
    for code in sorted(others, key=lambda code: (code not in sheltered, others[code])):
        if not (_learned(hidden, large, sheltered) or (forced and not hidden and not large)):
            break
        large[code] = others[code]
    alone = len(hidden) == 1 and not large
    told = _learned(hidden, large, sheltered) and not alone
    marked = dict.fromkeys(hidden, WITHHELD if told else SMALL)
    return marked | dict.fromkeys(large, WITHHELD)


def _learned(
    small: Mapping[str, Number], large: Mapping[str, Number], sheltered: Collection[str]
) -> bool:
    """Whether a reader who subtracts what is shown from the total learns a small number."""
    if not small:
        return False
    whole = sum(small.values())
    if large:
        least = sum(LIMIT if code in sheltered else 1 for code in large)
        return whole + sum(large.values()) < least + len(small) + 1
    return len(small) == 1 or whole == len(small) * (LIMIT - 1)
