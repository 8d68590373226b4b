"""A report period is the same whoever sent which of its periods: the units, or their superiors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.consolidate import Consolidation, Returns, consolidate
from aggregator.figures import figure, figures
from aggregator.model import CARRIED, Key, Line, Plan, Submission, Unit, UnitStatus
from aggregator.overtime import over_periods
from aggregator.rollup import blank
from tests.offices import FORM

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3")
PERIOD = "2024-9M"
CELLS = {"H": ("H1", "H2", "H3"), "K": ("K1", "K2")}
LEAVES = [cell for cells in CELLS.values() for cell in cells]
MEASURES = ("B2.I", "N.boiduong")
KEYS = [Key.parse(key) for key in ("B2.I/ky", "B2.I/luy_ke", "B1.A/ky", "B1.A/luy_ke", "B1.D/ky")]


def unit(code: str, parent: str, level: str = "chi_bo_co_so", **more) -> Unit:
    return Unit(code, f"Chi bộ {code}", parent, level, "thon", **more)


def plan_of(*units: Unit) -> Plan:
    head = {"year_from": 2024, "year_to": 2024, "form": FORM.code, "title": "Kế hoạch thử"}
    return Plan("KH-THU", units={each.code: each for each in units}, **head)


TOP = Unit("T", "Tỉnh ủy", "", "tinh")
DISTRICTS = [Unit(code, f"Huyện ủy {code}", "T", "cap_tren_truc_tiep") for code in CELLS]
PLAN = plan_of(TOP, *DISTRICTS, *(unit(c, d) for d, cells in CELLS.items() for c in cells))

Year = Mapping[str, Mapping[str, Submission]]
"""Quarter -> leaf -> what it sends; nothing where it is silent."""


def lived(admitted: Mapping[str, tuple[int, ...]]) -> Year:
    """Every return of a year in which the members of each cell are handed on."""
    year: dict[str, dict[str, Submission]] = {}
    for at, quarter in enumerate(QUARTERS):
        year[quarter] = {
            code: returned(code, quarter, 10 + sum(numbers[:at]), numbers[at], sum(numbers[:at]))
            for code, numbers in admitted.items()
        }
    return year


def returned(code: str, quarter: str, members: int, number: int, before: int) -> Submission:
    numbers = {"B1.A/ky": members, "B1.B1/ky": number, "B2.I/ky": number, "N.boiduong/ky": number}
    if quarter != QUARTERS[0]:
        flows = ("B1.B1", "B2.I", "N.boiduong")
        numbers |= {f"{each}/{CARRIED}": before for each in flows} | {f"B1.A/{CARRIED}": 10}
    values = [None] * len(FORM.facts)
    for (key, part), at in FORM.position.items():
        if part == "value":
            values[at] = numbers.get(str(key))
    return replace(blank(FORM, code, quarter), values=tuple(values))


def summed(plan: Plan, top: str, quarter: str, sent: Mapping[str, Submission]) -> Submission | None:
    """The summary a superior sends up, with what it carries of the units below."""
    mine = {code: each for code, each in sent.items() if code in plan.below(top)}
    tree = consolidate(FORM, plan, top, quarter, Returns(mine))
    first, *below = tree.units
    return first.submission and replace(first.submission, lines=tuple(map(line, below)))


def line(result) -> Line:
    told = result.submission
    keys = {code: Key(code, "luy_ke") for code in MEASURES}
    known = {c: figure(FORM, told, key) if told else result.known.get(c) for c, key in keys.items()}
    return Line(result.unit.code, result.status.value, known)


def whole(plan: Plan, sent: Year, top: str = "T") -> Consolidation:
    returns = {quarter: Returns(sent[quarter]) for quarter in QUARTERS}
    return over_periods(FORM, plan, top, PERIOD, returns, Returns({})).tree


def by_levels(plan: Plan, sent: Year, summing: set[tuple[str, str]]) -> Year:
    """The same year, where some districts sent a summary for a quarter instead of the files."""
    found = {quarter: dict(each) for quarter, each in sent.items()}
    for quarter, district in summing:
        total = summed(plan, district, quarter, sent[quarter])
        for cell in plan.below(district)[1:]:
            found[quarter].pop(cell, None)
        if total is not None:
            found[quarter][district] = total
    return found


def told(tree: Consolidation, code: str) -> list:
    result = next(each for each in tree.units if each.unit.code == code)
    shown = figures(FORM, result.submission) if result.submission else {}
    return [shown.get(key) for key in KEYS]


def running(tree: Consolidation) -> dict[str, tuple]:
    """What is known of each leaf since January, and whether all of it is there."""
    found = {}
    for result in tree.units:
        if result.unit.code in LEAVES:
            sent, key = result.submission, Key("B2.I", "luy_ke")
            number = figure(FORM, sent, key) if sent else result.known.get("B2.I")
            found[result.unit.code] = number, result.status in (UnitStatus.PARTIAL, MISSING)
    return found


MISSING = UnitStatus.MISSING
SUMMED = st.sets(st.tuples(st.sampled_from(QUARTERS), st.sampled_from([*CELLS])))
ADMITTED = st.fixed_dictionaries({leaf: st.tuples(*[st.integers(0, 4)] * 3) for leaf in LEAVES})
SILENT = st.dictionaries(st.sampled_from(LEAVES), st.integers(0, 3))
"""Of some leaves how many quarters lack."""
LATE = st.sets(st.sampled_from([*CELLS]))
"""The districts where they lack at the start of the year, and not at its end.

