"""What Excel lets an officer type into an input cell, with short messages in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.model import Indicator, Method, Sheet
from aggregator.workbook.template.verdicts import Inputs
from aggregator.workbook.typed.number import LARGEST

YES_NO = "co_khong"
_ANY = Inputs(opens_year=False, typed_counts=True)
"""What can be an input of any template."""

_COUNT = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": LARGEST,
    "input_title": "Số lượng",
    "input_message": "Không có thì ghi 0; chưa có số liệu thì để trống.",
    "error_title": "Chưa nhận",
    "error_message": "Chỉ nhận số nguyên từ 0 trở lên, không kèm chữ.",
}
_MEAN = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": 18,
    "maximum": 100,
    "input_title": "Tuổi bình quân",
    "input_message": "Tổng số tuổi chia cho số người mới kết nạp; không có ai thì để trống.",
    "error_title": "Chưa nhận",
    "error_message": "Chỉ nhận số từ 18 đến 100.",
}
_FLAG = {
    "validate": "list",
    "source": f"={YES_NO}",
    "input_title": "Có hay không",
    "input_message": "Chọn “có” hoặc “không”.",
    "error_title": "Chưa nhận",
    "error_message": "Chỉ nhận “có” hoặc “không”.",
}
_REVISION = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 1,
    "maximum": 999,
    "input_title": "Lần gửi",
    "input_message": "Lần đầu ghi 1, gửi lại cùng kỳ thì ghi 2, 3…",
    "error_title": "Chưa nhận",
    "error_message": "Lần gửi là số nguyên từ 1 trở lên.",
}


_NOTE = {
    "validate": "length",
    "criteria": "<=",
    "value": 250,
    "input_title": "Ghi chú",
    "input_message": "Giải thích số liệu nếu cần. Không ghi tên người.",
    "error_title": "Chưa nhận",
    "error_message": "Ghi chú không quá 250 chữ.",
}


def cover(worksheet: Worksheet) -> None:
    """The rules of the two inputs of the cover."""
    slots = layout.cover_slots()
    worksheet.data_validation(slots["nothing"].cell, _FLAG)
    worksheet.data_validation(slots["revision"].cell, _REVISION)


def form_sheet(worksheet: Worksheet, sheet: Sheet) -> None:
    """One rule for each kind of input, shared by all its cells."""
    rules: tuple[tuple[dict[str, Any], Callable[[Indicator], bool]], ...] = (
        (_COUNT, lambda i: i.method not in (Method.MEAN, Method.FLAG)),
        (_MEAN, lambda i: i.method is Method.MEAN),
        (_FLAG, lambda i: i.method is Method.FLAG),
    )
    for rule, concerned in rules:
        ranges = list(_ranges(sheet, concerned))
        if ranges:
            worksheet.data_validation(*ranges[0], {**rule, "other_cells": ranges[1:]})
    notes = [row.row - 1 for row in layout.rows(sheet) if row.indicator]
    column = layout.NOTE_COLUMN - 1
    first, *others = [(start, column, end, column) for start, end in _runs(notes)]
    worksheet.data_validation(*first, {**_NOTE, "other_cells": others})


def _ranges(
    sheet: Sheet, concerned: Callable[[Indicator], bool]
) -> Iterator[tuple[int, int, int, int]]:
    """First row, first column, last row, last column from 0, one range for cells that touch."""
    for code, column in layout.COLUMN_OF.items():
        rows = (
            row.row - 1
            for row in layout.rows(sheet)
            if row.indicator and concerned(row.indicator) and code in _ANY.columns(row.indicator)
        )
        for first, last in _runs(rows):
            yield first, column - 1, last, column - 1


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        found = [row for _, row in run]
        yield found[0], found[-1]
