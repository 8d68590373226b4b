"""What the chi bộ of `ninh-thuan-2023` would have reported for two quarters, all invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from random import Random

from aggregator import earlier, forms
from aggregator.model import Plan, Submission
from aggregator.samples.committees import added_up
from aggregator.samples.fates import EDITED
from aggregator.samples.last_year import since_january
from aggregator.samples.quarters import Events, moves, remembered, reported
from aggregator.samples.returns import change
from aggregator.samples.shares import draw

FIRST, SECOND = "2023-Q1", "2023-Q2"

_ADMISSIONS = {FIRST: 31, SECOND: 44}
_LAST_YEAR = {FIRST: 26, SECOND: 37}
"""Admissions of the same quarters of 2022."""
_MOVES_INSIDE = 6


def cells(
    plan: Plan, watched: Collection[str], edited: Mapping[str, Collection[str]]
) -> dict[str, dict[str, Submission]]:
    """Period -> chi bộ -> what it has to report; the second quarter carries on from the first."""
    form = forms.load(plan.form)
    seen: dict[str, dict[str, Submission]] = {}
    before = earlier.NOTHING
    for period in (FIRST, SECOND):
        seen[period] = reported(plan, period, _events(plan, period, watched), before)
        seen[period] |= {c: change(form, seen[period][c], EDITED) for c in edited[period]}
        before = remembered(form, period, seen[period])
    first = seen[FIRST]
    seen[SECOND] = {c: since_january(form, first[c], own) for c, own in seen[SECOND].items()}
    return seen


def _events(plan: Plan, period: str, watched: Collection[str]) -> Events:
    rng = Random(f"{plan.code} {period}")
    leaves = plan.leaves(plan.root)
    movable = [code for code in leaves if code not in watched]
    came, left = moves(rng, movable, _MOVES_INSIDE)
    return Events(
        _drawn(plan, rng, _ADMISSIONS[period]),
        came,
        left,
        dict.fromkeys(leaves, 0)
        | _drawn(plan, Random(f"{plan.code} 2022 {period}"), _LAST_YEAR[period]),
        frozenset(watched),
    )


def _drawn(plan: Plan, rng: Random, count: int) -> dict[str, int]:
    """So many admissions, more of them where the annex asks for more."""
    chances = [
        (leaf, 100 * share.amount // len(plan.leaves(share.unit)))
        for share in plan.allocations
        for leaf in plan.leaves(share.unit)
    ]
    return dict(Counter(draw(rng, chances) for _ in range(count)))


def grassroots(plan: Plan, seen: Mapping[str, Submission]) -> dict[str, Submission]:
    """The TCCSĐ with the numbers of their chi bộ."""
    form = forms.load(plan.form)
    return {
        code: seen[code]
        if code in seen
        else added_up(form, plan.units[code], [seen[leaf] for leaf in plan.leaves(code)])
        for code in plan.children[plan.root]
    }
