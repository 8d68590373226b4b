"""A table on its sheet: its names, its filter, what stays in sight, how it is printed."""

from __future__ import annotations

from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.report.fitting import height
from aggregator.report.table import EXTERNAL, Table, Value, linked_look
from aggregator.workbook.paper import PROTECTION
from aggregator.workbook.style import Formats
from aggregator.workbook.typed.text import clean

BACK_COLUMN = 4
"""Beyond the title of every table."""
LONGEST_TEXT = 2000
LEAST_HEADER = 50


def safe(text: str) -> str:
    """Text as it is where every character of it can be seen, else cleaned."""
    plain = text.replace("\u00a0", " ").isprintable() and len(text) <= LONGEST_TEXT
    return text if plain else clean(text, LONGEST_TEXT)


def put(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write one value, rows and columns from 1; text stays text whatever it looks like."""
    if value is None:
        sheet.write_blank(row - 1, column - 1, None, look)
    elif isinstance(value, str):
        sheet.write_string(row - 1, column - 1, safe(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row - 1, column - 1, value, look)
    else:
        sheet.write_number(row - 1, column - 1, value, look)


def write_table(sheet: Worksheet, formats: Formats, table: Table) -> None:
    """Write a table with its anchors, autofilter, frozen header and print set-up.

    Of rows and links only a pattern: `rows.with_rows` puts them into the finished workbook.
    """
    _columns(sheet, formats, table)
    put(sheet, layout.TABLE_TITLE_ROW, layout.LABEL_COLUMN, table.title, formats.title)
    put(sheet, layout.TABLE_NOTE_ROW, layout.LABEL_COLUMN, table.note, formats.muted)
    if table.back:
        place = f"internal:'{table.back}'!A1"
        look, text = formats.link, f"← Về {table.back}"
        sheet.write_url(layout.TABLE_TITLE_ROW - 1, BACK_COLUMN - 1, place, look, text)
    if table.rows:
        looks = (*(column.look for column in table.columns), *table.other_looks)
        for at, look in enumerate(looks, start=1):
            put(sheet, table.first_row, at, None, look(formats))
    _links(sheet, formats, table)
    _screen(sheet, table)
    on_paper(sheet, landscape=True, one_page_wide=not table.wide)
    sheet.repeat_rows(layout.TABLE_HEADER_ROW - 1)
    if table.wide:
        sheet.repeat_columns(layout.LABEL_COLUMN - 1)


def _columns(sheet: Worksheet, formats: Formats, table: Table) -> None:
    sheet.set_row(layout.CODE_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(layout.TABLE_TITLE_ROW - 1, 24)
    sheet.set_row(layout.TABLE_HEADER_ROW - 1, _header_height(table))
    for at, column in enumerate(table.columns, 1):
        sheet.set_column(at - 1, at - 1, column.width, None, {"hidden": column.hidden})
        put(sheet, layout.CODE_ROW, at, column.code, formats.hidden)
        put(sheet, layout.TABLE_HEADER_ROW, at, column.label, formats.header)


def _header_height(table: Table) -> float:
    if table.header_height is not None:
        return table.header_height
    shown = [column for column in table.columns if not column.hidden]
    needed = height([column.label for column in shown], [column.width for column in shown])
    return max(needed, LEAST_HEADER)


def _links(sheet: Worksheet, formats: Formats, table: Table) -> None:
    """One link, to a file if any does: the parts of a workbook that all of them are put into."""
    found = [placed for code in table.links if (placed := _first_link(table, code))]
    outward = (placed for placed in found if placed[2].startswith(EXTERNAL))
    for row, at, link in [next(outward, found[0])] if found else ():
        look = linked_look(table.columns[at].look)
        sheet.write_url(row, at, link, look(formats), table.title)


def _first_link(table: Table, code: str) -> tuple[int, int, str] | None:
    """Where a column first leads somewhere, from 0, and where to."""
    at = table.area(code).first_column - 1
    links = enumerate(table.links[code], table.first_row - 1)
    return next(((row, at, link) for row, link in links if link is not None), None)


def _screen(sheet: Worksheet, table: Table) -> None:
    if table.first_row == layout.TABLE_FIRST_ROW:
        # From the hidden codes on: whoever sorts by it moves them along.
        sheet.autofilter(table.first_row - 2, 0, table.last_row - 1, len(table.columns) - 1)
    sheet.freeze_panes(table.first_row - 1, layout.LABEL_COLUMN)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)


def on_paper(sheet: Worksheet, landscape: bool, one_page_wide: bool = True) -> None:
    """A4, numbered pages; a sheet that is not one page wide is printed small."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.6)
    if one_page_wide:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(60)
    sheet.set_footer('&C&"Times New Roman,Regular"&10Trang &P/&N')
