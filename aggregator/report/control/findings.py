"""Sheets `Lỗi cần sửa` and `Đã tự sửa` of the control workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from aggregator import places, wording
from aggregator.model import Finding, Ref, Severity
from aggregator.report import words
from aggregator.report.control import explained
from aggregator.report.control.files import reason
from aggregator.report.digest import Digest
from aggregator.report.links import MOST_LINKS, Relative, target
from aggregator.report.table import BOLD, TEXT, Column, Table, Value, write_table
from aggregator.workbook.style import Formats

SHEET = "Lỗi cần sửa"
REPAIRS_SHEET = "Đã tự sửa"

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
        [_row(digest, each) for each in findings],
        links={
            "code_shown": explained.links(digest, [finding.code for finding in findings]),
            "file": _links([finding.ref for finding in findings], relative),
        },
    )
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
        [
            (each.code, reason(digest.form, each.code), *each.ref, each.before, each.after)
            for each in repairs
        ],
        links={
            "title": explained.links(digest, [repair.code for repair in repairs]),
            "file": _links([repair.ref for repair in repairs], relative),
        },
    )
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


def _links(refs: Sequence[Ref], relative: Relative) -> list[str | None]:
    most = MOST_LINKS // 2
    led = [target(relative(r.file), r.sheet, r.cell) if r.file else None for r in refs[:most]]
    return [*led, *[None] * len(refs[most:])]
