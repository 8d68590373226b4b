"""What the grassroots of `can-tho-2023` would have reported over the year, all invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import accumulate
from math import ceil
from random import Random

from aggregator import earlier, forms
from aggregator.earlier import Archived
from aggregator.model import Form, Plan, Submission
from aggregator.samples.last_year import closing_at, since_january
from aggregator.samples.quarters import Events, moves, remembered, reported
from aggregator.samples.shares import apportion, draw, draw_distinct

QUARTERS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
YEAR = 1726
"""More than the 1.600 assigned, less than the 1.800 aimed at."""
_LAST_YEAR = 1588
_PACE = (15, 27, 25, 33)
"""How a year's admissions fall on its quarters, in percent: the campaign is in the last."""
_RESIDENTIAL = ("ap", "khu_vuc")
_SHORT = ("CT-05", "CT-08")
"""The districts that stay below half of their ấp and khu vực."""
_WITHOUT = ("CT-01.09", "CT-06.08", "CT-11.04")
"""The enterprises that admit nobody, the first of them with more than 50 workers."""


def returns(plan: Plan, watched: Mapping[str, frozenset[str]]) -> dict[str, dict[str, Submission]]:
    """Quarter -> leaf -> what it has to report; each quarter carries on from the one before."""
    form = forms.load(plan.form)
    admitted, before = _by_quarter(plan, YEAR), _by_quarter(plan, _LAST_YEAR)
    seen: dict[str, dict[str, Submission]] = {}
    known: Archived = earlier.NOTHING
    for at, period in enumerate(QUARTERS):
        last_year = {code: parts[at] for code, parts in before.items()}
        came, left = _moves(plan, period)
        events = Events(
            {code: parts[at] for code, parts in admitted.items() if parts[at]},
            came,
            left,
            last_year,
            watched.get(period, frozenset()),
        )
        seen[period] = reported(plan, period, events, known)
        known = remembered(form, period, seen[period])
    return _with_last_year(form, plan, seen)


def _with_last_year(
    form: Form, plan: Plan, seen: Mapping[str, Mapping[str, Submission]]
) -> dict[str, dict[str, Submission]]:
    """Last year's figures since its January, its last stock being the one this year opens with."""
    told: dict[str, dict[str, Submission]] = {period: {} for period in seen}
    for code in plan.leaves(plan.root):
        year = list(accumulate((of[code] for of in seen.values()), partial(since_january, form)))
        ended = closing_at(form, year, plan.units[code].members_start or 0)
        for period, own in zip(told, ended, strict=True):
            told[period][code] = own
    return told


def _by_quarter(plan: Plan, total: int) -> dict[str, list[int]]:
    """Leaf -> admissions of each quarter of a year."""
    rng = Random(f"{plan.code} {total}")
    few = dict(_few(plan, rng))
    leaves = [code for code in plan.leaves(plan.root) if code not in few]
    weights = [plan.units[code].members_start or 0 for code in leaves]
    many = dict(zip(leaves, apportion(total - sum(few.values()), weights), strict=True))
    parts = {code: apportion(count, _PACE) for code, count in many.items()}
    chances = list(enumerate(_PACE))
    for code, count in few.items():
        drawn = Counter(draw(rng, chances) for _ in range(count))
        parts[code] = [drawn[at] for at in range(len(QUARTERS))]
    return parts


def _few(plan: Plan, rng: Random) -> Iterator[tuple[str, int]]:
    """Admissions of the year in the chi bộ, where one more or less decides a quota."""
    for at, district in enumerate(plan.children[plan.root]):
        leaves = plan.leaves(district)
        resident = [code for code in leaves if plan.units[code].kind in _RESIDENTIAL]
        half = ceil(len(resident) / 2)
        reached = half - 1 if district in _SHORT else min(len(resident), half + at % 3)
        drawn = draw_distinct(rng, [1] * len(resident), reached)
        for n, code in enumerate(resident):
            yield code, rng.choice((1, 1, 2)) if n in drawn else 0
        for code in leaves:
            kind, level = plan.units[code].kind, plan.units[code].level
            if kind == "kttn":
                yield code, 0 if code in _WITHOUT else rng.choice((1, 1, 2))
            elif level == "chi_bo" and kind not in _RESIDENTIAL:
                yield code, rng.choice((0, 1, 1))


def _moves(plan: Plan, period: str) -> tuple[dict[str, int], dict[str, int]]:
    """Members who moved inside each đảng bộ directly below the city."""
    rng = Random(f"{plan.code} {period}")
    came: dict[str, int] = {}
    left: dict[str, int] = {}
    for unit in plan.children[plan.root]:
        in_, out = moves(rng, list(plan.leaves(unit)), 1)
        came |= in_
        left |= out
    return came, left
