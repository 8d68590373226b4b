"""The sample `dinh-tan-2025`: every rule of the commune's plan, at its required figure."""

from __future__ import annotations

import re
from math import ceil
from pathlib import Path

import pytest

from aggregator import forms, samples
from aggregator.model import Key, Result, UnitStatus, Verdict
from aggregator.plan.checks import check
from aggregator.samples.dinh_tan import sample as sample
from tests.sample_runs import digests, fates, found, judged, run, since_january, summed

PLAN = sample.plan()
FORM = forms.load(PLAN.form)
LEAVES = PLAN.leaves(PLAN.root)
DIRECT = PLAN.children[PLAN.root]
Q3, Q4 = sample.PERIODS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("dinh-tan")
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


# --- the plan ---


def test_36_direct_subordinates_and_1226_members_that_add_up() -> None:
    assert (len(DIRECT), len(LEAVES)) == (36, 39)
    for code, unit in PLAN.units.items():
        below = sum(PLAN.units[leaf].members_start or 0 for leaf in PLAN.leaves(code))
        assert unit.members_start == below
    assert PLAN.units[PLAN.root].members_start == 1226


def test_the_targets_stand_as_the_document_states_them() -> None:
    stated = {
        q.code: (q.kind, q.strength, q.minimum, q.maximum, q.rate_min, q.rate_max)
        for q in PLAN.quotas
    }
    assert {code: tuple(map(_plain, row)) for code, row in stated.items()} == {
        "Q001-1": ("K2", "phan_dau", None, None, "0.03", "0.04"),
        "Q001-2": ("K3", "giao", "45", None, None, None),
        "Q001-3": ("K8", "giao", "1300", "1450", None, None),
        "Q001-4a": ("K3", "giao", "60", None, None, None),
        "Q001-4b": ("K4", "giao", "5", None, None, None),
        "Q001-5": ("K4", "giao", "3", None, None, None),
    }
    assert {(q.year_from, q.year_to) for q in PLAN.quotas} == {(2025, 2030)}
    assert all(quota.basis for quota in PLAN.quotas)


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def test_the_exempt_are_units_where_the_whole_staff_is_in_the_party() -> None:
    assert [(e.quota, e.reason) for e in PLAN.exemptions] == [("Q001-5", "HC_100")] * 2
    for exemption in PLAN.exemptions:
        unit = PLAN.units[exemption.unit]
        assert exemption.document
        assert unit.staff == unit.members_start


def test_the_only_findings_are_the_two_conflicts_with_both_their_numbers() -> None:
    flaws = list(check(PLAN, FORM))
    assert [flaw.code for flaw in flaws] == ["P795", "P795"]
    floors = {"Q001-4b": (5 * len(LEAVES), 60), "Q001-5": (3 * (len(DIRECT) - 2), 45)}
    assert floors == {"Q001-4b": (195, 60), "Q001-5": (102, 45)}
    for flaw in flaws:
        numbers = [int(n) for n in re.findall(r"(?<![\w-])\d+", flaw.message)]
        needed, total = floors[PLAN.quotas[flaw.at].code]
        assert {needed, total} <= set(numbers)


# --- the returns ---


@pytest.mark.parametrize("period", sample.PERIODS)
def test_every_file_has_the_fate_its_maker_gave_it(
    period: str, third: Result, fourth: Result
) -> None:
    result = third if period == Q3 else fourth
    assert (result.unit, result.period) == (PLAN.root, period)
    assert fates(result) == sample.expected(period)


@pytest.mark.parametrize("period", sample.PERIODS)
def test_totals_are_the_plain_sum_of_what_was_typed(
    period: str, third: Result, fourth: Result
) -> None:
    result = third if period == Q3 else fourth
    assert result.total.submission is not None
    counted = [sample.returns(period)[code] for code in sample.counted(period)]
    assert found(FORM, result.total.submission) == summed(FORM, counted)


def test_one_silent_and_one_refused_in_the_third_quarter_none_in_the_fourth(
    third: Result, fourth: Result
) -> None:
    states = {u.unit.code: u.status for u in third.units}
    assert states["DT-07"] is UnitStatus.MISSING
    assert states["DT-14"] is UnitStatus.REJECTED
    assert (third.total.missing_below, fourth.total.missing_below) == (2, 0)


