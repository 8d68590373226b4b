"""The sample `uong-bi-2024`: its plan adds up, its returns fit the form, its files are known."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from math import ceil
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import forms, samples
from aggregator.model import CARRIED, FileStatus, Key, Method, Submission
from aggregator.plan.checks import check
from aggregator.samples.shares import apportion, draw_distinct
from aggregator.samples.uong_bi import sample as sample

PLAN = sample.plan()
FORM = forms.load(PLAN.form)
LEAVES = PLAN.leaves(PLAN.root)
TOML = tomllib.loads((files("templates") / "forms" / f"{PLAN.form}.toml").read_text("utf-8"))


# --- shares ---


@given(st.integers(0, 10_000), st.lists(st.integers(0, 500), min_size=1).filter(any))
def test_parts_add_up_and_follow_their_weights(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(abs(p * whole - total * w) < whole for p, w in zip(parts, weights, strict=True))


def test_drawn_positions_differ_and_weigh_something() -> None:
    drawn = draw_distinct(Random(1), [0, 5, 0, 1, 2, 9], 4)
    assert sorted(drawn) == [1, 3, 4, 5]


# --- the plan ---


def test_the_tree_counts_what_the_resolution_states() -> None:
    levels = Counter(unit.level for unit in PLAN.units.values())
    assert levels == {"cap_tren_truc_tiep": 1, "co_so": 24, "chi_bo_co_so": 17, "chi_bo": 304}
    assert len(PLAN.children[PLAN.root]) == 41
    assert len(LEAVES) == 321
    assert {PLAN.units[code].level for code in LEAVES} == {"chi_bo", "chi_bo_co_so"}


@pytest.mark.parametrize("code", [PLAN.root, *PLAN.children[PLAN.root]])
def test_members_add_up_at_every_level(code: str) -> None:
    below = sum(PLAN.units[leaf].members_start or 0 for leaf in PLAN.leaves(code))
    assert PLAN.units[code].members_start == below
    if code == PLAN.root:
        assert below == 7894


def test_no_two_units_of_one_superior_share_a_name() -> None:
    places = Counter((unit.parent, unit.name) for unit in PLAN.units.values())
    assert max(places.values()) == 1


def test_the_rate_gives_277_and_the_allocation_adds_up_to_it() -> None:
    (rate,) = (quota for quota in PLAN.quotas if quota.code == "Q004-1")
    assert rate.rate_min is not None
    assert ceil(rate.rate_min * 7894) == 277
    given = {a.unit: a.amount for a in PLAN.allocations if a.quota == "Q004-1.PB"}
    assert sum(given.get(code, 0) for code in PLAN.children[PLAN.root]) == 277
    for code in PLAN.children[PLAN.root]:
        assert given.get(code, 0) == sum(given.get(leaf, 0) for leaf in PLAN.leaves(code))


@pytest.mark.parametrize("quota", [q for q in PLAN.quotas if q.kind == "K1"], ids=lambda q: q.code)
def test_allocations_over_leaves_reach_the_total(quota: Any) -> None:
    amounts = [a.amount for a in PLAN.allocations if a.quota == quota.code and a.unit in LEAVES]
    assert sum(amounts) == quota.minimum
    assert all(amount > 0 for amount in amounts)


def test_private_economy_floors_are_in_the_allocation() -> None:
    given = {a.unit: a.amount for a in PLAN.allocations if a.quota == "Q004-1.PB"}
    private = [code for code in LEAVES if PLAN.units[code].kind == "kttn"]
    assert len(private) == 20
    assert all(given[code] >= 1 for code in private)


def test_candidates_are_shared_out_to_every_chi_bo_that_has_a_source() -> None:
    given = {a.unit: a.amount for a in PLAN.allocations if a.quota == "Q004-1.BD"}
    admit = {a.unit: a.amount for a in PLAN.allocations if a.quota == "Q004-1.PB"}
    with_source = {code for code in LEAVES if PLAN.units[code].source is not False}
    assert {code for code in given if code in LEAVES} == with_source
    assert all(given[code] >= max(1, admit.get(code, 0)) for code in with_source)
    for code in PLAN.children[PLAN.root]:
        assert given.get(code, 0) == sum(given.get(leaf, 0) for leaf in PLAN.leaves(code))


def test_exempt_units_have_a_document_no_source_and_no_amount() -> None:
    given = {a.unit for a in PLAN.allocations}
    for exemption in PLAN.exemptions:
        assert exemption.document
        assert exemption.unit not in given
        assert PLAN.units[exemption.unit].source is False


def test_history_means_what_the_resolution_reviews() -> None:
    mean = sum(year.actual or 0 for year in PLAN.history) / len(PLAN.history)
    assert round(mean / 7894 * 100, 1) == 2.4


def test_the_only_finding_is_the_percentage_that_nothing_printed_explains() -> None:
    (flaw,) = check(PLAN, FORM)
    assert (flaw.code, flaw.field, PLAN.history[flaw.at].printed) == ("P797", "required", "2,4")


# --- the returns ---


def _column(seen: Submission, column: str) -> dict[str, int | None]:
    """The typed counts of a column, straight from the facts."""
    return {
        fact.key.indicator: None if value is None else int(value)
        for fact, value in zip(FORM.facts, seen.values, strict=True)
        if fact.key.column == column and fact.part == "value"
    }


def _evaluate(text: str, numbers: Mapping[str, int | None]) -> int:
    """An expression of the form file, blank as 0: an evaluator of the test's own."""
    total = 0
    for word in text.replace("-", "+ -").split("+"):
        sign, code = (-1, word.strip()[1:].strip()) if "-" in word else (1, word.strip())
        derived = _DERIVED.get(code)
        total += sign * (_evaluate(derived, numbers) if derived else numbers.get(code) or 0)
    return total


