"""`ket-qua.json`: the result of a run for programs (contract, section 4)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from aggregator import places, wording
from aggregator.figures import figures, formulas
from aggregator.model import (
    CARRIED,
    Fact,
    FileRecord,
    FileStatus,
    Finding,
    Form,
    Judgement,
    Method,
    Number,
    Repair,
    Result,
    Severity,
    Submission,
    UnitResult,
    UnitStatus,
)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(result: Result, version: str) -> str:
    """The text of `ket-qua.json`; the same result gives the same text."""
    return "".join(pieces(result, version))


def pieces(result: Result, version: str) -> Iterator[str]:
    """The text of `ket-qua.json` from its start to its end, one entry a line."""
    findings = places.gathered(result.findings)
    head = {
        "plan": result.plan.code,
        "unit": result.unit,
        "period": result.period,
        "form": result.form.code,
        "generated_by": f"ketnap {version}",
    }
    print_unit = _UnitPrinter(result.form).entry
    yield "{"
    for name, text in head.items():
        yield f'\n "{name}": {_encode(text)},'
    yield from _list("files", (_encode(_file(record)) for record in result.files))
    yield from _list("units", (print_unit(unit) for unit in result.units))
    yield from _list("quotas", (_encode(_quota(judgement)) for judgement in result.judgements))
    yield from _list("findings", (_encode(_finding(finding)) for finding in findings))
    yield from _list("repairs", (_encode(_repair(repair)) for repair in result.repairs))
    yield f'\n "counts": {_encode(_counts(result, findings))}\n}}\n'


def _list(name: str, entries: Iterable[str]) -> Iterator[str]:
    yield f'\n "{name}": ['
    before = "\n  "
    for entry in entries:
        yield before
        yield entry
        before = ",\n  "
    yield "\n ]," if before[0] == "," else "],"


def _file(record: FileRecord) -> dict[str, object]:
    return {
        "path": record.path,
        "sha256": record.sha256,
        "status": record.status.value,
        "unit": record.unit,
        "period": record.period,
        "reason": record.reason or None,
    }


class _UnitPrinter:
    """Prints units of one form: by far the most of the text, so all that repeats is made once."""

    def __init__(self, form: Form) -> None:
        shown = formulas(form)
        flags = {i.code for i in form.indicators.values() if i.method is Method.FLAG}
        self.form = form
        self.flags = flags
        self.formulas = tuple(shown.values())
        self.template = ",".join(f"{_encode(str(key)).replace('%', '%%')}:%s" for key in shown)
        self.flagged = [at for at, key in enumerate(shown) if key.indicator in flags]
        self.blanks = tuple(_name_of_blank(fact) for fact in form.facts)
        self.texts = _Texts()

    def entry(self, result: UnitResult) -> str:
        """One entry of `units`."""
        unit, submission = result.unit, result.submission
        head = {
            "unit": unit.code,
            "name": unit.name,
            "parent": unit.parent,
            "level": unit.level,
            "status": result.status.value,
        }
        values = self._known(result) if submission is None else self._values(submission)
        blanks = () if submission is None else submission.blanks
        named = zip(self.blanks, blanks, strict=False)
        left = ",".join(f"{name}:{count}" for name, count in named if count and name)
        return (
            f'{_encode(head)[:-1]},"values":{{{values}}},"blanks":{{{left}}},'
            f'"missing_below":{result.missing_below}}}'
        )

    def _values(self, submission: Submission) -> str:
        facts, texts = submission.values, self.texts
        if submission.gaps:
            shown = [texts[number] for number in figures(self.form, submission).values()]
        else:
            shown = [texts[formula(facts)] for formula in self.formulas]
        for at in self.flagged:
            shown[at] = _flag(shown[at])
        return self.template % tuple(shown)

    def _known(self, result: UnitResult) -> str:
        """What a summary carried of a unit."""
        known = ((code, self.texts[value]) for code, value in result.known.items())
        return ",".join(
            f"{_encode(f'{code}/luy_ke')}:{_flag(text) if code in self.flags else text}"
            for code, text in known
        )


def _flag(number: str) -> str:
    return number if number == "null" else '"không"' if number == "0" else '"có"'


class _Texts(dict[Number | None, str]):
    """Numbers as JSON prints them, without loss; an equal Decimal and int are one number."""

    def __missing__(self, value: Number | None) -> str:
        self[value] = printed(value)
        return self[value]


def printed(value: Number | None) -> str:
    """A number as JSON."""
    if value is None:
        return "null"
    text = f"{value + 0:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _name_of_blank(fact: Fact) -> str:
    """Under which name blanks are counted; a mean's weight is the count of something else."""
    if fact.part == "weight":
        return ""
    column = "luy_ke" if fact.key.column == CARRIED else fact.key.column
    return _encode(f"{fact.key.indicator}/{column}")


def _quota(judgement: Judgement) -> dict[str, object]:
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


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "unit": finding.unit,
        **finding.ref._asdict(),
        "message": finding.message,
        "hint": finding.hint,
    }


def _repair(repair: Repair) -> dict[str, object]:
    return {
        "code": repair.code,
        **repair.ref._asdict(),
        "before": repair.before,
        "after": repair.after,
    }


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
