"""Figures of earlier periods restated for units that carry on former ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from aggregator import period as periods
from aggregator.arithmetic import add, rounded
from aggregator.earlier import Archived
from aggregator.model import Form, Key, Method, Number, Plan
from aggregator.scope import in_force
from aggregator.succession import heirs, lineage

Known = Mapping[Key, Number]


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
