"""Stored values, as XML writes them, -> cells. Nothing is guessed: what isn't a value is an error.

Each returns None where a stored text isn't of its kind; the caller decides what that means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.onestring import Text, unescaped
from aggregator.workbook.cells.styles import Styles
from aggregator.workbook.package import refusal
from aggregator.workbook.package.refusal import CAPS

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LONGEST_NUMBER = 350
_LONGEST_INDEX = 9
_SURE_DIGITS = 15
_SHOWN = 30
_DAY_SECONDS = 86_400
_ZERO_DAY = datetime(1899, 12, 30)


def exact(text: str) -> int | Decimal | None:
    """A stored double as what it stands for: an int when integral, else its shortest decimal."""
    if len(text) > _LONGEST_NUMBER or _NUMBER.fullmatch(text) is None:
        return None
    if text.isdigit() and len(text) <= _SURE_DIGITS:
        return int(text)
    double = float(text)
    if double in (float("inf"), float("-inf")):
        return None
    return int(double) if double.is_integer() else Decimal(repr(double))


@dataclass(frozen=True)
class Shared:
    """What all sheets of a workbook share. `date_shift`: days to the 1900 system."""

    strings: list[Cell] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    date_shift: int = 0
    longest: int = CAPS.text


class Stored(NamedTuple):
    """A cell as the XML has it: type, style, value if any, whether a formula, inline string."""

    kind: str
    style: str
    value: str | None
    formula: bool
    inline: Text | None = None


def typed_cell(stored: Stored, shared: Shared) -> Cell | None:
    """The cell, or None for a blank one.

    Raises Refused where type or string is unknown, or the value isn't where its type has it.
    """
    kind, style, value, formula, inline = stored
    if inline is not None or kind == "inlineStr":
        if value or kind != "inlineStr":
            raise refusal.damaged("một ô ghi giá trị không theo kiểu của nó")
        return _string(inline or Text(""), stored, shared)
    if value is None or (not value and kind != "str"):
        return Cell(State.UNCALCULATED, "", formula=True) if formula else None
    if kind == "n":
        return stored_number(value, formula, style in shared.styles.dates, shared.date_shift)
    if kind == "s":
        cell = _shared_string(value, shared)
        if cell.value and not formula and not shared.styles.fonts:
            return cell
        return _string(Text(str(cell.value), cell.font), stored, shared)
    if kind == "str":
        return _string(Text(unescaped(value, shared.longest)), stored, shared)
    convert = _OTHER_KINDS.get(kind)
    if convert is None:
        raise refusal.damaged("kiểu ô lạ")
    return convert(value, formula)


def _shared_string(index: str, shared: Shared) -> Cell:
    cells = shared.strings
    if not (index.isascii() and index.isdigit() and len(index) <= _LONGEST_INDEX):
        raise refusal.damaged("ô trỏ tới chuỗi không có")
    if int(index) >= len(cells):
        raise refusal.damaged("ô trỏ tới chuỗi không có")
    return cells[int(index)]


def _string(text: Text, stored: Stored, shared: Shared) -> Cell | None:
    if not text.text and not stored.formula:
        return None
    font = text.font or shared.styles.fonts.get(stored.style, "")
    return Cell(State.TEXT, text.text, stored.formula, font)


@lru_cache(maxsize=8192)
def stored_number(text: str, formula: bool, dated: bool, shift: int) -> Cell:
    """A number, or with a date format a DATE; what is no number is an ERROR."""
    number = exact(text)
    if number is None:
        return stored_error(text, formula)
    if dated:
        return Cell(State.DATE, number + shift, formula)
    return Cell(State.NUMBER, number, formula)


def stored_bool(text: str, formula: bool) -> Cell:
    """`0` or `1`; anything else is an ERROR."""
    if text not in ("0", "1"):
        return stored_error(text, formula)
    return Cell(State.BOOL, text == "1", formula)


def stored_error(text: str, formula: bool) -> Cell:
    """`#REF!` and its like, or a text that should have been a value."""
    shown = "".join(letter for letter in text[:_SHOWN] if letter.isprintable())
    return Cell(State.ERROR, shown, formula)


def stored_date(text: str, formula: bool) -> Cell:
    """An ISO date or time (`t="d"`) as its serial; anything else is an ERROR."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        try:
            moment = datetime.combine(_ZERO_DAY, time.fromisoformat(text).replace(tzinfo=None))
        except ValueError:
            return stored_error(text, formula)
    return Cell(State.DATE, serial(moment), formula)


def serial(moment: datetime) -> int | Decimal:
    """Days since the zero day of the 1900 system, the time of day as a decimal fraction."""
    gone = moment - _ZERO_DAY
    if not gone.seconds:
        return gone.days
    return gone.days + (Decimal(gone.seconds) / _DAY_SECONDS).quantize(Decimal("1e-9"))


def starts_program(formula: str) -> bool:
    """A DDE link, `program|topic!item`, outside of quoted text."""
    bare = "".join(formula.split('"')[::2])
    return "|" in bare and "!" in bare.partition("|")[2]


_OTHER_KINDS = {"b": stored_bool, "e": stored_error, "d": stored_date}
