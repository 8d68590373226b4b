"""Sheet `Tổng quan` of a summary: what an officer shows to a superior."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout, vocabulary, wording
from aggregator import period as periods
from aggregator.figures import percent
from aggregator.model import Judgement, Key, Number
from aggregator.report import targets, words
from aggregator.report.coverage import Pooled, pooled
from aggregator.report.digest import Digest
from aggregator.report.summary import pictures
from aggregator.report.summary.page import FIRST_COLUMN, LAST_COLUMN, Page
from aggregator.report.summary.quota_table import mark_verdicts
from aggregator.report.table import Area, Value, put
from aggregator.workbook.style import (
    AMBER,
    BLUE,
    FONT,
    GOOD_FILL,
    GREEN,
    HEADER_FILL,
    INK,
    WARN_FILL,
    Formats,
)

HEADLINES: Mapping[str, str] = {
    "B2.I": "Đảng viên mới kết nạp",
    "N.boiduong": "Quần chúng học lớp nhận thức về Đảng",
    "DB.chinhthuc": "Công nhận đảng viên chính thức",
    "DB.xoaten": "Xóa tên đảng viên dự bị",
    "B1.A": "Đảng viên đầu kỳ",
    "B1.D": "Đảng viên cuối kỳ",
}
_BELOW_THE_HEADLINES = 3
"""More quotas than these start on a page of their own."""
_BAND = {"font_name": FONT, "font_size": 12, "align": "center_across", "valign": "vcenter"}


def write(workbook: Workbook, sheet: Worksheet, formats: Formats, digest: Digest) -> None:
    """Fill sheet `Tổng quan`."""
    page = Page(workbook, sheet, formats)
    _titles(page, digest)
    _cards(page, digest)
    _headlines(page, digest)
    _quotas(page, digest)
    pictures.write(page, digest)
    page.finish()


def _titles(page: Page, digest: Digest) -> None:
    plan, unit = digest.result.plan, digest.result.total.unit
    above = plan.units.get(unit.parent)
    formats, period = page.formats, periods.label(digest.result.period)
    page.line([above.name if above else plan.issuer], [formats.text])
    page.line([unit.name], [formats.bold])
    page.across("TỔNG QUAN KẾT QUẢ PHÁT TRIỂN ĐẢNG VIÊN", formats.heading, 26)
    page.across(period[:1].upper() + period[1:], formats.centred)
    page.across(plan.title, formats.centred)
    fill, ink = (GOOD_FILL, GREEN) if digest.complete else (WARN_FILL, AMBER)
    told = {"bg_color": fill, "font_color": ink, "bold": not digest.complete}
    page.across(f"{digest.coverage}.", page.workbook.add_format({**_BAND, **told}), 22)


def _cards(page: Page, digest: Digest) -> None:
    """A band of large numbers: label above, number below."""
    box = {**_BAND, "bg_color": HEADER_FILL}
    label = page.workbook.add_format({**box, "font_size": 11, "font_color": INK, "top": 2})
    large = {"font_size": 20, "bold": True, "font_color": BLUE, "bottom": 2}
    number = page.workbook.add_format({**box, **large})
    page.row += 1
    starts = (2, 3, 5, 7, 9)
    page.sheet.set_row(page.row - 1, 20)
    page.sheet.set_row(page.row, 36)
    for column in range(FIRST_COLUMN, LAST_COLUMN + 1):
        put(page.sheet, page.row, column, None, label)
        put(page.sheet, page.row + 1, column, None, number)
    for column, (title, value) in zip(starts, _card_values(digest), strict=True):
        put(page.sheet, page.row, column, title, label)
        put(page.sheet, page.row + 1, column, value, number)
    page.row += 2


def _card_values(digest: Digest) -> Iterator[tuple[str, str]]:
    admissions = digest.form.admissions
    judgement = digest.leading.get(digest.result.unit)
    share = wording.percent(judgement.percent) if judgement else None
    yield "Kết nạp lũy kế từ đầu năm", _told(digest.figures[Key(admissions, "luy_ke")])
    yield "Chỉ tiêu năm", _told(judgement.required if judgement else None)
    yield "Đạt so với chỉ tiêu", f"{share}%" if share else "–"
    yield "Kết nạp trong kỳ", _told(digest.figures[Key(admissions, "ky")])
    yield "Kết luận về chỉ tiêu", words.VERDICT[judgement.verdict] if judgement else "–"


def _told(value: Number | None) -> str:
    return "chưa có số liệu" if value is None else wording.number(value)


def _headlines(page: Page, digest: Digest) -> None:
    page.section("I. SỐ LIỆU CHÍNH")
    page.head(
        (
            "Nội dung",
            "Trong kỳ",
            "Lũy kế từ đầu năm",
            "Cùng kỳ năm trước",
            "Tăng (+), giảm (-)",
            "Tỷ lệ % so với cùng kỳ",
            "Số đơn vị để trống",
            "Phạm vi số liệu",
        )
    )
    formats = page.formats
    looks = [formats.cell, *[formats.number] * 4, formats.percent, formats.number, page.told]
    for code, label in HEADLINES.items():
        if code in digest.form.indicators:
            page.line((label, *_headline(digest, code)), looks)


def _headline(digest: Digest, code: str) -> Iterator[Value]:
    """A total is held against last year's only where both are of all the units counted."""
    now, before = (digest.figures[Key(code, column)] for column in ("luy_ke", "cung_ky"))
    unlike = digest.unlike(digest.submission, code)
    yield digest.figures[Key(code, "ky")]
    yield now
    yield before
    yield now - before if unlike.comparable and now is not None and before is not None else None
    yield digest.figures[Key(code, "ty_le")] if unlike.comparable else None
    at = digest.form.position.get((Key(code, "ky"), "value"))
    yield None if at is None else digest.submission.blanks[at]
    withheld = f"; chưa so sánh: {unlike.told}" if before is not None and unlike.told else ""
    yield f"{digest.coverage}{withheld}"


