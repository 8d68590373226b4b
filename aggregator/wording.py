"""Numbers as Vietnamese readers write them: 1.234,5. Exact, rounded half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

from aggregator.model import Number


def number(value: Number | None, places: int | None = None) -> str:
    """`1234.5` -> `1.234,5`; blank -> empty.

    With `places` exactly so many decimals, else as many as the value needs. Raises ValueError
    or OverflowError for a Decimal that is no finite number.
    """
    if value is None:
        return ""
    if isinstance(value, int) and not places:
        return f"{value:,}".replace(",", ".")
    if places is not None:
        return _fixed(Fraction(value), places)
    return _fixed(Fraction(value), _decimals(Decimal(value)))


def signed(value: Number) -> str:
    """`+1.234` or `-5`, and `0`."""
    return f"{'+' if value > 0 else ''}{number(value)}"


@lru_cache(maxsize=4096)
def percent(share: Fraction | None) -> str | None:
    """A share as a percentage with two decimals: 43/100 -> `43,00`; None stays None."""
    return None if share is None else _fixed(share * 100, 2)


def rate(share: Decimal) -> str:
    """A rate as a plan states it: `0.035` -> `3,5%`."""
    return f"{number(share.scaleb(2))}%"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _fixed(value: Fraction, places: int) -> str:
    units = floor(abs(value) * 10**places + Fraction(1, 2))
    whole, rest = divmod(units, 10**places)
    sign = "-" if value < 0 and units else ""
    decimals = f",{rest:0{places}d}" if places else ""
    return f"{sign}{whole:,}".replace(",", ".") + decimals


def capitalised(text: str) -> str:
    """The text with its first letter capital and all others as they are."""
    return text[:1].upper() + text[1:]
