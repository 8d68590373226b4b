"""The sample `can-tho-2023`: several targets side by side, judged through summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from math import ceil
from pathlib import Path

import pytest

from aggregator import forms, samples
from aggregator.figures import figure
from aggregator.model import CARRIED, Key, Result, UnitStatus, Verdict
from aggregator.plan.checks import check
from aggregator.samples.can_tho import sample as sample
from aggregator.samples.can_tho.plan import ADJUSTED, ADJUSTMENTS, ALLOCATED, FIRST
from tests.sample_runs import digests, fates, found, judged, run, since_january, summed

PLAN = sample.plan()
FORM = forms.load(PLAN.form)
ROOT = PLAN.root
LEAVES = PLAN.leaves(ROOT)
DIRECT = PLAN.children[ROOT]
DISTRICTS = DIRECT[:9]
Q3, Q4 = sample.PERIODS
TYPED = ("CT-12", "CT-13")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("can-tho")
    samples.write(sample.NAME, made)
    return made


@pytest.fixture(scope="module")
def third(folder: Path) -> Result:
    return run(folder, Q3)


@pytest.fixture(scope="module")
def fourth(folder: Path, third: Result) -> Result:
    """After the third quarter, so that what was carried over is checked against it."""
    assert third.period == Q3
    return run(folder, Q4)


def admitted(units: Iterable[str], period: str) -> int:
    """Admissions since 1 January, as the leaves counted them."""
    seen = sample.returns(period)
    return sum(since_january(FORM, seen[code], "B2.I") for code in units)


def of_kind(units: Iterable[str], *kinds: str) -> list[str]:
    return [code for code in units if PLAN.units[code].kind in kinds]


# --- the plan ---


def test_a_city_of_52000_members_in_14_units_that_add_up() -> None:
    assert (len(DIRECT), len(LEAVES)) == (14, 169)
    assert PLAN.units[ROOT].members_start == 52_000
    for code, unit in PLAN.units.items():
        below = sum(PLAN.units[leaf].members_start or 0 for leaf in PLAN.leaves(code))
        assert unit.members_start == below


def test_the_targets_stand_as_the_document_states_them() -> None:
    bounds = {
        q.code: (q.kind, q.strength, *(_plain(b) for b in (q.minimum, q.maximum)))
        for q in PLAN.quotas
    }
    assert bounds == {
        "Q002-1": ("K7", "phan_dau", "1800", "2000"),
        "Q002-2": ("K3", "giao", "1600", None),
        "Q002-3a": ("K2", "phan_dau", None, None),
        "Q002-3b": ("K7", "phan_dau", "1600", "2000"),
        "Q002-4": ("K1", "giao", "1600", None),
        "Q002-5": ("K6", "phan_dau", None, None),
        "Q002-6": ("K4", "phan_dau", "1", None),
        "Q002-7": ("K9", "phan_dau", "1", None),
    }
    rates = {q.code: (_plain(q.rate_min), _plain(q.rate_max)) for q in PLAN.quotas if q.rate_min}
    assert rates == {"Q002-3a": ("0.03", "0.04"), "Q002-5": ("0.5", None)}


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def test_both_allocations_add_up_to_1600() -> None:
    first = {a.unit: a.amount for a in PLAN.allocations if a.version == FIRST}
    adjusted = {a.unit: a.amount for a in PLAN.allocations if a.version == ADJUSTED}
    assert set(first) == set(DIRECT)
    assert sum(first.values()) == sum((first | adjusted).values()) == 1600
    assert {code: adjusted[code] - first[code] for code in adjusted} == ADJUSTMENTS


def test_the_ceremonies_are_reminders_of_no_period() -> None:
    days = {d.code: (d.due, d.period) for d in PLAN.deadlines if d.code.startswith("C002")}
    assert days == {"C002-1": (date(2023, 11, 7), ""), "C002-2": (date(2023, 11, 20), "")}


def test_the_only_finding_is_the_enterprise_whose_workers_nobody_counted() -> None:
    (flaw,) = check(PLAN, FORM)
    assert (flaw.code, flaw.field, flaw.unit) == ("P748", "workers", "CT-08.09")
    assert "“Q002-7”" in flaw.message


# --- the returns ---


@pytest.mark.parametrize("period", sample.PERIODS)
def test_every_file_has_the_fate_its_maker_gave_it(
    period: str, third: Result, fourth: Result
) -> None:
    result = third if period == Q3 else fourth
    assert (result.unit, result.period) == (ROOT, period)
    assert fates(result) == sample.expected(period)


@pytest.mark.parametrize("period", sample.PERIODS)
def test_totals_through_summaries_are_the_plain_sum_of_the_leaves(
    period: str, third: Result, fourth: Result
) -> None:
    """A mean typed by hand is rounded first; through summaries it stays exact."""
    result = third if period == Q3 else fourth
    assert result.total.submission is not None
    typed = {leaf for unit in TYPED for leaf in PLAN.leaves(unit)}
    absent = set(PLAN.leaves("CT-05")) if period == Q3 else set()
    leaves = [own for code, own in sample.in_hand(period).items() if code not in typed | absent]
    whole = [sample.whole(period, unit) for unit in TYPED]
    assert found(FORM, result.total.submission) == summed(FORM, [*leaves, *whole])


def test_what_is_missing_in_a_summary_is_missing_in_the_city(third: Result, fourth: Result) -> None:
    states = {u.unit.code: u for u in third.units}
    assert states["CT-03"].missing_below == 1
    assert states["CT-03.01.2"].status is UnitStatus.MISSING
    assert third.total.missing_below == 1 + len(PLAN.leaves("CT-05"))
    assert fourth.total.missing_below == 0


def test_findings_are_only_those_meant(third: Result, fourth: Result) -> None:
    # The document that frees five committees of their share is itself not dated.
    plan = {"P748": 1, "P716": 1}
    assert Counter(f.code for f in third.findings) == {**plan, "C601": 2}
    missing = {f.unit for f in third.findings if f.code == "C601"}
    assert missing == {"CT-05", "CT-03.01.2"}
    assert Counter(f.code for f in fourth.findings) == {**plan, "S215": 1, "X404": 1, "S206": 1}


def test_a_district_incomplete_in_the_third_quarter_is_believed_in_the_fourth(
    third: Result, fourth: Result
) -> None:
    """Its opening stock rightly holds the chi bộ that was missing from its closing stock."""
    before, after = (
        next(u.submission for u in result.units if u.unit.code == "CT-03")
        for result in (third, fourth)
    )
    assert before is not None
    assert after is not None
    at = FORM.position[Key("B1.A", CARRIED), "value"]
    assert (after.values[at] or 0) > (before.values[at] or 0)


def test_last_year_closed_with_the_members_this_year_opens_with() -> None:
    for code in LEAVES:
        third, fourth = (sample.returns(period)[code] for period in (Q3, Q4))
        opened, closed = (figure(FORM, fourth, Key(row, "cung_ky")) for row in ("B1.A", "B1.D"))
        assert closed == PLAN.units[code].members_start
        assert opened == figure(FORM, third, Key("B1.A", "cung_ky"))
        assert opened is not None
        assert opened > 0


def test_transfers_between_districts_that_do_not_cancel_are_said_with_the_difference(
    fourth: Result,
) -> None:
    seen = sample.returns(Q4).values()
    left, came = (
        sum(int(own.values[FORM.position[Key(code, "ky"), "value"]] or 0) for own in seen)
        for code in ("B1.C5b", "B1.B2b")
    )
    (said,) = (f for f in fourth.findings if f.code == "X404")
    assert said.unit == ROOT
    assert f"chuyển đi {left}, chuyển đến {came}, chênh lệch {abs(left - came)}" in said.message


# --- the quotas ---


def test_assigned_and_aimed_at_stand_side_by_side(fourth: Result) -> None:
    total = admitted(LEAVES, Q4)
    assert total == 1726
    rows = judged(fourth, ROOT)
    stand = {code: (row.required, row.actual, row.verdict) for code, row in rows.items()}
    met, not_met = Verdict.MET, Verdict.NOT_MET
    assert {code: stand[code] for code in stand if code < "Q002-5"} == {
        "Q002-1": (1800, total, not_met),
        "Q002-2": (1600, total, met),
        "Q002-3a": (ceil(52_000 * 3 / 100), total, met),
        "Q002-3b": (1600, total, met),
        "Q002-4": (1600, total, met),
    }
    assert "dưới khoảng 1.800–2.000" in rows["Q002-1"].detail
    assert "trong khoảng 1.600–2.000" in rows["Q002-3b"].detail


def test_nothing_is_final_in_the_third_quarter(third: Result) -> None:
    assert {row.verdict for row in judged(third, ROOT).values()} == {Verdict.IN_PROGRESS}


def test_each_district_is_held_to_its_latest_amount(fourth: Result) -> None:
    given = {a.unit: a for a in PLAN.allocations}
    for code in DISTRICTS:
        row = judged(fourth, code)[ALLOCATED]
        count = admitted(PLAN.leaves(code), Q4)
        verdict = Verdict.MET if count >= given[code].amount else Verdict.NOT_MET
        assert (row.required, row.actual, row.verdict) == (given[code].amount, count, verdict)
        assert f"phiên bản: {given[code].version}" in row.detail
    assert {given[code].version for code in DISTRICTS} == {FIRST, ADJUSTED}


def test_units_directly_below_the_city_follow_what_they_have(fourth: Result) -> None:
    for code in DIRECT[9:]:
        row = judged(fourth, code)[ALLOCATED]
        assert (row.verdict, row.required) == (Verdict.EXEMPT, None)
        assert row.actual == admitted(PLAN.leaves(code), Q4)


def test_half_of_the_ap_and_khu_vuc_in_each_district(fourth: Result) -> None:
    verdicts = {}
    for code in DISTRICTS:
        cells = of_kind(PLAN.leaves(code), "ap", "khu_vuc")
        reached = sum(admitted([cell], Q4) >= 1 for cell in cells)
        row = judged(fourth, code)["Q002-5"]
        assert (row.required, row.actual) == (-(-len(cells) // 2), reached)
        verdicts[code] = row.verdict
    not_met = {code for code, verdict in verdicts.items() if verdict is Verdict.NOT_MET}
    assert not_met == {"CT-05", "CT-08"}
    assert Counter(verdicts.values()) == {Verdict.MET: 7, Verdict.NOT_MET: 2}


def test_coverage_does_not_apply_where_there_is_no_ap(fourth: Result) -> None:
    assert {judged(fourth, code)["Q002-5"].verdict for code in DIRECT[9:]} == {Verdict.EXEMPT}


def _each_at_least_one(result: Result, quota: str, units: list[str]) -> None:
    reached = {code: admitted([code], Q4) >= 1 for code in units}
    row = judged(result, ROOT)[quota]
    assert (row.required, row.actual) == (len(units), sum(reached.values()))
    assert row.verdict is Verdict.NOT_MET
    for code, yes in reached.items():
        assert judged(result, code)[quota].verdict is (Verdict.MET if yes else Verdict.NOT_MET)


def test_each_private_enterprise_is_judged_two_levels_up(fourth: Result) -> None:
    enterprises = of_kind(LEAVES, "kttn")
    assert len(enterprises) == 22
    _each_at_least_one(fourth, "Q002-6", enterprises)


def test_only_enterprises_of_50_workers_and_more_are_asked(fourth: Result) -> None:
    workers: Mapping[str, int | None] = {
        code: PLAN.units[code].workers for code in of_kind(LEAVES, "kttn")
    }
    large = [code for code, count in workers.items() if count is not None and count >= 50]
    assert 0 < len(large) < len(workers) - 1
    _each_at_least_one(fourth, "Q002-7", large)
    unknown = judged(fourth, "CT-08.09")["Q002-7"]
    assert (unknown.verdict, unknown.required) == (Verdict.NO_DATA, None)


# --- the files ---


def test_a_second_build_gives_the_same_bytes_in_few_files(folder: Path, tmp_path: Path) -> None:
    for made in (sample.plan, sample.year, sample.returns, sample.received):
        made.cache_clear()
    sample.build(tmp_path)
    assert digests(folder) == digests(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) <= 40
    assert sum(path.stat().st_size for path in files) < 2_400_000
