"""What the 28 direct units of `nghe-an-2023` would have reported for two months, all invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import NamedTuple

from aggregator import earlier, forms
from aggregator import period as periods
from aggregator.arithmetic import rounded
from aggregator.consolidate import grassroots
from aggregator.earlier import Archived
from aggregator.figures import figure
from aggregator.model import Form, Key, Plan, Submission, Unit
from aggregator.pipeline.distribute import Known
from aggregator.rollup import Grassroots, counted
from aggregator.samples.filled import Desk
from aggregator.samples.last_year import opening, since_january
from aggregator.samples.nghe_an.units import DIRECT, Direct
from aggregator.samples.quarters import remembered
from aggregator.samples.returns import OPENING, Column, Habit, change, column, quarter, submission
from aggregator.samples.shares import apportion, draw_distinct

FIRST, SECOND = "2023-01", "2023-02"

_ADMISSIONS = {FIRST: 287, SECOND: 341}
_BEFORE = {"2022-01": 251, "2022-02": 309}
_MOVES = 90
"""Members who changed from one direct unit to another within a month."""
_MEMBERS, _CELL = 75, 12
"""A chi bộ of 12 has in a quarter about as much to tell as 75 members have in a month."""


class _Month(NamedTuple):
    """What is decided for one unit: its members, those on probation, who came, left, moved."""

    members: int
    probation: int
    admissions: int
    came: int = 0
    left: int = 0
    inside: int = 0


def returns(plan: Plan) -> dict[str, dict[str, Submission]]:
    """Period -> direct unit -> what it has to report; the second month carries on."""
    form = forms.load(plan.form)
    first = _reported(form, plan, FIRST, earlier.NOTHING)
    second = _reported(form, plan, SECOND, remembered(form, FIRST, first))
    grown = {code: since_january(form, first[code], own) for code, own in second.items()}
    return {
        period: {code: _with_counts(form, plan.units[code], own) for code, own in seen.items()}
        for period, seen in ((FIRST, first), (SECOND, grown))
    }


def _reported(form: Form, plan: Plan, period: str, before: Archived) -> dict[str, Submission]:
    desk = Desk(plan, period, Known(before))
    months = _months(plan, period, _ADMISSIONS, before)
    last_year = {
        code: month._replace(members=opening(month.members))
        for code, month in _months(
            plan, periods.last_year(period), _BEFORE, earlier.NOTHING
        ).items()
    }
    return {
        code: desk.typed(_return(form, plan, period, code, months[code], last_year[code]))
        for code in months
    }


def _months(
    plan: Plan, period: str, admissions: Mapping[str, int], before: Archived
) -> dict[str, _Month]:
    rng = Random(f"{plan.code} {period}")
    admitted = _shared(plan, rng, admissions[period])
    came, left = _moves(plan, rng)
    months = {}
    for code in plan.children[plan.root]:
        unit, known = plan.units[code], before.units.get(code, {})
        members = int(known.get(Key("B1.D", "ky"), unit.members_start or 0))
        probation = int(known.get(Key("DB.cuoi", "ky"), members // 50))
        inside = rng.randint(1, 6 + members // 300) if _above(unit) else 0
        months[code] = _Month(members, probation, admitted[code], came[code], left[code], inside)
    return months


def _shared(plan: Plan, rng: Random, count: int) -> dict[str, int]:
    """Some units do better than others of their size."""
    codes = plan.children[plan.root]
    weights = [(plan.units[code].members_start or 0) * rng.randint(50, 150) for code in codes]
    return dict(zip(codes, apportion(count, weights), strict=True))


def _moves(plan: Plan, rng: Random) -> tuple[Counter[str], Counter[str]]:
    """Members who came and who left, by unit."""
    codes = plan.children[plan.root]
    weights = [plan.units[code].members_start or 0 for code in codes]
    came: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for _ in range(_MOVES):
        source, target = draw_distinct(rng, weights, 2)
        left[codes[source]] += 1
        came[codes[target]] += 1
    return came, left


def _return(
    form: Form, plan: Plan, period: str, code: str, now: _Month, last_year: _Month
) -> Submission:
    rng = Random(f"{plan.code} {period} {code}")
    direct = DIRECT[plan.children[plan.root].index(code)]
    columns = {
        "ky": _column(rng, form, direct, now),
        "cung_ky": _column(rng, form, direct, last_year),
    }
    return submission(form, code, period, columns, rng.choice((Habit.ZEROS, Habit.BLANKS)))


def _column(rng: Random, form: Form, direct: Direct, month: _Month) -> Column:
    """The chi bộ of a unit added up, with what is decided for the unit as a whole."""
    cells = max(1, month.members // _MEMBERS)
    admissions = Counter(rng.randrange(cells) for _ in range(month.admissions))
    counts: Counter[str] = Counter()
    ages: list[int] = []
    for cell in range(cells):
        kind = rng.choice(direct.kinds)
        seen = quarter(rng, form, kind, _CELL, admissions[cell])
        counts.update(column(rng, kind, seen).counts)
        ages += [one.age for one in seen.admitted]
    moved = {"B1.B2b": month.came, "B1.C5b": month.left}
    inside = dict.fromkeys(("B1.B2c", "B1.C5c"), month.inside)
    fixed = {OPENING: month.members, "DB.dau": month.probation, **moved, **inside}
    formal = min(counts["DB.chinhthuc"], month.probation - counts["DB.xoaten"])
    return Column(
        {**counts, **fixed, "DB.chinhthuc": formal},
        rounded(Decimal(sum(ages)) / len(ages), 1) if ages else None,
    )


# --- the count of TCCSĐ, which these units type -------------------------------------------------


def _above(unit: Unit) -> bool:
    return grassroots(unit.level) is Grassroots.ABOVE


def _with_counts(form: Form, unit: Unit, seen: Submission) -> Submission:
    """The return with its TCCSĐ: one đảng bộ for 220 members, one chi bộ cơ sở for 500."""
    if not _above(unit):
        return counted(form, seen, grassroots(unit.level))
    members = unit.members_start or 0
    committees, cells = max(1, members // 220), members // 500
    typed: dict[str, int | None] = {}
    for name in ("ky", "luy_ke", "cung_ky"):
        admitted = _admitted(form, seen, name)
        typed |= {
            f"B2.III.1/{name}": committees,
            f"B2.III.1a/{name}": min(committees, admitted * 2 // 3),
            f"B2.III.1b/{name}": 0,
            f"B2.III.2/{name}": cells,
            f"B2.III.2a/{name}": min(cells, admitted // 6),
            f"B2.III.2b/{name}": 0,
        }
    return change(form, seen, typed)


def _admitted(form: Form, seen: Submission, name: str) -> int:
    number = figure(form, seen, Key(form.admissions, name))
    return 0 if number is None else int(number)
