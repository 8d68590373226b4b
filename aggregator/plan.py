"""Checks of a plan that need neither its workbook nor any return."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import plan_calendar, plan_quotas, plan_shares, plan_units
from aggregator.flaw import Flaw
from aggregator.model import Form, Plan


def check(plan: Plan, form: Form) -> Iterator[Flaw]:
    """Every fault of a plan, sheet by sheet; where units form no tree, only those of the units."""
    yield from plan_calendar.years(plan)
    yield from plan_units.check(plan)
    if plan_units.on_cycles(plan) or plan_units.too_deep(plan):
        return
    yield from plan_quotas.check(plan, form)
    yield from plan_shares.conflicts(plan)
    yield from plan_shares.allocations(plan)
    yield from plan_shares.exemptions(plan)
    yield from plan_calendar.deadlines(plan)
    yield from plan_calendar.history(plan, form)
