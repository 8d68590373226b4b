"""Members at the year's start over units that were merged, split or absorbed since.

A unit's own figure in the plan counts, else those of the units below it, else that of the unit it
carries on. The parts of a split unit have none of their own, but together they are that unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from aggregator.model import Plan
from aggregator.scope import in_force
from aggregator.succession import heirs


class Headcount(NamedTuple):
    """What is known of some units, and the units whose figure still lacks in it."""

    known: int
    open: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Headcounts:
    """Headcounts by one column of `Đơn vị`; the year in question begins on `new_year`."""

    plan: Plan
    base: str
    new_year: date

    def of(self, units: Iterable[str], day: date) -> Headcount:
        """The units of a day together, each former unit counted once."""
        return self._settled(_sum(self._unit(code, day) for code in units), day)

    def origins(self, code: str, day: date) -> tuple[str, ...]:
        """The former units whose people a unit has and its own figure, if it has one, has not.

        One that was there before them needs a figure of its own; one that came after them, none.
        """
        unit = self.plan.units[code]
        former = [self.plan.units[each] for each in unit.predecessors if each in self.plan.units]
        last = min(day, unit.end or date.max)
        ends = [each.end for each in former if each.end is not None and each.end < last]
        if not ends or len(ends) < len(unit.predecessors):
            return ()
        own = getattr(unit, self.base) is not None
        is_new = unit.start is not None and unit.start > max(ends)
        if own == is_new:
            return ()
        return tuple(each.code for each in former if is_new or self._in_year(each.end))

    def _in_year(self, day: date | None) -> bool:
        return day is not None and day >= self.new_year

    def _unit(self, code: str, day: date) -> Headcount:
        own: int | None = getattr(self.plan.units[code], self.base)
        itself = frozenset({code})
        if own is not None:
            return Headcount(own, itself if self.origins(code, day) else frozenset())
        below = self._below(code, day)
        if below is not None and (not below.open or not self.origins(code, day)):
            return below
        return Headcount(0, itself)

    def _below(self, code: str, day: date) -> Headcount | None:
        """Those below a unit that exist, or ended in the year and are carried on by none.

        Of a former unit on its own last day: who is below it since is counted elsewhere.
        """
        day = min(day, self.plan.units[code].end or day)
        children = [
            child
            for child in self.plan.children[code]
            if in_force(self.plan.units[child], day) or self._is_gone(child, day)
        ]
        return self.of(children, day) if children else None

    def _is_gone(self, code: str, day: date) -> bool:
        end = self.plan.units[code].end
        ended = end is not None and self.new_year <= end <= day
        return ended and not heirs(self.plan, code, day)

    def _settled(self, count: Headcount, day: date) -> Headcount:
        """The count with former units in the place of open ones that are together the whole."""
        known, still_open, waiting = count.known, set(count.open), sorted(count.open)
        while waiting:
            parts, former = self._together(waiting.pop(), still_open, day)
            if parts:
                ends = [(code, self.plan.units[code].end or day) for code in former]
                whole = _sum(self.of((code,), end) for code, end in ends)
                known += whole.known
                still_open = (still_open - parts) | whole.open
                waiting = sorted(set(waiting) - parts | whole.open)
        return Headcount(known, frozenset(still_open))

    def _together(
        self, code: str, among: set[str], day: date
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The open units that share former ones with a unit, and these; nothing if one lacks."""
        parts, former = {code}, set[str]()
        waiting = [code]
        while waiting:
            origins = self.origins(waiting.pop(), day)
            heirs_of = {heir for each in origins for heir in self.plan.successors[each]}
            begun = {heir for heir in heirs_of if self._has_begun(heir, day)}
            if not origins or not begun <= among:
                return frozenset(), frozenset()
            former |= set(origins)
            waiting += sorted(begun - parts)
            parts |= begun
        return frozenset(parts), frozenset(former)

    def _has_begun(self, code: str, day: date) -> bool:
        return (self.plan.units[code].start or date.min) <= day


def _sum(counts: Iterable[Headcount]) -> Headcount:
    known, still_open = 0, frozenset[str]()
    for count in counts:
        known += count.known
        still_open |= count.open
    return Headcount(known, still_open)
