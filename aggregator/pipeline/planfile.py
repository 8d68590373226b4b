"""Reads the plan workbook."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from aggregator import forms
from aggregator.model import Finding, Form, Plan
from aggregator.rules.plan import FATAL
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.refusal import PLAN_CAPS, Refused
from aggregator.workbook.planbook.read import is_read, read


class UnusableError(Exception):
    """The plan can't be used: exit code 2. Holds the sentence, and the findings if it was read."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class UnreadError(UnusableError):
    """The workbook is damaged or not to be had: `why` is a sentence."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Không đọc được kế hoạch “{path.name}”: {why}")
        self.why = why


class PlanFile(NamedTuple):
    """A plan, where it stands, and what is to be said of it."""

    path: Path
    plan: Plan
    findings: tuple[Finding, ...]


def load(path: Path) -> PlanFile:
    """Read a plan workbook. Raises UnusableError where nothing can be built on it."""
    return parsed(path, data_of(path))


def data_of(path: Path) -> bytes:
    """The bytes of a plan workbook. Raises UnreadError where they can't be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadError(path, str(error.strerror)) from error


def parsed(path: Path, data: bytes) -> PlanFile:
    """The same of bytes in hand, which stand or stood at `path`."""
    try:
        plan, findings = read(read_book(data, is_read, PLAN_CAPS, as_tables=True))
    except Refused as refused:
        raise UnreadError(path, refused.message) from refused
    if any(finding.code in FATAL for finding in findings):
        raise UnusableError(f"Kế hoạch “{path.name}” chưa dùng được, cần sửa trước", findings)
    return PlanFile(path, plan, findings)


def form_of(plan: Plan) -> Form:
    """The form the plan names, else the current one. Raises UnusableError."""
    try:
        return forms.load(plan.form or forms.CURRENT)
    except KeyError as error:
        raise UnusableError(f"Không có biểu mẫu “{plan.form}” trong bản cài này") from error
