"""Cells of the plan workbook: each value in the look of its column, formulas with their values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aggregator.workbook.palette import DATE, FONT, LINE
from aggregator.workbook.planbook import coded
from aggregator.workbook.planbook.columns import Field, Type

Value = str | int | bool | Decimal | date | None

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


class Cells:
    """Writes values into the sheets of one workbook; text stays text."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._made: dict[tuple[str, bool, bool], Format] = {}

    def put(self, sheet: Worksheet, row: int, column: int, field: Field, value: Value) -> None:
        """Write one value, rows and columns from 0; coded ones by their labels."""
        whole = isinstance(value, Decimal) and value == value.to_integral_value()
        style = self.look(field, boxed=True, grouped=field.type is Type.AMOUNT and whole)
        match value:
            case None | "":
                sheet.write_blank(row, column, None, style)
            case bool():
                text = shown("yes_no", "yes" if value else "no")
                sheet.write_string(row, column, text, style)
            case int() | Decimal():
                sheet.write_number(row, column, value, style)
            case date():
                sheet.write_datetime(row, column, datetime.combine(value, time()), style)
            case _:
                sheet.write_string(row, column, shown(field.vocabulary, value), style)

    def look(self, field: Field, boxed: bool, grouped: bool = False) -> Format:
        """The format of a column; `grouped` is a whole amount, with dots between thousands."""
        number_format = "#,##0" if grouped else _NUMBER_FORMATS[field.type]
        centred = field.type in _CENTRED
        key = (number_format, centred, boxed)
        if key not in self._made:
            style: dict[str, Any] = {"font_name": FONT, "num_format": number_format}
            style |= {"align": "center"} if centred else {}
            style |= {"border": 1, "border_color": LINE} if boxed else {}
            style |= {"valign": "vcenter", "text_wrap": True}
            self._made[key] = self.workbook.add_format(style)
        return self._made[key]


def height(field: Field, value: Value) -> float:
    """Points for a cell of wrapped text: 16 a line."""
    text = shown(field.vocabulary, value) if isinstance(value, str) else ""
    return 16.0 * max(1, -(-len(text) * 20 // int(field.width * 23)))


def shown(vocabulary: str, value: str) -> str:
    """What an officer sees of a code."""
    return coded.label(vocabulary, value) if vocabulary else value
