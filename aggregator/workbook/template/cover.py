"""Sheet `Bìa`: whose workbook it is, its live status, the two inputs of the cover."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import Form, Sheet
from aggregator.workbook.paper import LINE, hide_anchors, lines, page, protect, put_all, write_text
from aggregator.workbook.style import Formats
from aggregator.workbook.template import status, validation
from aggregator.workbook.template.content import Content

_WIDTHS = (26, 50, 42)
_LINES = {"name": 2, "parent_name": 2, "plan": 3, "quota": 4, "nothing": 2}
"""Lines of text; all templates that are stamped from one have its heights."""
_HIGHEST = 24
"""Lines in the highest row that Excel allows, 409 points."""
_NOTES = {
    "status": "Tự cập nhật khi nhập số; gửi đi khi báo ĐẠT.",
    "nothing": "Chọn “có” nếu cả kỳ không có gì: mọi ô trống được tính là 0.",
    "revision": "Gửi lại cùng kỳ thì tăng thêm 1.",
}


def write_cover(workbook: Workbook, formats: Formats, form: Form, what: Content) -> Worksheet:
    """Sheet `Bìa`: whose workbook it is, its live status, the two inputs of the cover."""
    sheet = workbook.add_worksheet(layout.COVER_SHEET)
    hide_anchors(sheet)
    for at, width in enumerate(_WIDTHS, start=layout.LABEL_COLUMN - 1):
        sheet.set_column(at, at, width)
    write_text(sheet, 2, layout.LABEL_COLUMN, form.title, formats.title)
    sheet.set_row(1, 1.5 * LINE)
    write_text(sheet, 3, layout.LABEL_COLUMN, f"Biểu mẫu theo {form.source}", formats.muted)
    for key, slot in layout.cover_slots().items():
        _write_line(sheet, formats, key, slot, what.texts)
    _write_counts(sheet, formats, form)
    put_all(sheet, layout.COVER_SHEET, what, formats)
    validation.cover(sheet)
    _colour_status(sheet, formats)
    last = layout.count_slot(len(form.sheets))
    page(sheet, Slot(sheet.name, 2, layout.LABEL_COLUMN), last._replace(column=last.column + 1))
    protect(sheet)
    return sheet


def _write_line(
    sheet: Worksheet, formats: Formats, key: str, slot: Slot, texts: Mapping[str, str]
) -> None:
    write_text(sheet, slot.row, layout.CODE_COLUMN, key, formats.hidden)
    write_text(sheet, slot.row, layout.LABEL_COLUMN, layout.COVER_KEYS[key], formats.cell_bold)
    value, note = texts.get(f"cover.{key}"), texts.get(f"note.{key}", _NOTES.get(key, ""))
    high = max(_LINES.get(key, 1), _needed(texts, value or "", note))
    if high > 1:
        sheet.set_row(slot.row - 1, LINE * high)
    if value is not None:
        write_text(sheet, slot.row, slot.column, value, formats.locked_text)
    if note:
        write_text(sheet, slot.row, slot.column + 1, note, formats.note)


def _needed(texts: Mapping[str, str], value: str, note: str) -> int:
    """The lines that a text of a summary takes, which is written alone."""
    if texts.get("meta.kind") != "summary":
        return 1
    return min(max(lines(value, _WIDTHS[1]), lines(note, _WIDTHS[2])), _HIGHEST)


def _write_counts(sheet: Worksheet, formats: Formats, form: Form) -> None:
    heading = layout.count_slot(0).row - 1
    for at, label in enumerate(("Biểu", "Số dòng có lỗi", "Sửa")):
        write_text(sheet, heading, layout.LABEL_COLUMN + at, label, formats.header)
    for at, form_sheet in enumerate(form.sheets):
        target = f"internal:'{form_sheet.title}'!{_first_input(form_sheet).cell}"
        row = layout.count_slot(at).row - 1
        sheet.write_url(row, layout.LABEL_COLUMN - 1, target, formats.cell_link, form_sheet.title)


def _first_input(sheet: Sheet) -> Slot:
    row = next(row.row for row in layout.rows(sheet) if row.indicator and row.indicator.input)
    return Slot(sheet.title, row, layout.COLUMN_OF["ky"])


def _colour_status(sheet: Worksheet, formats: Formats) -> None:
    cell = layout.cover_slots()["status"].cell
    for start, look in ((status.DONE, formats.mark_good), ("CÒN", formats.mark_bad)):
        sheet.conditional_format(
            cell, {"type": "text", "criteria": "begins with", "value": start, "format": look}
        )
