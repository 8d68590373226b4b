"""Sheet `Tình hình nộp` of the control workbook: each expected unit, what came from it, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from xlsxwriter.worksheet import Worksheet

from aggregator import deadlines, vocabulary, wording
from aggregator.model import FileRecord, FileStatus, UnitResult, UnitStatus
from aggregator.report import words
from aggregator.report.control.files import reason
from aggregator.report.digest import Digest
from aggregator.report.links import Relative, target
from aggregator.report.table import CENTRED, DATE, TEXT, Column, Table, Value, write_table
from aggregator.workbook.style import Formats

SHEET = "Tình hình nộp"
LATE = "C602"

COLUMNS = (
    Column("unit", "Mã", look=TEXT, hidden=True),
    Column("unit_shown", "Mã đơn vị", 14, TEXT),
    Column("name", "Đơn vị", 40, TEXT),
    Column("level_label", "Cấp", 22, TEXT),
    Column("status_label", "Tình trạng", 16, TEXT),
    Column("file", "Tệp", 46, TEXT),
    Column("received", "Ngày nhận", 12, DATE),
    Column("due", "Hạn nộp", 12, DATE),
    Column("late", "Muộn (ngày)", 9, CENTRED),
    Column("missing", "Đơn vị dưới còn thiếu", 10, CENTRED),
    Column("reason", "Lý do", 44, TEXT),
)
VOID = "S221"
_PREFERRED = (FileStatus.COUNTED, FileStatus.REJECTED, FileStatus.SUPERSEDED)


def write(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Tình hình nộp`, in the plan's order."""
    sent = _files(digest)
    late = {finding.unit for finding in digest.result.findings if finding.code == LATE}
    below = digest.result.units[1:] or digest.result.units
    records = [sent.get(unit.unit.code) for unit in below]
    table = Table(
        "TÌNH HÌNH NỘP BÁO CÁO",
        f"{digest.coverage}. {wording.capitalised(_counts(digest))}.",
        COLUMNS,
        [
            tuple(_row(digest, unit, record, late))
            for unit, record in zip(below, records, strict=True)
        ],
        links={"file": [target(relative(record.path)) if record else None for record in records]},
    )
    write_table(sheet, formats, table)
    _mark(sheet, formats, table)
    return table


def _counts(digest: Digest) -> str:
    found = Counter(words.of_unit(unit) for unit in digest.due)
    return "; ".join(
        f"{status.lower()}: {wording.number(found[status])}"
        for status in (*words.UNIT_STATUS.values(), words.COVERED)
        if found[status]
    )


def _files(digest: Digest) -> Mapping[str, FileRecord]:
    """For each unit the file that tells most of it: the counted one, else a rejected one.

    Of a unit with nothing else a file that was declared void.
    """
    found: dict[str, FileRecord] = {}
    for status in (*_PREFERRED, FileStatus.IGNORED):
        for record in digest.result.files:
            tells = status is not FileStatus.IGNORED or record.reason == VOID
            if record.status is status and record.unit and tells:
                found.setdefault(record.unit, record)
    return found


def _row(
    digest: Digest, result: UnitResult, record: FileRecord | None, late_units: Collection[str]
) -> Iterator[Value]:
    unit = result.unit
    plan, period = digest.result.plan, record.period if record else digest.result.period
    due = deadlines.due_day(plan, unit.code, period)
    received = deadlines.day_of(record.received) if record and record.received else None
    late = unit.code in late_units
    yield unit.code
    yield unit.code
    yield f"{'    ' * (digest.depths[unit.code] - 1)}{unit.name}"
    yield vocabulary.label("level", unit.level)
    yield words.of_unit(result)
    yield record.path if record else None
    yield received
    yield due
    yield deadlines.days_late(plan, due, received) if late and received else None
    yield result.missing_below
    yield reason(digest.form, record.reason) if record and record.reason else None


def _mark(sheet: Worksheet, formats: Formats, table: Table) -> None:
    looks = {
        UnitStatus.COUNTED: formats.mark_good,
        UnitStatus.MISSING: formats.mark_bad,
        UnitStatus.REJECTED: formats.mark_bad,
        UnitStatus.PARTIAL: formats.mark_warn,
    }
    area = table.area("status_label").from_zero
    for status, look in looks.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words.UNIT_STATUS[status]}"'}
        sheet.conditional_format(*area, {**rule, "format": look})
    late = {"type": "cell", "criteria": ">", "value": 0, "format": formats.mark_warn}
    sheet.conditional_format(*table.area("late").from_zero, late)
