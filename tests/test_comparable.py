"""Last year is held against this year only over the same units; a blank is not a zero."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aggregator import forms
from aggregator.model import CARRIED, Key, UnitStatus
from aggregator.report import comparable, words
from aggregator.report.digest import Digest
from aggregator.report.summary import book as summary
from aggregator.workbook.cells.reader import read_book
from tests.made_result import made_result

FORM = forms.load()
OPENING = {Key("B1.A", "cung_ky"): 29}
OPTIONAL = {Key("B1.B2a", "cung_ky"): 300, Key("B1.C1", "cung_ky"): 4, Key("B1.C4", "cung_ky"): 9}
EARLIER = {Key("B2.I", CARRIED): 3, Key("B1.A", CARRIED): 3}


@pytest.mark.parametrize(
    ("left", "period", "code", "expected"),
    [
        ({}, "2024-Q2", "B2.I", (0, 0)),
        ({Key("B2.I", "cung_ky"): 29}, "2024-Q2", "B2.I", (0, 29)),
        ({Key("N.boiduong", "ky"): 71}, "2024-Q2", "N.boiduong", (71, 0)),
        (EARLIER, "2024-Q2", "B2.I", (3, 0)),
        (EARLIER, "2024-Q1", "B2.I", (0, 0)),
        (OPENING, "2024-Q1", "B1.D", (0, 29)),
        (OPTIONAL, "2024-Q1", "B1.D", (0, 0)),
        (OPTIONAL, "2024-Q1", "B1.B", (0, 0)),
        (OPTIONAL, "2024-Q1", "B1.C", (0, 0)),
    ],
)
def test_a_computed_row_is_as_whole_as_its_required_terms(left, period, code, expected):
    assert comparable.unlike(FORM, period, left, code) == expected


def test_it_is_said_which_year_is_blank_where():
    assert comparable.Unlike(0, 0).told == ""
    assert comparable.Unlike(1071, 29).told == (
        "năm nay 1.071 đơn vị để trống, cùng kỳ năm trước 29 đơn vị để trống"
    )


def _overview_and_units(blank_units: int):
    """The row of admissions in `Tổng quan`, and the change in the unit's row of `Đơn vị`."""
    result = made_result("2024-Q1")
    total = result.total.submission
    assert total is not None
    values, blanks = list(total.values), [0] * len(total.blanks)
    values[FORM.position[Key("B2.I", "ky"), "value"]] = 41
    values[FORM.position[Key("B2.I", "cung_ky"), "value"]] = 44
    blanks[FORM.position[Key("B2.I", "cung_ky"), "value"]] = blank_units
    seen = replace(total, values=tuple(values), blanks=tuple(blanks))
    top = result.total._replace(submission=seen)
    book = read_book(summary.write(replace(result, units=(top, *result.units[1:]))))
    cells = book.grid("Tổng quan").cells
    row = next(r for (r, _), c in cells.items() if c.value == "Đảng viên mới kết nạp")
    units = book.grid("Đơn vị").cells
    change = next(c for (r, c), cell in units.items() if r == 1 and cell.value == "change")
    own = units.get((5, change))
    return [cells.get((row, c)) and cells[row, c].value for c in range(5, 10)], own and own.value


def test_the_overview_compares_where_every_unit_told_last_years_number():
    (before, change, share, _, told), own = _overview_and_units(0)
    assert (before, change, own) == (44, -3, -3)
    assert str(share) == "93.18"
    assert "so sánh" not in told


def test_a_whole_is_not_held_against_a_part():
    (before, change, share, _, told), own = _overview_and_units(2)
    assert (before, change, share, own) == (44, None, None, None)
    assert told.endswith("; chưa so sánh: cùng kỳ năm trước 2 đơn vị để trống")


def test_a_unit_inside_its_superiors_return_is_not_said_to_be_added_up():
    unit = made_result().units[-1]._replace(status=UnitStatus.ROLLED_UP, submission=None)
    assert words.of_unit(unit) == "Gộp ở cấp trên"
    assert words.of_unit(unit._replace(known={"B2.I": 1})) == "Cộng từ cấp dưới"


def test_what_the_totals_are_made_of_is_said_with_nothing_missing_and_with_something():
    assert Digest(made_result()).coverage == "Số liệu từ đủ 20/20 đơn vị"
    assert Digest(made_result(absent=("UB.01.02",))).coverage == (
        "Số liệu từ 19/20 đơn vị; còn thiếu 1 đơn vị"
    )
