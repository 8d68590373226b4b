"""A sheet of rows of the plan workbook: codes, labels, data, formulas that follow the typing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator.model import Plan
from aggregator.workbook.palette import COUNT, FONT, INK, LINE
from aggregator.workbook.planbook import balance as planned
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import inputs as plan_inputs
from aggregator.workbook.planbook import live, stored
from aggregator.workbook.planbook.balance import Balance
from aggregator.workbook.planbook.columns import Field, Table
from aggregator.workbook.planbook.live import Live
from aggregator.workbook.planbook.valued import Cells, height
from aggregator.workbook.style import Formats

_FEW, _MANY = 30, 300
"""Rows below the last one that have formulas already; drop-downs reach much further."""
_ON_A_PAGE = 25


class Rows:
    """Writes the sheets of rows of one plan."""

    def __init__(self, workbook: Workbook, formats: Formats, plan: Plan) -> None:
        self.workbook = workbook
        self.formats = formats
        self.plan = plan
        self.cells = Cells(workbook)
        plain = {"font_name": FONT, "font_color": INK, "valign": "vcenter"}
        count = {**plain, "num_format": COUNT, "align": "right", "indent": 1}
        self.looks = {
            "muted": formats.muted,
            "number": workbook.add_format(count),
            "cell": workbook.add_format({**plain, "bold": True}),
        }
        rate = {**plain, "num_format": "0.0%", "border": 1, "border_color": LINE}
        self.rate = workbook.add_format(rate)

    @cached_property
    def balance(self) -> Balance:
        """How the allocations of the plan add up."""
        return planned.balance(self.plan)

    def write(self, sheet: Worksheet, table: Table) -> None:
        """Codes in hidden row 1, labels in row 2, data from row 3."""
        records = columns.rows_of(table, self.plan)
        last = columns.FIRST_ROW - 1 + max(len(records), 1)
        sheet.set_row(columns.CODE_ROW - 1, None, None, {"hidden": True})
        sheet.set_row(columns.LABEL_ROW - 1, 50)
        for column, field in enumerate(table.fields):
            style = self.cells.look(field, boxed=False)
            sheet.set_column(column, column, field.width, style)
            sheet.write_string(columns.CODE_ROW - 1, column, field.code)
            sheet.write_string(columns.LABEL_ROW - 1, column, field.label, self.formats.header)
            self._inputs(sheet, field, column)
        for row, record in enumerate(records, columns.FIRST_ROW - 1):
            values = [getattr(record, field.name) for field in table.fields]
            sheet.set_row(row, max(map(height, table.fields, values)))
            for column, (field, value) in enumerate(zip(table.fields, values, strict=True)):
                self.cells.put(sheet, row, column, field, value)
        width = len(table.fields) + self._formulas(sheet, table)
        sheet.autofilter(columns.LABEL_ROW - 1, 0, last - 1, width - 1)
        sheet.freeze_panes(columns.FIRST_ROW - 1, 2 if table is columns.UNITS else 1)
        sheet.repeat_rows(columns.LABEL_ROW - 1)
        if table is columns.UNITS:  # too wide to be read on one page
            sheet.fit_to_pages(2, 0)
            sheet.repeat_columns(0, 1)

    def _inputs(self, sheet: Worksheet, field: Field, column: int) -> None:
        options = plan_inputs.validation(field)
        if options:
            told = {key: text for key, text in options.items() if key.startswith("input_")}
            label = columns.LABEL_ROW - 1
            sheet.data_validation(label, column, label, column, {"validate": "any", **told})
            sheet.data_validation(columns.FIRST_ROW - 1, column, live.LAST_ROW - 1, column, options)

    def _formulas(self, sheet: Worksheet, table: Table) -> int:
        """The columns of formulas beside the data; how many there are."""
        beside = live.OF.get(table, ())
        values = stored.values(table, self.plan, self.balance) if beside else ()
        end = columns.FIRST_ROW - 1 + len(values)
        blank = stored.blank(table)
        spare = self.spare(len(self.plan.units)) if table is columns.ALLOCATIONS else _FEW
        for at, each in enumerate(beside):
            column = len(table.fields) + at
            self._label(sheet, column, each)
            look = None if each.hidden else self.looks[each.look]
            for row in range(columns.FIRST_ROW - 1, end + spare):
                held = values[row - columns.FIRST_ROW + 1][at] if row < end else blank(row)[at]
                sheet.write_formula(row, column, each.formula.format(r=row + 1), look, held)
            if each.look == "cell" and not each.hidden:
                self.marks(sheet, column, columns.FIRST_ROW - 1, live.LAST_ROW)
        if beside:
            shown = len(table.fields) + sum(not each.hidden for each in beside)
            print_area(sheet, len(values), shown)
        return len(beside)

    @staticmethod
    def spare(count: int) -> int:
        """How many rows below so many already have formulas; most of them where there is none."""
        return min(_MANY, max(_FEW, count or _MANY))

    def _label(self, sheet: Worksheet, column: int, each: Live) -> None:
        if each.hidden:
            sheet.set_column(column, column, each.width, None, {"hidden": True})
            sheet.write_string(columns.LABEL_ROW - 1, column, each.label)
            return
        sheet.set_column(column, column, each.width)
        label = f"{each.label} (tự tính)"
        sheet.write_string(columns.LABEL_ROW - 1, column, label, self.formats.header)

    def marks(self, sheet: Worksheet, column: int, first: int, end: int) -> None:
        """Colour the words of a verdict, which say the same without it; rows from 0."""
        looks: dict[Format, tuple[str, ...]] = {
            self.formats.mark_good: (planned.ENOUGH,),
            self.formats.mark_bad: planned.WRONG,
            self.formats.mark_warn: planned.DOUBTFUL,
        }
        for look, words in looks.items():
            for word in words:
                rule: dict[str, Any] = {"type": "text", "criteria": "begins with"}
                rule |= {"value": word, "format": look}
                sheet.conditional_format(first, column, end - 1, column, rule)


def print_area(sheet: Worksheet, filled: int, width: int) -> None:
    """Print so many rows and columns: formulas that show nothing would print too.

    Of a table without rows it is the first page, for what will be filled in.
    """
    last = columns.FIRST_ROW - 1 + (filled if filled > 0 else _ON_A_PAGE)
    sheet.print_area(columns.LABEL_ROW - 1, 0, last - 1, width - 1)
