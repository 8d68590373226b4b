"""Numbers as officers read them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import wording


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (None, None, ""),
        (None, 2, ""),
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (7894, None, "7.894"),
        (1234567, None, "1.234.567"),
        (-1234, None, "-1.234"),
        (12, 1, "12,0"),
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("3.500"), None, "3,5"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("27.25"), 1, "27,3"),
        (Decimal("27.24"), 1, "27,2"),
        (Decimal("-0.004"), 2, "0,00"),
        (Decimal("999.995"), 2, "1.000,00"),
    ],
)
def test_number(value, places, shown):
    assert wording.number(value, places) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, None),
        (Fraction(0), "0,00"),
        (Fraction(120, 277), "43,32"),
        (Fraction(1), "100,00"),
        (Fraction(1, 8), "12,50"),
        (Fraction(12345, 1000000), "1,23"),
        (Fraction(12355, 1000000), "1,24"),
        (Fraction(45, 3), "1.500,00"),
    ],
)
def test_percent(share, shown):
    assert wording.percent(share) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Decimal("0.035"), "3,5%"),
        (Decimal("0.5"), "50%"),
        (Decimal("1"), "100%"),
        (Decimal("0.00125"), "0,125%"),
    ],
)
def test_rate(share, shown):
    assert wording.rate(share) == shown


@given(st.integers())
def test_every_count_reads_back(count):
    assert int(wording.number(count).replace(".", "")) == count


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_every_decimal_reads_back(value):
    shown = wording.number(value).replace(".", "").replace(",", ".")
    assert Decimal(shown) == value
