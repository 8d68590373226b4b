"""Writing on a sheet: cells by their named looks, text that stays text, paper, protection."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.workbook.palette import ROW_PIXELS
from aggregator.workbook.style import Formats
from aggregator.workbook.template.content import Cell, Content

PROTECTION = {
    "sort": True,
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_A4 = 9
_FOOTER = "&CTrang &P/&N"
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


def write_text(worksheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a text as text; rows and columns from 1."""
    worksheet.write_string(row - 1, column - 1, text, look)


def put_all(worksheet: Worksheet, title: str, what: Content, formats: Formats) -> None:
    """Write every cell of the content that stands on that sheet."""
    for slot, cell in what.cells.items():
        if slot.sheet == title:
            put(worksheet, slot, cell, formats)


def page(worksheet: Worksheet, first: Slot, last: Slot, high: int = 0) -> None:
    """A4 upright, one page wide, from `first` to `last`, with page numbers.

    At most `high` pages high; 0: as many as it takes.
    """
    worksheet.set_paper(_A4)
    worksheet.set_portrait()
    worksheet.set_margins(left=0.7, right=0.5, top=0.6, bottom=0.7)
    worksheet.fit_to_pages(1, high)
    worksheet.set_footer(_FOOTER)
    worksheet.print_area(first.row - 1, first.column - 1, last.row - 1, last.column - 1)


def protect(worksheet: Worksheet) -> None:
    """Locks all but the inputs, without a password; sorting and filtering stay allowed."""
    worksheet.protect("", PROTECTION)


def hide_anchors(worksheet: Worksheet) -> None:
    """Hide the codes of rows and columns."""
    worksheet.set_column(0, 0, 10, None, {"hidden": True})
    worksheet.set_row(0, None, None, {"hidden": True})


def across(sheet: Worksheet, row: int, last: int, text: str, look: Format) -> None:
    """Text centred from the label column to column `last`, without merging."""
    write_text(sheet, row, layout.LABEL_COLUMN, text, look)
    write_blanks(sheet, row, range(layout.LABEL_COLUMN + 1, last + 1), look)


def write_blanks(sheet: Worksheet, row: int, columns: Iterable[int], look: Format) -> None:
    """Cells without a value, for their look; rows and columns from 1."""
    for column in columns:
        sheet.write_blank(row - 1, column - 1, None, look)


def begins_with(sheet: Worksheet, cells: str, start: str, look: Format) -> None:
    """Colour the cells of a range whose text begins so; the words say it too."""
    rule = {"type": "text", "criteria": "begins with", "value": start, "format": look}
    sheet.conditional_format(cells, rule)
