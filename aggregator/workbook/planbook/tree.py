"""Sheet `Cây đơn vị` of the plan workbook: units indented by level, with what they were given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.balance import chosen
from aggregator.workbook.planbook.rows import Rows, print_area

SHEET = "Cây đơn vị"
_HERE = f"'{SHEET}'!$"
_INDENT = "      "
_COLUMNS = (
    ("Tổ chức đảng", 60, "=cay_ten"),
    ("Mã đơn vị", 16, "=cay_ma"),
    ("Số đơn vị trực thuộc", 11, "=cay_duoi"),
    ("Đảng viên đầu năm", 11, "=cay_dang_vien"),
    ("Số giao", 10, "=cay_giao"),
    ("Giao tiếp bên dưới", 11, "=cay_giao_tiep"),
    ("Đối chiếu", 22, "=cay_doi_chieu"),
    ("bậc", 0, '=IF($B{r}="","",IFERROR(INDEX($H$2:$H{up},MATCH(cay_tren,$B$2:$B{up},0))+1,0))'),
    ("vị trí", 0, "=cay_vi_tri"),
    ("dòng", 0, ""),
)
NAMES: Mapping[str, str] = {
    "cay_ma": f'=INDEX(dv_ma,{_HERE}J1)&""',
    "cay_tren": f"=INDEX(dv_cap_tren,{_HERE}J1)",
    "cay_ten": f'=IF({_HERE}B1="","",REPT("{_INDENT}",{_HERE}H1)&INDEX(dv_bang,{_HERE}J1,2))',
    "cay_duoi": f'=IF({_HERE}B1="","",IF(COUNTIF(dv_cap_tren,{_HERE}B1)=0,"",'
    f"COUNTIF(dv_cap_tren,{_HERE}B1)))",
    "cay_dang_vien": f'=IF({_HERE}B1="","",IF(N(INDEX(dv_bang,{_HERE}J1,11))=0,"",'
    f"INDEX(dv_bang,{_HERE}J1,11)))",
    "cay_giao": f'=IF({_HERE}I1="","",INDEX(pb_so,{_HERE}I1))',
    "cay_giao_tiep": f'=IF({_HERE}I1="","",INDEX(pb_giao_duoi,{_HERE}I1))',
    "cay_doi_chieu": f'=IF({_HERE}I1="","",INDEX(pb_loi,{_HERE}I1))',
    "cay_vi_tri": f'=IF({_HERE}B1="","",IFERROR(MATCH(xem_ma&"|"&{_HERE}B1,pb_khoa,0),""))',
}
"""The formulas of a row; they find a unit by its place in sheet `Đơn vị`, which may be sorted."""


def write(sheet: Worksheet, rows: Rows) -> None:
    """Fill the sheet: a row for each unit and for those still to be added."""
    code = chosen(rows.plan)
    formats = rows.formats
    title = '="CÂY ĐƠN VỊ"&IF(xem_ma="",""," - CHỈ TIÊU "&xem_ma)'
    told = f"CÂY ĐƠN VỊ - CHỈ TIÊU {code}" if code else "CÂY ĐƠN VỊ"
    sheet.write_formula("A1", title, formats.title, told)
    hint = "Chọn chỉ tiêu ở sheet Xem phân bổ. Ở sheet Đơn vị ghi cấp trên trước cấp dưới."
    sheet.write_string("D1", hint, formats.muted)
    for column, (label, width, _) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width or 6, None, {"hidden": not width})
        sheet.write_string(1, column, label, formats.header)
    sheet.set_row(1, 50)
    looks = [
        formats.text,
        formats.text,
        *(rows.looks["number"],) * 4,
        rows.looks["cell"],
        None,
        None,
    ]
    values = list(_values(rows, code))
    spare = rows.spare(len(values))
    for at in range(len(values) + spare):
        row = columns.FIRST_ROW + at
        held = values[at] if at < len(values) else ("",) * 9
        sheet.write_number(row - 1, 9, row - 1)
        for column, (_, _, formula) in enumerate(_COLUMNS[:-1]):
            text = formula.format(r=row, up=row - 1)
            sheet.write_formula(row - 1, column, text, looks[column], held[column])
    rows.marks(sheet, 6, columns.FIRST_ROW - 1, columns.FIRST_ROW + len(values) + spare)
    print_area(sheet, len(values), 7)
    sheet.freeze_panes(columns.FIRST_ROW - 1, 1)
    sheet.repeat_rows(1)


def _values(rows: Rows, code: str) -> Iterator[Sequence[str | int]]:
    plan, balance = rows.plan, rows.balance
    below = Counter(unit.parent for unit in plan.units.values())
    places = {
        row.unit: at
        for at, (row, share) in enumerate(zip(plan.allocations, balance.shares, strict=True))
        if row.quota == code and share.is_current
    }
    depth: dict[str, int] = {}
    for unit in plan.units.values():
        depth[unit.code] = depth.get(unit.parent, -1) + 1
        at = places.get(unit.code)
        share = balance.shares[at] if at is not None else None
        given = plan.allocations[at].amount if at is not None else ""
        on = "" if share is None or share.below is None else share.below
        yield (
            _INDENT * depth[unit.code] + unit.name,
            unit.code,
            below[unit.code] or "",
            unit.members_start or "",
            given,
            on,
            share.verdict if share else "",
            depth[unit.code],
            "" if at is None else at + columns.FIRST_ROW - 1,
        )
