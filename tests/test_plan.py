"""Checks of a plan as such, and the part of it that goes down to one unit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from aggregator import forms
from aggregator.model import Allocation, Deadline, Exemption, History, Plan, Quota, Unit
from aggregator.plan.checks import check
from aggregator.plan.part import part
from aggregator.quota import Standing, judge
from aggregator.samples.uong_bi import plan as uong_bi_plan

FORM = forms.load()


def tree(*rows: tuple[str, str]) -> dict[str, Unit]:
    return {code: Unit(code, f"Đơn vị {code}", parent) for code, parent in rows}


def a_plan(quotas=(), allocations=(), exemptions=(), units=40) -> Plan:
    below = [(f"U{n}", "R") for n in range(units)]
    return Plan(
        "P", year_from=2025, year_to=2030, units=tree(("R", ""), *below), quotas=tuple(quotas),
        allocations=tuple(allocations), exemptions=tuple(exemptions),
    )  # fmt: skip


def quota(code: str, kind: str, minimum: int | str, **more: Any) -> Quota:
    return replace(Quota(code, kind, "giao", "B2.I", "R", minimum=Decimal(minimum)), **more)


def codes(plan: Plan) -> list[str]:
    return [flaw.code for flaw in check(plan, FORM)]


def test_floors_that_exceed_the_total_are_reported_with_both_numbers():
    """Đảng bộ xã Định Tân: 45 a year, and 3 for each of its units."""
    plan = a_plan([quota("CT1", "K3", 45), quota("CT2", "K4", 3)])
    (flaw,) = check(plan, FORM)
    assert (flaw.code, flaw.table, flaw.at, flaw.field) == ("P795", "quotas", 1, "minimum")
    assert "120 (40 đơn vị × 3)" in flaw.message
    assert "“CT1” là 45" in flaw.message


@pytest.mark.parametrize(
    ("floor", "exempt", "units", "conflict"),
    [
        (quota("CT2", "K4", 3), 0, 15, False),
        (quota("CT2", "K4", 3), 0, 16, True),
        (quota("CT2", "K4", 3), 1, 16, False),
        (quota("CT2", "K4", 3, measure="N.boiduong"), 0, 40, False),
        (quota("CT2", "K4", 3, year_from=2031, year_to=2031), 0, 40, False),
        (quota("CT2", "K5", "1.2"), 0, 38, True),
        (quota("CT2", "K5", "1.2"), 0, 37, False),
    ],
)
def test_floors_conflict_only_where_they_really_exceed(floor, exempt, units, conflict):
    free = [Exemption("CT2", f"U{n}", "HC_100", "1-CV/ĐU") for n in range(exempt)]
    plan = a_plan([quota("CT1", "K3", 45), floor], exemptions=free, units=units)
    assert ("P795" in codes(plan)) is conflict


def test_a_total_over_some_units_is_held_only_against_the_floors_of_those():
    units = {**a_plan().units, "U1": Unit("U1", "Công an", "R", kind="cong_an")}
    total = quota("CT1", "K1", 2, scope="kind=cong_an")
    plan = replace(a_plan([total, quota("CT2", "K4", 1, scope="kind=cong_an")]), units=units)
    assert "P795" not in codes(plan)


def test_the_floors_of_a_list_by_type_are_added_up_over_its_lines():
    units = {**a_plan().units, **{f"U{n}": Unit(f"U{n}", "", "R", kind="xa") for n in range(3)}}
    lines = [quota("a", "K13", 12, scope="kind=xa"), quota("b", "K13", 2)]
    units = {code: unit._replace(kind=unit.kind or "khac") for code, unit in units.items()}
    plan = replace(a_plan([quota("CT1", "K3", 109), *lines]), units=units)
    (flaw,) = [flaw for flaw in check(plan, FORM) if flaw.code == "P795"]
    assert (flaw.at, "110 (3 đơn vị × 12 + 37 đơn vị × 2)" in flaw.message) == (1, True)
    assert "P795" not in codes(replace(plan, quotas=(quota("CT1", "K3", 110), *lines)))


@pytest.mark.parametrize(
    ("measure", "more", "code"),
    [
        ("B2.I.nu", {"minimum": Decimal(6)}, None),
        ("B2.1.dn", {"rate_min": Decimal("0.1")}, None),
        ("B2.I.nu", {}, "P743"),
        ("B2.I", {"minimum": Decimal(6)}, "P752"),
        ("B2.2.tb", {"minimum": Decimal(6)}, "P752"),
        ("B2.III.1", {"minimum": Decimal(6)}, "P752"),
        ("N.boiduong", {"minimum": Decimal(6)}, "P752"),
    ],
)
def test_a_category_is_a_row_of_the_admissions_and_has_a_bound(measure, more, code):
    plan = a_plan([Quota("Q", "K12", "giao", measure, "R", **more)])
    assert codes(plan) == ([code] if code else [])


@pytest.mark.parametrize(
    ("rows", "circular"),
    [
        ([("A", "A")], "A"),
        ([("R", ""), ("A", "B"), ("B", "A"), ("C", "A")], "A B"),
        ([("A", "C"), ("B", "A"), ("C", "B")], "A B C"),
        ([("R", ""), ("A", "R"), ("B", "A")], ""),
    ],
)
def test_a_circle_of_superiors_is_shown_at_each_unit_of_it(rows, circular):
    plan = Plan("P", units=tree(*rows))
    assert [f.unit for f in check(plan, FORM) if f.code == "P723"] == circular.split()


def test_a_long_chain_of_units_is_no_circle_but_a_slip():
    rows = [("U0", ""), *((f"U{n}", f"U{n - 1}") for n in range(1, 3000))]
    assert codes(Plan("P", units=tree(*rows))) == ["P733"]
    assert not codes(Plan("P", units=tree(*rows[:100])))


def test_only_the_latest_version_of_an_allocation_has_to_add_up():
    first = [Allocation("CT1", f"U{n}", 1) for n in range(3)]
    plan = a_plan([quota("CT1", "K1", 3)], first, units=3)
    assert not codes(plan)
    adjusted = replace(plan, allocations=(*first, Allocation("CT1", "U0", 2, "1")))
    assert codes(adjusted) == ["P769", "P764"]
    raised = quota("CT1", "K1", 4, version="1")
    assert not codes(replace(adjusted, quotas=(*plan.quotas, raised)))


RESERVES = [
    ({"U0": 4, "U1": 6}, 10, None, None),
    ({"R": 2, "U0": 4, "U1": 4}, 10, None, None),
    ({"R": 10, "U0": 4, "U1": 6}, 10, None, None),
    ({"R": 0, "U0": 4, "U1": 6}, 10, None, None),
    ({"R": 10}, 10, None, None),
    ({"R": 10, "U0": 0}, 10, None, None),
    ({"R": 2, "U0": 4, "U1": 6}, 10, None, ("allocations", "amount", "12, gồm 2", "thừa 2")),
    ({"R": 11, "U0": 4, "U1": 5}, 10, None, ("allocations", "amount", "20, gồm 11", "thừa 10")),
    ({"R": 1, "U0": 4, "U1": 4}, 10, None, ("quotas", "minimum", "9, gồm 1", "thiếu 1")),
    ({"R": 10, "U0": 4, "U1": 5}, 10, None, ("quotas", "minimum", "9,", "thiếu 1")),
    ({"R": 9}, 10, None, ("quotas", "minimum", "9, gồm 9", "thiếu 1")),
    ({"U0": 4, "U1": 8}, 10, 12, ("quotas", "maximum", "12,", "giao dư 2")),
    ({"R": 10, "U0": 4, "U1": 8}, 10, 12, ("quotas", "maximum", "12,", "giao dư 2")),
    ({"U0": 4, "U1": 9}, 10, 12, ("quotas", "minimum", "13,", "thừa 1")),
    ({"U0": 4, "U1": 5}, 10, 12, ("quotas", "minimum", "9,", "thiếu 1")),
]


@pytest.mark.parametrize(("given", "total", "most", "said"), RESERVES)
def test_what_is_kept_back_and_what_is_given_add_up_to_the_total(given, total, most, said):
    upper = None if most is None else Decimal(most)
    shares = tuple(Allocation("Q", unit, amount) for unit, amount in given.items())
    plan = a_plan([quota("Q", "K1", total, maximum=upper)], shares, units=2)
    flaws = list(check(plan, FORM))
    assert [(flaw.table, flaw.field) for flaw in flaws] == ([said[:2]] if said else [])
    for flaw in flaws:
        assert flaw.code == ("P763" if flaw.field == "maximum" else "P764")
        assert all(words in flaw.message for words in said[2:])


def test_what_is_kept_back_is_no_target():
    """The node is judged by its total, each unit by its share; the reserve by nobody."""
    shares = tuple(Allocation("Q", unit, n) for unit, n in {"R": 2, "U0": 3, "U1": 5}.items())
    plan = a_plan([quota("Q", "K1", 10)], shares, units=2)
    judged = judge(Standing(plan, "2025-Q4", "R", {}, {}))
    assert {row.unit: row.required for row in judged} == {"R": 10, "U0": 3, "U1": 5}
    assert len(judged) == 3


def test_more_than_the_total_is_given_only_where_it_was_allowed():
    """What a unit was given has no upper bound of its own, whatever its superior's is."""
    units = {**tree(("R", ""), ("A", "R"), ("A1", "A"), ("A2", "A"))}
    given = {"A": 4, "A1": 3, "A2": 2}
    shares = tuple(Allocation("Q", unit, amount) for unit, amount in given.items())
    plan = replace(a_plan([quota("Q", "K1", 3, maximum=Decimal(9))], shares), units=units)
    assert codes(plan) == ["P763", "P764"]
    assert (part(plan, "A").quotas[0].minimum, part(plan, "A").quotas[0].maximum) == (4, None)
    assert codes(part(plan, "A")) == ["P764"]


