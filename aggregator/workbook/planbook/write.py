"""A plan -> its workbook: drop-downs, validation, guidance; made to be edited in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from aggregator import forms, layout
from aggregator.model import Plan
from aggregator.workbook import meta
from aggregator.workbook.planbook import coded
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import guide as plan_guide
from aggregator.workbook.planbook import inputs as plan_inputs
from aggregator.workbook.planbook.columns import Field, Table, Type
from aggregator.workbook.style import DATE, FONT, LINE, Formats, formats, new_workbook

Value = str | int | bool | Decimal | date | None

_SPARE_ROWS = 500
"""Rows below the last one that still have drop-downs and validation."""
_MOST_ROWS = 20_000
_NAMED = (columns.ALLOCATIONS, columns.EXEMPTIONS, columns.HISTORY)
_UNKNOWN = "không có mã này"

_NUMBER_FORMATS: Mapping[Type, str] = {
    Type.TEXT: "General",
    Type.CODE: "@",
    Type.DATE: DATE,
    Type.YEAR: "0",
    Type.COUNT: "#,##0",
    Type.AMOUNT: "General",
    Type.RATE: "0.0####%",
    Type.YES_NO: "@",
    Type.CODED: "@",
    Type.PRINTED: "@",
}
_CENTRED = (Type.DATE, Type.YEAR, Type.YES_NO)


def write(plan: Plan, note: str = "") -> bytes:
    """The workbook of a plan; `note` prints on its first sheet."""
    target = BytesIO()
    workbook = new_workbook(target)
    writer = _Writer(workbook, plan)
    writer.head(note)
    for table in columns.TABLES:
        writer.table(table)
    plan_guide.write(workbook, writer.formats, _form(plan))
    writer.lists()
    writer.identity()
    workbook.close()
    return target.getvalue()


def blank_plan() -> bytes:
    """The workbook of a plan in which nothing is filled in but the current form."""
    return write(Plan("", form=forms.CURRENT))


def _form(plan: Plan) -> str:
    return plan.form if plan.form in forms.known() else forms.CURRENT


class _Writer:
    """One workbook being written."""

    def __init__(self, workbook: Workbook, plan: Plan) -> None:
        self.workbook = workbook
        self.plan = plan
        self.formats: Formats = formats(workbook)
        self._made: dict[tuple[str, bool, bool], Format] = {}

    def head(self, note: str) -> None:
        """Sheet `Kế hoạch`: keys, labels, values, guidance."""
        sheet = self._sheet(columns.HEAD_SHEET)
        sheet.set_column("A:A", 12, None, {"hidden": True})
        sheet.set_column("B:B", 28)
        sheet.set_column("C:C", 52)
        sheet.set_column("D:D", 46)
        sheet.write_string("B1", "KẾ HOẠCH PHÁT TRIỂN ĐẢNG VIÊN", self.formats.title)
        hint = "Điền cột giá trị ở đây, rồi các sheet sau theo thứ tự. Cách điền: sheet Hướng dẫn."
        sheet.write_string("B2", hint, self.formats.muted)
        for row, field in enumerate(columns.HEAD, columns.HEAD_FIRST_ROW - 1):
            sheet.write_string(row, 0, field.code)
            sheet.write_string(row, 1, field.label, self.formats.cell_bold)
            self._value(sheet, row, 2, field, getattr(self.plan, field.name))
            sheet.write_string(row, 3, field.note, self.formats.muted)
            sheet.set_row(row, 32 if len(str(getattr(self.plan, field.name))) > 50 else 20)
            self._validate(sheet, field, row, row, 2)
        if note:
            row = columns.HEAD_FIRST_ROW + len(columns.HEAD)
            sheet.write_string(row, 1, "Ghi chú", self.formats.bold)
            sheet.merge_range(row + 1, 1, row + 1, 3, "", self.formats.wrapped)
            sheet.write_string(row + 1, 1, note, self.formats.wrapped)
            sheet.set_row(row + 1, 17 * (1 + len(note) // 105))
        sheet.activate()

    def table(self, table: Table) -> None:
        """A sheet of rows: codes in hidden row 1, labels in row 2, data from row 3."""
        sheet = self._sheet(table.title)
        records = columns.rows_of(table, self.plan)
        last = columns.FIRST_ROW - 1 + max(len(records), 1)
        sheet.set_row(columns.CODE_ROW - 1, None, None, {"hidden": True})
        sheet.set_row(columns.LABEL_ROW - 1, 50)
        for column, field in enumerate(table.fields):
            sheet.set_column(column, column, field.width, self._format(field, boxed=False))
            sheet.write_string(columns.CODE_ROW - 1, column, field.code)
            sheet.write_string(columns.LABEL_ROW - 1, column, field.label, self.formats.header)
            self._validate(sheet, field, columns.FIRST_ROW - 1, last - 1 + _SPARE_ROWS, column)
        for row, record in enumerate(records, columns.FIRST_ROW - 1):
            values = [getattr(record, field.name) for field in table.fields]
            sheet.set_row(row, max(map(_height, table.fields, values)))
            for column, (field, value) in enumerate(zip(table.fields, values, strict=True)):
                self._value(sheet, row, column, field, value)
        if table in _NAMED:
            self._unit_names(sheet, table, [record.unit for record in records])
        width = len(table.fields) + (table in _NAMED)
        sheet.autofilter(columns.LABEL_ROW - 1, 0, last - 1, width - 1)
        sheet.freeze_panes(columns.FIRST_ROW - 1, 2 if table is columns.UNITS else 1)
        sheet.repeat_rows(columns.LABEL_ROW - 1)

    def _unit_names(self, sheet: Worksheet, table: Table, codes: list[str]) -> None:
        """A column that nobody reads back: the name beside each unit code."""
        column = len(table.fields)
        letter = xl_col_to_name([field.code for field in table.fields].index("unit"))
        area = f"'{columns.UNITS.title}'!$A${columns.FIRST_ROW}:$B${_MOST_ROWS}"
        sheet.set_column(column, column, 38)
        sheet.write_string(columns.LABEL_ROW - 1, column, "Tên đơn vị", self.formats.header)
        for row, code in enumerate(codes, columns.FIRST_ROW - 1):
            unit = self.plan.units.get(code)
            name = unit.name if unit else _UNKNOWN
            if not name:
                continue
            formula = f'=IFERROR(VLOOKUP({letter}{row + 1},{area},2,FALSE)&"","{_UNKNOWN}")'
            sheet.write_formula(row, column, formula, self.formats.muted, name)

    def lists(self) -> None:
        """The hidden sheet of drop-down lists, each with a defined name."""
        sheet = self.workbook.add_worksheet(layout.LISTS_SHEET)
        sheet.hide()
        lists = {f"dm_{name}": tuple(coded.labels(name).values()) for name in _vocabularies()}
        lists["dm_bieu_mau"] = forms.known()
        measures = plan_guide.measures(forms.load(_form(self.plan)))
        lists["dm_chi_so"] = tuple(indicator.code for indicator in measures)
        for column, (name, entries) in enumerate(lists.items()):
            sheet.write_string(0, column, name)
            for row, entry in enumerate(entries, 1):
                sheet.write_string(row, column, entry)
            letter = xl_col_to_name(column)
            area = f"='{layout.LISTS_SHEET}'!${letter}$2:${letter}${len(entries) + 1}"
            self.workbook.define_name(name, area)
        self._define_codes("dm_don_vi", columns.UNITS)
        self._define_codes("dm_chi_tieu", columns.QUOTAS)

    def _define_codes(self, name: str, table: Table) -> None:
        # It grows with the sheet: a fixed range with blanks at its end would accept anything.
        first, sheet = columns.FIRST_ROW, f"'{table.title}'"
        area = f"{sheet}!$A${first}:$A${_MOST_ROWS}"
        counted = f"MAX(1,COUNTA({area}))"
        self.workbook.define_name(name, f"=OFFSET({sheet}!$A${first},0,0,{counted},1)")

    def identity(self) -> None:
        """The very hidden sheet: a plan says its kind and format, a slice also whose it is."""
        sheet = self.workbook.add_worksheet(layout.META_SHEET)
        sheet.very_hidden()
        values = {**dict.fromkeys(meta.REQUIRED, ""), "kind": "plan", "format": meta.FORMAT}
        if self.plan.slice_of:
            values |= {"unit": self.plan.slice_of, "parent": self._parent()}
        for row, (key, value) in enumerate(values.items()):
            sheet.write_string(row, 0, key)
            if value:
                sheet.write_string(row, 1, value)

    def _parent(self) -> str:
        unit = self.plan.units.get(self.plan.slice_of)
        return unit.parent if unit else ""

    def _sheet(self, title: str) -> Worksheet:
        sheet = self.workbook.add_worksheet(title)
        plan_guide.print_setup(sheet)
        return sheet

    def _value(self, sheet: Worksheet, row: int, column: int, field: Field, value: Value) -> None:
        whole = isinstance(value, Decimal) and value == value.to_integral_value()
        style = self._format(field, boxed=True, grouped=field.type is Type.AMOUNT and whole)
        match value:
            case None | "":
                sheet.write_blank(row, column, None, style)
            case bool():
                sheet.write_string(row, column, _label("yes_no", "yes" if value else "no"), style)
            case int() | Decimal():
                sheet.write_number(row, column, value, style)
            case date():
                sheet.write_datetime(row, column, datetime.combine(value, time()), style)
            case _:
                sheet.write_string(row, column, _label(field.vocabulary, value), style)

    def _format(self, field: Field, boxed: bool, grouped: bool = False) -> Format:
        shown = "#,##0" if grouped else _NUMBER_FORMATS[field.type]
        centred = field.type in _CENTRED
        key = (shown, centred, boxed)
        if key not in self._made:
            style: dict[str, Any] = {"font_name": FONT, "num_format": shown, "valign": "vcenter"}
            style |= {"align": "center"} if centred else {}
            style |= {"border": 1, "border_color": LINE} if boxed else {}
            self._made[key] = self.workbook.add_format({**style, "text_wrap": True})
        return self._made[key]

    def _validate(self, sheet: Worksheet, field: Field, first: int, last: int, column: int) -> None:
        options = plan_inputs.validation(field)
        if options:
            sheet.data_validation(first, column, last, column, options)


def _height(field: Field, value: Value) -> float:
    """Points for a cell of wrapped text: 16 a line."""
    shown = _label(field.vocabulary, value) if isinstance(value, str) else ""
    return 16.0 * max(1, -(-len(shown) * 20 // int(field.width * 23)))


def _vocabularies() -> list[str]:
    fields = [*columns.HEAD, *(field for table in columns.TABLES for field in table.fields)]
    return list(dict.fromkeys(field.vocabulary for field in fields if field.vocabulary))


def _label(name: str, value: str) -> str:
    return coded.label(name, value) if name else value
