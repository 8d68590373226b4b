"""What the words of a judgement leave out, and what they say of years and periods before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aggregator import forms
from aggregator.model import Plan, Quota, Unit
from aggregator.quota import Standing, judge
from aggregator.quota.base_year import outdated

ADMITTED, OPENING = "B2.I", "B1.A"
TOP = Unit("R", "Đảng bộ R", "", "co_so", members_start=60, members_previous=60)
CELLS = tuple(Unit(f"C{n}", f"Chi bộ {n}", "R", "chi_bo", members_start=20) for n in (1, 2, 3))
FRAME = Quota(
    "Q", "K2", "giao", ADMITTED, "R", base="members_start",
    rate_min=Decimal("0.03"), rate_max=Decimal("0.04"),
)  # fmt: skip
EACH = Quota("E", "K4", "giao", ADMITTED, "R", minimum=Decimal(2))
SHARE = replace(FRAME, kind="K12", measure="B2.I.nu", base="", rate_min=Decimal("0.3"))


def a_plan(*quotas: Quota, units: tuple[Unit, ...] = (TOP, *CELLS), **years: int) -> Plan:
    years = {"year_from": 2023, "year_to": 2025, **years}
    return Plan("KH", units={u.code: u for u in units}, quotas=quotas, **years)


def detail(quota: Quota, period: str, values: dict, unit: str = "R", **more) -> str:
    rows = judge(Standing(a_plan(quota), period, "R", values, {}, **more))
    return next(row.detail for row in rows if row.unit == unit)


@pytest.mark.parametrize(("members", "said"), [(20, False), (25, True), (24, False), (100, True)])
def test_an_upper_bound_below_what_is_required_is_not_said(members, said) -> None:
    """3-4 % of 20 members is 1 at least, and 0 at most."""
    plan = a_plan(FRAME, units=(TOP._replace(members_start=members),))
    (row,) = judge(Standing(plan, "2023-Q1", "R", {"R": {ADMITTED: 0}}, {}))
    assert ("mức trên 4%" in row.detail) == said


@pytest.mark.parametrize(("rate", "said"), [("0.4", False), ("0.5", True)])
def test_nor_that_of_a_share_of_everyone_admitted(rate, said) -> None:
    """30 % of 2 admitted is 1; 40 % of them is nobody."""
    quota = replace(SHARE, rate_max=Decimal(rate))
    told = detail(quota, "2023-Q1", {"R": {ADMITTED: 2, "B2.I.nu": 0}})
    assert ("mức trên" in told) == said


@pytest.mark.parametrize(("minimum", "paced"), [(3, False), (4, True), (12, True)])
def test_a_quota_of_one_a_quarter_has_a_pace(minimum, paced) -> None:
    quota = Quota("Q", "K3", "giao", ADMITTED, "R", minimum=Decimal(minimum))
    assert ("tiến độ chuẩn" in detail(quota, "2023-Q2", {"R": {ADMITTED: 1}})) == paced


def test_a_cell_whose_earlier_quarter_is_unknown_is_not_said_to_be_silent() -> None:
    values = {code: {ADMITTED: 1} for code in ("R", "C1", "C2", "C3")}
    before = {"C1": {ADMITTED: 1}, "R": {ADMITTED: 1}}
    told = detail(EACH, "2023-Q4", values, "C1", uncarried=before)
    assert told.endswith("chưa đủ số liệu để kết luận; chưa có số liệu kỳ trước")
    whole = Quota("Q", "K3", "giao", ADMITTED, "R", minimum=Decimal(9))
    told = detail(whole, "2023-Q4", values, uncarried=before)
    assert told.endswith("1 đơn vị chưa có số liệu kỳ trước")


# --- headcounts of another year -----------------------------------------------------------------


def stale(plan: Plan, period: str, opening: int | None, unit: str = "R", **missing: int) -> list:
    known = {unit: {OPENING: opening, ADMITTED: 1}}
    return list(outdated(Standing(plan, period, "R", known, missing)))


def test_members_of_the_plans_first_year_are_said_in_later_ones() -> None:
    plan = a_plan(FRAME)
    assert "của 60 đảng viên đầu năm, làm" in detail(FRAME, "2023-Q1", {"R": {ADMITTED: 1}})
    told = detail(FRAME, "2024-Q1", {"R": {ADMITTED: 1}})
    assert told.startswith("3% của 60 đảng viên đầu năm theo số ghi trong kế hoạch, làm tròn lên")
    assert stale(plan, "2023-Q4", 84) == []
    assert stale(plan, "2024-Q1", 60) == []
    assert stale(plan, "2024-Q1", None) == []
    assert stale(plan, "2024-Q1", 84, R=1) == []
    (fault,) = stale(plan, "2024-Q1", 84)
    assert (fault.code, fault.unit) == ("X407", "R")
    assert fault.message == (
        "Cột “Đảng viên đầu năm” chưa theo năm 2024: “Đảng bộ R” kế hoạch ghi 60, báo cáo đầu năm "
        "là 84"
    )


def test_two_quotas_on_one_headcount_say_it_once() -> None:
    assert len(stale(a_plan(FRAME, replace(FRAME, code="P")), "2024-Q1", 84)) == 1
    both = a_plan(FRAME, replace(FRAME, code="P", base="members_previous"))
    assert len(stale(both, "2024-Q1", 84)) == 2


def test_of_many_units_the_first_are_named() -> None:
    cells = (*CELLS, *(CELLS[0]._replace(code=f"D{n}", name=f"Chi bộ D{n}") for n in (1, 2)))
    plan = a_plan(replace(FRAME, evaluate_at="chi_bo"), units=(TOP, *cells))
    known = {cell.code: {OPENING: 21} for cell in cells}
    (fault,) = outdated(Standing(plan, "2024-Q1", "R", known, {}))
    assert fault.message.count("kế hoạch ghi 20, báo cáo đầu năm là 21") == 3
    assert fault.message.endswith("; và 2 đơn vị khác")


def test_a_unit_reorganised_in_the_year_is_not_compared() -> None:
    """The plan counts who was there at New Year, a return who is there now."""
    ended = CELLS[0]._replace(end=date(2024, 6, 30))
    plan = a_plan(FRAME, units=(TOP, ended, *CELLS[1:]))
    assert stale(plan, "2024-Q3", 40) == []


def test_rows_that_share_a_label_are_named_with_the_row_above() -> None:
    names = forms.load().names
    assert names["B2.III.1a"] == "Đảng bộ cơ sở – Có kết nạp đảng viên"
    assert names["B2.III.2b"] == "Chi bộ cơ sở – Không còn quần chúng"
    assert names["B2.I"] == "I. Tổng số đảng viên mới kết nạp"
    assert len(set(names.values())) == len(names)
