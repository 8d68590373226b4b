"""What the rows of tables follow from, as plain data: had at once, where their values take time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
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


def of_numbers(digest: Digest) -> object:
    """All that a summary follows from but which files the numbers come from; None if not known."""
    result = digest.result
    if not result.plan_known:
        return None
    units = [of_unit(unit) for unit in result.units]
    judged = [of_judgement(judgement) for judgement in result.judgements]
    parts = [(part.source.unit, of_submission(part.submission)) for part in result.parts]
    return (digest.tree, units, judged, parts)


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


def of_file(record: FileRecord) -> tuple[object, ...]:
    """All of it; of the moment its days."""
    path, sha256, status, unit, period, reason, moment = record
    return (path, sha256, status.value, unit, period, reason, days(moment))


def days(moment: datetime | None) -> tuple[int, int] | None:
    """The day of a moment where it was told, and that in Viet Nam."""
    if moment is None:
        return None
    return moment.date().toordinal(), deadlines.day_of(moment).toordinal()