VERSIONS = [
    (("",), "1", "P769"),
    (("",), "ban đầu", None),
    (("", "1"), "1", None),
    (("", "điều chỉnh lần 1"), "1", None),
    (("1",), "", None),
    (("1",), "ban đầu", None),
    (("", "1"), "2", "P769"),
    (("", "1"), "điều chỉnh", "P769"),
    (("", "điều chỉnh"), "Điều chỉnh", None),
]


@pytest.mark.parametrize(("listed", "version", "code"), VERSIONS)
def test_an_allocation_names_a_version_that_the_quota_has(listed, version, code):
    quotas = [quota("Q", "K1", 3, version=name) for name in listed]
    plan = a_plan(quotas, [Allocation("Q", "U0", 3, version)], units=1)
    found = [(f.code, f.table, f.field) for f in check(plan, FORM)]
    assert found == ([(code, "allocations", "version")] if code else [])


def test_shares_are_adjusted_together_while_their_total_stands():
    """Thành ủy Cần Thơ: the shares were changed in the year, the quota was not."""
    given = [("U0", 2, ""), ("U1", 1, "ban đầu"), ("U0", 1, "lần 1"), ("U1", 2, "Lần 1")]
    shares = [Allocation("Q", unit, amount, version) for unit, amount, version in given]
    assert not codes(a_plan([quota("Q", "K1", 3)], shares, units=2))


