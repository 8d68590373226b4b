"""What one cell of a plan workbook means, by the type of its column; or why it means nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import NamedTuple

from aggregator.wording import number
from aggregator.workbook.cells.book import Cell, State, as_date
from aggregator.workbook.planbook import coded
from aggregator.workbook.planbook.columns import Field, Type

Value = str | int | bool | Decimal | date | None

_LARGEST = 100_000_000
_FIRST_YEAR, _LAST_YEAR = 1930, 2100
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,10}))?\s*%", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_LONGEST = 1000
_SHOWN = Context(prec=15)
"""Excel shows at most 15 digits: 0.034999999999999996 is the 3,5% that was typed."""


class Reading(NamedTuple):
    """A value, or the code and message of a fault in its place or, for a doubt, beside it."""

    value: Value = None
    code: str = ""
    message: str = ""


def read(cell: Cell | None, field: Field) -> Reading:
    """The value of a cell; blank and unreadable cells have none."""
    if cell is None or (isinstance(cell.value, str) and _is_blank(cell)):
        return Reading()
    if cell.state in (State.ERROR, State.UNCALCULATED):
        shown = cell.value if cell.state is State.ERROR else "công thức chưa có kết quả"
        return Reading(None, "P717", f"Trong ô là {shown}, không có giá trị để đọc.")
    return _READERS[field.type](cell, field)


def _is_blank(cell: Cell) -> bool:
    return cell.state is State.TEXT and not str(cell.value).strip()


def quoted(cell: Cell) -> str:
    """What stands in a cell, short, and without a long number that may be somebody's."""
    day = as_date(cell)
    text = f"{day:%d/%m/%Y}" if day else _shown(cell.value)
    if sum(map(str.isdigit, text)) >= 9:
        return "một dãy số dài"
    shown = "".join(c if c.isprintable() else " " for c in text)
    return f"“{shown if len(shown) <= 30 else shown[:29] + '…'}”"


def _shown(value: int | Decimal | str | bool) -> str:
    return number(value) if isinstance(value, Decimal) else str(value).strip()


def _wrong(cell: Cell, expected: str) -> Reading:
    if cell.state is State.TEXT and re.fullmatch(r"[\s\d.,%-]+", str(cell.value)):
        expected += "; số đang ở dạng chữ, gõ lại dạng số"
    return Reading(None, "P710", f"{quoted(cell)} không phải {expected}.")


def _text(cell: Cell, _field: Field) -> Reading:
    if cell.state is State.TEXT:
        text = _CONTROL.sub(" ", str(cell.value)).strip()
        if len(text) > _LONGEST:
            return Reading(None, "P710", f"Dài {number(len(text))} ký tự, quá {number(_LONGEST)}.")
        return Reading(text)
    if cell.state is State.NUMBER:
        return Reading(_shown(cell.value))
    return _wrong(cell, "chữ")


def _code(cell: Cell, field: Field) -> Reading:
    if cell.state is State.NUMBER and not isinstance(cell.value, int):
        return _wrong(cell, "mã; định dạng ô là Text rồi gõ lại")
    if cell.state is State.DATE:
        return _wrong(cell, "mã, Excel đã đổi thành ngày; định dạng ô là Text rồi gõ lại")
    return _text(cell, field)


def _coded(cell: Cell, field: Field) -> Reading:
    code = coded.code(field.vocabulary, _shown(cell.value))
    if code is None:
        known = coded.labels(field.vocabulary).values()
        listed = f": {', '.join(known)}" if len(known) <= 4 else ""
        message = f"{quoted(cell)} không có trong danh mục “{field.label}”{listed}."
        return Reading(None, "P712", message)
    return Reading(code)


def _yes_no(cell: Cell, field: Field) -> Reading:
    if cell.state is State.BOOL:
        return Reading(bool(cell.value))
    answer = _coded(cell, field)
    return answer if answer.code else Reading(answer.value == "yes")


def _date(cell: Cell, _field: Field) -> Reading:
    day, swapped = as_date(cell), None
    match = _DATE.fullmatch(str(cell.value).strip()) if cell.state is State.TEXT else None
    if match:
        first, second, year = map(int, match.groups())
        day, swapped = _day(year, second, first), _day(year, first, second)
    if day is None:
        return Reading(None, "P711", f"{quoted(cell)} không phải ngày/tháng/năm, ví dụ 05/03/2023.")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return Reading(None, "P711", f"Ngày {day:%d/%m/%Y} có năm không hợp lý.")
    if swapped not in (None, day):
        read_as = f"đọc là ngày {day.day} tháng {day.month} năm {day.year}"
        message = f"{quoted(cell)} gõ dạng chữ, {read_as}; cũng có thể là tháng trước, ngày sau."
        return Reading(day, "P718", message)
    return Reading(day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _count(cell: Cell, _field: Field) -> Reading:
    if cell.state is not State.NUMBER:
        return _wrong(cell, "số nguyên")
    if not isinstance(cell.value, int) or not 0 <= cell.value <= _LARGEST:
        return Reading(None, "P714", f"{quoted(cell)} không phải số nguyên từ 0 trở lên.")
    return Reading(cell.value)


def _year(cell: Cell, field: Field) -> Reading:
    reading = _count(cell, field)
    if isinstance(reading.value, int) and not _FIRST_YEAR <= reading.value <= _LAST_YEAR:
        return Reading(None, "P711", f"{quoted(cell)} không phải một năm hợp lý.")
    return reading


def _amount(cell: Cell, _field: Field) -> Reading:
    if cell.state is not State.NUMBER:
        return _wrong(cell, "số")
    value = _exact(cell)
    if not 0 <= value <= _LARGEST:
        return Reading(None, "P714", f"{quoted(cell)} không phải số từ 0 trở lên.")
    return Reading(value)


def _rate(cell: Cell, _field: Field) -> Reading:
    match = _PERCENT.fullmatch(str(cell.value).strip()) if cell.state is State.TEXT else None
    if match:
        value = Decimal(f"{match[1]}.{match[2] or 0}").scaleb(-2)
    elif cell.state is State.NUMBER:
        value = _exact(cell)
    else:
        return _wrong(cell, "tỷ lệ, ví dụ 3,5%")
    if not 0 <= value <= 1:
        message = f"{quoted(cell)} là {number(value.scaleb(2))}%, ngoài khoảng 0% đến 100%."
        return Reading(None, "P713", message)
    return Reading(value)


def _exact(cell: Cell) -> Decimal:
    return _SHOWN.create_decimal(str(cell.value))


_READERS: Mapping[Type, Callable[[Cell, Field], Reading]] = {
    Type.TEXT: _text,
    Type.CODE: _code,
    Type.DATE: _date,
    Type.YEAR: _year,
    Type.COUNT: _count,
    Type.AMOUNT: _amount,
    Type.RATE: _rate,
    Type.YES_NO: _yes_no,
    Type.CODED: _coded,
    Type.PRINTED: _text,
}
