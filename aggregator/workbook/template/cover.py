"""Sheet `Bìa`: whose workbook it is, its live status, the two inputs of the cover."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import Form
from aggregator.workbook.paper import (
    LINE,
    begins_with,
    hide_anchors,
    page,
    protect,
    put_all,
    write_text,
)
from aggregator.workbook.paper import lines as text_lines
from aggregator.workbook.style import Formats
from aggregator.workbook.template import lines, validation
from aggregator.workbook.template.content import Content
from aggregator.workbook.template.form_sheets import first_input
from aggregator.workbook.template.verdicts import DONE, ERROR, UNDONE, WARNING

_WIDTHS = (34, 46, 40)
_LINES = {"name": 2, "parent_name": 2, "plan": 3, "quota": 4, "status": 3, "nothing": 2}
"""Lines of text; all templates that are stamped from one have its heights."""
_HIGHEST = 24
"""Lines in the highest row that Excel allows, 409 points."""


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
    _write_lines(sheet, formats, form)
    put_all(sheet, layout.COVER_SHEET, what, formats)
    validation.cover(sheet)
    _colour_status(sheet, formats, form)
    last = lines.slot(form, len(form.identities) - 1)
    first = Slot(sheet.name, 2, layout.LABEL_COLUMN)
    page(sheet, first, last._replace(column=last.column + 2), high=0 if _goes_up(what.texts) else 1)
    protect(sheet)
    return sheet


def _write_line(
    sheet: Worksheet, formats: Formats, key: str, slot: Slot, texts: Mapping[str, str]
) -> None:
    write_text(sheet, slot.row, layout.CODE_COLUMN, key, formats.hidden)
    write_text(sheet, slot.row, layout.LABEL_COLUMN, layout.COVER_KEYS[key], formats.cell_bold)
    value, note = texts.get(f"cover.{key}"), texts.get(f"note.{key}", "")
    high = max(_LINES.get(key, 1), _needed(texts, value or "", note))
    if high > 1:
        sheet.set_row(slot.row - 1, LINE * high)
    if value is not None:
        write_text(sheet, slot.row, slot.column, value, formats.locked_text)
    if note:
        write_text(sheet, slot.row, slot.column + 1, note, formats.note)


def _goes_up(texts: Mapping[str, str]) -> bool:
    """Whether it is the cover of a summary, which names as many quotas as the unit has."""
    return texts.get("meta.kind") == "summary"


def _needed(texts: Mapping[str, str], value: str, note: str) -> int:
    """The lines that a text of a summary takes, which is written alone."""
    if not _goes_up(texts):
        return 1
    return min(max(text_lines(value, _WIDTHS[1]), text_lines(note, _WIDTHS[2])), _HIGHEST)


def _write_counts(sheet: Worksheet, formats: Formats, form: Form) -> None:
    heading = layout.count_slot(0).row - 1
    for at, label in enumerate(("Biểu", "Tình trạng", "Sửa, điền tiếp")):
        write_text(sheet, heading, layout.LABEL_COLUMN + at, label, formats.header)
    for at, form_sheet in enumerate(form.sheets):
        target = f"internal:'{form_sheet.title}'!{first_input(form_sheet).cell}"
        row = layout.count_slot(at).row - 1
        sheet.write_url(row, layout.LABEL_COLUMN - 1, target, formats.cell_link, form_sheet.title)


def _write_lines(sheet: Worksheet, formats: Formats, form: Form) -> None:
    """The identities beside their verdicts, with what to do about them."""
    heading = lines.slot(form, 0).row - 1
    for at, label in enumerate(("Kết quả", "Điều được kiểm tra", "Cách sửa")):
        write_text(sheet, heading, layout.LABEL_COLUMN + at, label, formats.header)
    for at, identity in enumerate(lines.ordered(form)):
        row = lines.slot(form, at).row
        title = identity.title
        for column, text in enumerate((title, identity.fix), layout.LABEL_COLUMN + 1):
            write_text(sheet, row, column, text, formats.cell)
        high = max(text_lines(title, _WIDTHS[1]), text_lines(identity.fix, _WIDTHS[2]))
        sheet.set_row(row - 1, LINE * high)


def _colour_status(sheet: Worksheet, formats: Formats, form: Form) -> None:
    slots = layout.cover_slots()
    status, notes = slots["status"].cell, f"D{slots['nothing'].row}:D{slots['revision'].row}"
    counts = f"{layout.count_slot(0).cell}:{layout.count_slot(len(form.sheets) - 1).cell}"
    verdicts = f"{lines.slot(form, 0).cell}:{lines.slot(form, len(form.identities) - 1).cell}"
    for cells in (status, counts):
        for start, look in ((DONE, formats.mark_good), (UNDONE, formats.mark_bad)):
            begins_with(sheet, cells, start, look)
    for cells in (notes, verdicts):
        for start, look in ((ERROR, formats.mark_bad), (WARNING, formats.mark_warn)):
            begins_with(sheet, cells, start, look)