def test_a_share_of_nothing_goes_down_without_a_word():
    shares = [Allocation("Q", "U0", 3), Allocation("Q", "U1", 0)]
    plan = a_plan([quota("Q", "K1", 3)], shares, units=2)
    assert (part(plan, "U1").quotas[0].minimum, codes(part(plan, "U1"))) == (0, [])


FREED = [
    ("K1", "", "A1", None),
    ("K2", "", "R", None),
    ("K2", "", "A", "P775"),
    ("K2", "co_so", "A", None),
    ("K2", "co_so", "A1", "P775"),
    ("K3", "", "A1", "P775"),
    ("K4", "", "A1", None),
    ("K4", "", "A", "P778"),
    ("K4", "", "R", None),
    ("K5", "", "A2", "P775"),
    ("K6", "co_so", "A", None),
    ("K6", "co_so", "A1", None),
    ("K9", "", "B", "P775"),
    ("K13", "", "A1", None),
]


@pytest.mark.parametrize(("kind", "level", "unit", "code"), FREED)
def test_an_exemption_frees_a_unit_of_something(kind, level, unit, code):
    units = {
        "R": Unit("R", "", level="cap_tren_truc_tiep"),
        "A": Unit("A", "", "R", "co_so"),
        "A1": Unit("A1", "", "A", "chi_bo", "thon"),
        "A2": Unit("A2", "", "A", "chi_bo", "kttn"),
        "B": Unit("B", "", "R", "chi_bo_co_so", "kttn"),
    }
    scope = "kind=thon" if kind in ("K4", "K5", "K6", "K9", "K13") else ""
    asked = quota("Q", kind, 1, scope=scope, evaluate_at=level)
    free = [Exemption("Q", unit, "HET_NGUON", "1-CV/ĐU")]
    plan = replace(a_plan([asked], exemptions=free), units=units)
    found = [(f.code, f.field) for f in check(plan, FORM) if f.table == "exemptions"]
    assert found == ([(code, "unit")] if code else [])


def test_an_exemption_that_is_said_to_have_no_effect_changes_no_judgement():
    units = tree(("R", ""), ("A", "R"), ("A1", "A"), ("B", "R"))
    for kind, unit in (("K4", "B"), ("K5", "B"), ("K7", "A1"), ("K7", "A")):
        of_each = kind in ("K4", "K5")
        most = None if of_each else Decimal(9)
        asked = quota("Q", kind, 1, scope="parent=A" if of_each else "", maximum=most)
        free = Exemption("Q", unit, "HET_NGUON", "1-CV/ĐU")
        plan = replace(a_plan([asked]), units=units)
        freed = replace(plan, exemptions=(free,))
        assert codes(freed) == ["P775"]
        judged = [judge(Standing(p, "2025-Q4", "R", {}, {})) for p in (plan, freed)]
        assert judged[0] == judged[1]


