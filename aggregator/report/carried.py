"""Which indicators the per-unit table of a summary holds, in the order of the form."""

from __future__ import annotations

from aggregator import layout
from aggregator.model import Form, Plan


def carried_measures(plan: Plan, form: Form) -> tuple[str, ...]:
    """The indicators that a summary carries for every unit below, in the order of the form."""
    wanted = {quota.measure for quota in plan.quotas} | set(layout.UNIT_MEASURES)
    return tuple(code for code in form.indicators if code in wanted)


def annex_measures(plan: Plan, form: Form) -> tuple[str, ...]:
    """The indicators that it carries for the annex of the report only, in the order of the form."""
    already = carried_measures(plan, form)
    wanted = [code for code in layout.ANNEX_MEASURES if code not in already]
    return tuple(code for code in form.indicators if code in wanted)
