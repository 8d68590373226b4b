"""One tidy table: a row for each number of each unit, blank and missing told apart.

Pure functions of a Result, or of a summary read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from aggregator.derivation import formulas
from aggregator.figures import figures
from aggregator.model import (
    Form,
    Key,
    Number,
    Plan,
    Result,
    Submission,
    UnitResult,
    UnitStatus,
)
from aggregator.workbook.returned.tables import UnitRow


class Told(StrEnum):
    """What is known of a number.

    `incomplete` is a total in which a unit below is missing or a cell was left blank; of a unit
    below a summary only what the summary carries of it can be told: the rest is `not_carried`.
    """

    NUMBER = "number"
    INCOMPLETE = "incomplete"
    BLANK = "blank"
    MISSING = "missing"
    REJECTED = "rejected"
    EXEMPT = "exempt"
    NOT_CARRIED = "not_carried"


class Who(NamedTuple):
    """A unit with its attributes; `path` holds its ancestors from the top, itself last."""

    unit: str
    name: str
    level: str
    kind: str
    parent: str
    path: str
    status: str


class Row(NamedTuple):
    """A number: of whom, when, of what, how much (None where there is none), and what is known."""

    plan: str
    unit: str
    name: str
    level: str
    kind: str
    parent: str
    path: str
    status: str
    period: str
    sheet: str
    indicator: str
    label: str
    column: str
    value: Number | None
    state: str


_SILENT = {
    UnitStatus.MISSING: Told.MISSING,
    UnitStatus.REJECTED: Told.REJECTED,
    UnitStatus.EXEMPT: Told.EXEMPT,
}


class _Numbers(NamedTuple):
    """The rows of one plan, period and form, whoever's they are."""

    plan: str
    period: str
    form: Form

    def of_submission(self, who: Who, submission: Submission, missing: int) -> Iterator[Row]:
        blank = {
            fact.key
            for fact, left in zip(self.form.facts, submission.blanks, strict=True)
            if left and fact.part == "value"
        }
        for key, value in figures(self.form, submission).items():
            whole = not missing and key not in blank
            known = Told.NUMBER if whole else Told.INCOMPLETE
            yield self._row(who, key, value, Told.BLANK if value is None else known)

    def of_carried(
        self, who: Who, carried: Mapping[str, Number | None], missing: int, silent: Told
    ) -> Iterator[Row]:
        """What a summary carries of a unit: cumulative measures."""
        for key in formulas(self.form):
            value = carried.get(key.indicator) if key.column == "luy_ke" else None
            known = Told.INCOMPLETE if missing else Told.NUMBER
            yield self._row(who, key, value, silent if value is None else known)

    def _row(self, who: Who, key: Key, value: Number | None, told: Told) -> Row:
        indicator = self.form.indicators[key.indicator]
        sheet = self.form.sheet_of[key.indicator].title
        what = (self.period, sheet, key.indicator, indicator.label, key.column)
        return Row(self.plan, *who, *what, value, told.value)


def of_result(result: Result) -> Iterator[Row]:
    """Every number of every unit of a run, in the order of the plan and of the form."""
    numbers = _Numbers(result.plan.code, result.period, result.form)
    for each in result.units:
        who = _who(result.plan, each)
        if each.submission is not None:
            yield from numbers.of_submission(who, each.submission, each.missing_below)
        else:
            silent = _SILENT.get(each.status, Told.NOT_CARRIED)
            yield from numbers.of_carried(who, each.known, each.missing_below, silent)


def of_summary(
    plan: str, form: Form, whole: Submission, above: str, units: Iterable[UnitRow]
) -> Iterator[Row]:
    """Every number of a summary: its own unit in full, those below as far as it carries them.

    `above` is the path of the unit, itself last, as its identity gives it.
    """
    numbers = _Numbers(plan, whole.period, form)
    paths: dict[str, str] = {}
    for unit in units:
        paths[unit.code] = f"{paths[unit.parent]}/{unit.code}" if unit.parent in paths else above
        who = Who(
            unit.code,
            unit.name,
            unit.level,
            unit.kind,
            unit.parent,
            paths[unit.code],
            unit.status.value,
        )
        if unit.depth == 0:
            yield from numbers.of_submission(who, whole, unit.missing_below)
        else:
            silent = _SILENT.get(unit.status, Told.NOT_CARRIED)
            yield from numbers.of_carried(who, unit.values, unit.missing_below, silent)


def _who(plan: Plan, each: UnitResult) -> Who:
    unit = each.unit
    path = "/".join(plan.path(unit.code))
    return Who(unit.code, unit.name, unit.level, unit.kind, unit.parent, path, each.status.value)
