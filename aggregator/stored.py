"""Examined files as bytes and back, exactly: what the register keeps of one entry of a folder.

A line of JSON, then the numbers as they are held. What depends on the place and not on the
content is left out and put back: the path, the time. No cell text is among it but that of findings
and repairs, which are printed anyway.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

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
_decode = json.JSONDecoder().raw_decode


class Found(NamedTuple):
    """The entry that records are of: what they need not repeat."""

    path: str
    sha256: str
    modified: datetime


def to_bytes(records: Sequence[Examined], found: Found) -> bytes:
    """The records of the entry."""
    numbers: list[bytes] = []
    text = _encode([_dump(record, found, numbers) for record in records])
    return text.encode("ascii") + b"\n" + b"".join(numbers)


def from_bytes(data: bytes, found: Found) -> list[Examined] | None:
    """The records as they would be read now; None where they have to be read anew.

    The members of a container may take their time from it, so they hold for that time only.
    Raises ValueError, KeyError, TypeError or ArithmeticError where the bytes are no such records.
    """
    text, _, numbers = data.partition(b"\n")
    records: list[Examined] = []
    at = 0
    for shared, unit, parent, revision, values, blanks, rest in _decode(text.decode("ascii"))[0]:
        middle, end = at + values, at + values + blanks
        row, blank, at = numbers[at:middle], numbers[middle:end], end
        kind, made, plan, period, form, version, mark, reason = _shared(shared)
        unit = intern(unit)
        who = Carried(kind, made, plan, unit, intern(parent), period, form, version, mark)
        submission = None
        if row:
            submission = Submission(unit, period, unread(row), unread(_often(blank)))
        path, sha256, modified = found
        record = Examined(path, sha256, modified, None, reason, who, (), revision, submission)
        if rest:
            if rest.get("box", found.modified.isoformat()) != found.modified.isoformat():
                return None
            record = _with(record, rest)
        records.append(record)
    return records


def _dump(record: Examined, found: Found, numbers: list[bytes]) -> Json:
    """What every record has, in order; how many bytes its numbers take; what few records have.

    What all returns of a plan and a period have alike is one text, so that it is decoded once.
    """
    row, blank = rows(record.submission) if record.submission else (b"", b"")
    numbers += (row, blank)
    rest = more_than_numbers(record, found)
    who = record.identity
    shared = _encode(
        (who.kind, who.format, who.plan, who.period, who.form, who.form_version, who.fingerprint,
         record.reason)
    )  # fmt: skip
    return shared, who.unit, who.parent, record.revision, len(row), len(blank), rest


def more_than_numbers(record: Examined, found: Found) -> dict[str, Json]:
    """What few records have beside numbers and whose they are."""
    return {name: told for name, told in _rest(record, found) if told}


@lru_cache(maxsize=256)
def _shared(text: str) -> tuple[str, ...]:
    return tuple(map(intern, _decode(text)[0]))


def _rest(record: Examined, found: Found) -> Iterator[tuple[str, Json]]:
    inner = record.path.removeprefix(found.path)
    if inner:
        yield "box", found.modified.isoformat()
        yield "inner", inner
        yield "modified", record.modified.isoformat()
    if record.sha256 != found.sha256:
        yield "sha256", [record.sha256]
    yield "mailed", record.mailed.isoformat() if record.mailed else ""
    yield "way_up", record.way_up
    if record.submission:
        yield "submission", _dump_submission(record.submission, record.identity)
    yield (
        "findings",
        [
            (f.code, f.severity.value, f.message, f.hint, f.unit, f.ref.sheet, f.ref.cell)
            for f in record.findings
        ],
    )
    yield "repairs", [(r.code, r.ref.sheet, r.ref.cell, r.before, r.after) for r in record.repairs]


def _with(record: Examined, rest: Json) -> Examined:
    """The record with what few have."""
    path = record.path + rest.get("inner", "")
    submission = record.submission
    return record._replace(
        path=path,
        sha256=rest.get("sha256", [record.sha256])[0],
        modified=_time(rest.get("modified")) or record.modified,
        mailed=_time(rest.get("mailed")),
        way_up=tuple([(key, text) for key, text in rest.get("way_up", ())]),
        submission=_completed(submission, rest.get("submission")) if submission else None,
        findings=tuple(
            [
                Finding(code, Severity(severity), message, hint, unit, Ref(path, sheet, cell))
                for code, severity, message, hint, unit, sheet, cell in rest.get("findings", ())
            ]
        ),
        repairs=tuple(
            [
                Repair(code, Ref(path, sheet, cell), before, after)
                for code, sheet, cell, before, after in rest.get("repairs", ())
            ]
        ),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _dump_submission(submission: Submission, who: Carried) -> Json:
    """What it has beside its numbers, where that is more than every return has."""
    unit, period, lines = submission.unit, submission.period, submission.lines
    if (unit, period) == (who.unit, who.period) and not (
        submission.missing or lines or submission.gaps
    ):
        return None
    below = [(line.unit, line.status, _dump_numbers(line.values), line.uncarried) for line in lines]
    return unit, period, submission.missing, below, submission.gaps


def _completed(submission: Submission, rest: Json) -> Submission:
    if not rest:
        return submission
    unit, period, missing, lines, gaps = rest
    return replace(
        submission,
        unit=intern(unit),
        period=intern(period),
        missing=missing,
        lines=tuple([Line(code, s, _load_numbers(known), n) for code, s, known, n in lines]),
        gaps=tuple([(code, gap) for code, gap in gaps]),
    )


_often = lru_cache(maxsize=4096)(bytes)
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
