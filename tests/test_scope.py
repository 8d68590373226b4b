"""Whom a scope means: the wrong units in scope is a wrong verdict."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.model import Plan, Unit
from aggregator.scope import FIELDS, Condition, in_force, matches, parse, select

PLAN = Plan(
    "P",
    units={
        u.code: u
        for u in (
            Unit("R", "Thành ủy", level="cap_tren_truc_tiep"),
            Unit("A", "Đảng bộ A", "R", "co_so", "phuong"),
            Unit("A1", "Chi bộ A1", "A", "chi_bo", "thon"),
            Unit("A2", "Chi bộ A2", "A", "chi_bo", "khu_pho", source=False),
            Unit("A3", "Chi bộ A3", "A", "chi_bo", "kttn", workers=50, source=True),
            Unit("A4", "Chi bộ A4", "A", "chi_bo", "kttn"),
            Unit("A5", "Chi bộ A5", "A", "chi_bo", "thon", end=date(2023, 6, 30)),
            Unit("B", "Chi bộ B", "R", "chi_bo_co_so", "kttn", workers=49),
        )
    },
)


@pytest.mark.parametrize(
    ("node", "scope", "chosen", "unknown"),
    [
        ("R", "", "A1 A2 A3 A4 A5 B", ""),
        ("A", "", "A1 A2 A3 A4 A5", ""),
        ("B", "", "B", ""),
        ("R", "kind=thon,khu_pho", "A1 A2 A5", ""),
        ("R", "kind = Thôn , Khu phố", "A1 A2 A5", ""),
        ("R", "kind!=kttn", "A1 A2 A5", ""),
        ("R", "kind!=kttn,thon", "A2", ""),
        ("R", "kind=kttn; workers>=50", "A3", "A4"),
        ("R", "workers>=50;kind=kttn;", "A3", "A4"),
        ("R", "workers<=49", "B", "A1 A2 A4 A5"),
        ("R", "workers=49,50", "A3 B", "A1 A2 A4 A5"),
        ("R", "source=có", "A3", "A1 A4 A5 B"),
        ("R", "source=no", "A2", "A1 A4 A5 B"),
        ("R", "level=co_so", "A", ""),
        ("R", "level=co_so,chi_bo_co_so", "A B", ""),
        ("R", "level=Đảng bộ cơ sở", "A", ""),
        ("R", "level!=chi_bo", "B", ""),
        ("R", "level=cap_tren_truc_tiep", "R", ""),
        ("R", "unit=A1,B", "A1 B", ""),
        ("R", "parent=A; kind=kttn", "A3 A4", ""),
        ("R", "to<=31/12/2023", "A5", ""),
        ("R", "to>=2023-07-01; kind=thon", "A1", ""),
        ("R", "kind=khong_co", "", ""),
    ],
)
def test_whom_a_scope_means(node, scope, chosen, unknown):
    assert select(PLAN, node, scope) == (chosen.split(), unknown.split())


def test_a_unit_that_no_longer_exists_is_not_meant():
    assert "A5" in select(PLAN, "A", "", date(2023, 6, 30))[0]
    assert "A5" not in select(PLAN, "A", "", date(2023, 7, 1))[0]


@pytest.mark.parametrize(
    ("day", "there"),
    [(date(2023, 1, 1), True), (date(2022, 12, 31), False), (date(2023, 12, 31), True)],
)
def test_both_dates_of_a_unit_belong_to_it(day, there):
    unit = Unit("U", "", start=date(2023, 1, 1), end=date(2023, 12, 31))
    assert in_force(unit, day) is there


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ("kind", "không có dạng"),
        ("=thon", "không có dạng"),
        ("loai_hinh=thon", "không phải cột"),
        ("kind==thon", "phép “==” không có"),
        ("workers>50", "phép “>” không có"),
        ("kind>=thon", "không so sánh lớn nhỏ"),
        ("source<=có", "không so sánh lớn nhỏ"),
        ("workers=năm mươi", "không phải số nguyên"),
        ("workers=-1", "không phải số nguyên"),
        ("workers=", "thiếu giá trị"),
        ("kind=thon,", "thiếu giá trị"),
        ("from>=31/02/2023", "không phải ngày"),
        ("source=có lẽ", "không phải có hoặc không"),
    ],
)
def test_what_is_no_scope_is_refused_with_the_reason(scope, reason):
    with pytest.raises(ValueError, match=reason):
        parse(scope)


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text):
    with contextlib.suppress(ValueError):
        conditions = parse(text)
        assert all(c.field in FIELDS for c in conditions)
        for unit in PLAN.units.values():
            assert matches(unit, conditions) in (True, False, None)


def test_an_empty_attribute_decides_nothing_where_another_condition_fails():
    unit = Unit("U", "", kind="thon")
    assert matches(unit, parse("kind=kttn; workers>=50")) is False
    assert matches(unit, parse("kind=thon; workers>=50")) is None
    assert matches(unit, (Condition("kind", "=", ("thon",)),)) is True
