"""Quarter after quarter: what a unit reports carries on from what it reported before."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from aggregator import forms
from aggregator import period as periods
from aggregator.earlier import Archived
from aggregator.figures import figures
from aggregator.model import CARRIED, Form, Key, Number, Plan, Submission
from aggregator.pipeline.distribute import Known
from aggregator.samples import last_year
from aggregator.samples.committees import as_read
from aggregator.samples.filled import Desk
from aggregator.samples.returns import OPENING, Column, Habit, column, quarter, submission
from aggregator.samples.shares import draw, draw_distinct

_HABITS = ((Habit.BLANKS, 40), (Habit.ZEROS, 40), (Habit.TICK, 20))
_PROBATION = "DB.cuoi"
_EXHAUSTED = ("HET_NGUON", "HC_100")


class Events(NamedTuple):
    """What is decided for the units of a plan in one quarter, by unit; absent is nothing.

    `last_year` are the admissions of the same quarters of the year before, where the units know
    them; the `watched` type their numbers.
    """

    admissions: Mapping[str, int]
    came: Mapping[str, int] = {}
    left: Mapping[str, int] = {}
    last_year: Mapping[str, int] = {}
    watched: frozenset[str] = frozenset()

    def touch(self, code: str) -> bool:
        """Whether the unit has something to type."""
        groups = (self.admissions, self.came, self.left, self.watched)
        return any(code in group for group in groups)


def moves(rng: Random, codes: list[str], count: int) -> tuple[dict[str, int], dict[str, int]]:
    """Members who came and who left, by unit: `count` moves between different units."""
    drawn = draw_distinct(rng, [1] * len(codes), 2 * count)
    came: dict[str, int] = {}
    left: dict[str, int] = {}
    for source, target in zip(drawn[::2], drawn[1::2], strict=True):
        left[codes[source]] = came[codes[target]] = rng.randint(1, 2)
    return came, left


def reported(plan: Plan, period: str, events: Events, before: Archived) -> dict[str, Submission]:
    """What every leaf types, with the numbers of the quarter before carried on."""
    form = forms.load(plan.form)
    desk = Desk(plan, period, Known(before))
    return {
        code: desk.typed(_return(form, plan, period, events, before, code))
        for code in plan.leaves(plan.root)
    }


def remembered(form: Form, period: str, seen: Mapping[str, Submission]) -> Archived:
    """The numbers of a quarter as its outcome would keep them."""
    return Archived(period, {code: _numbers(form, own) for code, own in seen.items()})


def _numbers(form: Form, seen: Submission) -> Mapping[Key, Number]:
    shown = figures(form, as_read(form, seen))
    return {key: value for key, value in shown.items() if value is not None}


def _return(
    form: Form, plan: Plan, period: str, events: Events, before: Archived, code: str
) -> Submission:
    rng = Random(f"{plan.code} {period} {code}")
    kind = plan.units[code].kind
    known = before.units.get(code, {})
    opening = int(known.get(Key(form.members, "ky"), plan.units[code].members_start or 0))
    probation = known.get(Key(_PROBATION, "ky"))
    habit = draw(rng, _HABITS[:2] if events.touch(code) else _HABITS)
    now = quarter(
        rng,
        form,
        kind,
        opening,
        events.admissions.get(code, 0),
        came=events.came.get(code, 0),
        left=events.left.get(code, 0),
        exhausted=_is_exhausted(plan, code),
        probation=None if probation is None else int(probation),
        recent=int(known.get(Key(form.admissions, "luy_ke"), 0)),
    )
    columns = {"ky": column(rng, kind, now)}
    if habit is Habit.TICK:
        columns["ky"] = Column({OPENING: opening}, None)
    if not known and not periods.opens_year(period):
        on_probation = columns["ky"].counts.get("DB.dau", 0)
        columns[CARRIED] = Column({OPENING: opening, "DB.dau": on_probation}, None)
    if code in events.last_year:
        a_year_ago = last_year.opening(plan.units[code].members_start or 0)
        then = quarter(rng, form, kind, a_year_ago, events.last_year[code])
        columns["cung_ky"] = column(rng, kind, then)
    return submission(form, code, period, columns, habit)


def _is_exhausted(plan: Plan, code: str) -> bool:
    path = plan.path(code)
    return any(e.unit in path and e.reason in _EXHAUSTED for e in plan.exemptions)
