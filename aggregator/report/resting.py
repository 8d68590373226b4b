"""What the rows of tables follow from, as plain data: had at once, where their values take time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

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
    known = str([*result.known.items()]) if result.known else ""
    status, numbers = result.status.value, of_submission(result.submission)
    return (status, numbers, result.missing_below, known, result.known_uncarried)


def of_submission(submission: Submission | None) -> tuple[object, ...] | None:
    """Its numbers and their period."""
    if submission is None:
        return None
    return (submission.period, submission.gaps, *rows(submission))


def of_judgement(judgement: Judgement | None) -> tuple[object, ...] | None:
    """All of it."""
    if judgement is None:
        return None
    return (*judgement[:6], judgement.verdict.value, judgement.detail)


def of_file(record: FileRecord | None) -> tuple[object, ...] | None:
    """All of it."""
    if record is None:
        return None
    received = record.received.isoformat() if record.received else None
    return (*record[:2], record.status.value, *record[3:6], received)
