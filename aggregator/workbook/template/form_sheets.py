"""The form sheets: anchors, headings, rows, numbers, live marks, the block that is signed."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import CARRIED, Form, Sheet
from aggregator.workbook.paper import (
    LINE,
    across,
    begins_with,
    hide_anchors,
    lines,
    page,
    protect,
    put_all,
    write_blanks,
    write_text,
)
from aggregator.workbook.style import Formats
from aggregator.workbook.template import marks, validation
from aggregator.workbook.template.content import Content
from aggregator.workbook.template.verdicts import DONE, ERROR, GOOD, UNDONE, WARNING, numbering

_WIDTHS = (46, 9, 10, 12, 13, 12, 44, 12)
"""Of columns B to I of a form sheet, in characters: all are seen on a screen of 1366 points."""
_HEADER_LINES = 3


def write_form_sheets(
    workbook: Workbook, formats: Formats, form: Form, what: Content
) -> tuple[Worksheet, ...]:
    """One sheet for each sheet of the form, with anchors, numbers, formulas and live marks."""
    return tuple(_write_form_sheet(workbook, formats, form, s, what) for s in form.sheets)


def _write_form_sheet(
    workbook: Workbook, formats: Formats, form: Form, form_sheet: Sheet, what: Content
) -> Worksheet:
    sheet = workbook.add_worksheet(form_sheet.title)
    hide_anchors(sheet)
    carried = layout.COLUMN_OF[CARRIED] - 1
    for at, width in enumerate(_WIDTHS, start=layout.LABEL_COLUMN - 1):
        hidden = what.opens_year and at == carried
        sheet.set_column(at, at, width, None, {"hidden": hidden})
    doubt = layout.DOUBT_COLUMN - 1
    sheet.set_column(doubt, doubt, None, None, {"hidden": True})
    _write_heading(sheet, formats, form_sheet, what)
    _write_header(sheet, formats, form)
    for row in layout.rows(form_sheet):
        _write_row(sheet, formats, row)
        if row.indicator and what.texts["meta.kind"] != "summary":
            write_blanks(sheet, row.row, (layout.NOTE_COLUMN,), formats.input_text)
    put_all(sheet, form_sheet.title, what, formats)
    last = layout.last_row(form_sheet)
    foot = _write_signatures(sheet, formats, last + 2)
    validation.form_sheet(sheet, form_sheet)
    _colour_marks(sheet, formats, last)
    _set_up_view(sheet, last)
    sheet.set_selection(first_input(form_sheet).cell)
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
    write_text(sheet, above, layout.LABEL_COLUMN, what.texts["head.above"], formats.text)
    write_text(sheet, above, right, form_sheet.number, formats.right_bold)
    write_text(sheet, unit, layout.LABEL_COLUMN, what.texts["head.unit"], formats.bold)
    across(sheet, heading, right, form_sheet.heading, formats.heading)
    across(sheet, period, right, what.texts["head.period"], formats.centred)


def _write_header(sheet: Worksheet, formats: Formats, form: Form) -> None:
    labels = {column.code: column.label for column in form.columns}
    labels[CARRIED] = layout.CARRIED_LABEL
    sheet.set_row(layout.HEADER_ROW - 1, LINE * _HEADER_LINES)
    write_text(sheet, layout.HEADER_ROW, layout.LABEL_COLUMN, "Tiêu chí", formats.header)
    write_text(sheet, layout.NUMBER_ROW, layout.LABEL_COLUMN, "(1)", formats.numbering)
    for code, column in layout.COLUMN_OF.items():
        write_text(sheet, layout.CODE_ROW, column, code, formats.hidden)
        write_text(sheet, layout.HEADER_ROW, column, labels[code], formats.header)
        write_text(sheet, layout.NUMBER_ROW, column, _numbered(code), formats.numbering)
    write_text(sheet, layout.HEADER_ROW, layout.MARK_COLUMN, "Kiểm tra", formats.header)
    write_text(sheet, layout.HEADER_ROW, layout.NOTE_COLUMN, "Ghi chú", formats.header)
    write_text(sheet, layout.CODE_ROW, layout.NOTE_COLUMN, layout.NOTE_CODE, formats.hidden)


def _numbered(code: str) -> str:
    shares = f"={numbering('luy_ke')}*100/{numbering('cung_ky')}"
    return numbering(code) + (shares if code == "ty_le" else "")


def _write_row(sheet: Worksheet, formats: Formats, row: layout.Row) -> None:
    columns = layout.COLUMN_OF.values()
    if row.indicator is None:
        look = formats.among if row.heading.endswith(":") else formats.group
        write_text(sheet, row.row, layout.LABEL_COLUMN, row.heading, look)
        write_blanks(sheet, row.row, columns, look)
        _fit(sheet, row.row, row.heading, 0)
        return
    indicator = row.indicator
    weighty = bool(indicator.expression) or indicator.required
    look = formats.label(indicator.indent, bold=weighty and indicator.indent == 0)
    write_text(sheet, row.row, layout.CODE_COLUMN, indicator.code, formats.hidden)
    write_text(sheet, row.row, layout.LABEL_COLUMN, indicator.label, look)
    _fit(sheet, row.row, indicator.label, indicator.indent)
    nowhere = [at for code, at in layout.COLUMN_OF.items() if not layout.applies(indicator, code)]
    write_blanks(sheet, row.row, nowhere, formats.empty)


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
            write_text(sheet, at, layout.LABEL_COLUMN, left, left_look)
        write_text(sheet, at, first, right, right_look)
        write_blanks(sheet, at, range(first + 1, last + 1), right_look)
    return row + len(lines) + 4


def _colour_marks(sheet: Worksheet, formats: Formats, last: int) -> None:
    letter = layout.column_letter(layout.MARK_COLUMN)
    margin = f"{letter}{layout.FIRST_ROW}:{letter}{last}"
    looks = (
        (ERROR, formats.mark_bad),
        (WARNING, formats.mark_warn),
        (GOOD, formats.mark_good),
    )
    for start, look in looks:
        begins_with(sheet, margin, start, look)
    head = f"{letter}{layout.TITLE_ROWS[1]}"
    begins_with(sheet, head, UNDONE, formats.mark_bad)
    begins_with(sheet, head, DONE, formats.mark_good)
    first = f"${letter}{layout.FIRST_ROW}"
    for column in ("ky", "cung_ky", CARRIED):
        typed = layout.column_letter(layout.COLUMN_OF[column])
        told = f'LEFT({first},{len(marks.start(column))})="{marks.start(column)}"'
        if column == "ky":
            elsewhere = marks.start(column).partition("(")[0]
            told = f'OR({told},AND(LEFT({first},3)="{ERROR}",LEFT({first},8)<>"{elsewhere}"))'
        cells = f"{typed}{layout.FIRST_ROW}:{typed}{last}"
        rule = {"type": "formula", "criteria": f"={told}", "format": formats.fill_bad}
        sheet.conditional_format(cells, rule)


def first_input(sheet: Sheet) -> Slot:
    """The cell of a form sheet that is filled in first."""
    row = next(row.row for row in layout.rows(sheet) if row.indicator and row.indicator.input)
    return Slot(sheet.title, row, layout.COLUMN_OF["ky"])


def _set_up_view(sheet: Worksheet, last: int) -> None:
    numbering, mark = layout.NUMBER_ROW - 1, layout.MARK_COLUMN - 1
    sheet.freeze_panes(layout.NUMBER_ROW, layout.LABEL_COLUMN)
    sheet.repeat_rows(layout.HEADER_ROW - 1, numbering)
    sheet.autofilter(numbering, layout.LABEL_COLUMN - 1, last - 1, mark)
    letter = layout.column_letter(layout.MARK_COLUMN)
    computed = f"C{layout.FIRST_ROW}:{letter}{last}"
    sheet.ignore_errors({"formula_range": computed, "formula_differs": computed})
