"""The part of a plan that concerns one unit: what goes down to it with its templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aggregator.model import Plan, Quota, Unit
from aggregator.plan.quotas import standing
from aggregator.plan.shares import shares_of, topmost
from aggregator.quota import registry


def part(plan: Plan, unit: str) -> Plan:
    """The units at and below `unit`, those above it as bare rows, and what is asked of them.

    A quota allocated from above becomes the unit's own share; one that is judged only above is
    left out. Every deadline is kept. Raises KeyError for a unit that is not in the plan.
    """
    if unit not in plan.units:
        raise KeyError(unit)
    inside = frozenset(plan.below(unit))
    kept = {*inside, *plan.path(unit)}
    quotas = tuple(_quotas(plan, unit, inside))
    codes = {"", *(quota.code for quota in quotas)}
    return replace(
        plan,
        units={
            code: row if code in inside else _bare(row)
            for code, row in plan.units.items()
            if code in kept
        },
        quotas=quotas,
        allocations=tuple(a for a in plan.allocations if a.unit in inside and a.quota in codes),
        exemptions=tuple(e for e in plan.exemptions if e.unit in inside and e.quota in codes),
        history=tuple(h for h in plan.history if h.unit in inside),
    )


def _bare(unit: Unit) -> Unit:
    return Unit(unit.code, unit.name, unit.parent, unit.level, unit.kind, email=unit.email)


def _quotas(plan: Plan, unit: str, inside: frozenset[str]) -> Iterator[Quota]:
    for quota in plan.quotas:
        if quota.unit in inside:
            yield quota
        elif given := {code: row for code, row in shares_of(plan, quota).items() if code in inside}:
            parts = (unit,) if unit in given else topmost(plan, unit, given)
            rows = [given[code][1] for code in parts]
            amount = Decimal(sum(row.amount for row in rows))
            yield replace(quota, unit=unit, minimum=amount, version=rows[0].version)
        elif _concerns(plan, quota, inside):
            yield quota


def _concerns(plan: Plan, quota: Quota, inside: frozenset[str]) -> bool:
    """Whether some unit inside is judged by a quota that was given to a unit above."""
    state = standing(plan, quota)
    kind = registry().get(quota.kind)
    if state is None or kind is None or quota.unit not in plan.units:
        return False
    try:
        return any(row.unit in inside for row in kind.rows(state, quota))
    except ValueError:  # a scope that cannot be read: the check of the plan reports it
        return False
