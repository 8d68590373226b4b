"""The words of the live reconciliation, and the paths by which the sources of a unit are found."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.model import Number
from aggregator.report.digest import BETWEEN
from aggregator.report.table import Area
from aggregator.workbook.style import Formats

AGREES, DIFFERS = "KHỚP", "LỆCH"


def inside(unit: str) -> str:
    """The criterion that a path meets if the unit is on it."""
    return f"*{BETWEEN}{unit}{BETWEEN}*"


def verdict(difference: str, left: Number) -> tuple[str, str]:
    """The formula that judges the cell with a difference, and what it shows now."""
    formula = f'=IF({difference}=0,"{AGREES}","{DIFFERS} "&{difference})'
    return formula, f"{DIFFERS} {left}" if left else AGREES


def mark(sheet: Worksheet, formats: Formats, area: Area) -> None:
    """A colour under each verdict that is not good."""
    wrong = {"type": "text", "criteria": "begins with", "value": DIFFERS}
    sheet.conditional_format(*area.from_zero, {**wrong, "format": formats.mark_bad})


def told(area: Area, numbers: int, wrong: int) -> tuple[str, str]:
    """A formula that says how many verdicts of an area are good, and what it shows now."""
    first, last = (f"{layout.column_letter(column)}{row}" for row, column in (area[:2], area[2:]))
    count = f'COUNTIF({first}:{last},"{DIFFERS}*")'
    good = f"{AGREES}: cả {numbers} số dưới đây bằng tổng các tệp đã tính"
    bad = f" trong {numbers} số dưới đây không bằng tổng các tệp đã tính"
    formula = f'=IF({count}=0,"{good}","{DIFFERS}: "&{count}&"{bad}")'
    return formula, f"{DIFFERS}: {wrong}{bad}" if wrong else good
