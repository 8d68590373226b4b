"""Sheets that somebody put into a return: nothing in them is added, so that it is said."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import layout
from aggregator.model import Fault, Ref
from aggregator.workbook.cells.book import Book, Cells
from aggregator.workbook.cells.byrow import ByRow
from aggregator.workbook.marking.findings_list import FINDINGS_SHEET
from aggregator.workbook.returned.found import Anchored

PANEL_SHEET = "ketnap - Kết quả"
"""Where a button shows what it found."""
_OURS = frozenset(
    (
        *(layout.COVER_SHEET, layout.GUIDE_SHEET, layout.META_SHEET, layout.LISTS_SHEET),
        *(layout.OVERVIEW_SHEET, layout.QUOTA_SHEET, layout.UNIT_SHEET, layout.SOURCE_SHEET),
        *(layout.AUDIT_SHEET, FINDINGS_SHEET, PANEL_SHEET),
    )
)


def unread_sheets(book: Book, anchored: Anchored) -> Iterator[Fault]:
    """The sheets with something in them that are neither ours nor told of as copies of ours."""
    told = {fault.ref.sheet for fault in anchored.faults}
    told |= {repair.ref.sheet for repair in anchored.repairs}
    read = {found.grid.title for found in anchored.sheets.values()}
    for grid in book.grids:
        if grid.title in _OURS or grid.title in read or grid.hidden == "veryHidden":
            continue
        if grid.title not in told and _holds_anything(grid.cells):
            yield Fault("S232", "sheet thêm vào tệp, không được đọc", Ref(sheet=grid.title))


def _holds_anything(cells: Cells) -> bool:
    return any(row.size for row in cells.rows) if isinstance(cells, ByRow) else len(cells) > 0
