"""Which superiors have other people below them than when an earlier outcome was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator import period as periods
from aggregator.earlier import Archived
from aggregator.model import Plan
from aggregator.scope import in_force
from aggregator.succession import heirs


def regrouped(plan: Plan, period: str, before: Archived) -> frozenset[str]:
    """The units whose sum of then and whose sum of `period` are not of the same people.

    A unit below ended without an heir, came from nowhere, or went to another superior: by its
    dates, or because the plan has another superior for it than the earlier outcome had.
    """
    known = before.parents
    today, day = periods.last_day(period), periods.last_day(before.period or period)
    now = {
        code: unit.parent
        for code, unit in plan.units.items()
        if (code in known or unit.parent in known) and in_force(unit, today)
    }
    then = {
        code: parent
        for code, parent in known.items()
        if code not in plan.units or in_force(plan.units[code], day)
    }
    return frozenset() if now == then else frozenset(_changed(plan, period, now, then))


def _changed(
    plan: Plan, period: str, now: Mapping[str, str], then: Mapping[str, str]
) -> Iterator[str]:
    explained: set[str] = set()
    for code in then.keys() - set(then.values()):
        followers = heirs(plan, code, periods.last_day(period))
        explained |= followers
        for heir in followers:
            yield from (_path(then, code) ^ _path(now, heir)) - {code, heir}
        if not followers:
            yield from _path(then, code) - {code}
    for code in now.keys() - set(now.values()) - explained:
        yield from _path(now, code) - {code}


def _path(parents: Mapping[str, str], code: str) -> frozenset[str]:
    """A unit and its superiors as far as they are known."""
    found: set[str] = set()
    while code in parents and code not in found:
        found.add(code)
        code = parents[code]
    return frozenset(found)
