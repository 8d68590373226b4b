"""A sheet filled from the top down: lines, tables, headings, charts beside tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator.report.fitting import height
from aggregator.report.summary.charts import Title
from aggregator.report.table import Value
from aggregator.report.table_sheet import on_paper, put
from aggregator.workbook.palette import FONT, FONT_SIZE, LINE, ROW_PIXELS
from aggregator.workbook.paper import PROTECTION
from aggregator.workbook.style import Formats

FIRST_COLUMN, LAST_COLUMN = 2, 9
WIDTHS = (2, 42, 12, 12, 12, 14, 12, 21, 42)
HEADER_HEIGHT = 34
JUMPS = (2, 3, 5, 7, 8, 9)
"""The columns in which the line of links to the sections holds one."""
_CELL = {
    "font_name": FONT,
    "font_size": FONT_SIZE,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": LINE,
}
_NOWHERE: Mapping[int, str] = MappingProxyType({})


class Page:
    """The sheet being filled from the top down."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, formats: Formats) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.formats = formats
        self.centred = workbook.add_format({**_CELL, "align": "center"})
        self.centred_bold = workbook.add_format({**_CELL, "align": "center", "bold": True})
        self.told = workbook.add_format({**_CELL, "indent": 1})
        self.row = 1
        self.breaks: list[int] = []
        self.sections: dict[str, int] = {}

    def across(self, text: str, look: Format, height: float | None = None) -> None:
        """One line from the first column to the last."""
        put(self.sheet, self.row, FIRST_COLUMN, text, look)
        for column in range(FIRST_COLUMN + 1, LAST_COLUMN + 1):
            put(self.sheet, self.row, column, None, look)
        if height is not None:
            self.sheet.set_row(self.row - 1, height)
        self.row += 1

    def line(
        self,
        values: Sequence[Value],
        looks: Sequence[Format],
        links: Mapping[int, str] = _NOWHERE,
    ) -> None:
        """One row of a table, from the first column on; `links` by column, from 1."""
        for column, (value, look) in enumerate(zip(values, looks, strict=True), FIRST_COLUMN):
            if column in links and isinstance(value, int):
                self._linked(column, value, links[column])
            else:
                put(self.sheet, self.row, column, value, look)
        if len(values) > 1:
            first = FIRST_COLUMN - 1
            needed = height(values, WIDTHS[first : first + len(values)])
            self.sheet.set_row(self.row - 1, needed)
        self.row += 1

    def _linked(self, column: int, value: int, link: str) -> None:
        """A number that leads somewhere; LibreOffice cuts a long text that does."""
        look = self.formats.number_link
        self.sheet.write_url(self.row - 1, column - 1, link, look, str(value))
        put(self.sheet, self.row, column, value, look)

    def section(self, title: str, jump: str, new_page: bool = False) -> None:
        """The heading of a part; `jump` is the link to it near the top, if it needs one."""
        self.row += 1
        if new_page:
            self.breaks.append(self.row - 1)
        if jump:
            self.sections[jump] = self.row
        put(self.sheet, self.row, FIRST_COLUMN, title, self.formats.subheading)
        self.row += 1

    def said(self, sentence: str) -> Title:
        """A sentence on what a picture shows, for the officer and as its title."""
        put(self.sheet, self.row, FIRST_COLUMN, sentence, self.formats.bold)
        self.row += 1
        return Title(sentence, f"='{self.sheet.name}'!$B${self.row - 1}")

    def head(self, labels: Sequence[str]) -> None:
        """The header of a table."""
        self.line(labels, [self.formats.header] * len(labels))
        self.sheet.set_row(self.row - 2, HEADER_HEIGHT)

    def chart(self, chart: Chart, row: int, column: int, rows: int, title: Title) -> None:
        """A chart over a block of cells that ends with the page's last column."""
        width = sum(7 * width + 5 for width in WIDTHS[column - 1 :])
        chart.set_size({"width": width - 12, "height": ROW_PIXELS * rows})
        told = {"description": f"Biểu đồ. {title.text}", "object_position": 1}
        self.sheet.insert_chart(row - 1, column - 1, chart, {"x_offset": 10, "y_offset": 2, **told})

    def jumps(self, row: int) -> None:
        """The line of links to the sections, which is kept free near the top."""
        for column, (jump, at) in zip(JUMPS, self.sections.items(), strict=False):
            place = f"internal:'{self.sheet.name}'!B{at}"
            self.sheet.write_url(row - 1, column - 1, place, self.formats.link, jump)

    def finish(self) -> None:
        """Set the sheet up for the screen and for paper."""
        for at, width in enumerate(WIDTHS):
            self.sheet.set_column(at, at, width)
        self.sheet.hide_gridlines(2)
        on_paper(self.sheet, landscape=True)
        self.sheet.set_h_pagebreaks(self.breaks)
        self.sheet.print_area(0, 0, self.row - 1, LAST_COLUMN - 1)
        self.sheet.protect("", PROTECTION)
