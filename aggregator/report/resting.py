"""What the rows of tables follow from, as plain data: had at once, where their values take time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import TypeVar

from aggregator import deadlines
from aggregator.model import FileRecord, Judgement, Submission, UnitResult
from aggregator.model.returns import rows
from aggregator.report import piece
from aggregator.report.digest import Digest
from aggregator.report.piece import as_bytes, digest

Some = TypeVar("Some")


class Rests:
    """What the values of rows follow from, a digest for each block of rows.

    All rest on what they have in `common`, on the columns, and on what is as long as a register of
    the plan is: the plan, the form, this program.
    """

    def __init__(self, common: bytes, of_blocks: Callable[[], Sequence[bytes]]) -> None:
        self.common = common
        self._of_blocks = of_blocks

    @cached_property
    def blocks(self) -> Sequence[bytes]:
        """The digests."""
        return self._of_blocks()


def resting(about: Digest, some: Sequence[Some], said: Callable[[Some], object]) -> Rests | None:
    """That rows about some things rest on what is `said` of each, and all on plan and tree.

    Without a plan it isn't known what they rest on.
    """
    known = about.result.plan_known
    return Rests(about.tree, partial(_of_blocks, some, said)) if known else None


def _of_blocks(some: Sequence[Some], said: Callable[[Some], object]) -> Sequence[bytes]:
    size = piece.ROWS_A_BLOCK
    starts = range(0, len(some), size)
    return [digest(as_bytes(list(map(said, some[at : at + size])))) for at in starts]


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
