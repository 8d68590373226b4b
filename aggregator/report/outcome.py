"""`ket-qua.json`: the result of a run for programs, whose scripts rely on its shape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from json.encoder import encode_basestring as quoted

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
from aggregator.report.kept import Kept
from aggregator.report.unit_entry import UnitPrinter, what_it_rests_on

_BETWEEN = b",\n  "
_AT_ONCE = 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pieces(result: Result, version: str, kept: Kept | None = None) -> Iterator[bytes]:
    """The bytes of `ket-qua.json` from its start to its end, one entry a line.

    The same result gives the same bytes, whatever was `kept` of those written last.
    """
    print_unit = UnitPrinter(result.form).entry
    if kept is None:
        return _pieces(result, version, _together(map(print_unit, result.units)))
    units = kept.entries(result.units, what_it_rests_on, print_unit, _BETWEEN)
    return kept.noted(_pieces(result, version, units))


def _pieces(result: Result, version: str, units: Iterable[bytes]) -> Iterator[bytes]:
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
    yield from _list("files", _encoded(map(_file, result.files)))
    yield from _list("units", units)
    yield from _list("quotas", _encoded(map(_quota, result.judgements)))
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


def _encoded(entries: Iterable[str]) -> Iterator[bytes]:
    return _together(map(str.encode, entries))


def _together(entries: Iterator[bytes]) -> Iterator[bytes]:
    while some := list(islice(entries, _AT_ONCE)):
        yield _BETWEEN.join(some)


def _file(record: FileRecord) -> str:
    """The entry of a file; `quoted` alone is ten times as fast as the encoder of a dict."""
    reason = quoted(record.reason) if record.reason else "null"
    return (
        f'{{"path":{quoted(record.path)},"sha256":{quoted(record.sha256)},"status":"{record.status.value}",'
        f'"unit":{quoted(record.unit)},"period":{quoted(record.period)},"reason":{reason}}}'
    )


def _quota(judgement: Judgement) -> str:
    percent = wording.percent(judgement.percent)
    return (
        f'{{"quota":{quoted(judgement.quota)},"unit":{quoted(judgement.unit)},'
        f'"kind":{quoted(judgement.kind)},"strength":{quoted(judgement.strength)},'
        f'"required":{_count(judgement.required)},"actual":{_count(judgement.actual)},'
        f'"percent_of_required":{"null" if percent is None else quoted(percent)},'
        f'"verdict":"{judgement.verdict.value}","detail":{quoted(judgement.detail)}}}'
    )


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