def _quotas(page: Page, digest: Digest) -> None:
    own = [j for j in digest.result.judgements if j.unit == digest.result.unit]
    shares = pooled(digest.result.judgements, digest.result.unit)
    many = len(own) + len(shares) > _BELOW_THE_HEADLINES
    page.section("II. THỰC HIỆN CHỈ TIÊU", new_page=many)
    if not own and not shares:
        told = "Kế hoạch không giao chỉ tiêu cho đơn vị này; chỉ tiêu của đơn vị dưới ở sheet “{}”."
        page.line([told.format(layout.QUOTA_SHEET)], [page.formats.text])
        return
    page.line([f"{digest.coverage}."], [page.formats.muted])
    page.head(
        (
            "Chỉ tiêu",
            "Mức",
            "Yêu cầu",
            "Đã đạt",
            "Tỷ lệ % so với yêu cầu",
            "Còn phải đạt",
            "Kết luận",
            "Diễn giải",
        )
    )
    first = page.row
    formats = page.formats
    counts = [formats.number] * 2
    looks = [formats.cell, page.centred, *counts, formats.percent, formats.number]
    for judgement in own:
        page.line(tuple(_quota(digest, judgement)), [*looks, page.centred_bold, page.told])
    for share in shares:
        page.line(tuple(_share(digest, share)), [*looks, page.centred_bold, page.told])
    mark_verdicts(page.sheet, formats, Area(first, 8, page.row - 1, 8))


def _quota(digest: Digest, judgement: Judgement) -> Iterator[Value]:
    quota = next((q for q in digest.result.plan.quotas if q.code == judgement.quota), None)
    yield targets.title(quota, digest.form, digest.result.plan) if quota else judgement.quota
    yield vocabulary.label("strength", judgement.strength)
    yield judgement.required
    yield judgement.actual
    yield percent(judgement.actual, judgement.required)
    yield _still_required(judgement)
    yield words.VERDICT[judgement.verdict]
    yield judgement.detail


def _share(digest: Digest, share: Pooled) -> Iterator[Value]:
    """A quota judged below only: the places together, without a verdict that nobody asked for."""
    everywhere = replace(
        share.first, required=share.required, actual=share.actual, detail=share.told
    )
    *cells, _, told = _quota(digest, everywhere)
    yield from (*cells, "xét ở cấp dưới", told)


def _still_required(judgement: Judgement) -> int | None:
    if judgement.required is None or judgement.actual is None:
        return None
    return max(judgement.required - judgement.actual, 0)