UNITS_IN_TIME = [
    ({"A": {"start": date(2026, 1, 1)}, "A1": {"start": date(2025, 6, 1)}}, "P738"),
    ({"A": {"start": date(2026, 1, 1)}}, "P738"),
    ({"A": {"start": date(2020, 1, 1)}}, None),
    ({"A": {"start": date(2020, 1, 1)}, "A1": {"start": date(2019, 1, 1)}}, "P738"),
    ({"A": {"start": date(2026, 1, 1)}, "A1": {"start": date(2026, 1, 1)}}, None),
    (
        {"A": {"start": date(2026, 1, 1), "replaces": "B"}, "B": {"end": date(2025, 12, 31)}},
        None,
    ),
]


@pytest.mark.parametrize(("changes", "code"), UNITS_IN_TIME)
def test_a_unit_begins_no_earlier_than_its_superior(changes, code):
    rows = tree(("R", ""), ("A", "R"), ("A1", "A"), ("B", "R"))
    units = {name: unit._replace(**changes.get(name, {})) for name, unit in rows.items()}
    plan = replace(a_plan(), units=units)
    found = [(f.code, f.unit, f.field) for f in check(plan, FORM)]
    assert found == ([(code, "A1", "start")] if code else [])


def test_the_sample_plan_has_no_fault_but_a_share_that_cannot_be_recalculated():
    (flaw,) = check(uong_bi_plan.plan(), FORM)
    assert flaw.code == "P797"
    assert flaw.message.startswith("Văn bản in 2,4% nhưng chưa ghi chỉ tiêu")


GONE = date(2024, 6, 30)
CELLS = {
    "R": Unit("R", "Đảng bộ", members_start=100),
    "U0": Unit("U0", "Chi bộ 0", "R", kind="kttn", workers=60, staff=9, members_start=9),
    "U1": Unit("U1", "Chi bộ 1", "R", kind="kttn", members_start=0),
    "U2": Unit("U2", "Chi bộ 2", "R", kind="thon", end=date(2026, 12, 31), members_start=91),
}
SHARES = (Allocation("Q", "U0", 4), Allocation("Q", "U1", 6))
RATE = Quota("Q", "K2", "giao", "B2.I", "R", rate_min=Decimal("0.03"), base="members_start")
CASES = {
    "allocations below the headline": (
        {"quotas": (quota("Q", "K1", 12),), "allocations": SHARES}, "P764", "quotas", 0, "minimum",
    ),
    "allocations that add up": (
        {"quotas": (quota("Q", "K1", 10),), "allocations": SHARES}, None, "", 0, "",
    ),
    "floors above the total": (
        {"quotas": (quota("Q", "K3", 8), quota("E", "K4", 3))}, "P795", "quotas", 1, "minimum",
    ),
    "candidates of each cell above the candidates of all": (
        {
            "quotas": (
                quota("Q", "K3", 14, measure="N.boiduong"),
                quota("E", "K4", 5, measure="N.boiduong"),
            )
        },
        "P795", "quotas", 1, "minimum",
    ),
    "an exemption without a document": (
        {"quotas": (quota("Q", "K4", 1),), "exemptions": (Exemption("Q", "U0", "HET_NGUON"),)},
        "P772", "exemptions", 0, "document",
    ),
    "an exemption that the staff contradicts": (
        {
            "units": {**CELLS, "U0": CELLS["U0"]._replace(staff=10)},
            "quotas": (quota("Q", "K4", 1),),
            "exemptions": (Exemption("Q", "U0", "HC_100", "2-CV/ĐU"),),
        },
        "P774", "exemptions", 0, "reason",
    ),
    "an exemption that the staff bears out": (
        {
            "quotas": (quota("Q", "K4", 1),),
            "exemptions": (Exemption("Q", "U0", "HC_100", "2-CV/ĐU"),),
        },
        None, "", 0, "",
    ),
    "an attribute that a condition needs": (
        {"quotas": (quota("Q", "K9", 1, scope="kind=kttn; workers>=50"),)},
        "P748", "units", 2, "workers",
    ),
    "a unit out of the plan's years": (
        {"units": {**CELLS, "U2": CELLS["U2"]._replace(end=GONE)}}, "P727", "units", 3, "end",
    ),
    "a unit below one that is gone": (
        {"units": {**CELLS, "U3": Unit("U3", "Chi bộ 3", "U2")}}, "P728", "units", 4, "parent",
    ),
    "a quota of a unit that is gone by then": (
        {"quotas": (quota("Q", "K3", 1, unit="U2", year_from=2027),)}, "P755", "quotas", 0, "unit",
    ),
    "an allocation to a unit that is gone by then": (
        {
            "quotas": (quota("Q", "K1", 4, year_from=2027),),
            "allocations": (Allocation("Q", "U2", 4),),
        },
        "P768", "allocations", 0, "unit",
    ),
    "a percentage of nobody": (
        {"quotas": (replace(RATE, unit="U1"),)}, "P751", "units", 2, "members_start",
    ),
    "a percentage of an unknown number": (
        {"quotas": (replace(RATE, base="members_previous"),)},
        "P751", "units", 0, "members_previous",
    ),
    "a percentage of a number that one unit lacks": (
        {
            "units": {
                **CELLS,
                "R": CELLS["R"]._replace(members_start=None),
                "U0": CELLS["U0"]._replace(members_start=None),
            },
            "quotas": (RATE,),
        },
        "P751", "units", 1, "members_start",
    ),
    "a category of at most so many": (
        {
            "quotas": (
                quota("Q", "K12", 0, measure="B2.I.nu", maximum=Decimal(5)),
                quota("E", "K12", 0, measure="B2.I.nu", rate_min=Decimal("0.3")),
            )
        },
        None, "", 0, "",
    ),
    "a stock of at most so many": (
        {"quotas": (quota("Q", "K8", 0, measure="B1.D", maximum=Decimal(90)),)}, None, "", 0, "",
    ),
    "a year of history after the plan": (
        {"history": (History(2031, "R", "B2.I"),)}, "P798", "history", 0, "year",
    ),
    "a deadline of a level that nobody is of": (
        {"deadlines": (Deadline("D", "", "", GONE, "co_so"),)},
        "P785", "deadlines", 0, "from_level",
    ),
    "a remaining line that is not the last": (
        {"quotas": (quota("Q", "K13", 2), quota("E", "K13", 3, scope="kind=thon"))},
        "P747", "quotas", 1, "scope",
    ),
    "a list by type in its order": (
        {"quotas": (quota("Q", "K13", 3, scope="kind=thon"), quota("E", "K13", 2))},
        None, "", 0, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "table", "at", "field"), CASES.values(), ids=CASES)
