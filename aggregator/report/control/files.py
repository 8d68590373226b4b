"""Sheet `Tệp đã nhận` of the control workbook: every file of the run, what became of it, why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from xlsxwriter.worksheet import Worksheet

from aggregator import deadlines, rules, wording
from aggregator import period as periods
from aggregator.model import FileRecord, FileStatus, Form
from aggregator.report import words
from aggregator.report.digest import Digest
from aggregator.report.each import Each
from aggregator.report.links import Relative, target
from aggregator.report.resting import day_of
from aggregator.report.table import DATE, TEXT, Column, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

SHEET = "Tệp đã nhận"

COLUMNS = (
    Column("file", "Tệp", look=TEXT, hidden=True, unique=True),
    Column("file_shown", "Tệp", 52, TEXT, unique=True),
    Column("status_label", "Tình trạng", 20, TEXT),
    Column("name", "Đơn vị", 36, TEXT, unique=True),
    Column("period_label", "Kỳ", 18, TEXT),
    Column("reason", "Lý do", 40, TEXT),
    Column("detail", "Chi tiết", 50, TEXT),
    Column("received", "Ngày nhận", 12, DATE),
    Column("sha256", "Mã băm SHA-256", 36, TEXT, unique=True),
)


def write(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Tệp đã nhận`, in the order of the run."""
    files = digest.result.files
    said = {(f.ref.file, f.code): f.message for f in reversed(digest.result.findings)}
    table = Table(
        "TỆP ĐÃ NHẬN",
        "Mỗi tệp trong thư mục có đúng một dòng; không tệp nào bị sửa, chuyển hay xóa.",
        COLUMNS,
        Each(partial(_row, digest, said), files),
        rests=digest.resting(partial(_resting_on, digest, said)),
        links={"file_shown": Each(lambda record: target(relative(record.path)), files)},
    )
    write_table(sheet, formats, table)
    rejected = f'"{words.FILE_STATUS[FileStatus.REJECTED]}"'
    rule = {"type": "cell", "criteria": "==", "value": rejected, "format": formats.mark_bad}
    sheet.conditional_format(*table.area("status_label").from_zero, rule)
    return table


def reason(form: Form, code: str) -> str:
    """A code with the title of its rule."""
    try:
        return f"{code} – {rules.find(code, form).title}"
    except KeyError:
        return code


def _resting_on(digest: Digest, said: Mapping[tuple[str, str], str], at: slice) -> object:
    some = digest.result.files[at]
    details = [said.get((each.path, each.reason)) for each in some]
    return digest.of_files(at), [day_of(each.received) for each in some], details


def _row(
    digest: Digest, said: Mapping[tuple[str, str], str], record: FileRecord
) -> tuple[Value, ...]:
    known_period = periods.is_period(record.period)
    return (
        record.path,
        record.path,
        words.FILE_STATUS[record.status],
        digest.full_name(record.unit),
        wording.capitalised(periods.label(record.period)) if known_period else record.period,
        reason(digest.form, record.reason) if record.reason else None,
        said.get((record.path, record.reason)),
        deadlines.day_of(record.received) if record.received else None,
        record.sha256,
    )
