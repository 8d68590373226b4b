"""Which return stands for which unit, and the roll-up of the whole tree from them.

A unit's own return stands for its whole subtree; the returns below it are superseded by it. A
unit without one is rolled up from those below. Nothing is ever counted twice or left unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from aggregator import period as periods
from aggregator.model import (
    CARRIED,
    Fault,
    Form,
    Key,
    Line,
    Plan,
    Submission,
    Unit,
    UnitResult,
    UnitStatus,
    packed,
)
from aggregator.model.returns import glanced_blanks
from aggregator.overlap import Overlap, contradicted, overlaps
from aggregator.rollup import Grassroots, Rollup, rollup
from aggregator.scope import in_force
from aggregator.vocabulary import levels


@dataclass(frozen=True)
class Returns:
    """What came back for the period: the return that counts for each unit, and failures.

    `due` are the units that owe one; None leaves it to the dates of the plan.
    """

    counted: Mapping[str, Submission]
    rejected: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()
    due: frozenset[str] | None = None


_LACKING = (UnitStatus.MISSING, UnitStatus.REJECTED, UnitStatus.PARTIAL)
"""Of which units leaves are not (fully) in the numbers, even where none is counted."""


@dataclass(frozen=True)
class Consolidation:
    """The tree with its numbers, superiors first; `covered` units stand in a superior's return."""

    units: tuple[UnitResult, ...]
    covered: frozenset[str]
    faults: tuple[Fault, ...]
    overlaps: tuple[Overlap, ...] = ()

    @property
    def inside(self) -> Mapping[str, int]:
        """Of each covered unit how many leaves the superior's return says it lacks."""
        covered = (result for result in self.units if result.unit.code in self.covered)
        return {result.unit.code: missing_in(result) for result in covered}


@lru_cache(maxsize=256)
def grassroots(level: str) -> Grassroots:
    """What a level is to the count of grassroots organisations."""
    known = levels().get(level)
    if known is None:
        return Grassroots.ABOVE
    return Grassroots.BELOW if known.below_grassroots else Grassroots(known.grassroots)


def is_due(unit: Unit, period: str) -> bool:
    """Whether the unit exists on the last day of the period: then it answers for all of it."""
    return in_force(unit, periods.last_day(period))


def consolidate(
    form: Form, plan: Plan, top: str, period: str, returns: Returns, added: Rollup = rollup
) -> Consolidation:
    """Every unit at or below `top` with its numbers as far as they are known.

    `added` rolls up as `rollup` does.
    """
    order = plan.below(top)
    covered = frozenset(_covered(plan, order, returns))
    lines = _carried_lines(plan, order, returns, covered)
    results: dict[str, UnitResult] = {}
    for code in reversed(order):
        unit = plan.units[code]
        if code in covered:
            results[code] = _from_line(unit, lines.get(code), _children(plan, unit, results))
        elif code in returns.counted:
            results[code] = _of_own(unit, returns)
        else:
            results[code] = _added_up(form, plan, unit, period, returns, results, added)

    def alone(superior: str, counted: Mapping[str, Submission]) -> UnitResult:
        rest = replace(returns, counted=counted)
        return consolidate(form, plan, superior, period, rest).units[0]

    sent = [code for code in order if code in returns.counted and code not in covered]
    found = tuple(overlaps(plan, sent, returns.counted, alone))
    faults = tuple(fault for each in found for fault in contradicted(form, each))
    return Consolidation(tuple(results[code] for code in order), covered, faults, found)


def _covered(plan: Plan, order: tuple[str, ...], returns: Returns) -> Iterator[str]:
    """Units below one that sent its own return."""
    covering: set[str] = set()
    for code in order:
        under = code is not order[0] and plan.units[code].parent in covering
        if under:
            yield code
        if under or code in returns.counted:
            covering.add(code)


def _carried_lines(
    plan: Plan, order: tuple[str, ...], returns: Returns, covered: frozenset[str]
) -> dict[str, Line]:
    """What the summaries that count say of the units below them."""
    return {
        line.unit: line
        for code in order
        if code in returns.counted and code not in covered
        for line in returns.counted[code].lines
        if line.unit in plan.units
    }


def _children(plan: Plan, unit: Unit, results: Mapping[str, UnitResult]) -> list[UnitResult]:
    return [results[code] for code in plan.children[unit.code]]


def _of_own(unit: Unit, returns: Returns) -> UnitResult:
    own = returns.counted[unit.code]
    status = UnitStatus.PARTIAL if unit.code in returns.partial else UnitStatus.COUNTED
    return UnitResult(unit, status, own, own.missing)


def _added_up(
    form: Form,
    plan: Plan,
    unit: Unit,
    period: str,
    returns: Returns,
    below: Mapping[str, UnitResult],
    added: Rollup,
) -> UnitResult:
    """A unit that sent nothing itself: from those below it, as far as they are known."""
    children = _children(plan, unit, below)
    if not children:
        return UnitResult(unit, _status_of_silent(unit, period, returns))
    missing = sum(missing_in(child) for child in children)
    parts = [child.submission for child in children if child.submission is not None]
    if not parts:
        silent = _status_of_silent(unit, period, returns)
        status = silent if missing else UnitStatus.EXEMPT
        return UnitResult(unit, status, None, missing)
    absent = missing - sum(part.missing for part in parts)
    total = added(form, unit.code, parts, grassroots(unit.level), absent)
    partial = any(child.status is UnitStatus.PARTIAL for child in children)
    status = UnitStatus.PARTIAL if partial else UnitStatus.ROLLED_UP
    return UnitResult(unit, status, packed(total), missing)


def missing_in(result: UnitResult) -> int:
    """How many expected leaves at or below a unit are not (fully) in the numbers."""
    return result.missing_below or int(result.status in _LACKING)


def uncarried_in(form: Form, result: UnitResult) -> int:
    """Leaves in a unit's numbers of which the periods before are not known.

    A measure left blank in every period is only blank; that the admissions are unknown too says
    that the unit wasn't in the period before.
    """
    if result.submission is None:
        return result.known_uncarried
    if periods.opens_year(result.submission.period):
        return 0
    at = form.position[Key(form.admissions, CARRIED), "value"]
    return int(glanced_blanks(result.submission)[at] or 0)


def _status_of_silent(unit: Unit, period: str, returns: Returns) -> UnitStatus:
    if unit.code in returns.rejected:
        return UnitStatus.REJECTED
    due = is_due(unit, period) if returns.due is None else unit.code in returns.due
    return UnitStatus.MISSING if due else UnitStatus.EXEMPT


def _from_line(unit: Unit, line: Line | None, children: list[UnitResult]) -> UnitResult:
    """A unit inside a superior's return: as that return tells, else simply included in it."""
    if line is None:
        return UnitResult(unit, UnitStatus.ROLLED_UP)
    missing = sum(missing_in(child) for child in children)
    known = line.values if any(value is not None for value in line.values.values()) else {}
    return UnitResult(unit, UnitStatus(line.status), None, missing, known, line.uncarried)
