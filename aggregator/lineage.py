"""Units that carry on former ones, and figures of earlier periods restated through them.

A reorganisation stands in the plan as dates and `replaces`: merged (one unit replaces several),
split (several replace one), absorbed (a unit replaces one and exists since before). A moved or
renamed unit keeps its code, and its history goes with it. No level and no name is interpreted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from aggregator import period as periods
from aggregator.earlier import Archived
from aggregator.figures import add, rounded
from aggregator.model import Form, Key, Method, Number, Plan
from aggregator.scope import in_force

Known = Mapping[Key, Number]


def heirs(plan: Plan, code: str, day: date) -> frozenset[str]:
    """The units that carry a unit on and exist on a day: itself, as long as it does."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        here = waiting.pop()
        if here in seen or here not in plan.units:
            continue
        seen.add(here)
        if in_force(plan.units[here], day):
            found.add(here)
        else:
            waiting.extend(plan.successors.get(here, ()))
    return frozenset(found)


def lineage(plan: Plan, code: str, day: date) -> tuple[str, ...]:
    """A unit, then every former unit of which it is the only heir on a day."""
    found = [code]
    for here in found:
        for former in plan.units[here].predecessors:
            if former not in found and heirs(plan, former, day) == {code}:
                found.append(former)
    return tuple(found)


def carried_on(plan: Plan, code: str, period: str, before: str) -> tuple[str, ...]:
    """The units whose figures of the period `before` are those of a unit of `period`.

    The unit alone where nothing was reorganised, and where it is only a part of a former unit.
    """
    whole = lineage(plan, code, periods.last_day(period))
    if len(whole) == 1:
        return whole
    day = periods.last_day(before)
    return tuple(member for member in whole if in_force(plan.units[member], day))


def split_from(plan: Plan, code: str, period: str, earlier: Sequence[str]) -> tuple[str, ...]:
    """The units of earlier periods that others carry on beside it: nothing of them is restated."""
    now, days = periods.last_day(period), [periods.last_day(each) for each in earlier]
    return tuple(
        former
        for former in plan.units[code].predecessors
        if len(heirs(plan, former, now)) > 1
        and any(in_force(plan.units[former], day) for day in days)
    )


def restated(form: Form, plan: Plan, code: str, period: str, before: Archived) -> Known:
    """What an earlier outcome says of a unit of `period`, through the units it carries on.

    Empty where the outcome lacks one of them: a part of a sum is no figure.
    """
    if not before.units:
        return {}
    former = carried_on(plan, code, period, before.period)
    if former == (code,):
        return before.units.get(code, {})
    parts = [before.units.get(member, {}) for member in former]
    return dict(_together(form, parts)) if all(parts) else {}


def _together(form: Form, parts: Sequence[Known]) -> Iterable[tuple[Key, Number]]:
    for key in dict.fromkeys(key for part in parts for key in part):
        indicator = form.indicators.get(key.indicator)
        if indicator is None or key.column == "ty_le":
            continue
        if indicator.method is Method.MEAN:
            number = _mean(key, Key(indicator.weight, key.column), parts)
        else:
            number = add(*(part.get(key) for part in parts))
        if number is not None:
            yield key, number


def _mean(key: Key, weight: Key, parts: Sequence[Known]) -> Number | None:
    known = [(part[key], part[weight]) for part in parts if key in part and weight in part]
    over = sum(count for _, count in known)
    if over == 0:
        return None
    return rounded(Decimal(sum(mean * count for mean, count in known)) / Decimal(over), 1)
