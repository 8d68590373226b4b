"""The sheet of a panel, written through the objects of xlwings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_addin.snapshot import Panel

if TYPE_CHECKING:
    from xl_addin.excel import Sheet

TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 4, 5
_AS_TEXT = "@"
_HEADER_COLOR = (217, 217, 217)
_MOST_LINKS = 500
_LONGEST = 2000


def write_panel(sheet: Sheet, panel: Panel) -> None:
    """Fill an empty sheet. All of it is text, so that nothing that is shown becomes a formula."""
    last = len(panel.header)
    sheet.range((TITLE_ROW, 1), (FIRST_ROW + len(panel.rows), last)).number_format = _AS_TEXT
    sheet.range((TITLE_ROW, 1)).value = panel.title
    sheet.range((TITLE_ROW, 1)).font.bold = True
    sheet.range((TITLE_ROW, 1)).font.size = 14
    sheet.range((NOTE_ROW, 1)).value = panel.note
    header = sheet.range((HEADER_ROW, 1), (HEADER_ROW, last))
    header.value = list(panel.header)
    header.font.bold = True
    header.color = _HEADER_COLOR
    for at, width in enumerate(panel.widths, 1):
        sheet.range((HEADER_ROW, at)).column_width = width
    if panel.rows:
        body = sheet.range((FIRST_ROW, 1), (FIRST_ROW + len(panel.rows) - 1, last))
        body.wrap_text = True
        body.value = [[text[:_LONGEST] for text in row.cells] for row in panel.rows]
    for at, row in enumerate(panel.rows[:_MOST_LINKS], FIRST_ROW):
        if row.link:
            cell = sheet.range((at, panel.linked + 1))
            cell.add_hyperlink(row.link, row.cells[panel.linked] or "mở")
