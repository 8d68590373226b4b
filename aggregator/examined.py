"""What one file was found to be, and its findings put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from aggregator import rules
from aggregator.checking import Before, differences
from aggregator.intake import Received
from aggregator.model import (
    Carried,
    Fault,
    Finding,
    Form,
    Plan,
    Ref,
    Repair,
    Severity,
    Submission,
    packed,
)

UNKNOWN = Carried()
_CLOSING = frozenset({"S211", "R112"})
"""What is no error and settles what becomes of a file all the same."""


class Examined(NamedTuple):
    """What one file (or member of a container) is, and what it says.

    `reason` is the code that settles its fate already, empty for a return without errors. `way_up`
    is what it tells of the units above it and of its plan, where no plan is known.
    """

    path: str
    sha256: str
    modified: datetime
    mailed: datetime | None = None
    reason: str = ""
    identity: Carried = UNKNOWN
    way_up: tuple[tuple[str, str], ...] = ()
    revision: int = 0
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()


def settled(received: Received, code: str, message: str) -> Examined:
    """A file whose fate needs no look inside."""
    digest = received.sha256 if received.data else ""
    finding = rules.stamp(Fault(code, message, Ref(received.path)))
    return Examined(
        received.path, digest, received.modified, received.mailed, code, findings=(finding,)
    )


def concluded(
    record: Examined,
    findings: Sequence[Finding],
    strict: bool,
    repairs: Sequence[Repair] = (),
    submission: Submission | None = None,
    revision: int = 0,
) -> Examined:
    """The record with its findings placed in its file, and the reason if one is an error."""
    if strict:
        forbidden = [_forbidden(repair) for repair in repairs if repair.code != "T107"]
        findings = [_as_error(finding) for finding in (*findings, *forbidden)]
    placed = tuple(
        replace(finding, unit=record.identity.unit, ref=finding.ref._replace(file=record.path))
        for finding in findings
    )
    closing = (f.code for f in placed if f.severity is Severity.ERROR or f.code in _CLOSING)
    return record._replace(
        reason=next(closing, ""),
        revision=revision,
        submission=packed(submission) if submission else None,
        findings=placed,
        repairs=tuple(
            replace(repair, ref=repair.ref._replace(file=record.path)) for repair in repairs
        ),
    )


def _forbidden(repair: Repair) -> Finding:
    message = f"“{repair.before}” phải sửa thành “{repair.after}”; chế độ nghiêm ngặt không tự sửa"
    return rules.stamp(Fault(repair.code, message, repair.ref), severity=Severity.ERROR)


def _as_error(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.ERROR) if finding.code == "R106" else finding


def compared(form: Form, examined: Examined, plan: Plan, before: Before) -> Examined:
    """The record with what its return says otherwise than the period before left it."""
    submission = examined.submission
    if submission is None or not before.figures:
        return examined
    findings = tuple(
        replace(finding, ref=finding.ref._replace(file=examined.path))
        for finding in differences(form, submission, plan, before)
    )
    reason = next((f.code for f in findings if f.severity is Severity.ERROR), "")
    findings = (*examined.findings, *findings)
    return examined._replace(reason=examined.reason or reason, findings=findings)
