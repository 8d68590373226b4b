"""Reporting periods: `2023-Q1`, `2023-01`, and the cumulative `2023-H1`, `2023-9M`, `2023`."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_PATTERN = re.compile(r"(\d{4})(?:-(Q[1-4]|0[1-9]|1[0-2]|H1|9M))?")


@lru_cache(maxsize=256)
def is_period(text: str) -> bool:
    """Whether `text` is a period of any kind."""
    return _PATTERN.fullmatch(text) is not None


def is_basic(period: str) -> bool:
    """Whether workbooks are filled for it: a quarter or a month."""
    part = _part(period)
    return part.startswith("Q") or part.isdigit()


def year(period: str) -> int:
    """`2023-Q1` -> 2023."""
    return int(period[:4])


def _part(period: str) -> str:
    match = _PATTERN.fullmatch(period)
    if match is None:
        raise ValueError(f"not a period: {period!r}")
    return match[2] or ""


@lru_cache(maxsize=256)
def months(period: str) -> tuple[int, int]:
    """First and last month: `2023-Q2` -> (4, 6), `2023-9M` -> (1, 9)."""
    part = _part(period)
    if part.startswith("Q"):
        last = 3 * int(part[1])
        return last - 2, last
    if part.isdigit():
        return int(part), int(part)
    return 1, {"H1": 6, "9M": 9, "": 12}[part]


@lru_cache(maxsize=256)
def last_day(period: str) -> date:
    """The day on which the period ends."""
    last = months(period)[1]
    return date(year(period), last, calendar.monthrange(year(period), last)[1])


def first_day(period: str) -> date:
    """The day on which the period begins."""
    return date(year(period), months(period)[0], 1)


def order(period: str) -> tuple[int, int, int]:
    """A sort key: by year, then last month, then the longer period last."""
    first, last = months(period)
    return year(period), last, -first


@lru_cache(maxsize=256)
def opens_year(period: str) -> bool:
    """Whether nothing of the year lies before it."""
    return months(period)[0] == 1


def closes_year(period: str) -> bool:
    """Whether the year ends with it."""
    return months(period)[1] == 12


@lru_cache(maxsize=256)
def previous(period: str) -> str:
    """The period of the same kind just before: `2023-Q1` -> `2022-Q4`."""
    part, before = _part(period), year(period)
    if part.startswith("Q"):
        return f"{before}-Q{int(part[1]) - 1}" if part != "Q1" else f"{before - 1}-Q4"
    if part.isdigit():
        return f"{before}-{int(part) - 1:02}" if part != "01" else f"{before - 1}-12"
    return last_year(period)


@lru_cache(maxsize=256)
def last_year(period: str) -> str:
    """The same period one year earlier."""
    return f"{year(period) - 1}{period[4:]}"


def parts(period: str, cadence: str) -> tuple[str, ...]:
    """The basic periods that make a period up, in order, for `quarter` or `month` returns.

    The first quarter is basic where returns come by quarters, and cumulative over three months.
    """
    last = months(period)[1]
    if is_basic(period) and not (cadence == "month" and _part(period) == "Q1"):
        return (period,)
    if cadence == "month":
        return tuple(f"{year(period)}-{month:02}" for month in range(1, last + 1))
    return tuple(f"{year(period)}-Q{quarter}" for quarter in range(1, last // 3 + 1))


_ROMAN = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


@lru_cache(maxsize=256)
def label(period: str) -> str:
    """As officers write it: `quý I năm 2023`, `6 tháng đầu năm 2023`, `tháng 3 năm 2023`."""
    part = _part(period)
    named = {"H1": "6 tháng đầu năm", "9M": "9 tháng đầu năm", "": "năm"}
    if part in named:
        return f"{named[part]} {year(period)}"
    what = f"quý {_ROMAN[part]}" if part in _ROMAN else f"tháng {int(part)}"
    return f"{what} năm {year(period)}"
