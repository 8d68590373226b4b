"""Sheet `Tình hình nộp` of the control workbook: each expected unit, what came from it, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import chain

from xlsxwriter.worksheet import Worksheet

from aggregator import deadlines, vocabulary, wording
from aggregator.model import FileRecord, FileStatus, UnitResult, UnitStatus
from aggregator.report import words
from aggregator.report.control.files import reason
from aggregator.report.digest import Digest
from aggregator.report.each import Each
from aggregator.report.links import Relative, target
from aggregator.report.resting import day_of
from aggregator.report.table import CENTRED, DATE, TEXT, Column, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

SHEET = "Tình hình nộp"
LATE = "C602"

COLUMNS = (
    Column("unit", "Mã", look=TEXT, hidden=True, unique=True),
    Column("unit_shown", "Mã đơn vị", 14, TEXT, unique=True),
    Column("name", "Đơn vị", 40, TEXT, unique=True),
    Column("level_label", "Cấp", 22, TEXT),
    Column("status_label", "Tình trạng", 16, TEXT),
    Column("file", "Tệp", 46, TEXT, unique=True),
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

    def led(unit: UnitResult) -> str | None:
        record = sent.get(unit.unit.code)
        return target(relative(record.path)) if record else None

    def said(at: slice) -> object:
        some = below[at]
        codes = [each.unit.code for each in some]
        told = [bool(each.submission or each.known) for each in some]
        fates = [(str(each.status), each.missing_below) for each in some]
        files = [_of_file(sent.get(code)) for code in codes]
        return told, fates, files, [code in late for code in codes]

    table = Table(
        "TÌNH HÌNH NỘP BÁO CÁO",
        f"{digest.coverage}. {wording.capitalised(_counts(digest))}.",
        COLUMNS,
        Each(lambda unit: _row(digest, unit, sent.get(unit.unit.code), late), below),
        links={"file": Each(led, below)},
        rests=digest.resting(said),
    )
    write_table(sheet, formats, table)
    _mark(sheet, formats, table)
    return table


def _of_file(record: FileRecord | None) -> object:
    """What of the file of a unit stands in its row."""
    return record and (record.path, record.period, record.reason, day_of(record.received))


def _counts(digest: Digest) -> str:
    known = ((each.status, bool(each.submission or each.known)) for each in digest.due)
    found: Counter[str] = Counter()
    for of_some, units in Counter(known).items():
        found[words.unit_status(*of_some)] += units
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
    of_status: dict[FileStatus, list[FileRecord]] = {status: [] for status in FileStatus}
    for record in digest.result.files:
        of_status[record.status].append(record)
    void = [record for record in of_status[FileStatus.IGNORED] if record.reason == VOID]
    for record in chain(*map(of_status.__getitem__, _PREFERRED), void):
        if record.unit:
            found.setdefault(record.unit, record)
    return found


def _row(
    digest: Digest, result: UnitResult, record: FileRecord | None, late_units: Collection[str]
) -> tuple[Value, ...]:
    unit = result.unit
    plan, period = digest.result.plan, record.period if record else digest.result.period
    due = deadlines.due_day(plan, unit.code, period)
    received = deadlines.day_of(record.received) if record and record.received else None
    late = received is not None and unit.code in late_units
    return (
        unit.code,
        unit.code,
        f"{'    ' * (digest.depth(unit) - 1)}{unit.name}",
        vocabulary.label("level", unit.level),
        words.of_unit(result),
        record.path if record else None,
        received,
        due,
        deadlines.days_late(plan, due, received) if late and received else None,
        result.missing_below,
        reason(digest.form, record.reason) if record and record.reason else None,
    )


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
