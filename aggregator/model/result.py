"""What a run of aggregate found; the outputs are pure functions of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from aggregator.model.basics import Finding, Key, Number, Repair
from aggregator.model.form import Form
from aggregator.model.judging import Judgement
from aggregator.model.plan import Plan, Unit
from aggregator.model.returns import Source, Submission

_NOTHING: Mapping[str, Number | None] = {}
"""Held once: of most units there is nothing else to know."""


class FileStatus(StrEnum):
    """What became of a file; every file has exactly one."""

    COUNTED = "counted"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    IGNORED = "ignored"
    OWN_OUTPUT = "own_output"


class UnitStatus(StrEnum):
    """Where a unit's numbers come from; `exempt` is a unit from which nothing is due."""

    COUNTED = "counted"
    PARTIAL = "partial"
    MISSING = "missing"
    REJECTED = "rejected"
    EXEMPT = "exempt"
    ROLLED_UP = "rolled_up"


class FileRecord(NamedTuple):
    """One file under the folder (a member of a container as `box.zip/inner.xlsx`)."""

    path: str
    sha256: str
    status: FileStatus
    unit: str = ""
    period: str = ""
    reason: str = ""
    received: datetime | None = None


class UnitResult(NamedTuple):
    """A unit of the plan with what is known of it; `submission` is None where nothing is.

    `known` holds what a summary carried of a unit whose own workbook is out of reach:
    measures cumulative from 1 January by indicator code, and of how many leaves in them the
    periods before are not known.
    """

    unit: Unit
    status: UnitStatus
    submission: Submission | None = None
    missing_below: int = 0
    known: Mapping[str, Number | None] = _NOTHING
    known_uncarried: int = 0


class Part(NamedTuple):
    """A counted workbook and its numbers: a direct part of the result."""

    source: Source
    submission: Submission


class Change(NamedTuple):
    """A number that a return gives and another of the same unit gives otherwise."""

    key: Key
    before: Number | None
    after: Number | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """A return that doesn't count, and in what the one that stands for its unit differs.

    `before` and `after` are paths of files; an empty `before` is the sum of the units below.
    `totals` are the main indicators, `typed` the inputs; `adds` says whether the numbers of
    `after` are in the total, so that a difference in them is one in the total.
    """

    unit: str
    period: str
    before: str
    after: str
    totals: tuple[Change, ...]
    typed: tuple[Change, ...]
    adds: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Everything one run of `aggregate` knows; the outputs are pure functions of it.

    `plan_known` is False when the tree was only gathered from what the workbooks carry.
    """

    plan: Plan
    plan_known: bool
    form: Form
    unit: str
    period: str
    files: tuple[FileRecord, ...]
    units: tuple[UnitResult, ...]
    parts: tuple[Part, ...]
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    replaced: tuple[Replaced, ...] = ()

    @property
    def total(self) -> UnitResult:
        """The result of the unit itself: the first of `units`."""
        return self.units[0]
