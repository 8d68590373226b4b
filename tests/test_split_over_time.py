"""The work split over levels, period after period: who is silent or moved turns no sum back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.checking import Before, differences
from aggregator.consolidate import Returns, consolidate
from aggregator.earlier import NOTHING, Archived
from aggregator.figures import figures
from aggregator.model import CARRIED, Plan, Severity, Submission, Unit
from aggregator.regrouping import regrouped
from aggregator.rollup import blank
from tests.offices import FORM, admitted, small_plan

FIRST, SECOND = "2024-Q1", "2024-Q2"
PLAN = small_plan()
LEAVES = [code for code in PLAN.units if not PLAN.children[code]]
INNER = [code for code in PLAN.units if PLAN.children[code]]


def returned(code: str, period: str, numbers: dict[str, int]) -> Submission:
    """A leaf's return; `B2.I/_truoc` names another column than that of the period."""
    values: list = [None] * len(FORM.facts)
    for (key, part), at in FORM.position.items():
        name = key.indicator if key.column == "ky" else str(key)
        if part == "value" and isinstance(numbers.get(name), int):
            values[at] = numbers[name]
    return replace(blank(FORM, code, period), values=tuple(values))


@cache
def first_quarter() -> Archived:
    return outcome(PLAN, {code: returned(code, FIRST, admitted(2, 20)) for code in LEAVES})


def outcome(plan: Plan, returns: dict[str, Submission]) -> Archived:
    """What a run over a first quarter leaves beside the plan."""
    tree = consolidate(FORM, plan, plan.root, FIRST, Returns(returns))
    known = {r.unit.code: figures(FORM, r.submission) for r in tree.units if r.submission}
    return Archived(FIRST, known, parents={c: u.parent for c, u in plan.units.items()})


def second(code: str, members: int = 22) -> Submission:
    carried = {f"{name}/{CARRIED}": number for name, number in admitted(2).items() if number == 2}
    return returned(code, SECOND, {**admitted(1, members), **carried, "DB.dau": 2})


def weights(plan: Plan, before: Archived, sent: Submission) -> list[Severity]:
    """How much what is said of a return beside the period before weighs."""
    figures_of = before.units.get(sent.unit, {})
    moved = sent.unit in regrouped(plan, SECOND, before)
    said = differences(FORM, sent, plan, Before(figures_of, regrouped=moved))
    return [finding.severity for finding in said]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(LEAVES)), st.sets(st.sampled_from(INNER[1:])))
def test_silent_cells_turn_no_summary_back(silent: set[str], summing: set[str]) -> None:
    """The same total over any split of the levels, with every summary let through."""
    sent = {code: second(code) for code in LEAVES if code not in silent}
    flat = consolidate(FORM, PLAN, "TP", SECOND, Returns(sent)).units[0]
    for code in sorted(summing, reverse=True):
        tree = consolidate(FORM, PLAN, code, SECOND, Returns(sent))
        total = tree.units[0].submission
        if total is not None:
            assert weights(PLAN, first_quarter(), total) == []
            inside = PLAN.below(code)
            sent = {c: r for c, r in sent.items() if c not in inside} | {code: total}
    split = consolidate(FORM, PLAN, "TP", SECOND, Returns(sent)).units[0]
    assert split.missing_below == flat.missing_below == len(silent)
    if flat.submission and split.submission:
        assert split.submission.values == flat.submission.values


def summary(plan: Plan, code: str, sent: dict[str, Submission]) -> Submission:
    total = consolidate(FORM, plan, code, SECOND, Returns(sent)).units[0].submission
    assert total is not None
    return total


def test_a_sum_larger_than_all_of_before_is_worth_a_word() -> None:
    total = summary(PLAN, "A", {"A.1": second("A.1", 60)})
    assert set(weights(PLAN, first_quarter(), total)) == {Severity.WARNING}


def test_a_complete_summary_that_opens_otherwise_goes_back() -> None:
    total = summary(PLAN, "A", {"A.1": second("A.1", 21), "A.2": second("A.2")})
    assert Severity.ERROR in weights(PLAN, first_quarter(), total)


def changed(**units: Unit) -> Plan:
    return small_plan(units={**PLAN.units, **units})


END, BEGIN = date(2024, 3, 31), date(2024, 4, 1)
DISSOLVED = changed(**{"A.2": PLAN.units["A.2"]._replace(end=END)})
MOVED = changed(**{"A.2": PLAN.units["A.2"]._replace(parent="B")})
ACROSS = changed(**{
    "A.2": PLAN.units["A.2"]._replace(end=END),
    "B.3": Unit("B.3", "Chi bộ thôn 3", "B", "chi_bo", start=BEGIN, replaces="A.2"),
})  # fmt: skip
WITHIN = changed(**{
    "A.2": PLAN.units["A.2"]._replace(end=END),
    "A.3": Unit("A.3", "Chi bộ khu phố 3", "A", "chi_bo", start=BEGIN, replaces="A.2"),
})  # fmt: skip
NEW = changed(D=Unit("D", "Chi bộ D", "A", "chi_bo", start=BEGIN))


def test_a_superior_is_regrouped_when_people_came_or_went_below_it() -> None:
    before = first_quarter()
    for plan, units in (
        (PLAN, set()),
        (WITHIN, set()),
        (DISSOLVED, {"TP", "A"}),
        (MOVED, {"A", "B"}),
        (ACROSS, {"A", "B"}),
        (NEW, {"TP", "A"}),
    ):
        assert regrouped(plan, SECOND, before) == units
    assert regrouped(MOVED, SECOND, NOTHING) == set()


def test_a_branch_that_lost_a_cell_is_only_warned() -> None:
    total = summary(DISSOLVED, "A", {"A.1": second("A.1")})
    said = weights(DISSOLVED, first_quarter(), total)
    assert set(said) == {Severity.WARNING}
