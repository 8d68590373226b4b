"""The pictures of sheet `Tổng quan`: the year, the steps to membership, who the new members are.

Each stands beside the small table that feeds it, under a sentence on what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from aggregator import period as periods
from aggregator import wording
from aggregator.arithmetic import percent
from aggregator.model import Key, Number
from aggregator.report import course, words
from aggregator.report.course import Point
from aggregator.report.digest import Digest
from aggregator.report.summary import charts
from aggregator.report.summary.charts import Title
from aggregator.report.summary.page import Page
from aggregator.report.table import Area
from aggregator.report.word.sentences import lowered

_Row = tuple[str, Number | None, Number | None]
YEAR_ROWS, STEP_ROWS = 16, 14
MOST_NAMED = 3

PIPELINE: Mapping[str, tuple[str, str]] = {
    "N.gioithieu": ("Quần chúng ưu tú được giới thiệu", "được giới thiệu"),
    "N.camtinh": ("Cảm tình Đảng (có đến cuối kỳ)", ""),
    "N.boiduong": ("Học lớp bồi dưỡng nhận thức", "học lớp nhận thức"),
    "N.gcn": ("Được cấp giấy chứng nhận", ""),
    "N.hoso_tham_tra": ("Hồ sơ đang thẩm tra (cuối kỳ)", ""),
    "N.hoso_gui": ("Hồ sơ đã gửi cấp trên", "có hồ sơ gửi cấp trên"),
    "N.quyetdinh": ("Có quyết định kết nạp", ""),
    "B2.I": ("Đã kết nạp", "được kết nạp"),
    "DB.chinhthuc": ("Công nhận đảng viên chính thức", "được công nhận chính thức"),
}
"""Each step in the table and, where it is said, in the sentence."""


def year(page: Page, digest: Digest) -> None:
    """Admissions period by period against the even pace."""
    points = course.year(digest)
    page.section("I. TIẾN ĐỘ TRONG NĂM", "I. Tiến độ")
    title = page.said(standing(digest))
    top = page.row
    page.head(("Đến hết", "Kết nạp lũy kế", "Tiến độ đều theo chỉ tiêu"))
    first = page.row
    looks = [page.formats.cell, page.formats.number, page.formats.number]
    for point in points:
        page.line((periods.label(point.period), point.total, point.pace), looks)
    ends, *cells = (Area(first, column, page.row - 1, column) for column in (2, 3, 4))
    totals = charts.Drawn(cells[0], [point.total for point in points])
    pace = charts.Drawn(cells[1], [point.pace for point in points])
    paced = pace if any(point.pace is not None for point in points) else None
    if any(point.total is not None for point in points):
        chart = charts.year(page.workbook, page.sheet.name, ends, totals, paced, title)
        page.chart(chart, top, 5, YEAR_ROWS, title)
    _covered(page, digest, top + YEAR_ROWS)


def standing(digest: Digest) -> str:
    """How far the year is, at the end of the last period that is known."""
    known = [point for point in course.year(digest) if point.total is not None]
    if not known:
        return "Chưa có số liệu kết nạp của kỳ nào trong năm"
    point, judgement = known[-1], digest.leading.get(digest.result.unit)
    done = f"Đến hết {periods.label(point.period)}: kết nạp {wording.number(point.total)}"
    required = judgement.required if judgement else None
    if required is None:
        return f"{done} đảng viên"
    return f"{done}/{wording.number(required)} đảng viên; {_against(point, required)}"


def _against(point: Point, required: int) -> str:
    left: Number = (point.pace or 0) - (point.total or 0)
    if (point.total or 0) >= required:
        return "đạt chỉ tiêu năm"
    if left == 0:
        return f"đúng tiến độ đều ({wording.number(point.pace)})"
    how, gap = ("chậm", left) if left > 0 else ("vượt", -left)
    return f"{how} {wording.number(gap)} so với tiến độ đều ({wording.number(point.pace)})"


def pipeline(page: Page, digest: Digest) -> None:
    """From the people introduced to full members."""
    steps = {code: PIPELINE[code] for code in PIPELINE if code in digest.form.indicators}
    if not steps:
        return
    page.section("II. CÁC BƯỚC ĐẾN ĐẢNG VIÊN CHÍNH THỨC", "II. Các bước", new_page=True)
    counts = {code: digest.figures[Key(code, "luy_ke")] for code in steps}
    said = [
        f"{wording.number(counts[code])} {phrase}"
        for code, (_, phrase) in steps.items()
        if phrase and counts[code] is not None
    ]
    sentence = f"Từ đầu năm: {', '.join(said)}" if said else "Chưa có số liệu về các bước"
    rows = [
        (label, digest.figures[Key(code, "ky")], digest.figures[Key(code, "luy_ke")])
        for code, (label, _) in steps.items()
    ]
    drawn = any(number is not None for number in counts.values())
    _bars(page, digest, ("Bước", "Trong kỳ", "Lũy kế từ đầu năm"), rows, page.said(sentence), drawn)


def structure(page: Page, digest: Digest) -> None:
    """Who the newly admitted are: the breakdowns of admissions that the form calls `trong đó`."""
    admissions = digest.form.admissions
    among = [code for code in digest.form.indicators if code.startswith(f"{admissions}.")]
    if not among:
        return
    page.section("III. CƠ CẤU ĐẢNG VIÊN MỚI KẾT NẠP", "III. Cơ cấu")
    total = digest.figures[Key(admissions, "luy_ke")]
    counts = {code: digest.figures[Key(code, "luy_ke")] for code in among}
    rows = [
        (words.subject(digest.form, code), counts[code], percent(counts[code], total))
        for code in among
    ]
    title = page.said(_composition(rows, total))
    drawn = any(number not in (None, 0) for number in counts.values())
    heads = ("Trong đó", "Lũy kế từ đầu năm", "Tỷ lệ %")
    _bars(page, digest, heads, rows, title, drawn, at=3)


def _composition(rows: Sequence[_Row], total: Number | None) -> str:
    if total is None:
        return "Chưa có số liệu kết nạp"
    known = [(label, count) for label, count, _ in rows if count]
    largest = sorted(known, key=lambda each: -each[1])[:MOST_NAMED]
    shares = [wording.percent(Fraction(count) / Fraction(total or 1)) for _, count in largest]
    named = ", ".join(
        f"{lowered(label)} {wording.number(count)} ({share}%)"
        for (label, count), share in zip(largest, shares, strict=True)
    )
    told = f"{wording.number(total)} đảng viên mới kết nạp từ đầu năm"
    return f"{told}; nhiều nhất: {named}" if named else told


def _bars(
    page: Page,
    digest: Digest,
    heads: tuple[str, ...],
    rows: Sequence[_Row],
    title: Title,
    drawn: bool,
    at: int = 4,
) -> None:
    """A table with a chart of one of its columns."""
    top = page.row
    page.head(heads)
    first = page.row
    last_look = page.formats.number if at == 4 else page.formats.percent
    for row in rows:
        page.line(row, [page.formats.cell, page.formats.number, last_look])
    names, cells = (Area(first, column, page.row - 1, column) for column in (2, at))
    if drawn:
        values = charts.Drawn(cells, [row[2] if at == 4 else row[1] for row in rows])
        chart = charts.bars(page.workbook, page.sheet.name, names, values, title)
        page.chart(chart, top, 5, STEP_ROWS, title)
    _covered(page, digest, top + STEP_ROWS)


def _covered(page: Page, digest: Digest, below: int) -> None:
    page.line([digest.coverage], [page.formats.muted])
    page.row = max(page.row, below)
