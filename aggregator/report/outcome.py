"""`ket-qua.json`: the result of a run for programs, whose scripts rely on its shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import TypeVar

from aggregator import places, wording
from aggregator.model import (
    FileRecord,
    FileStatus,
    Finding,
    Judgement,
    Repair,
    Result,
    Severity,
    UnitStatus,
)
from aggregator.report import piece
from aggregator.report.digest import Digest
from aggregator.report.kept import Kept, noted
from aggregator.report.piece import Piece, as_bytes, digest
from aggregator.report.resting import Said
from aggregator.report.unit_entry import UnitPrinter

_BETWEEN = b",\n  "
_AT_ONCE = 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Some = TypeVar("Some")


def pieces(about: Digest, version: str, kept: Kept | None = None) -> Iterator[bytes]:
    """The bytes of `ket-qua.json` from its start to its end, one entry a line.

    The same result gives the same bytes, whatever was `kept` of those written last.
    """
    return noted(_pieces(about, version, kept), kept)


def _pieces(about: Digest, version: str, kept: Kept | None) -> Iterator[bytes]:
    result = about.result
    print_unit = UnitPrinter(result.form).entry

    def of_units(at: slice) -> object:
        return about.tree, at.start, about.of_units(at)

    entries = {
        "files": _grouped(result.files, about.of_files, _file, piece.FILES_TOGETHER),
        "units": _grouped(result.units, of_units, print_unit, piece.UNITS_TOGETHER),
        "quotas": _grouped(result.judgements, about.of_judgements, _quota, piece.FILES_TOGETHER),
    }
    findings = places.gathered(result.findings)
    head = {
        "plan": result.plan.code,
        "unit": result.unit,
        "period": result.period,
        "form": result.form.code,
        "generated_by": f"ketnap {version}",
    }
    yield b"{"
    for name, text in head.items():
        yield f'\n "{name}": {_encode(text)},'.encode()
    for name, pieces_of in entries.items():
        yield from _list(name, _had(pieces_of, kept))
    yield from _list("findings", _encoded(map(_finding, findings)))
    yield from _list("repairs", _encoded(map(_repair, result.repairs)))
    yield f'\n "counts": {_encode(_counts(result, findings))}\n}}\n'.encode()


def _list(name: str, entries: Iterable[bytes]) -> Iterator[bytes]:
    """The list of entries that come several at once."""
    yield f'\n "{name}": ['.encode()
    start = before = b"\n  "
    for some in entries:
        yield before
        yield some
        before = _BETWEEN
    yield b"]," if before is start else b"\n ],"


def _grouped(
    some: Sequence[Some],
    said: Said,
    make: Callable[[Some], bytes],
    together: int,
) -> Iterator[Piece]:
    """The entries of some things, which rest on what is `said` of so many together."""

    def rests(at: slice) -> bytes:
        return digest(make.__name__.encode(), as_bytes(said(at)))

    def made(at: slice) -> bytes:
        return _BETWEEN.join(map(make, some[at]))

    for start in range(0, len(some), together):
        at = slice(start, start + together)
        yield Piece(partial(rests, at), partial(made, at))


def _had(pieces: Iterable[Piece], kept: Kept | None) -> Iterable[bytes]:
    return (piece.made() for piece in pieces) if kept is None else kept.as_they_are(pieces)


def _encoded(entries: Iterable[str]) -> Iterator[bytes]:
    left = map(str.encode, entries)
    while some := list(islice(left, _AT_ONCE)):
        yield _BETWEEN.join(some)


def _file(record: FileRecord) -> bytes:
    """The entry of a file; `quoted` alone is ten times as fast as the encoder of a dict."""
    reason = quoted(record.reason) if record.reason else "null"
    return (
        f'{{"path":{quoted(record.path)},"sha256":{quoted(record.sha256)},"status":"{record.status}",'
        f'"unit":{quoted(record.unit)},"period":{quoted(record.period)},"reason":{reason}}}'
    ).encode()


def _quota(judgement: Judgement) -> bytes:
    percent = wording.percent(judgement.percent)
    return (
        f'{{"quota":{quoted(judgement.quota)},"unit":{quoted(judgement.unit)},'
        f'"kind":{quoted(judgement.kind)},"strength":{quoted(judgement.strength)},'
        f'"required":{_count(judgement.required)},"actual":{_count(judgement.actual)},'
        f'"percent_of_required":{"null" if percent is None else quoted(percent)},'
        f'"verdict":"{judgement.verdict}","detail":{quoted(judgement.detail)}}}'
    ).encode()


def _count(number: int | None) -> str:
    return "null" if number is None else str(number)


def _finding(finding: Finding) -> str:
    told = {
        "code": finding.code,
        "severity": finding.severity.value,
        "unit": finding.unit,
        **finding.ref._asdict(),
        "message": finding.message,
        "hint": finding.hint,
    }
    return _encode(told)


def _repair(repair: Repair) -> str:
    told = {
        "code": repair.code,
        **repair.ref._asdict(),
        "before": repair.before,
        "after": repair.after,
    }
    return _encode(told)


def _counts(result: Result, findings: Sequence[Finding]) -> dict[str, object]:
    statuses = [record.status for record in result.files]
    severities = [finding.severity for finding in findings]
    return {
        "files": len(statuses),
        "counted": statuses.count(FileStatus.COUNTED),
        "rejected": statuses.count(FileStatus.REJECTED),
        "missing": _missing_leaves(result),
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
    }


def _missing_leaves(result: Result) -> int:
    superiors = {unit.unit.parent for unit in result.units}
    return sum(
        unit.status is UnitStatus.MISSING and unit.unit.code not in superiors
        for unit in result.units
    )
