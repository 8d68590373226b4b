"""The tables of sheet `Tổng quan` below its pictures: quotas, and the main numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator import layout, vocabulary
from aggregator.arithmetic import percent
from aggregator.model import Judgement, Key
from aggregator.report import links, targets, words
from aggregator.report.coverage import Pooled, pooled
from aggregator.report.digest import Digest
from aggregator.report.summary import source_table
from aggregator.report.summary.page import Page
from aggregator.report.summary.quota_table import mark_verdicts
from aggregator.report.table import Area, Table, Value

HEADLINES: Mapping[str, str] = {
    "B2.I": "Đảng viên mới kết nạp",
    "N.boiduong": "Quần chúng học lớp nhận thức về Đảng",
    "DB.chinhthuc": "Công nhận đảng viên chính thức",
    "DB.xoaten": "Xóa tên đảng viên dự bị",
    "B1.A": "Đảng viên đầu kỳ",
    "B1.D": "Đảng viên cuối kỳ",
}
_BESIDE_THE_NUMBERS = 6
"""More quotas than these leave no room on their page."""


def write(page: Page, digest: Digest, sources: Table) -> None:
    """Both tables, on one page where they fit; `sources` is that of sheet `Nguồn số liệu`."""
    _numbers(page, digest, sources, new_page=_quotas(page, digest) > _BESIDE_THE_NUMBERS)


def _quotas(page: Page, digest: Digest) -> int:
    """What is asked of the unit itself; each result leads to its row in sheet `Chỉ tiêu`."""
    judgements = enumerate(digest.result.judgements, layout.TABLE_FIRST_ROW)
    own = [(row, j) for row, j in judgements if j.unit == digest.result.unit]
    shares = pooled(digest.result.judgements, digest.result.unit)
    page.section("V. THỰC HIỆN CHỈ TIÊU", "V. Chỉ tiêu", new_page=True)
    if not own and not shares:
        told = "Kế hoạch không giao chỉ tiêu cho đơn vị này; chỉ tiêu của đơn vị dưới ở sheet “{}”."
        page.line([told.format(layout.QUOTA_SHEET)], [page.formats.text])
        return 0
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
    looks += [page.centred_bold, page.told]
    for row, judgement in own:
        drill = {5: links.place(layout.QUOTA_SHEET, row)}
        page.line(tuple(_quota(digest, judgement)), looks, drill)
    for share in shares:
        page.line(tuple(_share(digest, share)), looks)
    mark_verdicts(page.sheet, formats, Area(first, 8, page.row - 1, 8))
    return page.row - first


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
    everywhere = share.first._replace(
        required=share.required, actual=share.actual, detail=share.told
    )
    *cells, _, told = _quota(digest, everywhere)
    yield from (*cells, "xét ở cấp dưới", told)


def _still_required(judgement: Judgement) -> int | None:
    if judgement.required is None or judgement.actual is None:
        return None
    return max(judgement.required - judgement.actual, 0)


def _numbers(page: Page, digest: Digest, sources: Table, new_page: bool) -> None:
    """The main numbers; each leads to the files it was added up from and to its form."""
    page.section("VI. SỐ LIỆU CHÍNH", "VI. Số liệu chính", new_page)
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
            drill = dict(_drill(digest, code, sources))
            page.line((label, *_headline(digest, code)), looks, drill)


def _drill(digest: Digest, code: str, sources: Table) -> Iterator[tuple[int, str]]:
    """Where the numbers of a row lead, by the column they stand in."""
    at = next((n for n, each in enumerate(sources.columns, 1) if each.code == f"{code}/ky"), None)
    if at is not None:
        cell = f"{layout.column_letter(at)}{source_table.SUM_ROW}"
        yield 3, f"internal:'{layout.SOURCE_SHEET}'!{cell}"
    slot = layout.slots(digest.form)[Key(code, "luy_ke")]
    yield 4, f"internal:'{slot.sheet}'!{slot.cell}"


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