def test_what_a_plan_gets_wrong_is_said_once_at_its_place(changes, code, table, at, field):
    plan = Plan("P", year_from=2025, year_to=2030, units=CELLS)
    found = [(f.code, f.table, f.at, f.field) for f in check(replace(plan, **changes), FORM)]
    assert found == ([(code, table, at, field)] if code else [])


def test_the_part_may_name_units_of_others_in_a_scope(whole):
    cells = [whole.leaves(unit)[0] for unit in whole.children[whole.root][:2]]
    named = replace(whole.quotas[3], code="X", scope=f"unit={','.join(cells)}")
    mine = part(replace(whole, quotas=(named,)), whole.children[whole.root][0])
    assert mine.quotas == (named,)
    assert not codes(mine)


# --- the part for one unit ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> Plan:
    return uong_bi_plan.plan()


def test_the_part_of_a_plan_is_itself_sound(whole):
    for unit in whole.children[whole.root]:
        assert not list(check(part(whole, unit), FORM))


def test_the_part_judges_a_unit_as_the_whole_does(whole):
    numbers = {
        code: {"B2.I": at % 4, "N.boiduong": at % 3, "B1.D": 30}
        for at, code in enumerate(whole.units)
    }
    for unit in whole.children[whole.root]:
        above = judge(Standing(whole, "2024-Q4", unit, numbers, {}))
        here = judge(Standing(part(whole, unit), "2024-Q4", unit, numbers, {}))
        assert set(above) <= set(here)


def test_the_part_shows_nothing_of_the_others(whole):
    unit, other = whole.children[whole.root][:2]
    mine = part(whole, unit)
    assert set(mine.units) == {whole.root, *whole.below(unit)}
    assert mine.units[whole.root].members_start is None
    shown = {a.unit for a in mine.allocations} | {e.unit for e in mine.exemptions}
    assert not shown & set(whole.below(other))
    assert mine.deadlines == whole.deadlines


def test_there_is_no_part_for_an_unknown_unit(whole):
    with pytest.raises(KeyError):
        part(whole, "KHONG-CO")
