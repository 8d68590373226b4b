"""Sheet `Xem phân bổ` of the plan workbook: one quota, who was given how much of it, as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from aggregator.model import Allocation, Quota, Unit
from aggregator.workbook.palette import BLUE, FONT, INK, LINE, MUTED
from aggregator.workbook.planbook.balance import Given, Share, chosen
from aggregator.workbook.planbook.rows import Rows

SHEET = "Xem phân bổ"
_TOP, _LISTED, _DRAWN = 12, 60, 40
"""The first row of the list, how many it holds, how many of them at most the chart draws."""
_WIDTHS = (8, 16, 38, 11, 12, 12, 13, 22)
_LABELS = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Số giao",
    "Đảng viên đầu năm",
    "% trên đảng viên",
    "Giao tiếp bên dưới",
    "Đối chiếu",
)
_Cell = str | int | Decimal

HERE = f"'{SHEET}'!"
NAMES: Mapping[str, str] = {
    "xem_ma": f"={HERE}$C$4",
    "xem_dong": '=IF(xem_ma="",NA(),MATCH(xem_ma,ct_ma,0))',
    "xem_don_vi": f"={HERE}$C$6",
    "xem_khoa": '=xem_ma&"|"&xem_don_vi',
}
_LIST = (
    'IF($A{r}="","",INDEX(pb_don_vi,$A{r}))',
    'IF($A{r}="","",INDEX(pb_ten_don_vi,$A{r}))',
    'IF($A{r}="","",INDEX(pb_so,$A{r}))',
    'IF($A{r}="","",IF(N(VLOOKUP($B{r},dv_bang,11,FALSE))=0,"",VLOOKUP($B{r},dv_bang,11,FALSE)))',
    'IF(OR($A{r}="",$E{r}=""),"",$D{r}/$E{r})',
    'IF($A{r}="","",INDEX(pb_giao_duoi,$A{r}))',
    'IF($A{r}="","",INDEX(pb_loi,$A{r}))',
)


class _Shown(NamedTuple):
    """What the sheet shows first: a quota, how it stands, the rows directly below its node."""

    quota: Quota | None
    given: Given | None
    rows: Sequence[tuple[int, Allocation, Share]]


def write(sheet: Worksheet, rows: Rows) -> None:
    """Fill the sheet. Which quota and below which unit is chosen in two cells."""
    formats, shown = rows.formats, _shown(rows)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, None, {"hidden": not column})
    sheet.write_string("B1", "XEM PHÂN BỔ CHỈ TIÊU", formats.title)
    hint = "Chọn chỉ tiêu, và đơn vị nếu muốn xem cấp dưới nữa, ở hai ô vàng. Không gõ vào bảng."
    sheet.write_string("B2", hint, formats.muted)
    _chooser(sheet, rows, shown)
    sheet.set_row(_TOP - 2, 34)
    for column, label in enumerate(_LABELS, 1):
        sheet.write_string(_TOP - 2, column, label, formats.header)
    looks = [formats.cell, formats.cell, formats.number, formats.number, rows.rate, formats.number,
             formats.cell_bold]  # fmt: skip
    values = list(_values(rows, shown))
    for at in range(_LISTED):
        row = _TOP + at
        held = values[at] if at < len(values) else ("",) * 8
        sheet.write_formula(row - 1, 0, _place(row), None, held[0])
        for column, (formula, look) in enumerate(zip(_LIST, looks, strict=True), 1):
            sheet.write_formula(row - 1, column, "=" + formula.format(r=row), look, held[column])
    rows.marks(sheet, len(_LABELS), _TOP - 1, _TOP + _LISTED)
    sheet.freeze_panes(_TOP - 1, 0)
    sheet.repeat_rows(_TOP - 2)
    drawn = min(len(values), _DRAWN) or _DRAWN // 2
    place = {"x_offset": 12, "description": _described(shown), "object_position": 3}
    sheet.insert_chart(_TOP - 2, len(_LABELS) + 1, _chart(rows, drawn), place)


def _chooser(sheet: Worksheet, rows: Rows, shown: _Shown) -> None:
    formats = rows.formats
    quota, given = shown.quota, shown.given
    unit = rows.plan.units.get(quota.unit) if quota else None
    total = "" if quota is None or quota.minimum is None else int(-(-quota.minimum // 1))
    lines: tuple[tuple[str, str, _Cell], ...] = (
        ("Bên dưới", '=IF($C$5="",IFERROR(INDEX(ct_nhan,xem_dong),""),$C$5)',
         quota.unit if quota else ""),
        ("Tên đơn vị", '=IFERROR(VLOOKUP($C$6,dv_bang,2,FALSE)&"","")', unit.name if unit else ""),
        ("Được giao", '=IF($C$5="",IFERROR(ROUNDUP(INDEX(ct_so,xem_dong),0),""),'
         'IFERROR(INDEX(pb_so,MATCH(xem_khoa,pb_khoa,0)),""))', total),
        ("Đối chiếu", '=IF($C$5="",IFERROR(INDEX(ct_loi,xem_dong),""),'
         'IFERROR(INDEX(pb_loi,MATCH(xem_khoa,pb_khoa,0)),""))', given.verdict if given else ""),
    )  # fmt: skip
    sheet.write_string("B4", "Chỉ tiêu", formats.cell_bold)
    sheet.write_string("C4", quota.code if quota else "", formats.input_sample)
    sheet.write_string("B5", "Đơn vị", formats.cell_bold)
    sheet.write_blank("C5", None, formats.input_sample)
    sheet.data_validation("C4", _listed("dm_chi_tieu", "Một chỉ tiêu loại K1"))
    sheet.data_validation("C5", _listed("dm_don_vi", "Để trống: nơi nhận chỉ tiêu"))
    for row, (label, formula, value) in enumerate(lines, 5):
        sheet.write_string(row, 1, label, formats.cell_bold)
        look = formats.number_left if label == "Được giao" else formats.cell
        sheet.write_formula(row, 2, formula, look, value)
    rows.marks(sheet, 2, 8, 9)
    more = max(0, len(shown.rows) - _LISTED)
    text = f'=IF(COUNTIF(pb_tren,xem_khoa)>{_LISTED},"Còn "&COUNTIF(pb_tren,xem_khoa)-{_LISTED}&'
    text += '" đơn vị nữa: xem sheet Cây đơn vị","")'
    sheet.write_formula("D9", text, formats.muted, _more(more))


def _more(count: int) -> str:
    return f"Còn {count} đơn vị nữa: xem sheet Cây đơn vị" if count else ""


def _listed(name: str, hint: str) -> dict[str, str]:
    return {"validate": "list", "source": f"={name}", "input_message": hint}


def _place(row: int) -> str:
    """Where in `Phân bổ` the next row of the list stands: the first match below the last one."""
    if row == _TOP:
        return '=IFERROR(MATCH(xem_khoa,pb_tren,0),"")'
    rest = f"INDEX(pb_tren,$A{row - 1}+1):INDEX(pb_tren,ROWS(pb_tren))"
    return f'=IF($A{row - 1}="","",IFERROR($A{row - 1}+MATCH(xem_khoa,{rest},0),""))'


def _shown(rows: Rows) -> _Shown:
    plan, balance = rows.plan, rows.balance
    code = chosen(plan)
    for quota, given in zip(plan.quotas, balance.quotas, strict=True):
        if given and given.is_current and quota.code == code:
            listed = enumerate(zip(plan.allocations, balance.shares, strict=True), 2)
            below = [
                (at, row, share)
                for at, (row, share) in listed
                if (row.quota, share.above) == (code, quota.unit)
            ]
            return _Shown(quota, given, below)
    return _Shown(None, None, ())


def _values(rows: Rows, shown: _Shown) -> Iterator[Sequence[_Cell]]:
    for at, row, share in shown.rows:
        unit = rows.plan.units[row.unit]
        below = "" if share.below is None else share.below
        members = unit.members_start or ""
        yield at, row.unit, unit.name, row.amount, members, _rate(row, unit), below, share.verdict


def _rate(row: Allocation, unit: Unit) -> Decimal | str:
    return Decimal(row.amount) / unit.members_start if unit.members_start else ""


def _described(shown: _Shown) -> str:
    named = f" {shown.quota.code}" if shown.quota else ""
    return (
        f"Biểu đồ thanh: số giao của chỉ tiêu{named} cho từng đơn vị trực tiếp, như bảng bên trái"
    )


def _chart(rows: Rows, drawn: int) -> Chart:
    """Horizontal bars from the first unit at the top, each with its number."""
    chart = rows.workbook.add_chart({"type": "bar"})
    first, last = _TOP - 1, _TOP - 2 + drawn
    font = {"name": FONT, "size": 9, "color": INK}
    chart.add_series(
        {
            "name": "Số giao",
            "categories": [SHEET, first, 2, last, 2],
            "values": [SHEET, first, 3, last, 3],
            "fill": {"color": BLUE},
            "border": {"color": BLUE},
            "data_labels": {"value": True, "font": {**font, "bold": True}},
            "gap": 40,
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": MUTED}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"none": True})
    title = {"name": "Số giao theo đơn vị", "name_font": {**font, "size": 12, "bold": True}}
    chart.set_title(title)
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": 560, "height": 90 + 22 * drawn})
    return chart
