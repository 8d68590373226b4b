"""The letter that goes back with a return that could not be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aggregator import period as periods
from aggregator import wording
from aggregator.mail.address import usable
from aggregator.mail.draft import Attachment, Letter
from aggregator.mail.texts import text
from aggregator.model import FileRecord, Finding, Ref, Result, Severity
from aggregator.places import gathered

MOST_FAULTS = 20
_NEVER_COPIED = "R"
_OF_NO_CERTAIN_UNIT = ("S201", "S203")


def certain_sender(result: Result, record: FileRecord) -> str:
    """The code of the unit that sent a file; empty where the file leaves a doubt about it."""
    doubtful = record.reason in _OF_NO_CERTAIN_UNIT or record.unit not in result.plan.units
    return "" if doubtful else record.unit


def address(result: Result, code: str) -> str:
    """Where a unit is written to: at its own address, else at that of the nearest unit above it.

    Cells often have none and report through their committee. Empty where none below `result.unit`
    has one.
    """
    for above in reversed(result.plan.path(code)):
        if above == result.unit:
            return ""
        if to := usable(result.plan.units[above].email):
            return to
    return ""


def is_withheld(record: FileRecord) -> bool:
    """Whether nothing of the file may be copied: it may hold anything, a list of persons too."""
    return record.reason.startswith(_NEVER_COPIED)


def covering(
    result: Result, record: FileRecord, findings: Sequence[Finding], marked: Attachment | None
) -> Letter | None:
    """The letter to the sender of a rejected file, with the marked workbook if there is one.

    Without a marked workbook it is only made for a unit that is known, and where nothing is said
    of what stands in the file, that can be written to.
    """
    code = certain_sender(result, record)
    to = address(result, code) if code else ""
    if marked is None and not to and (not code or is_withheld(record)):
        return None
    findings = gathered(findings)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    written = text(
        "tra-lai",
        plan=result.plan.code,
        title=result.plan.title or result.plan.code,
        period=_period(result, record),
        unit=result.plan.units[code].name or code if code else "",
        sender=result.total.unit.name or result.unit,
        file=record.path.rpartition("/")[2],
        count=wording.number(len(errors)),
        faults=[_fault(finding) for finding in errors[:MOST_FAULTS]],
        more=wording.number(max(0, len(errors) - MOST_FAULTS) or None),
        warnings=wording.number(len(findings) - len(errors) or None),
        marked=marked is not None,
        withheld=is_withheld(record),
    )
    attachments = (marked,) if marked else ()
    return Letter(written.subject, written.body, to, attachments, goes_down=True)


def _period(result: Result, record: FileRecord) -> str:
    known = [each for each in (record.period, result.period) if periods.is_period(each)]
    return periods.label(known[0]) if known else "không rõ kỳ"


def _fault(finding: Finding) -> Mapping[str, str]:
    place = _place(finding.ref)
    message = finding.message if place else wording.capitalised(finding.message)
    return {"place": place, "message": message, "hint": finding.hint}


def _place(ref: Ref) -> str:
    spot = (ref.sheet and f"sheet {ref.sheet}", ref.cell and f"ô {ref.cell}")
    return wording.capitalised(", ".join(filter(None, spot)))
