"""`ket-qua.json`: the result of a run for programs (contract, section 4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from aggregator import layout, places, wording
from aggregator.figures import figures
from aggregator.model import (
    CARRIED,
    FileRecord,
    FileStatus,
    Finding,
    Form,
    Judgement,
    Key,
    Method,
    Number,
    Repair,
    Result,
    Severity,
    Submission,
    UnitResult,
    UnitStatus,
)

Json = None | int | Decimal | str | list["Json"] | Iterator["Json"] | dict[str, "Json"]


def to_json(result: Result, version: str) -> str:
    """The text of `ket-qua.json`; the same result gives the same text."""
    return "".join(_pieces(_document(result, version)))


def _document(result: Result, version: str) -> dict[str, Json]:
    findings = places.gathered(result.findings)
    return {
        "plan": result.plan.code,
        "unit": result.unit,
        "period": result.period,
        "form": result.form.code,
        "generated_by": f"ketnap {version}",
        "files": [_file(record) for record in result.files],
        "units": (_unit(result.form, unit) for unit in result.units),
        "quotas": [_quota(judgement) for judgement in result.judgements],
        "findings": [_finding(finding) for finding in findings],
        "repairs": [_repair(repair) for repair in result.repairs],
        "counts": _counts(result, findings),
    }


def _file(record: FileRecord) -> dict[str, Json]:
    return {
        "path": record.path,
        "sha256": record.sha256,
        "status": record.status.value,
        "unit": record.unit,
        "period": record.period,
        "reason": record.reason or None,
    }


def _unit(form: Form, result: UnitResult) -> dict[str, Json]:
    unit, submission = result.unit, result.submission
    return {
        "unit": unit.code,
        "name": unit.name,
        "parent": unit.parent,
        "level": unit.level,
        "status": result.status.value,
        "values": _values(form, result),
        "blanks": {} if submission is None else dict(_blanks(form, submission)),
        "missing_below": result.missing_below,
    }


def _values(form: Form, result: UnitResult) -> dict[str, Json]:
    if result.submission is not None:
        shown: Mapping[Key, Number | None] = figures(form, result.submission)
    else:
        shown = {Key(code, "luy_ke"): value for code, value in result.known.items()}
    names, flags = _names(form), _flags(form)
    return {
        names.get(key) or str(key): _flag(value) if key in flags else value
        for key, value in shown.items()
    }


@lru_cache(maxsize=4)
def _names(form: Form) -> Mapping[Key, str]:
    """The keys of the form as they are printed, made once."""
    return {key: str(key) for key in layout.slots(form)}


@lru_cache(maxsize=4)
def _flags(form: Form) -> frozenset[Key]:
    flags = [i.code for i in form.indicators.values() if i.method is Method.FLAG]
    return frozenset(Key(code, column) for code in flags for column in ("ky", "luy_ke"))


def _flag(value: Number | None) -> str | None:
    return None if value is None else "không" if value == 0 else "có"


def _blanks(form: Form, submission: Submission) -> Iterator[tuple[str, int]]:
    for fact, count in zip(form.facts, submission.blanks, strict=True):
        if count and fact.part != "weight":
            column = "luy_ke" if fact.key.column == CARRIED else fact.key.column
            yield f"{fact.key.indicator}/{column}", count


def _quota(judgement: Judgement) -> dict[str, Json]:
    return {
        "quota": judgement.quota,
        "unit": judgement.unit,
        "kind": judgement.kind,
        "strength": judgement.strength,
        "required": judgement.required,
        "actual": judgement.actual,
        "percent_of_required": wording.percent(judgement.percent),
        "verdict": judgement.verdict.value,
        "detail": judgement.detail,
    }


def _finding(finding: Finding) -> dict[str, Json]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "unit": finding.unit,
        **finding.ref._asdict(),
        "message": finding.message,
        "hint": finding.hint,
    }


def _repair(repair: Repair) -> dict[str, Json]:
    return {
        "code": repair.code,
        **repair.ref._asdict(),
        "before": repair.before,
        "after": repair.after,
    }


def _counts(result: Result, findings: Sequence[Finding]) -> dict[str, Json]:
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


def _pieces(document: Mapping[str, Json]) -> Iterator[str]:
    """The text of the whole, entry by entry: that of many units is not copied at each level."""
    before = "{\n "
    for name, value in document.items():
        yield f"{before}{_quoted(name)}: "
        if isinstance(value, Iterator):
            yield from _items(value)
        else:
            yield _print(value, "\n ")
        before = ",\n "
    yield "\n}\n"


def _items(entries: Iterator[Json]) -> Iterator[str]:
    before = "[\n  "
    for entry in entries:
        yield before
        yield _print(entry, "\n  ")
        before = ",\n  "
    yield "\n ]" if before[0] == "," else "[]"


def _print(value: Json, margin: str = "\n") -> str:
    """JSON as `json.dumps(indent=1)` lays it out, but exact for Decimal."""
    if leaf := _LEAVES.get(type(value)):
        return leaf(value)
    inner = margin + " "
    if isinstance(value, dict):
        opening, closing = "{}"
        entries = [
            f"{_quoted(key)}: {leaf(entry)}"
            if (leaf := _LEAVES.get(type(entry)))
            else f"{_quoted(key)}: {_print(entry, inner)}"
            for key, entry in value.items()
        ]
    else:
        opening, closing = "[]"
        entries = [_print(entry, inner) for entry in cast("list[Json]", value)]
    block = f"{inner}{f',{inner}'.join(entries)}{margin}" if entries else ""
    return f"{opening}{block}{closing}"


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(value: Decimal) -> str:
    text = f"{value + 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_LEAVES: Mapping[type, Callable[[Any], str]] = {
    int: str,
    type(None): lambda _: "null",
    str: _quoted,
    Decimal: _plain,
}
