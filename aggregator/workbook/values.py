"""Stored values, as XML writes them, -> cells. Nothing is guessed: what isn't a value is an error.

Each returns None where a stored text isn't of its kind; the caller decides what that means.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache

from aggregator.workbook.book import Cell, State

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LONGEST_NUMBER = 350
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


@lru_cache(maxsize=8192)
def stored_number(text: str, formula: bool, dated: bool, shift: int = 0) -> Cell:
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
