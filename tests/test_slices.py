"""An intermediate unit works with its slice of the plan; nobody above notices a difference."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from aggregator.model import Allocation, Deadline, Exemption, Plan, Quota, Unit
from aggregator.pipeline import distribute
from aggregator.pipeline.planfile import PlanFile, UnusableError, load
from aggregator.pipeline.plansearch import find
from aggregator.pipeline.slices import slices
from aggregator.plan.part import part
from aggregator.quota import Standing, judge
from aggregator.samples.uong_bi import plan as uong_bi_plan
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.planbook.read import read
from aggregator.workbook.planbook.write import write
from tests.offices import (
    PERIOD,
    admitted,
    aggregate,
    fates,
    fill,
    ketnap,
    office,
    small_plan,
    templates,
    unit,
)

QUOTAS = (
    Quota("PB", "K1", "giao", "B2.I", "TP", minimum=Decimal(12)),
    Quota("BQ", "K5", "giao", "N.boiduong", "TP", "kind=thon,khu_pho", Decimal(1)),
    Quota("DP", "K6", "giao", "N.camtinh", "TP", "level=chi_bo", rate_min=Decimal("0.5")),
    Quota("MDV", "K4", "phan_dau", "B2.I", "TP", "kind=thon,khu_pho", Decimal(1)),
    Quota("TT", "K3", "giao", "B2.I", "TP", minimum=Decimal(10)),
)
ALLOCATIONS = tuple(
    Allocation("PB", code, amount)
    for code, amount in {"A": 5, "A.1": 2, "A.2": 3, "B": 6, "B.1": 4, "B.2": 2, "C": 1}.items()
)


def a_plan(**changes) -> Plan:
    more = {
        "quotas": QUOTAS,
        "allocations": ALLOCATIONS,
        "exemptions": (Exemption("MDV", "A.2", "HET_NGUON", "02-CV/TU"),),
        "deadlines": (Deadline("D", "Báo cáo quý I", PERIOD, date(2024, 4, 5), "co_so"),),
        "cadence": "quarter",
    }
    return small_plan(**{**more, **changes})


def sliced(plan: Plan, code: str) -> Plan:
    """The slice of a unit after its workbook was written and read back."""
    workbook = {s.unit: s.data for s in slices(plan, plan.units[code].parent)}[code]
    again, findings = read(read_book(workbook))
    assert not [f for f in findings if f.severity == "error"]
    return again


def returns(plan: Plan, home: Path, units: str) -> dict[str, bytes]:
    blank = templates(plan, home)
    return {
        f"{code}.xlsx": fill(
            blank[code], {**admitted(at % 4), "N.boiduong": at, "N.camtinh": at % 2}
        )
        for at, code in enumerate(units.split(), start=1)
    }


def numbers(outcome: dict) -> dict:
    """What a superior reads of an outcome: every number of its own, and every judgement."""
    return {
        "values": outcome["units"][0]["values"],
        "blanks": outcome["units"][0]["blanks"],
        "missing": outcome["units"][0]["missing_below"],
        "quotas": outcome["quotas"],
    }


# --- what is written ------------------------------------------------------------------------------


def test_the_slice_stands_in_the_folder_of_each_subordinate_with_units_below(tmp_path):
    plan = tmp_path / "ke-hoach.xlsx"
    plan.write_bytes(write(a_plan()))
    result = ketnap("distribute", plan, "--period", PERIOD, "--zip")
    out = tmp_path / "gui-di" / PERIOD
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("ke-hoach*"))
    assert found == ["A/ke-hoach_A.xlsx", "B/ke-hoach_B.xlsx"]
    assert "8 biểu mẫu" in result.output
    assert "A/ke-hoach_A.xlsx" in zipfile.ZipFile(out / "A.zip").namelist()
    assert "C/ke-hoach_C.xlsx" not in zipfile.ZipFile(out / "C.zip").namelist()


def test_a_slice_says_whose_it_is_and_a_whole_plan_only_that_it_is_one():
    (first, _) = slices(a_plan())
    assert read(read_book(first.data))[0].root == "A"
    assert read(read_book(write(a_plan())))[0].slice_of == ""


def test_a_slice_shows_the_units_above_but_none_of_their_figures():
    plan = a_plan()
    plan.units["TP"] = plan.units["TP"]._replace(email="bantochuc@example.vn", members_start=110)
    mine = sliced(plan, "B")
    assert list(mine.units) == ["TP", "B", "B.1", "B.1.1", "B.2"]
    assert mine.units["TP"].email == "bantochuc@example.vn"
    assert mine.units["TP"].members_start is None
    assert mine.path("B.1.1") == ("TP", "B", "B.1", "B.1.1")


def test_the_share_of_the_unit_is_its_quota_and_quotas_that_pass_it_by_stay_away():
    mine = sliced(a_plan(), "A")
    assert [(q.code, q.unit, q.minimum) for q in mine.quotas if q.kind == "K1"] == [
        ("PB", "A", Decimal(5))
    ]
    assert "TT" not in {quota.code for quota in mine.quotas}


def test_every_version_of_a_quota_comes_down_as_one_share():
    adjusted = replace(QUOTAS[0], minimum=Decimal(14), version="1")
    more = (Allocation("PB", "A", 7, "1"), Allocation("PB", "A.2", 5, "1"))
    mine = sliced(a_plan(quotas=(*QUOTAS, adjusted), allocations=(*ALLOCATIONS, *more)), "A")
    assert [(q.minimum, q.version) for q in mine.quotas if q.code == "PB"] == [(Decimal(7), "1")]


def test_a_unit_that_others_were_merged_into_keeps_them_in_its_slice():
    plan = a_plan(quotas=(), allocations=(), exemptions=())
    old, day = Unit("B.0", "Chi bộ cũ", "B", "chi_bo", end=date(2024, 3, 31)), date(2024, 4, 1)
    new = Unit("A.3", "Chi bộ mới", "A", "chi_bo", start=day, replaces="B.0")
    plan = replace(plan, units={**plan.units, "B.0": old, "A.3": new})
    mine = sliced(plan, "A")
    assert mine.units["B.0"].end == date(2024, 3, 31)
    assert "B.0" not in mine.below(mine.root)
    assert "B.2" not in mine.units


# --- templates and slices made from a slice -------------------------------------------------------


def made(plan: Plan, unit: str, home: Path) -> dict[str, bytes]:
    loaded = PlanFile(home / "ke-hoach.xlsx", plan, ())
    return {t.unit: t.data for t in distribute.distribute(loaded, PERIOD, unit)}


@pytest.mark.parametrize("code", ["A", "B"])
def test_templates_made_from_a_slice_are_those_made_from_the_whole_plan(tmp_path, code):
    plan = a_plan()
    assert made(sliced(plan, code), "", tmp_path) == made(plan, code, tmp_path)


def test_templates_of_the_sample_are_the_same_from_slices(tmp_path):
    plan = uong_bi_plan.plan()
    for code in plan.children[plan.root][:6]:
        mine = part(plan, code)
        assert made(mine, "", tmp_path) == made(plan, code, tmp_path)


def test_the_slice_of_a_slice_is_the_slice_of_the_whole():
    plan = uong_bi_plan.plan()
    town = Unit("TINH", "Đảng bộ tỉnh", "", "tinh")
    units = {u.code: u if u.parent else u._replace(parent="TINH") for u in plan.units.values()}
    province = replace(plan, units={"TINH": town, **units})
    city = part(province, plan.root)
    assert city.root == plan.root
    for code in plan.children[plan.root]:
        assert part(city, code) == part(province, code)


# --- allocating further ---------------------------------------------------------------------------


def allocated(plan: Plan, **amounts: int) -> Plan:
    """The plan after an officer wrote other amounts beside units of sheet `Phân bổ`."""
    given = {a.unit: a for a in plan.allocations}
    given |= {
        code.replace("_", "."): Allocation("PB", code.replace("_", "."), amount)
        for code, amount in amounts.items()
    }
    return replace(plan, allocations=tuple(given.values()))


def found(plan: Plan) -> list[tuple[str, str, str]]:
    findings = read(read_book(write(plan)))[1]
    return [(f.code, f.unit, f.message) for f in findings if f.code == "P764"]


@pytest.mark.parametrize(
    ("amounts", "unit", "said"),
    [
        ({}, None, ""),
        ({"B_2": 3}, "B", "cộng lại 7, chỉ tiêu giao 6, thừa 1"),
        ({"B_2": 1}, "B", "cộng lại 5, chỉ tiêu giao 6, thiếu 1"),
        ({"B_1_1": 4}, None, ""),
        ({"B_1_1": 3}, "B.1", "cộng lại 3, chỉ tiêu giao 4, thiếu 1"),
        ({"B": 7, "B_2": 3}, "B", "cộng lại 14, gồm 7 giữ lại dự phòng, chỉ tiêu giao 6, thừa 8"),
        ({"B": 2, "B_1": 2, "B_1_1": 2}, None, ""),
        ({"B": 1, "B_2": 1}, None, ""),
        ({"B": 1}, "B", "cộng lại 7, gồm 1 giữ lại dự phòng, chỉ tiêu giao 6, thừa 1"),
        ({"B": 1, "B_2": 0}, "B", "cộng lại 5, gồm 1 giữ lại dự phòng, chỉ tiêu giao 6, thiếu 1"),
    ],
)
def test_what_a_unit_gives_further_is_held_against_what_it_was_given(amounts, unit, said):
    """At every level below the slice, and against a share that was changed in the slice itself."""
    flaws = found(allocated(part(a_plan(), "B"), **amounts))
    assert [unit for _, unit, _ in flaws] == ([] if unit is None else [unit])
    assert all(said in message for *_, message in flaws)


def test_what_a_unit_keeps_back_stays_with_it():
    """Nobody below sees it, and whatever a unit keeps of its share, the share is its target."""
    total = replace(QUOTAS[0], minimum=Decimal(14))
    whole = a_plan(quotas=(total,), allocations=(*ALLOCATIONS, Allocation("PB", "TP", 2)))
    assert not found(whole)
    mine = allocated(sliced(whole, "B"), B=2, B_1=2, B_2=2, B_1_1=2)
    assert "TP" not in {share.unit for share in mine.allocations}
    assert not found(mine)
    judged = judge(Standing(mine, "2024-Q4", "B", {}, {}))
    assert {row.unit: row.required for row in judged} == {"B": 6, "B.1": 2, "B.1.1": 2, "B.2": 2}
    (share,) = (quota for quota in part(mine, "B.1").quotas if quota.kind == "K1")
    assert (share.unit, share.minimum) == ("B.1", Decimal(2))
    assert not found(part(mine, "B.1"))


def test_a_unit_that_has_given_nothing_further_is_not_at_fault():
    bare = a_plan(allocations=tuple(a for a in ALLOCATIONS if "." not in a.unit))
    assert not found(part(bare, "A"))


# --- the work of an intermediate unit -------------------------------------------------------------


@pytest.mark.parametrize("code", ["A", "B"])
def test_a_summary_made_with_a_slice_is_the_summary_made_with_the_plan(tmp_path, code):
    plan = a_plan()
    own = "A.1 A.2" if code == "A" else "B.1.1 B.2"
    filled = returns(plan, tmp_path, own)
    with_slice, with_plan = tmp_path / "slice", tmp_path / "plan"
    with_slice.mkdir()
    with_plan.mkdir()
    below = aggregate(office(with_slice, filled, sliced(plan, code)), "--unit", code)
    whole = aggregate(office(with_plan, filled, plan), "--unit", code)
    assert numbers(below) == numbers(whole)


def test_summaries_made_with_slices_add_up_to_what_all_returns_give(tmp_path):
    plan = a_plan()
    filled = returns(plan, tmp_path, "A.1 A.2 B.1.1 B.2 C")
    sent_up = {"C.xlsx": filled["C.xlsx"]}
    for code, own in (("A", "A.1 A.2"), ("B", "B.1.1 B.2")):
        home = tmp_path / code
        home.mkdir()
        mine = {f"{unit}.xlsx": filled[f"{unit}.xlsx"] for unit in own.split()}
        folder = office(home, mine, sliced(plan, code))
        assert aggregate(folder)["unit"] == code
        sent_up[f"{code}.xlsx"] = (folder / f"tong-hop/tong-hop_{code}_{PERIOD}.xlsx").read_bytes()
    for home in (tmp_path / "up", tmp_path / "flat"):
        home.mkdir()
    up = aggregate(office(tmp_path / "up", sent_up, plan))
    flat = aggregate(office(tmp_path / "flat", filled, plan))
    assert {status for status, _ in fates(up).values()} == {"counted"}
    assert numbers(up) == numbers(flat)
    assert {q["quota"] for q in up["quotas"]} == {q.code for q in QUOTAS}
    assert unit(up, "TP")["values"]["B2.I/ky"] == 1 + 2 + 3 + 0 + 1


def test_the_own_return_of_the_units_slice_is_taken_for_its_whole(tmp_path):
    plan = a_plan()
    outcome = aggregate(office(tmp_path, returns(plan, tmp_path, "A"), sliced(plan, "A")))
    assert outcome["unit"] == "A"


# --- a slice among returns ------------------------------------------------------------------------


def test_a_slice_that_comes_back_with_the_returns_changes_nothing(tmp_path):
    plan = a_plan()
    filled = returns(plan, tmp_path, "A.1 A.2 B.1.1 B.2 C")
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    alone = aggregate(office(tmp_path / "one", filled, plan))
    more = {f"{s.unit}/ke-hoach_{s.unit}.xlsx": s.data for s in slices(plan)}
    beside = aggregate(office(tmp_path / "two", {**filled, **more}, plan))
    assert fates(beside)["A/ke-hoach_A.xlsx"] == ("ignored", "S211")
    assert numbers(alone) == numbers(beside)


def test_beside_the_whole_plan_a_slice_is_not_taken_for_the_plan(tmp_path):
    plan = a_plan()
    first, second = slices(plan)
    (tmp_path / "ke-hoach_A.xlsx").write_bytes(first.data)
    assert find(tmp_path) == tmp_path / "ke-hoach_A.xlsx"
    (tmp_path / "ke-hoach.xlsx").write_bytes(write(plan))
    assert find(tmp_path) == tmp_path / "ke-hoach.xlsx"
    (tmp_path / "ke-hoach.xlsx").unlink()
    (tmp_path / "ke-hoach_B.xlsx").write_bytes(second.data)
    with pytest.raises(UnusableError, match="ke-hoach_A"):
        find(tmp_path)


def test_a_slice_saved_by_another_program_still_knows_whose_it_is(tmp_path):
    (first, _) = slices(a_plan())
    path = tmp_path / "ke-hoach_A.xlsx"
    path.write_bytes(first.data)
    book = openpyxl.load_workbook(path)
    book["Phân bổ"]["C4"] = 3
    book.save(path)
    assert load(path).plan.root == "A"
