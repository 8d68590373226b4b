"""A report period from its basic periods, over trees that may differ from one to the next.

Each unit that reported stands with all its periods, and with those of the former units that it
alone carries on. A unit that ended without such an heir stays in the sums: what it reported
happened in the year, what it had at its end is no stock of the year's end. Closing stocks are those
of the last period; where opening and flows make another number, the gap is kept and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from aggregator import gaps
from aggregator import period as periods
from aggregator.consolidate import (
    Consolidation,
    Returns,
    consolidate,
    grassroots,
    is_due,
)
from aggregator.model import Fault, Form, Method, Plan, Submission, UnitResult
from aggregator.rollup import Rollup, accumulate, closing_at, counted, rollup, stocks
from aggregator.scope import in_force
from aggregator.succession import heirs, lineage

_STANDING = (Method.CLOSING, Method.FLAG, Method.UNIT_COUNT)
"""What is true of the last day only, and so of no unit that ended before it."""


class Whole(NamedTuple):
    """The tree of a report period; the units of each basic period inside a superior's return."""

    tree: Consolidation
    covered: Mapping[str, frozenset[str]]


def over_periods(
    form: Form,
    plan: Plan,
    top: str,
    period: str,
    returns: Mapping[str, Returns],
    of_it_all: Returns,
    added: Rollup = rollup,
) -> Whole:
    """Every unit at or below `top` over a report period, from the returns of its basic ones.

    A unit that sent one return for the whole of it (`of_it_all`) stands with that one.
    """
    trees = {each: consolidate(form, plan, top, each, returns[each], added) for each in returns}
    span = _Span(form, plan, top, period, returns, trees)
    whole = {code: total for code in span.senders if (total := span.total(code)) is not None}
    partial = frozenset(code for code in whole if span.lacking(code)) - of_it_all.counted.keys()
    whole |= of_it_all.counted
    due = frozenset(code for code in span.standing if any(span.due(code)))
    sent = (*returns.values(), of_it_all)
    rejected = frozenset().union(*(each.rejected for each in sent)) & due
    together = Returns(whole, rejected - whole.keys(), partial, due)
    tree = consolidate(form, plan, top, period, together, added)
    units = tuple(span.settled(result, result.unit.code in whole) for result in tree.units)
    inside = frozenset(below for code in of_it_all.counted for below in plan.below(code))
    faults = [fault for each in trees.values() for fault in each.faults]
    faults += [span.said_missing(code) for code in sorted(partial - tree.covered)]
    covered = {each: tree.covered | inside for each, tree in trees.items()}
    overlaps = tuple(overlap for each in trees.values() for overlap in each.overlaps)
    faults += gaps.said(form, plan, period, units, span.divided)
    tree = replace(tree, units=units, faults=tuple(faults), overlaps=overlaps)
    return Whole(tree, covered)


@dataclass(frozen=True)
class _Span:
    """The basic periods of a report period, each with its returns and its own tree."""

    form: Form
    plan: Plan
    top: str
    period: str
    returns: Mapping[str, Returns]
    trees: Mapping[str, Consolidation]

    @cached_property
    def below(self) -> frozenset[str]:
        return frozenset(self.plan.below(self.top))

    @cached_property
    def known(self) -> Mapping[tuple[str, str], Submission]:
        """(basic period, unit) -> its numbers."""
        return {
            (period, result.unit.code): result.submission
            for period, tree in self.trees.items()
            for result in tree.units
            if result.submission is not None
        }

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Each unit that stands with the former units that are counted in it."""
        day = periods.last_day(self.period)
        found: dict[str, tuple[str, ...]] = {}
        for code in self.plan.below(self.top):
            carried = heirs(self.plan, code, day) & self.below
            if carried == {code}:
                whole = lineage(self.plan, code, day)
                found[code] = tuple(member for member in whole if member in self.below)
            elif len(carried) != 1:
                found[code] = (code,)
        return found

    @property
    def standing(self) -> frozenset[str]:
        return frozenset(self.members)

    @cached_property
    def senders(self) -> tuple[str, ...]:
        """The units that stand of which, or of whose former units, a return came back."""
        sent = {code for each in self.returns.values() for code in each.counted}
        return tuple(code for code, members in self.members.items() if sent & set(members))

    def due(self, code: str) -> Iterator[tuple[str, str]]:
        """The basic periods and the units whose numbers make up the unit."""
        for period in self.trees:
            for member in self.members[code]:
                if is_due(self.plan.units[member], period):
                    yield period, member

    def lacking(self, code: str) -> list[tuple[str, str]]:
        """What is due of a unit and stands in no return, not even a superior's."""
        return [
            (period, member)
            for period, member in self.due(code)
            if (period, member) not in self.known and member not in self.trees[period].covered
        ]

    def total(self, code: str) -> Submission | None:
        kind = grassroots(self.plan.units[code].level)
        parts = []
        for period in self.trees:
            found = [
                self.known[at] for m in self.members[code] if (at := (period, m)) in self.known
            ]
            if found:
                parts.append(found[0] if len(found) == 1 else rollup(self.form, code, found, kind))
        if not parts:
            return None
        total = replace(accumulate(self.form, self.period, parts), unit=code)
        total = counted(self.form, total, kind)
        return total if self._lasts(code) else self._without_stocks(total)

    def _lasts(self, code: str) -> bool:
        return in_force(self.plan.units[code], periods.last_day(self.period))

    def _without_stocks(self, total: Submission) -> Submission:
        pairs = zip(self.form.facts, total.values, strict=True)
        values = tuple(None if fact.method in _STANDING else value for fact, value in pairs)
        return closing_at(
            self.form, replace(total, values=values), dict.fromkeys(stocks(self.form), 0)
        )

    @cached_property
    def divided(self) -> frozenset[str]:
        """The units above one that ended and whose numbers no single heir can take over.

        Their stocks can't be added up from those below: a former unit's opening stock and that
        of the units it became are the same people. They are added up period by period.
        """
        ended = [c for c in self.senders if not self._lasts(c) and self._is_carried_on(c)]
        return frozenset(above for code in ended for above in self.plan.path(code)[:-1])

    def _is_carried_on(self, code: str) -> bool:
        return any(each in self.plan.successors for each in self.plan.below(code))

    def settled(self, result: UnitResult, sent: bool) -> UnitResult:
        """The result of a unit; of a divided one that sent nothing itself from its own trees."""
        code = result.unit.code
        parts = [self.known[p, code] for p in self.trees if (p, code) in self.known]
        if sent or code not in self.divided or result.submission is None or not parts:
            return result
        total = accumulate(self.form, self.period, parts)
        return result._replace(submission=replace(total, missing=result.missing_below))

    def said_missing(self, code: str) -> Fault:
        """Which periods a unit still owes."""
        owed = [
            periods.label(period)
            + ("" if member == code else f" (“{self.plan.units[member].name}”)")
            for period, member in self.lacking(code)
        ]
        name = self.plan.units[code].name
        return Fault("C605", f"“{name}” chưa có báo cáo hợp lệ của {', '.join(owed)}", unit=code)