A sum doesn't tell apart what comes and what goes in one and the same quarter.
"""


@settings(max_examples=200, deadline=None)
@given(ADMITTED, SILENT, LATE, SUMMED)
def test_it_is_the_same_over_any_split_of_its_periods(admitted, silent, late, summing) -> None:
    sent = {
        quarter: {
            code: each
            for code, each in of_quarter.items()
            if not lacks(at, silent.get(code, 0), code[0] in late)
        }
        for at, (quarter, of_quarter) in enumerate(lived(admitted).items())
    }
    flat, split = whole(PLAN, sent), whole(PLAN, by_levels(PLAN, sent, summing))
    for code in ("T", *CELLS):
        assert told(split, code) == told(flat, code), code
    assert running(split) == running(flat)
    assert split.units[0].missing_below == flat.units[0].missing_below
    assert owing(split) == owing(flat)


def owing(tree: Consolidation) -> set[str]:
    """The leaves of which, or of whose superior, it is said that some of the periods lack."""
    named = [fault.unit for fault in tree.faults if fault.code == "C605"]
    silent = {result.unit.code for result in tree.units if result.status is UnitStatus.MISSING}
    return {leaf for code in named for leaf in PLAN.leaves(code)} - silent


def lacks(at: int, many: int, at_first: bool) -> bool:
    return at < many if at_first else at >= len(QUARTERS) - many


END, BEGIN = date(2024, 6, 30), date(2024, 7, 1)
MOVED = plan_of(
    *(each._replace(end=END) if each.code == "K2" else each for each in PLAN.units.values()),
    unit("H4", "H", start=BEGIN, replaces="K2"),
)
"""A cell of one district goes on in the other under another code."""


@settings(max_examples=50, deadline=None)
@given(ADMITTED)
def test_a_unit_that_goes_to_another_district_is_counted_once(admitted) -> None:
    sent = {quarter: dict(each) for quarter, each in lived(admitted).items()}
    sent["2024-Q3"]["H4"] = replace(sent["2024-Q3"].pop("K2"), unit="H4")
    flat = whole(MOVED, sent)
    districts = {}
    for code in CELLS:
        mine = {q: {c: r for c, r in each.items() if c[0] == code} for q, each in sent.items()}
        districts[code] = whole(MOVED, mine, code).units[0].submission
    nothing = {quarter: Returns({}) for quarter in QUARTERS}
    tree = over_periods(FORM, MOVED, "T", PERIOD, nothing, Returns(districts)).tree
    assert told(tree, "T") == told(flat, "T")
    assert told(flat, "T")[:2] == [sum(map(sum, admitted.values()))] * 2


@pytest.mark.parametrize("as_summary", [False, True])
def test_what_a_silent_quarter_held_is_carried_by_the_next(as_summary) -> None:
    sent = {q: dict(each) for q, each in lived(dict.fromkeys(LEAVES, (1, 2, 3))).items()}
    del sent["2024-Q2"]["K1"]
    summing = {(quarter, "K") for quarter in QUARTERS} if as_summary else set()
    tree = whole(PLAN, by_levels(PLAN, sent, summing))
    assert told(tree, "K")[:3] == [10, 12, 20]
    assert running(tree)["K1"] == (6, True)
    assert owing(tree) == {"K1"}
    assert tree.units[0].missing_below == 1


def test_units_of_a_district_that_once_sent_a_summary_keep_their_numbers() -> None:
    sent = lived(dict.fromkeys(LEAVES, (1, 2, 3)))
    for quarters in ("2024-Q1",), ("2024-Q1", "2024-Q2"), ("2024-Q2",), ("2024-Q3",):
        tree = whole(PLAN, by_levels(PLAN, sent, {(quarter, "H") for quarter in quarters}))
        assert running(tree) == dict.fromkeys(LEAVES, (6, False))
        statuses = {result.unit.code: result.status for result in tree.units}
        assert {statuses[code] for code in LEAVES} == {UnitStatus.COUNTED}
