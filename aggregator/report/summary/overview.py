"""Sheet `Tổng quan` of a summary: what an officer shows to a superior."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout, wording
from aggregator import period as periods
from aggregator.model import Key, Number
from aggregator.report import words
from aggregator.report.digest import Digest
from aggregator.report.summary import headlines, heat, pictures
from aggregator.report.summary.audit_sheet import STATUS_ROW
from aggregator.report.summary.page import FIRST_COLUMN, LAST_COLUMN, Page
from aggregator.report.table import Table
from aggregator.report.table_sheet import put
from aggregator.workbook.palette import (
    AMBER,
    BLUE,
    FONT,
    GOOD_FILL,
    GREEN,
    HEADER_FILL,
    INK,
    WARN_FILL,
)
from aggregator.workbook.style import Formats

_BAND = {"font_name": FONT, "font_size": 12, "align": "center_across", "valign": "vcenter"}


def write(
    workbook: Workbook,
    sheet: Worksheet,
    formats: Formats,
    digest: Digest,
    sources: Table,
    audited: str,
) -> None:
    """Fill sheet `Tổng quan`: pictures above numbers.

    It leads into the other sheets, of which `sources` is the table of one; `audited` is what sheet
    `Đối chiếu` says.
    """
    page = Page(workbook, sheet, formats)
    _titles(page, digest)
    _cards(page, digest)
    jumps = _audited(page, audited)
    pictures.year(page, digest)
    pictures.pipeline(page, digest)
    pictures.structure(page, digest)
    heat.write(page, digest)
    headlines.write(page, digest, sources)
    page.jumps(jumps)
    page.finish()


def _audited(page: Page, told: str) -> int:
    """A line on the reconciliation, live, below one that is kept free."""
    jumps = page.row
    put(page.sheet, jumps + 1, FIRST_COLUMN, None, page.formats.text)
    cell = f"'{layout.AUDIT_SHEET}'!{layout.column_letter(layout.LABEL_COLUMN)}{STATUS_ROW}"
    place, look = f"internal:{cell}", page.formats.link
    page.sheet.write_url(jumps, FIRST_COLUMN - 1, place, look, told)
    page.sheet.write_formula(jumps, FIRST_COLUMN - 1, f"={cell}", look, told)
    page.row += 2
    return jumps


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
