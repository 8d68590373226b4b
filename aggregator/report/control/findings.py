"""Sheets `Lỗi cần sửa` and `Đã tự sửa` of the control workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from operator import attrgetter

from xlsxwriter.worksheet import Worksheet

from aggregator import places, wording
from aggregator.model import Finding, Ref, Repair, Severity
from aggregator.report import words
from aggregator.report.control import explained
from aggregator.report.control.files import reason
from aggregator.report.digest import Digest
from aggregator.report.each import Each, Many
from aggregator.report.links import MOST_LINKS, First, Relative, target
from aggregator.report.room import fitting
from aggregator.report.table import BOLD, TEXT, Column, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

SHEET = "Lỗi cần sửa"
REPAIRS_SHEET = "Đã tự sửa"
_CODE, _REF = attrgetter("code"), attrgetter("ref")

_PLACE = (
    Column("file", "Tệp", 44, TEXT),
    Column("sheet", "Sheet", 14, TEXT),
    Column("cell", "Ô", 8, TEXT),
)
COLUMNS = (
    Column("code", "Mã", look=TEXT, hidden=True),
    Column("severity_label", "Mức", 12, BOLD),
    Column("code_shown", "Mã lỗi", 10, TEXT),
    Column("name", "Đơn vị", 42, TEXT),
    *_PLACE,
    Column("message", "Nội dung", 60, TEXT),
    Column("hint", "Cách sửa", 52, TEXT),
)
REPAIR_COLUMNS = (
    Column("code", "Mã", look=TEXT, hidden=True),
    Column("title", "Đã sửa gì", 46, TEXT),
    *_PLACE,
    Column("before", "Trước", 40, TEXT),
    Column("after", "Sau", 40, TEXT),
)


def write(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Lỗi cần sửa`: errors first, else in the order of the run."""
    severities = list(Severity)
    said = places.gathered(digest.result.findings)
    findings = sorted(said, key=lambda f: severities.index(f.severity))
    table = Table(
        "LỖI CẦN SỬA",
        _counts(findings),
        COLUMNS,
        Each(partial(_row, digest), findings),
        links={
            "code_shown": explained.links(digest, Each(_CODE, findings)),
            "file": _links(Each(_REF, findings), relative),
        },
    )
    table = fitting(table)
    write_table(sheet, formats, table)
    looks = {Severity.ERROR: formats.mark_bad, Severity.WARNING: formats.mark_warn}
    for severity, look in looks.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words.SEVERITY[severity]}"'}
        area = table.area("severity_label").from_zero
        sheet.conditional_format(*area, {**rule, "format": look})
    return table


def write_repairs(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Đã tự sửa`: every tolerance, what stood there and what it was taken for."""
    repairs = digest.result.repairs
    table = Table(
        "ĐÃ TỰ SỬA KHI ĐỌC",
        f"{wording.number(len(repairs))} chỗ được hiểu lại khi đọc; tệp gốc giữ nguyên.",
        REPAIR_COLUMNS,
        Each(partial(_repair, digest), repairs),
        links={
            "title": explained.links(digest, Each(_CODE, repairs)),
            "file": _links(Each(_REF, repairs), relative),
        },
    )
    table = fitting(table)
    write_table(sheet, formats, table)
    return table


def _counts(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Không có lỗi, không có cảnh báo."
    found = Counter(finding.severity for finding in findings)
    told = (f"{wording.number(found[each])} {words.SEVERITY[each].lower()}" for each in Severity)
    return f"{', '.join(told)}. Báo cáo có lỗi chưa được tính vào tổng."


def _row(digest: Digest, finding: Finding) -> tuple[Value, ...]:
    return (
        finding.code,
        words.SEVERITY[finding.severity],
        finding.code,
        digest.full_name(finding.unit),
        *finding.ref,
        finding.message,
        finding.hint,
    )


def _repair(digest: Digest, each: Repair) -> tuple[Value, ...]:
    return (each.code, reason(digest.form, each.code), *each.ref, each.before, each.after)


def _links(refs: Many[Ref], relative: Relative) -> Many[str | None]:
    def led(ref: Ref) -> str | None:
        return target(relative(ref.file), ref.sheet, ref.cell) if ref.file else None

    return First(led, refs, MOST_LINKS // 2)
