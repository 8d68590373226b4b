"""What a person typed into a cell -> a number, or why not. An ambiguous text is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import NamedTuple

from aggregator.model import Number
from aggregator.wording import number as shown
from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.typed.quoting import quoted, what_stands
from aggregator.workbook.typed.text import fold


class Typed(NamedTuple):
    """A value, or a fault with its message; a repair where the value was not typed as one."""

    value: Number | None
    repair: str = ""
    fault: str = ""
    message: str = ""


_NOTHING = {fold(word) for word in ("không", "ko", "không có", "ko có", "không phát sinh", "0 có")}
_YES = {fold(word): code for word, code in (("có", ""), ("co", "T102"), ("x", "T102"))}
_YES |= dict.fromkeys(map(fold, ("yes", "true", "đúng", "1", "✓", "✔", "v")), "T102")
_NO = {fold(word): code for word, code in (("không", ""), ("ko", "T102"), ("khong", "T102"))}
_NO |= dict.fromkeys(map(fold, ("no", "false", "sai", "0")), "T102")
_PEOPLE = "|".join(
    re.escape(fold(word))
    for word in ("đồng chí", "đ/c", "đ.c", "đc", "đảng viên", "đv", "người", "quần chúng", "tuổi")
)
_UNIT_WORD = re.compile(rf"(.*\d)\s*(?:{_PEOPLE})\.?")
_DASHES = re.compile(r"[-_]+")
_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}

_WHOLE = re.compile(r"\d+|\d{1,3}(?: \d{3})+|[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})")
_EITHER = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_GROUPED_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d+)|(\d{1,3}(?:,\d{3})+)\.(\d+)")
_LONG_RUN = re.compile(r"\d(?:[ .,-]?\d){11,}|\b0\d{8,}")
_TOO_LARGE = 10**11


LARGEST = 100_000_000
"""No count of this trade comes near; larger is a pasted identity number or a date."""


def plain_count(cell: Cell) -> int | None:
    """A count typed as it should be; None where there is anything to be said of the cell."""
    state, value, formula, _ = cell
    if state is State.NUMBER and not formula and type(value) is int and 0 <= value <= LARGEST:
        return value
    return None


def count(cell: Cell | None) -> Typed:
    """A count: an int, negative ones too (a check reports them). Faults: V303-V306, V308, V312."""
    return _typed(cell, _whole)


def mean(cell: Cell | None) -> Typed:
    """A mean: a Decimal, with a comma or a point. Faults: V301, V304-V306, V308, V312."""
    return _typed(cell, _not_negative)


def flag(cell: Cell | None) -> Typed:
    """`có` -> 1, `không` -> 0, blank -> None; other ways to say so with a repair. Fault: V307."""
    if cell is None:
        return Typed(None)
    if cell.state is State.UNCALCULATED:
        return _UNCALCULATED
    text = fold(_stripped(str(cell.value)))
    repair = "T110" if cell.formula else ""
    if not text and cell.state is State.TEXT:
        return Typed(None, repair or "T111")
    if cell.state in (State.TEXT, State.BOOL, State.NUMBER):
        if text in _YES:
            return Typed(1, repair or _YES[text])
        if text in _NO:
            return Typed(0, repair or _NO[text])
        if _DASHES.fullmatch(text):
            return Typed(0, repair or "T101")
    return Typed(None, "", "V307", f"{what_stands(cell)}, cần ghi “có” hoặc “không”")


def _typed(cell: Cell | None, accept: Callable[[Number], Typed]) -> Typed:
    if cell is None:
        return Typed(None)
    value = cell.value
    match cell.state:
        case State.NUMBER if not isinstance(value, str):
            typed = accept(value) if -_TOO_LARGE < value < _TOO_LARGE else _TOO_LONG
        case State.TEXT:
            typed = _from_text(str(cell.value), accept)
        case State.DATE:
            return Typed(None, "", "V312", f"{what_stands(cell)}, cần một số")
        case State.ERROR:
            return Typed(None, "", "V305", f"{what_stands(cell)}, cần một số")
        case State.UNCALCULATED:
            return _UNCALCULATED
        case _:
            return Typed(None, "", "V304", f"{what_stands(cell)}, cần một số")
    return typed._replace(repair="T110") if cell.formula and not typed.fault else typed


_AS_SHOWN = Context(prec=15)
"""A program that calculates shows and compares 15 digits: 0.1*3*10 is 3 there."""


def _whole(value: Number) -> Typed:
    if value != int(value):
        value = _AS_SHOWN.plus(Decimal(value))
    if value != int(value):
        return Typed(None, "", "V303", f"đang ghi {shown(value)}, cần một số nguyên")
    return Typed(int(value))


def _not_negative(value: Number) -> Typed:
    if value < 0:
        return Typed(None, "", "V301", f"đang ghi {shown(value)}, cần một số từ 0 trở lên")
    return Typed(Decimal(value))


def _from_text(text: str, accept: Callable[[Number], Typed]) -> Typed:
    stripped = _stripped(text)
    if not stripped:
        return Typed(None, "T111")
    folded = fold(stripped.translate(_WIDE_DIGITS))
    if _DASHES.fullmatch(folded) or folded in _NOTHING:
        return accept(0)._replace(repair="T101")
    if _LONG_RUN.search(folded):
        return _TOO_LONG
    unit_word = _UNIT_WORD.fullmatch(folded)
    readings = _readings(unit_word[1].strip() if unit_word else folded)
    if not readings:
        return Typed(None, "", "V304", f"đang ghi {quoted(text)}, cần một số")
    if len(readings) > 1:
        return _ambiguous(text, readings)
    typed = accept(readings[0])
    if typed.fault:
        return typed
    wide = folded != fold(stripped)
    return typed._replace(repair="T108" if unit_word else "T109" if wide else "T102")


def _ambiguous(text: str, readings: tuple[Decimal, ...]) -> Typed:
    grouped, decimal = readings
    message = (
        f"{quoted(text)} có hai cách hiểu: {int(grouped)} hoặc {shown(decimal)}; "
        "hãy gõ lại bằng chữ số, không có dấu chấm, dấu phẩy"
    )
    return Typed(None, "", "V304", message)


def _readings(text: str) -> tuple[Decimal, ...]:
    """Every number the text may mean: one, two where a separator may be either, or none."""
    sign = -1 if text.startswith("-") else 1
    plain = text.removeprefix("-" if sign < 0 else "+").strip()
    if _WHOLE.fullmatch(plain):
        return (sign * Decimal(re.sub(r"\D", "", plain)),)
    if match := _EITHER.fullmatch(plain):
        return (sign * Decimal(match[1] + match[2]), sign * Decimal(f"{match[1]}.{match[2]}"))
    if match := _DECIMAL.fullmatch(plain):
        return (sign * Decimal(f"{match[1]}.{match[2]}"),)
    if match := _GROUPED_DECIMAL.fullmatch(plain):
        whole, rest = match[1] or match[3], match[2] or match[4]
        return (sign * Decimal(re.sub(r"\D", "", whole) + "." + rest),)
    return ()


def _stripped(text: str) -> str:
    return text.strip().strip("\u200b\ufeff\u2060").strip().removeprefix("'").strip()


_TOO_LONG = Typed(None, "", "V308", "dãy số quá dài, không thể là một số lượng (không nhắc lại)")
_UNCALCULATED = Typed(
    None, "", "V306", "công thức chưa có kết quả: mở tệp bằng Excel, bấm lưu rồi gửi lại"
)