def test_findings_are_only_those_meant(third: Result, fourth: Result) -> None:
    assert sorted(f.code for f in third.findings) == ["C601", "P795", "P795", "S212", "V301"]
    assert sorted(f.code for f in fourth.findings) == ["C602", "P795", "P795", "S213"]
    (late,) = (f for f in fourth.findings if f.code == "C602")
    assert (late.unit, "muộn 3 ngày" in late.message) == ("DT-26", True)


def test_stock_of_the_fourth_quarter_opens_where_the_third_closed() -> None:
    before, after = (sample.returns(period) for period in sample.PERIODS)
    for code in LEAVES:
        closed = _closing(before[code].values)
        assert after[code].values[FORM.position[Key("B1.A", "ky"), "value"]] == closed


_IN = ("B1.A", "B1.B1", "B1.B2a", "B1.B2b", "B1.B2c", "B1.B3")
_OUT = ("B1.C1", "B1.C2", "B1.C3", "B1.C4", "B1.C5a", "B1.C5b", "B1.C5c")


def _closing(values: tuple) -> int:
    came, left = (
        sum(int(values[FORM.position[Key(code, "ky"), "value"]] or 0) for code in codes)
        for codes in (_IN, _OUT)
    )
    return came - left


# --- the quotas ---


def test_nothing_is_final_before_the_year_ends(third: Result) -> None:
    rows = judged(third, PLAN.root)
    assert rows.pop("Q001-3").verdict is Verdict.NO_DATA
    assert {row.verdict for row in rows.values()} == {Verdict.IN_PROGRESS}


def test_every_rule_at_the_end_of_the_year(fourth: Result) -> None:
    seen = sample.returns(Q4)
    admitted = {code: since_january(FORM, seen[code], "B2.I") for code in LEAVES}
    trained = {code: since_january(FORM, seen[code], "N.boiduong") for code in LEAVES}
    members = sum(_closing(own.values) for own in seen.values())
    exempt = {e.unit for e in PLAN.exemptions}
    due = [code for code in DIRECT if code not in exempt]
    reached = sum(sum(admitted[leaf] for leaf in PLAN.leaves(code)) >= 3 for code in due)
    rows = judged(fourth, PLAN.root)
    assert {code: (row.required, row.actual, row.verdict) for code, row in rows.items()} == {
        "Q001-1": (ceil(1226 * 3 / 100), sum(admitted.values()), Verdict.MET),
        "Q001-2": (45, sum(admitted.values()), Verdict.MET),
        "Q001-3": (1300, members, Verdict.NOT_MET),
        "Q001-4a": (60, sum(trained.values()), Verdict.MET),
        "Q001-4b": (39, sum(n >= 5 for n in trained.values()), Verdict.NOT_MET),
        "Q001-5": (34, reached, Verdict.NOT_MET),
    }
    assert sum(admitted.values()) == 46
    assert 0 < reached < len(due)


def test_the_stock_lies_below_its_band_and_the_words_say_by_how_many(fourth: Result) -> None:
    row = judged(fourth, PLAN.root)["Q001-3"]
    assert row.actual is not None
    assert f"thấp hơn mức dưới {1300 - row.actual}" in row.detail


def test_the_frame_of_the_province_shows_its_upper_end(fourth: Result) -> None:
    assert "mức trên 4% là 49" in judged(fourth, PLAN.root)["Q001-1"].detail


def test_exempt_committees_are_named_exempt_and_still_counted(fourth: Result) -> None:
    for exemption in PLAN.exemptions:
        row = judged(fourth, exemption.unit)["Q001-5"]
        assert (row.verdict, row.required) == (Verdict.EXEMPT, None)
        assert exemption.document in row.detail


def test_the_year_is_the_sum_of_its_quarters(folder: Path) -> None:
    year = run(folder, "2025")
    assert year.total.submission is not None
    counted = [sample.returns(p)[code] for p in sample.PERIODS for code in sample.counted(p)]
    for code in ("B2.I", "N.boiduong", "B1.C1"):
        at = FORM.position[Key(code, "ky"), "value"]
        assert year.total.submission.values[at] == sum(own.values[at] or 0 for own in counted)


# --- the files ---


def test_a_second_build_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for made in (sample.plan, sample.returns, sample.received):
        made.cache_clear()
    sample.build(tmp_path)
    assert digests(folder) == digests(tmp_path)
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert size < 2_500_000
