"""One file in, small records out: the unit of work of every run, in this process or any other."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from aggregator import containers, intake, rules
from aggregator import period as periods
from aggregator.checking import Before, differences, judged
from aggregator.consolidate import grassroots
from aggregator.intake import Entry, Received
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
    Unit,
)
from aggregator.rollup import counted
from aggregator.workbook import meta
from aggregator.workbook.cells.opened import Opened, opened
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.gate import Refused, sniff, what_it_is
from aggregator.workbook.returned.identity import Identification, form_of, identify
from aggregator.workbook.returned.personal import looks_personal
from aggregator.workbook.returned.read import read


@dataclass(frozen=True)
class Context:
    """What the examination of a file may know beside the file."""

    plan: Plan | None = None
    strict: bool = False


UNKNOWN = Carried()
NOT_UNDERSTOOD = "R118"
"""The reason of a file over which the program itself went wrong."""
_LITTLE_GARBAGE = 100_000
"""Thousands of cells look like garbage to be; looking through them would double the time."""
_SIGNS: Mapping[str, str] = {
    "macro": "macro",
    "xlm": "macro Excel 4.0",
    "external_link": "liên kết ra tệp khác",
    "dde": "liên kết DDE",
}
_ONLY_EXACT = ("V309",)
"""Formats read through another library don't tell an empty result of a formula from 0."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What one file (or member of a container) is, and what it says.

    `reason` is the code that settles its fate already, empty for a return without errors.
    """

    path: str
    sha256: str
    modified: datetime
    mailed: datetime | None = None
    reason: str = ""
    identity: Carried = UNKNOWN
    values: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()


def examine_all(entries: list[Entry], context: Context) -> list[list[Examined]]:
    """The records of each entry; a container gives several."""
    gc.set_threshold(_LITTLE_GARBAGE)
    return [_examined(entry, context) for entry in entries]


def _examined(entry: Entry, context: Context) -> list[Examined]:
    try:
        return list(examine(entry, context))
    except UNFORESEEN as fault:
        return [_not_understood(_unread(entry), fault)]


def _not_understood(received: Received, fault: Exception) -> Examined:
    """Says the class of the fault alone: its words may quote a cell."""
    return _settled(received, NOT_UNDERSTOOD, f"chương trình gặp lỗi {type(fault).__name__}")


def examine(entry: Entry, context: Context) -> Iterator[Examined]:
    """The records of one entry of the folder."""
    if not entry.regular:
        yield _settled(_unread(entry), "R110", "không phải tệp thường, không mở theo")
    elif entry.ours:
        yield _settled(intake.load(entry), "R112", "kết quả của một lần tổng hợp trước")
    elif intake.is_system(entry.path):
        yield _settled(intake.load(entry), "R111", "tệp hệ thống hoặc tệp tạm")
    else:
        for received in containers.opened(intake.load(entry)):
            yield examine_bytes(received, context)


def _unread(entry: Entry) -> Received:
    return Received(entry.path, b"", datetime.fromtimestamp(0, UTC))


def _settled(received: Received, code: str, message: str) -> Examined:
    """A file whose fate needs no look inside."""
    digest = received.sha256 if received.data else ""
    finding = rules.stamp(Fault(code, message, Ref(received.path)))
    return Examined(
        received.path, digest, received.modified, received.mailed, code, findings=(finding,)
    )


def examine_bytes(received: Received, context: Context) -> Examined:
    """The record of one file that is no container, whatever reading it does to the program."""
    try:
        return _examine_bytes(received, context)
    except UNFORESEEN as fault:
        return _not_understood(received, fault)


def _examine_bytes(received: Received, context: Context) -> Examined:
    if received.fault is not None:
        return _settled(received, *received.fault)
    if intake.is_system(received.path):
        return _settled(received, "R111", "tệp hệ thống hoặc tệp tạm")
    kind = sniff(received.data)
    claims = claims_workbook(received.path)
    if kind not in intake.WORKBOOKS and kind != "encrypted":
        code = {"empty": "R116", "binary": "R102"}.get(kind, "R101") if claims else "R101"
        return _settled(received, code, f"đây là {what_it_is(kind)}")
    try:
        workbook = opened(received.data, kind)
    except Refused as refused:
        return _settled(received, refused.code, refused.message)
    return _examine_book(received, workbook, context)


def claims_workbook(path: str) -> bool:
    """Whether the name says it is a workbook, whatever the content."""
    return path.lower().endswith(intake.WORKBOOK_ENDINGS)


def _examine_book(received: Received, workbook: Opened, context: Context) -> Examined:
    book = workbook.book
    identification = identify(book)
    if personal := looks_personal(book):
        refused = _settled(received, "R108", personal)
        return replace(refused, identity=_sender(identification, context))
    if identification is None:
        return _settled(received, "R107", "không có sheet _ketnap và dấu nhận dạng nào khác")
    record = Examined(
        path=received.path,
        sha256=received.sha256,
        modified=received.modified,
        mailed=received.mailed,
        identity=identification.carried,
        values={key: text for key, text in identification.values.items() if key in meta.WAY_UP},
    )
    if identification.carried.kind in ("plan", "check"):
        code = "S211" if identification.carried.kind == "plan" else "R112"
        return _with(record, [Fault(code, "không phải báo cáo gửi về")], context)
    if identification.fault is not None:
        return _with(record, [identification.fault], context)
    if not periods.is_period(identification.carried.period):
        return _with(record, [Fault("S203", "kỳ báo cáo ghi trong tệp không đọc được")], context)
    try:
        form = form_of(identification.carried, context.plan.form if context.plan else "")
    except KeyError:
        return _with(record, [Fault("S204", _unknown_form(identification))], context)
    return _judge(record, identification, workbook, form, context)


def _sender(identification: Identification | None, context: Context) -> Carried:
    """Who sent a file that nothing else is to be known of, where there is no doubt about it."""
    if identification is None or identification.fault is not None:
        return UNKNOWN
    identity = identification.carried
    return identity if context.plan is None or identity.plan == context.plan.code else UNKNOWN


def _unknown_form(identification: Identification) -> str:
    identity = identification.carried
    return f"biểu mẫu “{identity.form}” phiên bản “{identity.form_version}”"


def _judge(
    record: Examined,
    identification: Identification,
    workbook: Opened,
    form: Form,
    context: Context,
) -> Examined:
    book, kind, undone = workbook
    reading = read(book, identification, form)
    faults = [f for f in reading.faults if kind == "xlsx" or f.code not in _ONLY_EXACT]
    if kind == "xls":
        faults.append(Fault("R106", "định dạng .xls không có mã kiểm tra"))
    if book.signs:
        found = ", ".join(words for sign, words in _SIGNS.items() if sign in book.signs)
        faults.append(Fault("R115", f"tệp chứa {found}"))
    findings = [rules.stamp(fault, form) for fault in faults]
    submission = reading.submission
    if submission is not None:
        unit = unit_of(identification, context.plan)
        submission = counted(form, submission, grassroots(unit.level))
        findings += judged(form, submission, unit, reading, context.plan or Plan(""))
    return _with(
        replace(record, submission=submission, revision=reading.revision),
        findings,
        context,
        (*undone, *reading.repairs),
    )


def unit_of(identification: Identification, plan: Plan | None) -> Unit:
    """The unit as the plan knows it, else as the workbook does."""
    code = identification.carried.unit
    if plan is not None and code in plan.units:
        return plan.units[code]
    values = identification.values
    return Unit(
        code,
        values.get("name", code),
        values.get("parent", ""),
        values.get("level", ""),
        values.get("unit_kind", ""),
    )


def compared(form: Form, examined: Examined, plan: Plan, before: Before) -> Examined:
    """The record with what its return says otherwise than the period before left it."""
    submission = examined.submission
    said: Iterable[Finding] = ()
    if submission is not None and before.figures:
        said = differences(form, submission, plan, before)
    findings = tuple(
        replace(finding, ref=finding.ref._replace(file=examined.path)) for finding in said
    )
    reason = next((f.code for f in findings if f.severity is Severity.ERROR), "")
    findings = (*examined.findings, *findings)
    return replace(examined, reason=examined.reason or reason, findings=findings)


def gave_up(entry: Entry, why: str) -> list[Examined]:
    """The record of a file whose reading was cut off: `time`, `memory` or `crash`."""
    words = {"time": "đọc quá lâu", "memory": "cần quá nhiều bộ nhớ"}
    return [_settled(_unread(entry), "R105", words.get(why, "làm hỏng chương trình đọc"))]


def _with(
    record: Examined,
    said: list[Fault] | list[Finding],
    context: Context,
    repairs: tuple[Repair, ...] = (),
) -> Examined:
    """The record with its findings placed in its file, and the reason if one is an error."""
    findings = [item if isinstance(item, Finding) else rules.stamp(item) for item in said]
    if context.strict:
        findings += [_forbidden(repair) for repair in repairs if repair.code != "T107"]
        findings = [_as_error(finding) for finding in findings]
    placed = tuple(
        replace(finding, unit=record.identity.unit, ref=finding.ref._replace(file=record.path))
        for finding in findings
    )
    settled = {"S211", "R112"}
    reason = next((f.code for f in placed if f.severity is Severity.ERROR or f.code in settled), "")
    return replace(
        record,
        reason=reason,
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
