"""Checks of a plan that need neither its workbook nor any return."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Form, Plan
from aggregator.plan import blanks as plan_blanks
from aggregator.plan import calendar as plan_calendar
from aggregator.plan import conflicts as plan_conflicts
from aggregator.plan import exemptions as plan_exemptions
from aggregator.plan import head as plan_head
from aggregator.plan import quotas as plan_quotas
from aggregator.plan import reorganisations as plan_reorganisations
from aggregator.plan import shares as plan_shares
from aggregator.plan import units as plan_units
from aggregator.plan.flaw import Flaw


def check(plan: Plan, form: Form) -> Iterator[Flaw]:
    """Every fault of a plan, sheet by sheet; where units form no tree, only those of the units."""
    yield from plan_head.check(plan)
    yield from plan_units.check(plan)
    if plan_units.on_cycles(plan) or plan_units.too_deep(plan):
        return
    yield from plan_reorganisations.check(plan)
    yield from plan_quotas.check(plan, form)
    yield from plan_blanks.check(plan)
    yield from plan_conflicts.check(plan)
    yield from plan_shares.check(plan)
    yield from plan_exemptions.check(plan)
    yield from plan_calendar.deadlines(plan)
    yield from plan_calendar.history(plan, form)
