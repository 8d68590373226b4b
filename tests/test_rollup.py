"""The law of closed composition, and how each method adds over units and over time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.accumulation import accumulate
from aggregator.consolidate import Returns, consolidate
from aggregator.derivation import formulas
from aggregator.figures import figures
from aggregator.model import Key, Method, Plan, Submission, Unit, UnitStatus
from aggregator.rollup import METHODS, Grassroots, blank, counted, rollup
from tests.trees import FORM, plans, submissions

PERIOD = "2024-Q2"


def of(unit: str, numbers: dict | None = None, period: str = PERIOD) -> Submission:
    """A blank submission with some facts filled: `{"B2.I": 3, "B2.I/cung_ky": 9}`."""
    values = list(blank(FORM, unit, period).values)
    for name, number in (numbers or {}).items():
        values[FORM.position[Key.parse(name), "value"]] = number
    return replace(blank(FORM, unit, period), values=tuple(values))


def test_every_method_is_declared() -> None:
    assert set(METHODS) == set(Method)


def test_blank_is_not_zero() -> None:
    parts = [of("A", {"B2.I": 3}), of("B")]
    total = figures(FORM, rollup(FORM, "C", parts))
    assert total[Key("B2.I", "ky")] == 3
    assert total[Key("B2.I.nu", "ky")] is None


def test_a_zero_total_is_zero() -> None:
    total = figures(FORM, rollup(FORM, "C", [of("A", {"B2.I": 0}), of("B")]))
    assert total[Key("B2.I", "ky")] == 0


@pytest.mark.parametrize(
    ("flags", "expected"),
    [((1, 1), 1), ((1, 0), 0), ((1, None), 1), ((None, None), None), ((0, None), 0)],
)
def test_a_flag_holds_only_where_it_holds_everywhere(flags, expected) -> None:
    parts = [of(str(n), {"N.het_nguon": flag}) for n, flag in enumerate(flags)]
    at = FORM.position[Key("N.het_nguon", "ky"), "value"]
    assert rollup(FORM, "C", parts).values[at] == expected


def test_parts_of_two_periods_are_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        rollup(FORM, "C", [of("A"), of("B", None, "2024-Q1")])


def test_a_party_committee_counts_itself_once() -> None:
    cells = [of("A", {"B2.I": 2}), of("B", {"B2.I": 0})]
    total = figures(FORM, rollup(FORM, "C", cells, Grassroots.PARTY_COMMITTEE))
    assert [total[Key(f"B2.III.{row}", "ky")] for row in ("1", "1a", "1b", "2")] == [1, 1, 0, 0]


def test_a_party_cell_without_source_is_counted_as_such() -> None:
    cell = of("A", {"B2.I": 0, "N.het_nguon": 1})
    shown = figures(FORM, counted(FORM, cell, Grassroots.PARTY_CELL))
    assert [shown[Key(f"B2.III.{row}", "ky")] for row in ("2", "2a", "2b")] == [1, 0, 1]


def test_over_the_periods_flows_add_and_stocks_do_not() -> None:
    quarters = [
        of("A", {"B1.A": 12, "B2.I": 3, "N.camtinh": 4, "B2.I/cung_ky": 9}, "2024-Q2"),
        of("A", {"B1.A": 10, "B2.I": 2, "N.camtinh": 7, "B2.I/cung_ky": 5}, "2024-Q1"),
    ]
    half = figures(FORM, accumulate(FORM, "2024-H1", quarters))
    assert half[Key("B1.A", "ky")] == 10
    assert half[Key("B2.I", "ky")] == half[Key("B2.I", "luy_ke")] == 5
    assert half[Key("N.camtinh", "ky")] == 4
    assert half[Key("B2.I", "cung_ky")] == 9


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_all_figures_at_once_are_those_one_by_one(data: st.DataObject) -> None:
    of = data.draw(submissions(Unit("U", "U"), "2024-Q2"))
    one_by_one = {key: formula(of.values) for key, formula in formulas(FORM).items()}
    assert list(figures(FORM, of).items()) == list(one_by_one.items())


def test_the_years_opening_of_a_whole_is_that_of_all_its_units() -> None:
    parts = [of("A", {"B1.A": 469}), of("B", {"B1.A": 104, "B1.A/_truoc": 101}), of("C")]
    whole = rollup(FORM, "T", parts)
    assert figures(FORM, whole)[Key("B1.A", "luy_ke")] == 469 + 101
    assert figures(FORM, whole)[Key("B1.A", "ky")] == 469 + 104
    by_levels = rollup(FORM, "T", [rollup(FORM, "S", parts[1:]), parts[0]])
    assert by_levels.values == whole.values


def summary_of(plan: Plan, code: str, returns):
    """What the unit would send up: its own roll-up of everything below it."""
    below = set(plan.below(code))
    mine = {unit: sub for unit, sub in returns.items() if unit in below}
    return consolidate(FORM, plan, code, PERIOD, Returns(mine)).units[0].submission


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_totals_are_the_same_over_any_split_of_levels(data: st.DataObject) -> None:
    plan = data.draw(plans())
    leaves = plan.leaves(plan.root)
    sent = data.draw(st.sets(st.sampled_from(leaves), min_size=1))
    returns = {u: data.draw(submissions(plan.units[u], PERIOD)) for u in sorted(sent)}
    inner = [u for u in plan.below(plan.root)[1:] if plan.children[u]]
    at_once = consolidate(FORM, plan, plan.root, PERIOD, Returns(returns)).units[0]

    split = data.draw(st.sets(st.sampled_from(inner))) if inner else set()
    for code in sorted(split, key=lambda u: -len(plan.path(u))):
        summary = summary_of(plan, code, returns)
        returns = {u: s for u, s in returns.items() if u not in plan.below(code)}
        if summary is not None:
            returns[code] = summary
    by_levels = consolidate(FORM, plan, plan.root, PERIOD, Returns(returns)).units[0]

    assert by_levels.submission.values == at_once.submission.values
    assert by_levels.submission.blanks == at_once.submission.blanks
    kept = [u for u in split if u not in returns and not at_once_covers(plan, u, returns)]
    if not kept:
        assert by_levels.missing_below == at_once.missing_below


def at_once_covers(plan: Plan, unit: str, returns) -> bool:
    return any(step in returns for step in plan.path(unit))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_order_of_returns_does_not_matter(data: st.DataObject) -> None:
    plan = data.draw(plans())
    leaves = plan.leaves(plan.root)
    returns = {u: data.draw(submissions(plan.units[u], PERIOD)) for u in leaves}
    shuffled = dict(data.draw(st.permutations(list(returns.items()))))
    one, other = (
        consolidate(FORM, plan, plan.root, PERIOD, Returns(r)) for r in (returns, shuffled)
    )
    assert one == other


def test_a_superior_stands_for_its_subtree_and_what_differs_is_said() -> None:
    units = [Unit("R", "R"), Unit("A", "A", "R"), Unit("A1", "A1", "A"), Unit("A2", "A2", "A")]
    plan = Plan("P", units={u.code: u for u in units})
    returns = {
        "A": of("A", {"B2.I": 5}),
        "A1": of("A1", {"B2.I": 1}),
        "A2": of("A2", {"B2.I": 2}),
    }
    tree = consolidate(FORM, plan, "R", PERIOD, Returns(returns))
    assert figures(FORM, tree.units[0].submission)[Key("B2.I", "ky")] == 5
    assert tree.covered == {"A1", "A2"}
    assert [fault.code for fault in tree.faults] == ["S216"]
    assert [u.status for u in tree.units[2:]] == [UnitStatus.ROLLED_UP] * 2
