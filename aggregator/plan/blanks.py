"""Figures and attributes of units that quotas need and the plan lacks: each at its empty cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from aggregator import scope as scopes
from aggregator import vocabulary
from aggregator.model import Plan, Quota
from aggregator.plan.flaw import Flaw
from aggregator.plan.reach import highest, is_sound, standing
from aggregator.quota import registry
from aggregator.quota.laws import whole
from aggregator.quota.standing import Standing
from aggregator.wording import number

TABLE = "units"
MOST_QUOTAS = 5
_FROM_PLAN = ("members_start", "members_previous")
_Cell = tuple[str, str]
"""A unit and the attribute that its row should state."""


class _Look(NamedTuple):
    """A quota whose scope can be read, and the plan as its kind sees it."""

    quota: Quota
    state: Standing


def check(plan: Plan) -> Iterator[Flaw]:
    """What units do not state: for conditions of scopes, and as the base of rates.

    One flaw for each cell, whatever the number of quotas that need it.
    """
    looks = [
        _Look(quota, state)
        for quota in plan.quotas
        if is_sound(plan, quota) and (state := standing(plan, quota)) is not None
    ]
    rows = {code: at for at, code in enumerate(plan.units)}
    for (unit, field), quotas in _needing(looks, _attributes).items():
        message = f"Ô trống, nên chưa biết đơn vị có thuộc phạm vi của {_named(quotas)} không."
        yield Flaw("P748", message, TABLE, rows[unit], field, unit)
    for (unit, field), quotas in _needing(looks, _headcounts).items():
        label, blank = vocabulary.label("base", field), getattr(plan.units[unit], field) is None
        found = f"Chưa ghi {label.lower()}" if blank else f"{label} bằng 0"
        message = f"{found}, nên chưa tính được số phải đạt của {_named(quotas)}."
        yield Flaw("P751", message, TABLE, rows[unit], field, unit)


def _needing(
    looks: Iterable[_Look], lacking: Callable[[_Look], Iterable[_Cell]]
) -> dict[_Cell, dict[str, None]]:
    found: dict[_Cell, dict[str, None]] = {}
    for look in looks:
        for cell in lacking(look):
            found.setdefault(cell, {})[look.quota.code] = None
    return found


def _named(quotas: Iterable[str]) -> str:
    codes = [f"“{code}”" for code in quotas]
    more = len(codes) - MOST_QUOTAS
    shown = ", ".join(codes[:MOST_QUOTAS])
    return f"chỉ tiêu {shown}" + (f" và {number(more)} chỉ tiêu khác" if more > 0 else "")


def _attributes(look: _Look) -> Iterator[_Cell]:
    """The empty attributes that leave it open whether a unit is meant."""
    quota, state = look
    if "scope" not in registry()[quota.kind].uses:
        return
    conditions = scopes.parse(quota.scope)
    for code in state.scope(quota, highest(state.plan, quota)).unclear:
        for attribute in scopes.lacking(state.plan.units[code], conditions):
            yield code, attribute


def _headcounts(look: _Look) -> Iterator[_Cell]:
    """The units without whose headcount, or with a headcount of 0, a rate asks for no number."""
    quota, state = look
    if "base" not in registry()[quota.kind].uses or quota.base not in _FROM_PLAN:
        return
    inside = frozenset(state.plan.below(highest(state.plan, quota)))
    for node in state.evaluated(quota):
        units = whole(state, quota, node).units if node in inside else ()
        base = state.headcount(units, quota.base)
        if base.value == 0:
            yield from ((unit, quota.base) for unit in units)
        else:
            yield from _unknown(state.plan, quota.base, units, base.unknown)


def _unknown(
    plan: Plan, base: str, units: Sequence[str], unknown: Sequence[str]
) -> Iterator[_Cell]:
    """The empty cells; that of a unit itself where nothing below it is stated either."""
    lacking, told = frozenset(unknown), set[str]()
    for unit in units:
        below = plan.below(unit)
        silent = all(getattr(plan.units[code], base) is None for code in below)
        if silent and not lacking.isdisjoint(below):
            told.update(below)
            yield unit, base
    yield from ((code, base) for code in unknown if code not in told)
