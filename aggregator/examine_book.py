"""A workbook in, its record out: whose it is, what it says, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aggregator import period as periods
from aggregator import rules
from aggregator.checking import judged
from aggregator.consolidate import grassroots
from aggregator.examined import UNKNOWN, Examined, concluded, settled
from aggregator.intake import Received
from aggregator.model import Carried, Fault, Form, Plan, Unit
from aggregator.plan.codes import is_plain
from aggregator.rollup import counted
from aggregator.workbook import meta
from aggregator.workbook.cells.opened import Opened
from aggregator.workbook.returned.assembled import is_summary
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


NO_RETURN = "không phải báo cáo gửi về"
_SIGNS: Mapping[str, str] = {
    "macro": "macro",
    "xlm": "macro Excel 4.0",
    "external_link": "liên kết ra tệp khác",
    "dde": "liên kết DDE",
}
_ONLY_EXACT = ("V309",)
"""Formats read through another library don't tell an empty result of a formula from 0."""


def examine_book(received: Received, workbook: Opened, context: Context) -> Examined:
    """The record of a file that is a workbook."""
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
        return Fault("S211" if kind == "plan" else "R112", NO_RETURN)
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
