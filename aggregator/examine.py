"""One file in, small records out: the unit of work of every run, in this process or any other."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aggregator import containers, intake, rules
from aggregator import period as periods
from aggregator.checking import judged
from aggregator.consolidate import grassroots
from aggregator.examined import UNKNOWN, Examined, concluded, settled
from aggregator.intake import NO_TIME, Entry, Received
from aggregator.model import Carried, Fault, Form, Plan, Unit
from aggregator.plan.codes import is_plain
from aggregator.rollup import counted
from aggregator.workbook import meta
from aggregator.workbook.cells.opened import Opened, opened
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.package.sniff import sniff, what_it_is
from aggregator.workbook.returned.assembled import is_summary
from aggregator.workbook.returned.glanced import is_plan
from aggregator.workbook.returned.identity import Identification, form_of, identify
from aggregator.workbook.returned.listed import against_plan
from aggregator.workbook.returned.personal import looks_personal
from aggregator.workbook.returned.read import read
from aggregator.workbook.typed.unnamed import titled_without_names


@dataclass(frozen=True)
class Context:
    """What the examination of a file may know beside the file."""

    plan: Plan | None = None
    strict: bool = False


NOT_UNDERSTOOD = "R118"
"""The reason of a file over which the program itself went wrong."""
_TOO_LARGE, _NO_RETURN = "R104", "không phải báo cáo gửi về"
_LITTLE_GARBAGE = 1_000_000
"""Thousands of cells look like garbage to be; looking through them would double the time."""
_SIGNS: Mapping[str, str] = {
    "macro": "macro",
    "xlm": "macro Excel 4.0",
    "external_link": "liên kết ra tệp khác",
    "dde": "liên kết DDE",
}
_ONLY_EXACT = ("V309",)
"""Formats read through another library don't tell an empty result of a formula from 0."""


def collect_rarely() -> None:
    """Tell this process that most of what it makes stays."""
    gc.set_threshold(_LITTLE_GARBAGE)


def examine_all(entries: list[Entry], context: Context) -> list[list[Examined]]:
    """The records of each entry; a container gives several."""
    collect_rarely()
    return [_examined(entry, context) for entry in entries]


def _examined(entry: Entry, context: Context) -> list[Examined]:
    try:
        return list(examine(entry, context))
    except UNFORESEEN as fault:
        return [_not_understood(_unread(entry), fault)]


def _not_understood(received: Received, fault: Exception) -> Examined:
    """Says the class of the fault alone: its words may quote a cell."""
    return settled(received, NOT_UNDERSTOOD, f"chương trình gặp lỗi {type(fault).__name__}")


def examine(entry: Entry, context: Context) -> Iterator[Examined]:
    """The records of one entry of the folder."""
    if not entry.regular:
        yield settled(_unread(entry), "R110", "không phải tệp thường, không mở theo")
    elif entry.ours:
        yield settled(intake.load(entry), "R112", "kết quả của một lần tổng hợp trước")
    elif intake.is_system(entry.path):
        yield settled(intake.load(entry), "R111", "tệp hệ thống hoặc tệp tạm")
    else:
        for received in containers.opened(intake.load(entry)):
            yield examine_bytes(received, context)


def _unread(entry: Entry) -> Received:
    return Received(entry.path, b"", NO_TIME)


def examine_bytes(received: Received, context: Context) -> Examined:
    """The record of one file that is no container, whatever reading it does to the program."""
    try:
        return _examine_bytes(received, context)
    except UNFORESEEN as fault:
        return _not_understood(received, fault)


def _examine_bytes(received: Received, context: Context) -> Examined:
    if received.fault is not None:
        return settled(received, *received.fault)
    if intake.is_system(received.path):
        return settled(received, "R111", "tệp hệ thống hoặc tệp tạm")
    kind = sniff(received.data)
    claims = claims_workbook(received.path)
    if kind not in intake.WORKBOOKS and kind != "encrypted":
        code = {"empty": "R116", "binary": "R102"}.get(kind, "R101") if claims else "R101"
        return settled(received, code, f"đây là {what_it_is(kind)}")
    try:
        workbook = received.workbook or opened(received.data, kind)
    except Refused as refused:
        if kind == "xlsx" and refused.code == _TOO_LARGE and is_plan(received.data):
            return settled(received, "S211", _NO_RETURN)
        return settled(received, refused.code, refused.message)
    return _examine_book(received, workbook, context)


def claims_workbook(path: str) -> bool:
    """Whether the name says it is a workbook, whatever the content."""
    return path.lower().endswith(intake.WORKBOOK_ENDINGS)


def _examine_book(received: Received, workbook: Opened, context: Context) -> Examined:
    book = titled_without_names(workbook.book)
    workbook = workbook._replace(book=book)
    identification = identify(book)
    if personal := looks_personal(book):
        refused = settled(received, "R108", personal)
        return refused._replace(identity=_sender(identification, context))
    if identification is None:
        return settled(received, "R107", "không có sheet _ketnap và dấu nhận dạng nào khác")
    record = Examined(
        path=received.path,
        sha256=received.sha256,
        modified=received.modified,
        mailed=received.mailed,
        identity=identification.carried,
        way_up=() if context.plan else _way_up(identification),
    )
    if (fault := _is_no_return(identification, context.plan)) is not None:
        return concluded(record, [rules.stamp(fault)], context.strict)
    try:
        form = form_of(identification.carried, context.plan.form if context.plan else "")
    except KeyError:
        unknown = rules.stamp(Fault("S204", _unknown_form(identification)))
        return concluded(record, [unknown], context.strict)
    return _judge(record, identification, workbook, form, context)


def _way_up(identification: Identification) -> tuple[tuple[str, str], ...]:
    return tuple((key, text) for key, text in identification.values.items() if key in meta.WAY_UP)


def _is_no_return(identification: Identification, plan: Plan | None) -> Fault | None:
    """Why a workbook of ours isn't read as a return."""
    kind = identification.carried.kind
    if kind in ("plan", "check"):
        return Fault("S211" if kind == "plan" else "R112", _NO_RETURN)
    if identification.fault is not None:
        return identification.fault
    if not periods.is_period(identification.carried.period):
        return Fault("S203", "kỳ báo cáo ghi trong tệp không đọc được")
    if plan is None and not is_plain(identification.carried.unit):
        return Fault("S203", "mã đơn vị ghi trong tệp không đọc được")
    return None


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
    submission = reading.submission
    if submission is not None and context.plan and is_summary(identification):
        faults += against_plan(reading.units, submission.unit, submission.period, context.plan)
    findings = [rules.stamp(fault, form) for fault in faults]
    if submission is not None:
        unit = unit_of(identification, context.plan)
        submission = counted(form, submission, grassroots(unit.level))
        findings += judged(form, submission, unit, reading, context.plan or Plan(""))
    repairs = (*undone, *reading.repairs)
    return concluded(record, findings, context.strict, repairs, submission, reading.revision)


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


def gave_up(entry: Entry, why: str) -> list[Examined]:
    """The record of a file whose reading was cut off: `time`, `memory` or `crash`."""
    words = {"time": "đọc quá lâu", "memory": "cần quá nhiều bộ nhớ"}
    return [settled(_unread(entry), "R105", words.get(why, "làm hỏng chương trình đọc"))]
