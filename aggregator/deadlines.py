"""Who owes what by when: the one place that knows when a return is late.

Only the date of a mail says when a return was sent; a file's own time may be a copy's. Days are
those of Viet Nam. Whether the day that a deadline names is itself in time is the plan's
`late_policy`; without one it is, as offices read “trước ngày”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from aggregator import period as periods
from aggregator.model import Deadline, Plan, Result, UnitResult, UnitStatus
from aggregator.scope import in_force

VIET_NAM = timezone(timedelta(hours=7))
_DAYS_ALLOWED_AFTER = {"den_het_ngay": 0, "": 0, "truoc_ngay": -1}
"""The last day in time, counted from the named one; a policy not listed asks for nothing."""


def day_of(moment: datetime) -> date:
    """The day on which something happened; a moment without a zone is taken as local."""
    return moment.astimezone(VIET_NAM).date() if moment.tzinfo else moment.date()


def due_day(plan: Plan, unit: str, period: str) -> date | None:
    """The day by which the plan wants the return of a period from a unit.

    A deadline for the unit's level goes before one for all levels.
    """
    level = plan.units[unit].level
    rows = [row for row in plan.deadlines if row.period == period and row.due is not None]
    for wanted in (level, ""):
        for row in rows:
            if row.from_level == wanted:
                return row.due
    return None


def days_late(plan: Plan, due: date | None, sent: date) -> int:
    """How many days after the last day in time; 0 in time, without a deadline or if not judged."""
    allowed = _DAYS_ALLOWED_AFTER.get(plan.late_policy)
    if due is None or allowed is None:
        return 0
    return max(0, (sent - due).days - allowed)


class Duty(NamedTuple):
    """A deadline as seen on a day: whom it concerns, how many of them still owe it.

    `owing` is None where no return answers it, or not one of this run. `left` counts the days to
    the deadline, negative when it has passed; None without a date.
    """

    deadline: Deadline
    units: int
    owing: int | None
    left: int | None


def duties(result: Result) -> Iterator[Duty]:
    """The deadlines of the year, by date, as of the last day of the result's period."""
    day = periods.last_day(result.period)
    for row in sorted(_of_the_year(result), key=lambda row: row.due or date.max):
        concerned = [unit for unit in result.units if _concerns(row, unit, result.unit, day)]
        owing = sum(map(_owes, concerned)) if row.period == result.period else None
        yield Duty(row, len(concerned), owing, (row.due - day).days if row.due else None)


def _of_the_year(result: Result) -> Sequence[Deadline]:
    year = periods.year(result.period)
    return [row for row in result.plan.deadlines if _year_of(row) in (year, None)]


def _year_of(row: Deadline) -> int | None:
    if periods.is_period(row.period):
        return periods.year(row.period)
    return row.due.year if row.due else None


def _concerns(row: Deadline, unit: UnitResult, top: str, day: date) -> bool:
    """By its level; a deadline for all levels is for those below the one that collects."""
    meant = row.from_level == unit.unit.level if row.from_level else unit.unit.code != top
    return meant and in_force(unit.unit, day)


def _owes(unit: UnitResult) -> bool:
    if unit.status is UnitStatus.ROLLED_UP:
        return unit.missing_below > 0
    return unit.status in (UnitStatus.MISSING, UnitStatus.REJECTED, UnitStatus.PARTIAL)
