"""The basic periods of a report period beside one another: what each unit has in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from aggregator import period as periods
from aggregator.accumulation import accumulate, closing_at, stocks
from aggregator.consolidate import (
    Consolidation,
    Returns,
    grassroots,
    is_due,
    missing_in,
    uncarried_in,
)
from aggregator.figures import figure
from aggregator.model import (
    Fault,
    Form,
    Key,
    Method,
    Number,
    Plan,
    Submission,
    UnitResult,
    UnitStatus,
)
from aggregator.rollup import counted, rollup
from aggregator.scope import in_force
from aggregator.succession import heirs, lineage

_STANDING = (Method.CLOSING, Method.FLAG, Method.UNIT_COUNT)
"""What is true of the last day only, and so of no unit that ended before it."""
_NOT_IN = (UnitStatus.MISSING, UnitStatus.REJECTED)


@dataclass(frozen=True)
class Span:
    """The basic periods of a report period, in order, each with its returns and its own tree."""

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
    def results(self) -> Mapping[tuple[str, str], UnitResult]:
        """(basic period, unit) -> what the tree of the period says of it."""
        return {
            (period, result.unit.code): result
            for period, tree in self.trees.items()
            for result in tree.units
        }

    def known(self, period: str, code: str) -> Submission | None:
        """The numbers of a unit in a basic period."""
        result = self.results.get((period, code))
        return None if result is None else result.submission

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
        """What is due of a unit and came neither itself nor in a superior's return."""
        return [at for at in self.due(code) if self.results[at].status in _NOT_IN]

    def owing(self, code: str) -> bool:
        """Whether some of what is due of a unit came and some didn't."""
        return 0 < len(self.lacking(code)) < len(list(self.due(code)))

    def total(self, code: str) -> Submission | None:
        kind = grassroots(self.plan.units[code].level)
        parts = []
        for period in self.trees:
            found = [sent for m in self.members[code] if (sent := self.known(period, m))]
            if found:
                parts.append(found[0] if len(found) == 1 else rollup(self.form, code, found, kind))
        if not parts:
            return None
        total = accumulate(self.form, self.period, parts, code not in self.divided)
        total = counted(
            self.form, replace(total, unit=code, missing=self._missing(code, total)), kind
        )
        return total if self._lasts(code) else self._without_stocks(total)

    def _missing(self, code: str, total: Submission) -> int:
        """The leaves below a unit of which some or all of what is due is in none of its returns."""
        below = [leaf for leaf in self.plan.leaves(code) if leaf != code and leaf in self.members]
        return max(total.missing, sum(1 for leaf in below if self.lacking(leaf)))

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
        """The units above one that ended and whose numbers no single heir can take over, or above
        one that took over, in the course of the report period, a unit of elsewhere.

        Their stocks can't be added up from those below: a former unit's opening stock and that
        of the units it became are the same people, and what was before is counted elsewhere. They
        are added up period by period.
        """
        ended = [c for c in self.senders if not self._lasts(c) and self._is_carried_on(c)]
        joined = [c for c in self.senders if self._comes_from_elsewhere(c)]
        return frozenset(above for c in (*ended, *joined) for above in self.plan.path(c)[:-1])

    def _is_carried_on(self, code: str) -> bool:
        return any(each in self.plan.successors for each in self.plan.below(code))

    def _comes_from_elsewhere(self, code: str) -> bool:
        unit, first = self.plan.units[code], next(iter(self.trees))
        from_here = self.below.issuperset(unit.predecessors)
        return not from_here and not in_force(unit, periods.last_day(first))

    def settled(self, result: UnitResult, sent: bool) -> UnitResult:
        """The result of a unit; of a divided one that sent nothing itself from its own trees."""
        code = result.unit.code
        parts = [told for period in self.trees if (told := self.known(period, code))]
        if sent or code not in self.divided or result.submission is None or not parts:
            return result
        total = accumulate(self.form, self.period, parts, are_joined=False)
        return result._replace(submission=replace(total, missing=result.missing_below))

    def inside(self, result: UnitResult, below: Sequence[UnitResult]) -> UnitResult:
        """A unit in its superior's returns: cumulative, as the last period tells that has it."""
        unit = result.unit
        told = [self.results[at, unit.code] for at in self.trees if is_due(unit, at)]
        heard = [each for each in told if each.status not in _NOT_IN]
        if not told:
            return result
        last = (heard or told)[-1]
        some = not below and 0 < len(heard) < len(told)
        return result._replace(
            status=UnitStatus.PARTIAL if some else last.status,
            missing_below=sum(map(missing_in, below)),
            known=_cumulative(self.form, last.submission) if last.submission else last.known,
            known_uncarried=uncarried_in(self.form, last),
        )

    def said_missing(self, code: str) -> Fault:
        """Which periods a unit still owes."""
        owed = [
            periods.label(period)
            + ("" if member == code else f" (“{self.plan.units[member].name}”)")
            for period, member in self.lacking(code)
        ]
        name = self.plan.units[code].name
        return Fault("C605", f"“{name}” chưa có báo cáo hợp lệ của {', '.join(owed)}", unit=code)


def _cumulative(form: Form, submission: Submission) -> Mapping[str, Number | None]:
    """What a summary might say of a unit with these numbers."""
    counts = (code for code, each in form.indicators.items() if each.method is not Method.FLAG)
    return {code: figure(form, submission, Key(code, "luy_ke")) for code in counts}
