"""Warnings about numbers that add up and yet can't be meant: thresholds from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from aggregator import rules
from aggregator.figures import figures
from aggregator.gallery import broken
from aggregator.gallery.office import FORM, Bench
from aggregator.model import Allocation, Key, Plan, Quota
from aggregator.samples.returns import change

STEPS = ("N.gioithieu", "N.camtinh", "N.boiduong", "N.gcn", "N.hoso_tham_tra", "N.hoso_gui")
EARLIER_STEPS = ("N.gioithieu", "N.boiduong", "N.gcn", "N.hoso_gui")
NOBODY_KNOWN = dict.fromkeys(STEPS, 0) | {f"{code}/_truoc": 0 for code in EARLIER_STEPS}
NOBODY_ASKED = Plan("")


def says(
    code: str,
    edits: Mapping[str, int | None],
    *,
    level: str = "chi_bo",
    plan: Plan | None = None,
    before: int | None = None,
    missing: int = 0,
) -> bool:
    """Whether a check has something to say of a return that is right but for the edits."""
    bench = Bench(broken.plan(), "V301")
    seen = replace(change(FORM, bench.seen, edits), missing=missing)
    unit = bench.plan.units["V301"]._replace(level=level)
    previous = None if before is None else {Key("B2.I", "ky"): before}
    asked = bench.plan if plan is None else plan
    case = rules.Case(FORM, seen, figures(FORM, seen), asked, unit, previous)
    check = rules.find(code).run
    assert check is not None
    return bool(list(check(case)))


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (NOBODY_KNOWN, True),
        ({**NOBODY_KNOWN, "N.gcn": 1}, False),
        ({**NOBODY_KNOWN, "N.boiduong/_truoc": 2}, False),
        ({**NOBODY_KNOWN, "N.gioithieu/cung_ky": 1}, False),
        ({**NOBODY_KNOWN, "N.hoso_gui": None, "N.hoso_gui/_truoc": None}, False),
        ({**NOBODY_KNOWN, "B2.I": 0}, False),
        ({**NOBODY_KNOWN, "B2.I": None}, False),
    ],
    ids=["none", "certified", "trained before", "last year", "blank", "nobody", "unknown"],
)
def test_admissions_without_candidates(edits: Mapping[str, int | None], said: bool) -> None:
    assert says("I18", edits) == said


@pytest.mark.parametrize(
    ("level", "opening", "on_probation", "said"),
    [
        ("chi_bo", 1, 0, False),
        ("chi_bo", 1, 1, True),
        ("chi_bo_co_so", 1, 1, True),
        ("co_so", 27, 3, True),
        ("co_so", 28, 3, False),
        ("cap_tren_truc_tiep", 1, 1, False),
        ("chi_bo", None, 3, False),
        ("chi_bo", 0, 0, False),
    ],
)
def test_too_few_members(level: str, opening: int | None, on_probation: int, said: bool) -> None:
    """Two join; as many as are asked for are full members from the start."""
    edits = {"B1.A": opening, "DB.dau": on_probation, "DB.chinhthuc": 2}
    assert says("I21", edits, level=level) == said


def test_members_are_not_judged_where_a_part_is_missing() -> None:
    assert not says("I21", {"B1.A": 1, "DB.dau": 1}, missing=1)
    assert not says("X405", {"B2.I": 99}, missing=1)


@pytest.mark.parametrize(("admitted", "said"), [(2, False), (6, False), (7, True), (70, True)])
def test_more_than_twice_the_quota(admitted: int, said: bool) -> None:
    """Four were asked for, two came in the first quarter: the year has `admitted` and two."""
    assert says("X405", {"B2.I": admitted}) == said


@pytest.mark.parametrize(("total", "said"), [(4, True), (40, False)])
def test_what_a_unit_keeps_back_is_not_what_it_was_asked_for(total: int, said: bool) -> None:
    quota = Quota("Q", "K1", "giao", "B2.I", "V301", minimum=Decimal(total))
    plan = replace(broken.plan(), quotas=(quota,), allocations=(Allocation("Q", "V301", 1),))
    assert says("X405", {"B2.I": 20}, plan=plan) == said


@pytest.mark.parametrize(
    ("admitted", "before", "said"),
    [(20, 2, True), (19, 2, False), (10, 1, True), (9, 1, False), (99, 0, False)],
)
def test_ten_times_the_period_before(admitted: int, before: int, said: bool) -> None:
    assert says("X405", {"B2.I": admitted}, plan=NOBODY_ASKED, before=before) == said


def test_a_jump_is_said_once() -> None:
    assert says("X405", {"B2.I": 70})
    assert not says("X405", {"B2.I": 70}, before=2)
