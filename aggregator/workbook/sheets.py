"""Puts a filled form on the sheets of a workbook: cover, form sheets, lists, identity.

A template and the summary of a superior are written by these same functions. Each adds its
sheets behind those that are there.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import CARRIED, Carried, Form, Sheet
from aggregator.workbook import status, validation
from aggregator.workbook.content import Cell, Content, Filling, content
from aggregator.workbook.style import ROW_PIXELS, Formats

__all__ = [
    "Content",
    "Filling",
    "content",
    "write_cover",
    "write_form_sheets",
    "write_identity",
    "write_lists",
]

_PROTECTION = {
    "sort": True,
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_A4 = 9
_FOOTER = "&CTrang &P/&N"
_WIDTHS = (50, 11, 12, 14, 13, 14, 70)
"""Of columns B to H of a form sheet, in characters."""
_COVER_WIDTHS = (26, 50, 42)
_COVER_LINES = {"name": 2, "parent_name": 2, "plan": 2, "quota": 4, "nothing": 2}
_HEADER_LINES = 3
LINE = ROW_PIXELS * 0.75
"""The height of a line of text in points: no program fits rows of a protected sheet for us."""


def put(worksheet: Worksheet, slot: Slot, cell: Cell, formats: Formats) -> None:
    """Write one cell; text never becomes a formula or a link."""
    row, column, look = slot.row - 1, slot.column - 1, formats.named(cell.look)
    if cell.formula:
        value = "" if cell.value is None else cell.value
        worksheet.write_formula(row, column, cell.formula, look, value)
    elif cell.value is None:
        worksheet.write_blank(row, column, None, look)
    elif isinstance(cell.value, str):
        worksheet.write_string(row, column, cell.value, look)
    else:
        worksheet.write_number(row, column, cell.value, look)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column that wide; a width counts digits, which are broad."""
    held = int(width * 1.1)
    return sum(-(-max(len(line), 1) // held) for line in text.split("\n"))


def _text(worksheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    worksheet.write_string(row - 1, column - 1, text, look)


def _put_all(worksheet: Worksheet, title: str, what: Content, formats: Formats) -> None:
    for slot, cell in what.cells.items():
        if slot.sheet == title:
            put(worksheet, slot, cell, formats)


def page(worksheet: Worksheet, first: Slot, last: Slot) -> None:
    """A4 upright, one page wide, from `first` to `last`, with page numbers."""
    worksheet.set_paper(_A4)
    worksheet.set_portrait()
    worksheet.set_margins(left=0.7, right=0.5, top=0.6, bottom=0.7)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer(_FOOTER)
    worksheet.print_area(first.row - 1, first.column - 1, last.row - 1, last.column - 1)


def protect(worksheet: Worksheet) -> None:
    """Locks all but the inputs, without a password; sorting and filtering stay allowed."""
    worksheet.protect("", _PROTECTION)


def _hide_anchors(worksheet: Worksheet) -> None:
    worksheet.set_column(0, 0, 10, None, {"hidden": True})
    worksheet.set_row(0, None, None, {"hidden": True})


# --- the cover --------------------------------------------------------------------------------

_NOTES = {
    "status": "Tự cập nhật khi nhập số; gửi đi khi báo ĐẠT.",
    "nothing": "Chọn “có” nếu cả kỳ không có gì: mọi ô trống được tính là 0.",
    "revision": "Gửi lại cùng kỳ thì tăng thêm 1.",
}


def write_cover(workbook: Workbook, formats: Formats, form: Form, what: Content) -> Worksheet:
    """Sheet `Bìa`: whose workbook it is, its live status, the two inputs of the cover."""
    sheet = workbook.add_worksheet(layout.COVER_SHEET)
    _hide_anchors(sheet)
    for at, width in enumerate(_COVER_WIDTHS, start=layout.LABEL_COLUMN - 1):
        sheet.set_column(at, at, width)
    _text(sheet, 2, layout.LABEL_COLUMN, form.title, formats.title)
    sheet.set_row(1, 1.5 * LINE)
    _text(sheet, 3, layout.LABEL_COLUMN, f"Biểu mẫu theo {form.source}", formats.muted)
    for key, slot in layout.cover_slots().items():
        _text(sheet, slot.row, layout.CODE_COLUMN, key, formats.hidden)
        _text(sheet, slot.row, layout.LABEL_COLUMN, layout.COVER_KEYS[key], formats.cell_bold)
        if key in _COVER_LINES:
            sheet.set_row(slot.row - 1, LINE * _COVER_LINES[key])
        note = what.texts.get(f"note.{key}", _NOTES.get(key, ""))
        if f"cover.{key}" in what.texts:
            _text(sheet, slot.row, slot.column, what.texts[f"cover.{key}"], formats.locked_text)
        if note:
            _text(sheet, slot.row, slot.column + 1, note, formats.note)
    _write_counts(sheet, formats, form)
    _put_all(sheet, layout.COVER_SHEET, what, formats)
    validation.cover(sheet)
    _colour_status(sheet, formats)
    last = layout.count_slot(len(form.sheets))
    page(sheet, Slot(sheet.name, 2, layout.LABEL_COLUMN), last._replace(column=last.column + 1))
    protect(sheet)
    return sheet


def _write_counts(sheet: Worksheet, formats: Formats, form: Form) -> None:
    heading = layout.count_slot(0).row - 1
    for at, label in enumerate(("Biểu", "Số dòng có lỗi", "Sửa")):
        _text(sheet, heading, layout.LABEL_COLUMN + at, label, formats.header)
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


# --- the form sheets --------------------------------------------------------------------------


def write_form_sheets(
    workbook: Workbook, formats: Formats, form: Form, what: Content
) -> tuple[Worksheet, ...]:
    """One sheet for each sheet of the form, with anchors, numbers, formulas and live marks."""
    return tuple(_write_form_sheet(workbook, formats, form, s, what) for s in form.sheets)


def _write_form_sheet(
    workbook: Workbook, formats: Formats, form: Form, form_sheet: Sheet, what: Content
) -> Worksheet:
    sheet = workbook.add_worksheet(form_sheet.title)
    _hide_anchors(sheet)
    carried = layout.COLUMN_OF[CARRIED] - 1
    for at, width in enumerate(_WIDTHS, start=layout.LABEL_COLUMN - 1):
        hidden = what.opens_year and at == carried
        sheet.set_column(at, at, width, None, {"hidden": hidden})
    _write_heading(sheet, formats, form_sheet, what)
    _write_header(sheet, formats, form)
    for row in layout.rows(form_sheet):
        _write_row(sheet, formats, row)
    _put_all(sheet, form_sheet.title, what, formats)
    last = layout.last_row(form_sheet)
    foot = _write_signatures(sheet, formats, last + 2)
    validation.form_sheet(sheet, form_sheet)
    _colour_marks(sheet, formats, last)
    _set_up_view(sheet, last)
    page(
        sheet,
        Slot(sheet.name, layout.TITLE_ROWS[0], layout.LABEL_COLUMN),
        Slot(sheet.name, foot, layout.MARK_COLUMN - 1),
    )
    protect(sheet)
    return sheet


def _write_heading(sheet: Worksheet, formats: Formats, form_sheet: Sheet, what: Content) -> None:
    above, unit, heading, period = layout.TITLE_ROWS
    right = layout.COLUMN_OF["ty_le"]
    sheet.set_row(heading - 1, 1.5 * LINE)
    _text(sheet, above, layout.LABEL_COLUMN, what.texts["head.above"], formats.text)
    _text(sheet, above, right, form_sheet.number, formats.right_bold)
    _text(sheet, unit, layout.LABEL_COLUMN, what.texts["head.unit"], formats.bold)
    across(sheet, heading, right, form_sheet.heading, formats.heading)
    across(sheet, period, right, what.texts["head.period"], formats.centred)


def across(sheet: Worksheet, row: int, last: int, text: str, look: Format) -> None:
    """Text centred from the label column to column `last`, without merging."""
    _text(sheet, row, layout.LABEL_COLUMN, text, look)
    _blanks(sheet, row, range(layout.LABEL_COLUMN + 1, last + 1), look)


def _blanks(sheet: Worksheet, row: int, columns: Iterable[int], look: Format) -> None:
    for column in columns:
        sheet.write_blank(row - 1, column - 1, None, look)


def _write_header(sheet: Worksheet, formats: Formats, form: Form) -> None:
    labels = {column.code: column.label for column in form.columns}
    labels[CARRIED] = layout.CARRIED_LABEL
    sheet.set_row(layout.HEADER_ROW - 1, LINE * _HEADER_LINES)
    _text(sheet, layout.HEADER_ROW, layout.LABEL_COLUMN, "Tiêu chí", formats.header)
    _text(sheet, layout.NUMBER_ROW, layout.LABEL_COLUMN, "(1)", formats.numbering)
    for code, column in layout.COLUMN_OF.items():
        _text(sheet, layout.CODE_ROW, column, code, formats.hidden)
        _text(sheet, layout.HEADER_ROW, column, labels[code], formats.header)
        _text(sheet, layout.NUMBER_ROW, column, _numbering(code), formats.numbering)
    _text(sheet, layout.HEADER_ROW, layout.MARK_COLUMN, "Kiểm tra", formats.bold)


def _numbering(code: str) -> str:
    def number(of: str) -> str:
        return f"({layout.COLUMN_OF[of] - 1})"

    own = number(code)
    return f"{own}={number('luy_ke')}*100/{number('cung_ky')}" if code == "ty_le" else own


def _write_row(sheet: Worksheet, formats: Formats, row: layout.Row) -> None:
    columns = layout.COLUMN_OF.values()
    if row.indicator is None:
        look = formats.among if row.heading.endswith(":") else formats.group
        _text(sheet, row.row, layout.LABEL_COLUMN, row.heading, look)
        _blanks(sheet, row.row, columns, look)
        _fit(sheet, row.row, row.heading, 0)
        return
    indicator = row.indicator
    weighty = bool(indicator.expression) or indicator.required
    look = formats.label(indicator.indent, bold=weighty and indicator.indent == 0)
    _text(sheet, row.row, layout.CODE_COLUMN, indicator.code, formats.hidden)
    _text(sheet, row.row, layout.LABEL_COLUMN, indicator.label, look)
    _fit(sheet, row.row, indicator.label, indicator.indent)
    nowhere = [at for code, at in layout.COLUMN_OF.items() if not layout.applies(indicator, code)]
    _blanks(sheet, row.row, nowhere, formats.empty)


def _fit(sheet: Worksheet, row: int, label: str, indent: int) -> None:
    needed = lines(label, _WIDTHS[0] - 3 * indent)
    if needed > 1:
        sheet.set_row(row - 1, LINE * needed)


def _write_signatures(sheet: Worksheet, formats: Formats, row: int) -> int:
    """The block that is signed on paper; the row it ends at."""
    first, last = layout.COLUMN_OF["luy_ke"], layout.COLUMN_OF["ty_le"]
    lines = (
        ("", "………, ngày … tháng … năm 20…", formats.centred, formats.centred),
        ("NGƯỜI LẬP BIỂU", "T/M CẤP ỦY", formats.centre_bold, formats.across_bold),
        ("(Ký, ghi rõ chức vụ)", "(Ký, ghi rõ chức vụ)", formats.centre, formats.centred),
    )
    for at, (left, right, left_look, right_look) in enumerate(lines, start=row):
        if left:
            _text(sheet, at, layout.LABEL_COLUMN, left, left_look)
        _text(sheet, at, first, right, right_look)
        _blanks(sheet, at, range(first + 1, last + 1), right_look)
    return row + len(lines) + 4


def _colour_marks(sheet: Worksheet, formats: Formats, last: int) -> None:
    letter = layout.column_letter(layout.MARK_COLUMN)
    marks = f"{letter}{layout.FIRST_ROW}:{letter}{last}"
    looks = (
        (status.ERROR, formats.mark_bad),
        (status.WARNING, formats.mark_warn),
        (status.GOOD, formats.mark_good),
    )
    for start, look in looks:
        sheet.conditional_format(
            marks, {"type": "text", "criteria": "begins with", "value": start, "format": look}
        )
    typed = layout.column_letter(layout.COLUMN_OF["ky"])
    criteria = f'=LEFT(${letter}{layout.FIRST_ROW},{len(status.ERROR)})="{status.ERROR}"'
    sheet.conditional_format(
        f"{typed}{layout.FIRST_ROW}:{typed}{last}",
        {"type": "formula", "criteria": criteria, "format": formats.fill_bad},
    )


def _set_up_view(sheet: Worksheet, last: int) -> None:
    numbering, mark = layout.NUMBER_ROW - 1, layout.MARK_COLUMN - 1
    sheet.freeze_panes(layout.NUMBER_ROW, layout.LABEL_COLUMN)
    sheet.repeat_rows(layout.HEADER_ROW - 1, numbering)
    sheet.autofilter(numbering, layout.LABEL_COLUMN - 1, last - 1, mark)
    letter = layout.column_letter(layout.MARK_COLUMN)
    computed = f"C{layout.FIRST_ROW}:{letter}{last}"
    sheet.ignore_errors({"formula_range": computed, "formula_differs": computed})


# --- what is not seen -------------------------------------------------------------------------


def write_lists(workbook: Workbook) -> None:
    """Sheet `_danh_muc`: the choices of the drop-downs, under defined names."""
    sheet = workbook.add_worksheet(layout.LISTS_SHEET)
    for row, choice in enumerate((status.YES, status.NO)):
        sheet.write_string(row, 0, choice)
    workbook.define_name(validation.YES_NO, f"={layout.LISTS_SHEET}!$A$1:$A$2")
    sheet.very_hidden()
    protect(sheet)


def write_identity(workbook: Workbook, what: Content) -> None:
    """The identity in its three carriers: sheet `_ketnap`, custom properties, defined names."""
    sheet = workbook.add_worksheet(layout.META_SHEET)
    carried = {
        name.removeprefix("meta."): text
        for name, text in what.texts.items()
        if name.startswith("meta.")
    }
    for row, (key, value) in enumerate(carried.items()):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
    sheet.very_hidden()
    protect(sheet)
    for key in Carried._fields:
        workbook.set_custom_property(key, carried[key], "text")
    for name in layout.ANCHOR_NAMES:
        workbook.define_name(name, f"={what.texts[f'name.{name}']}")
