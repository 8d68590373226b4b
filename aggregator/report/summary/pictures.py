"""The charts of sheet `Tổng quan`, each beside the small table that feeds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from aggregator import layout
from aggregator import period as periods
from aggregator.consolidate import missing_in
from aggregator.figures import percent
from aggregator.model import Key, UnitResult
from aggregator.report import words
from aggregator.report.digest import Digest
from aggregator.report.summary import charts
from aggregator.report.summary.page import Page
from aggregator.report.table import Area

SHEET = layout.OVERVIEW_SHEET
CHART_ROWS = 16
UNITS_A_CHART = 28
MOST_UNITS = 140

PIPELINE: Mapping[str, str] = {
    "N.gioithieu": "Quần chúng ưu tú được giới thiệu",
    "N.camtinh": "Cảm tình Đảng (có đến cuối kỳ)",
    "N.boiduong": "Học lớp bồi dưỡng nhận thức",
    "N.gcn": "Được cấp giấy chứng nhận",
    "N.hoso_tham_tra": "Hồ sơ đang thẩm tra (cuối kỳ)",
    "N.hoso_gui": "Hồ sơ đã gửi cấp trên",
    "N.quyetdinh": "Có quyết định kết nạp",
    "B2.I": "Đã kết nạp",
    "DB.chinhthuc": "Công nhận đảng viên chính thức",
}


def write(page: Page, digest: Digest) -> None:
    """The parts of the overview that have a chart."""
    _pipeline(page, digest)
    _year(page, digest)
    _units(page, digest)


def _pipeline(page: Page, digest: Digest) -> None:
    page.section("III. TỪ QUẦN CHÚNG ƯU TÚ ĐẾN ĐẢNG VIÊN CHÍNH THỨC", new_page=True)
    top = page.row
    page.head(("Bước", "Trong kỳ", "Lũy kế từ đầu năm"))
    first = page.row
    looks = [page.formats.cell, page.formats.number, page.formats.number]
    for code, label in PIPELINE.items():
        if code in digest.form.indicators:
            numbers = (digest.figures[Key(code, column)] for column in ("ky", "luy_ke"))
            page.line((label, *numbers), looks)
    last = page.row - 1
    stages, totals = Area(first, 2, last, 2), Area(first, 4, last, 4)
    chart = charts.pipeline(page.workbook, SHEET, stages, totals)
    page.chart(chart, top, 5, CHART_ROWS, "Số người ở từng bước, lũy kế từ đầu năm")
    _covered(page, digest, top)


def _year(page: Page, digest: Digest) -> None:
    page.section("IV. KẾT NẠP LŨY KẾ TRONG NĂM")
    top = page.row
    page.head(("Đến hết", "Kết nạp lũy kế", "Tiến độ đều theo chỉ tiêu"))
    first = page.row
    looks = [page.formats.cell, page.formats.number, page.formats.number]
    for point in digest.year():
        page.line((periods.label(point.period), point.total, point.pace), looks)
    last = page.row - 1
    areas = [Area(first, column, last, column) for column in (2, 3, 4)]
    chart = charts.year(page.workbook, SHEET, areas[0], areas[1], areas[2])
    page.chart(chart, top, 5, CHART_ROWS, "Kết nạp lũy kế theo kỳ so với tiến độ đều")
    _covered(page, digest, top)


def _covered(page: Page, digest: Digest, top: int) -> None:
    page.line([digest.coverage], [page.formats.muted])
    page.row = max(page.row, top + CHART_ROWS)


def _units(page: Page, digest: Digest) -> None:
    direct = [unit for unit in digest.result.units if unit.unit.parent == digest.result.unit]
    title = "V. KẾT QUẢ CỦA ĐƠN VỊ TRỰC THUỘC"
    shown = _furthest_behind(digest, direct)
    for start in range(0, len(shown), UNITS_A_CHART):
        page.section(title if start == 0 else f"{title} (tiếp theo)", new_page=True)
        if len(shown) < len(direct) and start == 0:
            told = f"{MOST_UNITS} đơn vị có tỷ lệ thấp nhất; xem đủ ở sheet “{layout.UNIT_SHEET}”."
            page.line([told], [page.formats.muted])
        _chunk(page, digest, shown[start : start + UNITS_A_CHART])


def _furthest_behind(digest: Digest, direct: Sequence[UnitResult]) -> Sequence[UnitResult]:
    """All direct subordinates, or where they are too many the lowest shares, in plan order."""
    if len(direct) <= MOST_UNITS:
        return direct
    ranked = sorted(direct, key=lambda unit: _share(digest, unit) or Decimal(0))
    chosen = {unit.unit.code for unit in ranked[:MOST_UNITS]}
    return [unit for unit in direct if unit.unit.code in chosen]


def _share(digest: Digest, unit: UnitResult) -> Decimal | None:
    judgement = digest.leading.get(unit.unit.code)
    return percent(judgement.actual, judgement.required) if judgement else None


def _chunk(page: Page, digest: Digest, direct: Sequence[UnitResult]) -> None:
    top = page.row
    page.head(("Đơn vị", "Chỉ tiêu năm", "Kết nạp lũy kế", "Tỷ lệ %", "Đơn vị còn thiếu"))
    first, formats = page.row, page.formats
    counts = [formats.number] * 2
    for unit in direct:
        judgement = digest.leading.get(unit.unit.code)
        admitted = digest.known(unit, Key(digest.form.admissions, "luy_ke"))
        required = judgement.required if judgement else None
        page.line(
            (_name(unit), required, admitted, _share(digest, unit), missing_in(unit)),
            [formats.cell, *counts, formats.percent, formats.number],
        )
    last = page.row - 1
    areas = [Area(first, column, last, column) for column in (2, 3, 4)]
    chart = charts.units(page.workbook, SHEET, areas[0], areas[1], areas[2])
    rows = max(len(direct) + 3, CHART_ROWS)
    page.chart(chart, top, 7, rows, "Kết nạp lũy kế của từng đơn vị so với chỉ tiêu năm")
    page.line([digest.coverage], [formats.muted])
    page.row = max(page.row, top + rows)


def _name(unit: UnitResult) -> str:
    if unit.submission is not None or unit.known:
        return unit.unit.name
    return f"{unit.unit.name} ({words.of_unit(unit).lower()})"
