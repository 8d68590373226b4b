"""What the 321 chi bộ of `uong-bi-2024` would have reported for the first quarter, all invented."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

from aggregator import forms
from aggregator.model import Form, Plan, Submission
from aggregator.samples.returns import OPENING, Column, Habit, column, quarter, submission
from aggregator.samples.shares import draw, draw_distinct
from aggregator.samples.uong_bi.targets import ADMITTING

PERIOD = "2024-Q1"

_ADMISSIONS = (3,) * 2 + (2,) * 7 + (1,) * 27
"""47 in the quarter, at the 2,4 % a year of the resolution's review."""
_MOVES_INSIDE = 9
_KNOWN_LAST_YEAR = 85
"""Of a hundred chi bộ, how many know the same quarter of last year."""
_HABITS = ((Habit.BLANKS, 40), (Habit.ZEROS, 35), (Habit.TICK, 25))


@dataclass
class _Events:
    """What is decided for the city as a whole, by unit."""

    admissions: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    exhausted: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()

    def touch(self, code: str) -> bool:
        """Whether the unit has something to type."""
        groups = (self.admissions, self.came, self.left, self.exhausted, self.watched)
        return any(code in group for group in groups)


def returns(plan: Plan, watched: Collection[str] = ()) -> dict[str, Submission]:
    """A submission for every leaf. The watched type their numbers and move nobody inside."""
    form = forms.load(plan.form)
    events = _events(plan, watched)
    return {code: _return(form, plan, events, code) for code in plan.leaves(plan.root)}


def _events(plan: Plan, watched: Collection[str]) -> _Events:
    rng = Random(f"{plan.code} {PERIOD}")
    leaves = plan.leaves(plan.root)
    exempt = [e.unit for e in plan.exemptions]
    share = {a.unit: a.amount for a in plan.allocations if a.quota == ADMITTING}
    weights = [0 if code in exempt else 1 + 10 * share.get(code, 0) for code in leaves]
    doubtful, *exhausted = exempt
    events = _Events(exhausted=frozenset(exhausted), watched=frozenset([doubtful, *watched]))
    for at, count in zip(draw_distinct(rng, weights, len(_ADMISSIONS)), _ADMISSIONS, strict=True):
        events.admissions[leaves[at]] = count
    movable = [code for code in leaves if code not in watched]
    moved = draw_distinct(rng, [1] * len(movable), 2 * _MOVES_INSIDE)
    for source, target in zip(moved[::2], moved[1::2], strict=True):
        events.left[movable[source]] = events.came[movable[target]] = rng.randint(1, 2)
    return events


def _return(form: Form, plan: Plan, events: _Events, code: str) -> Submission:
    rng = Random(f"{plan.code} {PERIOD} {code}")
    unit = plan.units[code]
    members = unit.members_start or 0
    habit = draw(rng, _HABITS[:2] if events.touch(code) else _HABITS)
    now = quarter(
        rng,
        form,
        unit.kind,
        members,
        events.admissions.get(code, 0),
        came=events.came.get(code, 0),
        left=events.left.get(code, 0),
        exhausted=code in events.exhausted,
    )
    columns = {"ky": column(rng, unit.kind, now)}
    if habit is Habit.TICK:
        columns["ky"] = Column({OPENING: members}, None)
    if habit is Habit.TICK or rng.randrange(100) < _KNOWN_LAST_YEAR:
        admitted = int(rng.randrange(100) < 14)
        before = quarter(rng, form, unit.kind, max(3, members - rng.randint(-2, 2)), admitted)
        columns["cung_ky"] = column(rng, unit.kind, before)
    return submission(form, code, PERIOD, columns, habit)
