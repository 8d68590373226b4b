"""What precedes what, what makes up what."""

from __future__ import annotations

from datetime import date

import pytest

from aggregator import period as p


@pytest.mark.parametrize("text", ["2023-Q1", "2023-12", "2023-H1", "2023-9M", "2023"])
def test_periods(text) -> None:
    assert p.is_period(text)


@pytest.mark.parametrize(
    "text", ["", "2023-Q5", "2023-13", "2023-00", "23-Q1", "2023-H2", "2023-Q1 "]
)
def test_no_periods(text) -> None:
    assert not p.is_period(text)


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        ("2023-Q1", "2022-Q4", "2022-Q1"),
        ("2023-Q3", "2023-Q2", "2022-Q3"),
        ("2023-01", "2022-12", "2022-01"),
        ("2023-11", "2023-10", "2022-11"),
        ("2023-H1", "2022-H1", "2022-H1"),
    ],
)
def test_neighbours(period, before, last_year) -> None:
    assert (p.previous(period), p.last_year(period)) == (before, last_year)


def test_parts_follow_the_cadence() -> None:
    assert p.parts("2023-9M", "quarter") == ("2023-Q1", "2023-Q2", "2023-Q3")
    assert p.parts("2023-H1", "month") == tuple(f"2023-0{n}" for n in range(1, 7))
    assert p.parts("2023-Q1", "month") == ("2023-01", "2023-02", "2023-03")
    assert p.parts("2023-Q2", "month") == ("2023-Q2",)
    assert p.parts("2023-Q1", "quarter") == ("2023-Q1",)


def test_newest() -> None:
    periods = ["2023-Q4", "2024-Q1", "2023", "2023-12", "2022-Q4"]
    assert max(periods, key=p.order) == "2024-Q1"


def test_days() -> None:
    assert (p.first_day("2024-Q1"), p.last_day("2024-Q1")) == (date(2024, 1, 1), date(2024, 3, 31))
    assert p.last_day("2024-02") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2023-Q4", "quý IV năm 2023"),
        ("2023-03", "tháng 3 năm 2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2023-9M", "9 tháng đầu năm 2023"),
        ("2023", "năm 2023"),
    ],
)
def test_label(period, label) -> None:
    assert p.label(period) == label