_DERIVED = {
    row[0]: row[3]["="] for s in TOML["sheets"] for row in s["rows"] if "=" in (row[3:] or [{}])[0]
}
_IDENTITIES = [entry["expression"] for entry in TOML["identities"]] + [
    f"{part} <= {group['whole']}" for group in TOML["subsets"] for part in group["parts"]
]


@pytest.mark.parametrize("column", ["ky", "cung_ky"])
@pytest.mark.parametrize("text", _IDENTITIES)
def test_every_identity_holds_in_every_return(text: str, column: str) -> None:
    relation = next(sign for sign in ("<=", ">=", "=") if sign in text)
    sides = text.split(relation)
    for seen in sample.returns().values():
        left, right = (_evaluate(side, _column(seen, column)) for side in sides)
        holds = {"<=": left <= right, ">=": left >= right, "=": left == right}
        assert holds[relation], (seen.unit, text, left, right)


def test_47_admissions_at_the_pace_of_the_years_before() -> None:
    assert _total("B2.I") == 47


def test_opening_stock_is_the_plans() -> None:
    for seen in sample.returns().values():
        assert _column(seen, "ky")["B1.A"] == PLAN.units[seen.unit].members_start
    assert _total("B1.A") == 7894


def test_stocks_never_fall_below_zero() -> None:
    for seen in sample.returns().values():
        numbers = _column(seen, "ky")
        assert 0 <= _evaluate("DB.cuoi", numbers) <= _evaluate("B1.D", numbers)


def test_moves_inside_cancel_over_all_and_over_the_counted() -> None:
    for codes in (LEAVES, sample.counted()):
        assert _total("B1.B2c", codes) == _total("B1.C5c", codes) > 0


def test_one_exempt_unit_reports_candidates_and_the_others_none() -> None:
    doubtful, *exhausted = (exemption.unit for exemption in PLAN.exemptions)
    assert _column(sample.returns()[doubtful], "ky")["N.gioithieu"]
    for code in exhausted:
        numbers = _column(sample.returns()[code], "ky")
        assert numbers["N.het_nguon"] == 1
        assert not any(numbers[row] for row in ("B2.I", "N.gioithieu", "N.boiduong"))


def test_mean_age_lies_within_the_typed_ages() -> None:
    low, high = (
        {i.code: getattr(i, end) for i in FORM.indicators.values()} for end in ("low", "high")
    )
    means = 0
    for seen in sample.returns().values():
        numbers = _column(seen, "ky")
        ages = {code: n for code, n in numbers.items() if n and low[code] is not None}
        total = seen.values[FORM.position[Key("B2.2.tb", "ky"), "sum"]]
        if total is None:
            assert not ages
            continue
        means += 1
        assert sum(n * low[code] for code, n in ages.items()) <= total
        assert total <= sum(n * high[code] for code, n in ages.items())
    assert means == 36


def test_blanks_zeros_and_the_tick_all_occur() -> None:
    admissions = Counter(_column(seen, "ky")["B2.I"] for seen in sample.returns().values())
    assert admissions[None] > 30
    assert admissions[0] > 100
    women = Counter(
        _column(seen, "ky")["B2.I.nu"]
        for seen in sample.returns().values()
        if _column(seen, "ky")["B2.I"] == 0
    )
    assert women[None] > 30
    assert women[0] > 30


def test_nothing_is_carried_into_the_first_quarter_and_units_are_not_typed() -> None:
    for seen in sample.returns().values():
        for fact, value in zip(FORM.facts, seen.values, strict=True):
            if fact.key.column == CARRIED or fact.method is Method.UNIT_COUNT:
                assert value is None


def _total(code: str, units: tuple[str, ...] = LEAVES) -> int:
    return sum(_column(sample.returns()[unit], "ky")[code] or 0 for unit in units)


# --- the files ---


def test_the_registry_finds_the_sample() -> None:
    assert sample.NAME in samples.names()


def test_files_and_fates() -> None:
    outcomes = Counter(status for status, _ in sample.expected().values())
    assert outcomes == {
        FileStatus.COUNTED: 307,
        FileStatus.REJECTED: 8,
        FileStatus.IGNORED: 4,
        FileStatus.SUPERSEDED: 6,
    }
    returned = sum(outcomes.values()) - outcomes[FileStatus.IGNORED]
    assert returned == 321
    assert len(sample.counted()) == len(set(sample.counted())) == 307
