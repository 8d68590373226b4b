"""What the rows of tables follow from, as plain data: had at once, where their values take time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from aggregator import deadlines
from aggregator.model import FileRecord, Judgement, Submission, UnitResult
from aggregator.model.returns import rows
from aggregator.report.digest import Digest
from aggregator.report.each import Each
from aggregator.report.table import Rests

Some = TypeVar("Some")


def resting(digest: Digest, some: Sequence[Some], said: Callable[[Some], object]) -> Rests | None:
    """That rows about some things rest on what is `said` of each, and all on plan and tree.

    Without a plan it isn't known what they rest on.
    """
    return Rests(digest.tree, Each(said, some)) if digest.result.plan_known else None


def of_unit(result: UnitResult) -> tuple[object, ...]:
    """All that is known of a unit but what the plan says of it."""
    _, status, submission, missing, known, uncarried = result
    told = str([*known.items()]) if known else ""
    return (status.value, of_submission(submission), missing, told, uncarried)


def of_submission(submission: Submission | None) -> tuple[object, ...] | None:
    """Its numbers and their period."""
    if submission is None:
        return None
    return (submission.period, submission.gaps, *rows(submission))


def of_judgement(judgement: Judgement | None) -> tuple[object, ...] | None:
    """All of it."""
    if judgement is None:
        return None
    *rest, verdict, detail = judgement
    return (*rest, verdict.value, detail)


def of_file(record: FileRecord | None) -> tuple[object, ...] | None:
    """All of it; of the moment its day here and where it was sent."""
    if record is None:
        return None
    path, sha256, status, unit, period, reason, moment = record
    days = moment and (moment.date().toordinal(), deadlines.day_of(moment).toordinal())
    return (path, sha256, status.value, unit, period, reason, days)
