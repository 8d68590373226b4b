"""Sheet `Nhắc việc` of the control workbook: what the plan wants by when, and who still owes it."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from aggregator import deadlines, vocabulary, wording
from aggregator import period as periods
from aggregator.deadlines import Duty
from aggregator.report.digest import Digest
from aggregator.report.links import Relative
from aggregator.report.table import CENTRED, DATE, TEXT, Column, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

SHEET = "Nhắc việc"

COLUMNS = (
    Column("deadline", "Mã", look=TEXT, hidden=True),
    Column("what", "Việc", 52, TEXT),
    Column("period_label", "Kỳ", 18, TEXT),
    Column("due", "Hạn", 12, DATE),
    Column("days", "Còn (ngày)", 9, CENTRED),
    Column("from_label", "Cấp thực hiện", 28, TEXT),
    Column("to", "Nơi nhận", 28, TEXT),
    Column("units", "Số đơn vị", 9, CENTRED),
    Column("owing", "Chưa nộp", 9, CENTRED),
    Column("state", "Tình hình", 44, TEXT),
)


def write(sheet: Worksheet, formats: Formats, digest: Digest, _: Relative) -> Table:
    """Fill sheet `Nhắc việc`, in the order of the dates."""
    duties = list(deadlines.duties(digest.result)) if digest.result.period else []
    table = Table(
        "NHẮC VIỆC", _note(digest, duties), COLUMNS, [_row(digest, duty) for duty in duties]
    )
    write_table(sheet, formats, table)
    passed = {"type": "cell", "criteria": "<", "value": 0, "format": formats.mark_warn}
    owed = {"type": "cell", "criteria": ">", "value": 0, "format": formats.mark_bad}
    sheet.conditional_format(*table.area("days").from_zero, passed)
    sheet.conditional_format(*table.area("owing").from_zero, owed)
    return table


def _note(digest: Digest, duties: Sequence[Duty]) -> str:
    if not duties:
        return "Kế hoạch không ghi thời hạn nào trong năm."
    day = periods.last_day(digest.result.period)
    return (
        f"Các thời hạn trong năm của kế hoạch, tính đến ngày cuối kỳ {day:%d/%m/%Y}. "
        "Số ngày âm là đã qua hạn."
    )


def _row(digest: Digest, duty: Duty) -> tuple[Value, ...]:
    row = duty.deadline
    known = periods.is_period(row.period)
    return (
        row.code,
        row.what,
        wording.capitalised(periods.label(row.period)) if known else row.period or None,
        row.due,
        duty.left,
        vocabulary.label("level", row.from_level) if row.from_level else "Mọi cấp",
        row.to or None,
        duty.units,
        duty.owing,
        _state(digest.result.period, duty),
    )


def _state(period: str, duty: Duty) -> str:
    row = duty.deadline
    if duty.owing is not None:
        if not duty.owing:
            return "Đã nộp đủ"
        return f"Còn {wording.number(duty.owing)} đơn vị chưa có báo cáo hợp lệ hoặc chưa đủ"
    if not row.period:
        return "Không có biểu mẫu để đối chiếu; theo dõi riêng"
    if periods.is_period(row.period) and periods.order(row.period) < periods.order(period):
        return "Kỳ trước; xem sổ kiểm tra của kỳ đó"
    return "Chưa đến kỳ"
