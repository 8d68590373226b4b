"""Examined files as text and back, exactly: what the register keeps of one entry of a folder.

What depends on the place and not on the content is left out and put back: the path, the time.
No cell text is among it but that of findings and repairs, which are printed anyway.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any

from aggregator.examined import Examined
from aggregator.model import (
    Carried,
    Finding,
    Line,
    Number,
    Ref,
    Repair,
    Severity,
    Submission,
)
from aggregator.model.packed import unread
from aggregator.model.returns import rows

Json = Any
_encode = json.JSONEncoder(separators=(",", ":")).encode


def to_text(records: Sequence[Examined], path: str, modified: datetime) -> str:
    """The records of the entry at `path`, pure ASCII. `modified` is the time of the entry."""
    return _encode([modified.isoformat(), [_dump(record, path) for record in records]])


def from_text(text: str, path: str, modified: datetime) -> list[Examined] | None:
    """The records as they would be read now; None where they have to be read anew.

    The members of a container may take their time from it, so they hold for that time only.
    Raises ValueError, KeyError, TypeError or ArithmeticError where the text is no such record.
    """
    time, records = json.loads(text)
    if any(suffix for suffix, *_ in records) and time != modified.isoformat():
        return None
    return [_load(record, path, modified) for record in records]


def _dump(record: Examined, path: str) -> Json:
    return (
        record.path.removeprefix(path),
        record.sha256,
        record.modified.isoformat(),
        record.mailed.isoformat() if record.mailed else None,
        record.reason,
        record.identity,
        record.way_up,
        record.revision,
        _dump_submission(record.submission) if record.submission else None,
        [
            (f.code, f.severity.value, f.message, f.hint, f.unit, f.ref.sheet, f.ref.cell)
            for f in record.findings
        ],
        [(r.code, r.ref.sheet, r.ref.cell, r.before, r.after) for r in record.repairs],
    )


def _load(data: Json, top: str, modified: datetime) -> Examined:
    (suffix, sha256, time, mailed, reason, identity,
     way_up, revision, submission, findings, repairs) = data  # fmt: skip
    path = top + suffix
    return Examined(
        path,
        sha256,
        datetime.fromisoformat(time) if suffix else modified,
        datetime.fromisoformat(mailed) if mailed else None,
        intern(reason),
        Carried(*map(intern, identity)),
        tuple([(key, text) for key, text in way_up]),
        revision,
        _load_submission(*submission) if submission else None,
        tuple(
            [
                Finding(code, Severity(severity), message, hint, unit, Ref(path, sheet, cell))
                for code, severity, message, hint, unit, sheet, cell in findings
            ]
        ),
        tuple(
            [
                Repair(code, Ref(path, sheet, cell), before, after)
                for code, sheet, cell, before, after in repairs
            ]
        ),
    )


def _dump_submission(submission: Submission) -> Json:
    """Numbers as they are held, in hexadecimal digits."""
    values, blanks = rows(submission)
    lines = [
        (line.unit, line.status, _dump_numbers(line.values), line.uncarried)
        for line in submission.lines
    ]
    return (
        submission.unit,
        submission.period,
        values.hex(),
        blanks.hex(),
        submission.missing,
        lines,
        submission.gaps,
    )


def _load_submission(
    unit: str,
    period: str,
    values: str,
    blanks: str,
    missing: int,
    lines: Json,
    gaps: Json,
) -> Submission:
    return Submission(
        intern(unit),
        intern(period),
        unread(bytes.fromhex(values)),
        unread(_often(blanks)),
        missing,
        tuple([Line(code, status, _load_numbers(known), n) for code, status, known, n in lines]),
        tuple([(code, gap) for code, gap in gaps]),
    )


_often = lru_cache(maxsize=4096)(bytes.fromhex)
"""Held once: thousands of returns have the same cells left blank."""


def _dump_numbers(numbers: Mapping[str, Number | None]) -> Json:
    return {code: _dump_number(number) for code, number in numbers.items()}


def _load_numbers(numbers: Json) -> dict[str, Number | None]:
    return {code: _load_number(number) for code, number in numbers.items()}


def _dump_number(number: Number | None) -> Json:
    """A decimal as a string: JSON readers would make it a double."""
    return str(number) if isinstance(number, Decimal) else number


def _load_number(number: Json) -> Number | None:
    return Decimal(number) if isinstance(number, str) else number
