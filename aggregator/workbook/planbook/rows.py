"""A sheet of rows of the plan workbook: codes, labels, data, formulas that follow the typing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator.model import Plan
from aggregator.workbook.planbook import balance as planned
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import inputs as plan_inputs
from aggregator.workbook.planbook import live, stored
from aggregator.workbook.planbook.balance import Balance
from aggregator.workbook.planbook.columns import Field, Table
from aggregator.workbook.planbook.live import Live
from aggregator.workbook.planbook.valued import Cells, height
from aggregator.workbook.style import COUNT, FONT, INK, Formats

_FEW, _MANY = 30, 300
"""Rows below the last one that have formulas already; drop-downs reach much further."""


class Rows:
    """Writes the sheets of rows of one plan."""

    def __init__(self, workbook: Workbook, formats: Formats, plan: Plan) -> None:
        self.workbook = workbook
        self.formats = formats
        self.plan = plan
        self.cells = Cells(workbook)
        plain = {"font_name": FONT, "font_color": INK, "valign": "vcenter"}
        count = {**plain, "num_format": COUNT, "align": "right", "indent": 1}
        self._looks = {
            "muted": formats.muted,
            "number": workbook.add_format(count),
            "cell": workbook.add_format({**plain, "bold": True}),
        }

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

    def _inputs(self, sheet: Worksheet, field: Field, column: int) -> None:
        options = plan_inputs.validation(field)
        if options:
            sheet.data_validation(columns.FIRST_ROW - 1, column, live.LAST_ROW - 1, column, options)

    def _formulas(self, sheet: Worksheet, table: Table) -> int:
        """The columns of formulas beside the data; how many there are."""
        beside = live.OF.get(table, ())
        values = stored.values(table, self.plan, self.balance) if beside else ()
        end = columns.FIRST_ROW - 1 + len(values)
        blank = stored.blank(table)
        for at, each in enumerate(beside):
            column = len(table.fields) + at
            self._label(sheet, column, each)
            look = None if each.hidden else self._looks[each.look]
            for row in range(columns.FIRST_ROW - 1, end + self._spare(table)):
                held = values[row - columns.FIRST_ROW + 1][at] if row < end else blank(row)[at]
                sheet.write_formula(row, column, each.formula.format(r=row + 1), look, held)
            if each.look == "cell" and not each.hidden:
                self._marks(sheet, column)
        if beside:
            self._print_area(table, len(table.fields) + sum(not each.hidden for each in beside))
        return len(beside)

    def _spare(self, table: Table) -> int:
        if table is not columns.ALLOCATIONS:
            return _FEW
        return min(_MANY, max(_FEW, len(self.plan.units) or _MANY))

    def _label(self, sheet: Worksheet, column: int, each: Live) -> None:
        if each.hidden:
            sheet.set_column(column, column, each.width, None, {"hidden": True})
            sheet.write_string(columns.LABEL_ROW - 1, column, each.label)
            return
        sheet.set_column(column, column, each.width)
        label = f"{each.label} (tự tính)"
        sheet.write_string(columns.LABEL_ROW - 1, column, label, self.formats.header)

    def _marks(self, sheet: Worksheet, column: int) -> None:
        """Colour the words of a verdict, which say the same without it."""
        looks: dict[Format, tuple[str, ...]] = {
            self.formats.mark_good: (planned.ENOUGH,),
            self.formats.mark_bad: planned.WRONG,
            self.formats.mark_warn: planned.DOUBTFUL,
        }
        area = (columns.FIRST_ROW - 1, column, live.LAST_ROW - 1, column)
        for look, words in looks.items():
            for word in words:
                rule: dict[str, Any] = {"type": "text", "criteria": "begins with"}
                sheet.conditional_format(*area, {**rule, "value": word, "format": look})

    def _print_area(self, table: Table, width: int) -> None:
        # Formulas that show nothing would print as empty pages.
        sheet = f"'{table.title}'!"
        filled = f"COUNTA({sheet}$A${columns.FIRST_ROW}:$A${live.LAST_ROW})"
        top = f"{sheet}$A${columns.LABEL_ROW}"
        area = f"=OFFSET({top},0,0,{filled}+1,{width})"
        self.workbook.define_name(f"{sheet}_xlnm.Print_Area", area)
