"""Arithmetic in which a blank is no number: sums, percentages, rounding half up, all exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from aggregator.model import Number


@lru_cache(maxsize=16_384)
def percent(part: Number | None, whole: Number | None) -> Decimal | None:
    """`part` as a percentage of `whole`; None where either is missing or `whole` is 0."""
    if part is None or not whole:
        return None
    return rounded(Decimal(part) * 100 / Decimal(whole), 2)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as reports print it."""
    return value.quantize(_step(places), ROUND_HALF_UP)


@lru_cache(maxsize=32)
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def add(*numbers: Number | None) -> Number | None:
    """A sum in which blank adds nothing; blank when all are."""
    known = [number for number in numbers if number is not None]
    return sum(known[1:], start=known[0]) if known else None
