"""What the rows of tables follow from, as plain data: had at once, where their values take time.

It is said of several at a time, column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from aggregator import deadlines
from aggregator.model import FileRecord, Judgement, Submission, UnitResult
from aggregator.model.returns import packed_rows
from aggregator.report.piece import as_bytes, digest

Some = TypeVar("Some")
Said = Callable[[slice], object]


class Rests(NamedTuple):
    """What the values and the looks of rows follow from: what is `said` of some of them.

    All rest on what they have in `common`, on the columns, on which of them lead somewhere, and on
    what is as long as a register of the plan is: the plan, the form, this program.
    """

    common: bytes
    said: Said


class Digested(Generic[Some]):
    """What is said of some things, so many together, digested once for all that rests on it."""

    def __init__(
        self, said: Callable[[Sequence[Some]], object], some: Sequence[Some], together: int
    ) -> None:
        self._said, self._some, self._together = said, some, together

    def __call__(self, at: slice) -> Sequence[bytes]:
        """Of all groups that have a part in the slice."""
        return self._digests[at.start // self._together : -(-at.stop // self._together)]

    @cached_property
    def _digests(self) -> Sequence[bytes]:
        starts = range(0, len(self._some), self._together)
        groups = (self._some[at : at + self._together] for at in starts)
        return [digest(as_bytes(self._said(group))) for group in groups]


def of_units(some: Sequence[UnitResult]) -> object:
    """All that is known of units, one at least, but what the plan says of them."""
    _, statuses, submissions, missing, known, uncarried = zip(*some, strict=True)
    told = [str([*each.items()]) if each else "" for each in known]
    return [*map(str, statuses)], of_submissions(submissions), missing, told, uncarried


def of_submissions(some: Sequence[Submission | None]) -> object:
    """Their numbers and their periods."""
    there = [each for each in some if each is not None]
    return [each and (each.period, each.gaps) for each in some], packed_rows(there)


def of_judgements(some: Sequence[Judgement]) -> object:
    """All of them."""
    if not some:
        return ()
    *rest, verdicts, details = zip(*some, strict=True)
    return rest, [*map(str, verdicts)], details


def of_files(some: Sequence[FileRecord]) -> object:
    """All of files, one at least, but their moments."""
    paths, digests, statuses, *rest, _ = zip(*some, strict=True)
    return paths, digests, [*map(str, statuses)], rest


def day_of(moment: datetime | None) -> int | None:
    """The day of a moment, where it was told."""
    return None if moment is None else deadlines.day_of(moment).toordinal()
