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
from operator import itemgetter
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
    Source,
    Submission,
)

Json = Any
_encode = json.JSONEncoder(separators=(",", ":")).encode


def to_text(records: Sequence[Examined], path: str, modified: datetime) -> str:
    """The records of the entry at `path`, pure ASCII. `modified` is the time of the entry."""
    listed = [_dump(record, path) for record in records]
    return _encode({"modified": modified.isoformat(), "records": listed})


def from_text(text: str, path: str, modified: datetime) -> list[Examined] | None:
    """The records as they would be read now; None where they have to be read anew.

    The members of a container may take their time from it, so they hold for that time only.
    Raises ValueError, KeyError, TypeError or ArithmeticError where the text is no such record.
    """
    data = json.loads(text)
    members = any(record["path"] for record in data["records"])
    if members and data["modified"] != modified.isoformat():
        return None
    return [_load(record, path, modified) for record in data["records"]]


def _dump(record: Examined, path: str) -> Json:
    return {
        "path": record.path.removeprefix(path),
        "sha256": record.sha256,
        "modified": record.modified.isoformat(),
        "mailed": record.mailed.isoformat() if record.mailed else None,
        "reason": record.reason,
        "identity": record.identity,
        "values": dict(record.values),
        "revision": record.revision,
        "submission": _dump_submission(record.submission) if record.submission else None,
        "findings": [
            (f.code, f.severity.value, f.message, f.hint, f.unit, f.ref.sheet, f.ref.cell)
            for f in record.findings
        ],
        "repairs": [(r.code, r.ref.sheet, r.ref.cell, r.before, r.after) for r in record.repairs],
    }


def _load(data: Json, top: str, modified: datetime) -> Examined:
    path = top + data["path"]
    is_member = data["path"] != ""
    return Examined(
        path=path,
        sha256=data["sha256"],
        modified=datetime.fromisoformat(data["modified"]) if is_member else modified,
        mailed=datetime.fromisoformat(data["mailed"]) if data["mailed"] else None,
        reason=data["reason"],
        identity=Carried(*map(intern, data["identity"])),
        values=data["values"],
        revision=data["revision"],
        submission=_load_submission(data["submission"]) if data["submission"] else None,
        findings=tuple(
            Finding(code, Severity(severity), message, hint, unit, Ref(path, sheet, cell))
            for code, severity, message, hint, unit, sheet, cell in data["findings"]
        ),
        repairs=tuple(
            Repair(code, Ref(path, sheet, cell), before, after)
            for code, sheet, cell, before, after in data["repairs"]
        ),
    )


def _dump_submission(submission: Submission) -> Json:
    return {
        "unit": submission.unit,
        "period": submission.period,
        "values": _dump_values(submission.values),
        "blanks": _dump_counts(submission.blanks),
        "missing": submission.missing,
        "lines": [
            (line.unit, line.status, _dump_numbers(line.values), line.uncarried)
            for line in submission.lines
        ],
        "sources": submission.sources,
        "gaps": submission.gaps,
    }


def _load_submission(data: Json) -> Submission:
    return Submission(
        unit=data["unit"],
        period=data["period"],
        values=_load_values(data["values"]),
        blanks=_load_counts(data["blanks"]),
        missing=data["missing"],
        lines=tuple(
            Line(unit, status, _load_numbers(values), uncarried)
            for unit, status, values, uncarried in data["lines"]
        ),
        sources=tuple(Source(*source) for source in data["sources"]),
        gaps=tuple((code, gap) for code, gap in data["gaps"]),
    )


def _dump_values(values: Sequence[Number | None]) -> Json:
    """Whole numbers, small ones as pairs of hexadecimal digits; decimals beside them by places."""
    types = list(map(type, values))
    decimals = []
    if Decimal in types:
        decimals = [(at, str(values[at])) for at, kind in enumerate(types) if kind is Decimal]
        values = [None if kind is Decimal else n for n, kind in zip(values, types, strict=True)]
    try:
        return bytes(map(_CODES.__getitem__, values)).hex(), decimals
    except KeyError:
        return values, decimals


def _load_values(data: Json) -> tuple[Number | None, ...]:
    numbers, decimals = data
    if isinstance(numbers, str):
        codes = bytes.fromhex(numbers)
        numbers = itemgetter(*codes, 0, 0)(_NUMBERS)[:-2]  # of one place it would give no tuple
    if not decimals:
        return tuple(numbers)
    found = list(numbers)
    for at, number in decimals:
        found[at] = Decimal(number)
    return tuple(found)


_NUMBERS = (None, *range(255))
"""What a byte stands for: blank, and the numbers that fit."""
_CODES = {number: code for code, number in enumerate(_NUMBERS)}


def _dump_counts(counts: Sequence[int]) -> Json:
    """How many zeros, else small counts as pairs of hexadecimal digits, else a list."""
    if not any(counts):
        return len(counts)
    return bytes(counts).hex() if max(counts) < 256 else counts


def _load_counts(data: Json) -> tuple[int, ...]:
    return tuple(data) if isinstance(data, list) else _small_counts(data)


@lru_cache(maxsize=1_000)
def _small_counts(data: str | int) -> tuple[int, ...]:
    """Held once: thousands of returns have the same cells left blank."""
    return (0,) * data if isinstance(data, int) else tuple(bytes.fromhex(data))


def _dump_numbers(numbers: Mapping[str, Number | None]) -> Json:
    return {code: _dump_number(number) for code, number in numbers.items()}


def _load_numbers(numbers: Json) -> dict[str, Number | None]:
    return {code: _load_number(number) for code, number in numbers.items()}


def _dump_number(number: Number | None) -> Json:
    """A decimal as a string: JSON readers would make it a double."""
    return str(number) if isinstance(number, Decimal) else number


def _load_number(number: Json) -> Number | None:
    return Decimal(number) if isinstance(number, str) else number
