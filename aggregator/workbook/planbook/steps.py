"""The steps on the first sheet of the plan workbook: what to fill in order, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from aggregator.model import Plan
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import live, tree, view
from aggregator.workbook.planbook.balance import WRONG, Balance, chosen
from aggregator.workbook.planbook.columns import Table
from aggregator.workbook.planbook.rows import Rows

_NONE = "chưa có dòng nào"


class _Step(NamedTuple):
    sheet: str
    told: str
    formula: str
    value: str


def write(sheet: Worksheet, rows: Rows, row: int) -> int:
    """Write the steps from a row down, from 0; the first free row below."""
    formats = rows.formats
    sheet.write_string(row, 1, "Trình tự điền", formats.subheading)
    sheet.write_string(row, 2, "Đã có (tự tính)", formats.subheading)
    steps = list(_steps(rows.plan, rows.balance))
    for at, step in enumerate(steps, 1):
        link = f"internal:'{step.sheet}'!A1"
        sheet.write_url(row + at, 1, link, formats.cell_link, f"{at}. {step.sheet}")
        sheet.write_formula(row + at, 2, "=" + step.formula, formats.cell, step.value)
        sheet.write_string(row + at, 3, step.told, formats.note)
        sheet.set_row(row + at, 20)
    return row + len(steps) + 2


def _steps(plan: Plan, balance: Balance) -> Iterator[_Step]:
    yield _head(plan)
    yield _units(plan)
    yield _counted(columns.QUOTAS, plan, "chỉ tiêu", "Mỗi câu có số của văn bản là một dòng")
    yield _allocated(plan, balance)
    yield _counted(columns.EXEMPTIONS, plan, "dòng", "Chỉ khi có văn bản của cấp ủy cấp trên")
    yield _counted(columns.DEADLINES, plan, "thời hạn", "Hạn gửi báo cáo từng kỳ")
    yield _counted(columns.HISTORY, plan, "dòng", "Số liệu các năm trước, nếu văn bản có nêu")
    code = chosen(plan)
    yield _Step(
        view.SHEET,
        "Chỉ để xem: ai được giao bao nhiêu, có biểu đồ",
        'IF(xem_ma="","Chưa chọn chỉ tiêu","Đang xem chỉ tiêu "&xem_ma)',
        f"Đang xem chỉ tiêu {code}" if code else "Chưa chọn chỉ tiêu",
    )
    yield _counted(
        columns.UNITS, plan, "đơn vị", "Chỉ để xem: mọi đơn vị, thụt vào theo bậc"
    )._replace(sheet=tree.SHEET)


def _head(plan: Plan) -> _Step:
    wanted = {
        row: field
        for row, field in enumerate(columns.HEAD, columns.HEAD_FIRST_ROW)
        if field.required or field.wanted
    }
    blank = "+".join(f'(C{row}="")' for row in wanted)
    missing = sum(getattr(plan, field.name) in ("", None) for field in wanted.values())
    return _Step(
        columns.HEAD_SHEET,
        "Các ô ở trên: mã, tên, năm, chế độ báo cáo, biểu mẫu",
        f'IF({blank}=0,"ĐÃ GHI ĐỦ","CÒN "&({blank})&" Ô CHƯA GHI")',
        f"CÒN {missing} Ô CHƯA GHI" if missing else "ĐÃ GHI ĐỦ",
    )


def _units(plan: Plan) -> _Step:
    roots = sum(not unit.parent for unit in plan.units.values())
    wrong = "; PHẢI CÓ ĐÚNG MỘT ĐƠN VỊ KHÔNG CÓ CẤP TRÊN, ĐANG CÓ "
    difference = "COUNTA(dv_ma)-COUNTA(dv_cap_tren)"
    step = _counted(
        columns.UNITS, plan, "đơn vị", "Mỗi tổ chức đảng một dòng, cấp trên ghi trước cấp dưới"
    )
    return step._replace(
        formula=f'{step.formula}&IF(OR(COUNTA(dv_ma)=1,{difference}=1),"","{wrong}"&{difference})',
        value=step.value + (f"{wrong}{roots}" if plan.units and roots != 1 else ""),
    )


def _counted(table: Table, plan: Plan, noun: str, told: str) -> _Step:
    first, last = columns.FIRST_ROW, live.LAST_ROW
    filled = f"COUNTA('{table.title}'!$B${first}:$B${last})"
    if table is columns.UNITS:
        filled = "(COUNTA(dv_ma)-1)"
    count = len(columns.rows_of(table, plan))
    return _Step(
        table.title,
        told,
        f'IF({filled}=0,"{_NONE}",{filled}&" {noun}")',
        f"{count} {noun}" if count else _NONE,
    )


def _allocated(plan: Plan, balance: Balance) -> _Step:
    """Wrong words beside shares and quotas; and shares below the last row that has formulas."""
    step = _counted(
        columns.ALLOCATIONS, plan, "dòng", "Số giao của từng đơn vị cho chỉ tiêu loại K1"
    )
    words = ",".join(f'"{word}*"' for word in WRONG)
    wrong = f"SUMPRODUCT(COUNTIF(pb_loi,{{{words}}})+COUNTIF(ct_loi,{{{words}}}))"
    verdicts = [share.verdict for share in balance.shares]
    verdicts += [given.verdict for given in balance.quotas if given]
    bad = sum(verdict.startswith(WRONG) for verdict in verdicts)
    agreed = "; đã khớp" if balance.shares else ""
    bare = 'COUNTA(pb_don_vi)-1-SUMPRODUCT((pb_don_vi<>"")*ISNUMBER(pb_thu_tu))'
    return step._replace(
        formula=f'{step.formula}&IF({wrong}=0,IF(COUNTA(pb_don_vi)=1,"","; đã khớp"),'
        f'"; CÒN "&{wrong}&" CHỖ CHƯA KHỚP")'
        f'&IF({bare}>0,"; "&{bare}&" DÒNG CHƯA CÓ CÔNG THỨC: CHÉP CỘT E:L XUỐNG","")',
        value=step.value + (f"; CÒN {bad} CHỖ CHƯA KHỚP" if bad else agreed),
    )
