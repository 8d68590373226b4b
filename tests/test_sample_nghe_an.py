"""The sample `nghe-an-2023`: 3% rounded up once per unit, 6.095 in all, history as printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from aggregator import forms, samples
from aggregator.model import CARRIED, Key, Method, Result, UnitStatus, Verdict
from aggregator.pipeline import planfile
from aggregator.plan.checks import check
from aggregator.samples.nghe_an import plan as nghe_an_plan
from aggregator.samples.nghe_an import sample as sample
from tests.sample_runs import digests, fates, found, judged, run, since_january, summed

PLAN = sample.plan()
FORM = forms.load(PLAN.form)
DIRECT = PLAN.children[PLAN.root]
JANUARY, FEBRUARY = sample.PERIODS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nghe-an")
    samples.write(sample.NAME, made)
    return made


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, Result]:
    """Both months, the second after the first so that what was carried is checked against it."""
    return {period: run(folder, period) for period in sample.PERIODS}


def _three_percent(code: str) -> int:
    """Rounded up in whole numbers: no rate, no fraction."""
    members = PLAN.units[code].members_previous
    assert members is not None
    return (3 * members + 99) // 100


# --- the plan ---


def test_28_direct_units_of_two_levels() -> None:
    levels = Counter(PLAN.units[code].level for code in DIRECT)
    assert levels == {"cap_tren_truc_tiep": 26, "co_so": 2}
    assert PLAN.leaves(PLAN.root) == DIRECT
    assert PLAN.units[PLAN.root].level == "tinh"


def test_each_units_3_percent_add_up_to_6095_and_the_provinces_own_does_not() -> None:
    assert sum(map(_three_percent, DIRECT)) == 6095
    assert 0 < 6095 - _three_percent(PLAN.root) < len(DIRECT)
    members = sum(PLAN.units[code].members_previous or 0 for code in DIRECT)
    assert PLAN.units[PLAN.root].members_previous == members


def test_6095_shared_out_as_each_units_3_percent() -> None:
    assert {a.unit: a.amount for a in PLAN.allocations} == {c: _three_percent(c) for c in DIRECT}


def test_the_targets_stand_as_the_letter_states_them() -> None:
    stated = {
        q.code: (q.kind, q.strength, q.evaluate_at, q.minimum, q.maximum) for q in PLAN.quotas
    }
    assert stated == {
        "Q003-1": ("K2", "giao", "cap_tren_truc_tiep", None, None),
        "Q003-1.CS": ("K2", "giao", "co_so", None, None),
        "Q003-1.TONG": ("K1", "giao", "", 6095, None),
        "Q003-2": ("K7", "phan_dau", "", 4500, 5000),
    }
    rates = [(str(q.rate_min), q.base) for q in PLAN.quotas if q.kind == "K2"]
    assert rates == [("0.03", "members_previous")] * 2
    assert all(quota.basis for quota in PLAN.quotas)


def test_a_report_is_due_every_month() -> None:
    assert PLAN.cadence == "month"
    due = {(d.period, d.from_level): d.due for d in PLAN.deadlines}
    assert len(due) == 24
    assert {str(due["2023-01", "co_so"]), str(due["2023-12", "co_so"])} == {
        "2023-02-05",
        "2024-01-05",
    }


def test_of_the_printed_percentages_only_90_does_not_fit() -> None:
    """77,51 is 3.293/4.248 cut off, 94,11 is 3.998/4.248 either way, 4.037/4.248 is 95,03."""
    history = {row.year: (row.actual, row.required, row.printed) for row in PLAN.history}
    assert history == {
        2020: (3293, 4248, "77,51"),
        2021: (4037, 4248, "90"),
        2022: (3998, 4248, "94,11"),
    }
    assert sum(row.actual or 0 for row in PLAN.history) == 11328
    (flaw,) = check(PLAN, FORM)
    assert (flaw.code, PLAN.history[flaw.at].year, flaw.field) == ("P792", 2021, "printed")
    assert "in 90%" in flaw.message
    assert "4.037 / 4.248 được 95% nếu cắt bớt, 95% nếu làm tròn" in flaw.message


def test_the_workbook_says_what_is_invented_and_reads_back(folder: Path) -> None:
    path = folder / "ke-hoach.xlsx"
    first = openpyxl.load_workbook(path).worksheets[0]
    assert nghe_an_plan.NOTE in {cell.value for row in first.iter_rows() for cell in row}
    loaded = planfile.load(path)
    assert loaded.plan == PLAN
    assert [finding.code for finding in loaded.findings] == ["P792"]


# --- the returns ---


@pytest.mark.parametrize("period", sample.PERIODS)
def test_every_file_has_the_fate_its_maker_gave_it(period: str, results: dict) -> None:
    assert (results[period].unit, results[period].period) == (PLAN.root, period)
    assert fates(results[period]) == sample.expected(period)


@pytest.mark.parametrize("period", sample.PERIODS)
def test_totals_are_the_plain_sum_of_what_was_typed(period: str, results: dict) -> None:
    counted = [sample.returns(period)[code] for code in sample.counted(period)]
    total = results[period].total.submission
    assert found(FORM, total) == summed(FORM, counted)
    for at, fact in enumerate(FORM.facts):
        if fact.method is Method.UNIT_COUNT:
            assert total.values[at] == sum(own.values[at] or 0 for own in counted), fact


def test_findings_are_only_those_meant(results: dict) -> None:
    codes = {p: sorted(f.code for f in results[p].findings) for p in sample.PERIODS}
    assert codes[JANUARY] == ["C601", "I6.tuoi", "P792"]
    assert codes[FEBRUARY] == ["C601", "C601", "C602", "P792", "S206", "S212", "V304"]


def test_silent_and_refused_units(results: dict) -> None:
    states = {
        p: {u.unit.code: u.status for u in results[p].units if u.submission is None}
        for p in sample.PERIODS
    }
    assert states[JANUARY] == {"NA-09": UnitStatus.MISSING, "NA-17": UnitStatus.REJECTED}
    assert states[FEBRUARY] == {
        "NA-14": UnitStatus.MISSING,
        "NA-20": UnitStatus.REJECTED,
        "NA-28": UnitStatus.MISSING,
    }


def test_february_opens_where_january_closed() -> None:
    january, february = (sample.returns(period) for period in sample.PERIODS)
    position = FORM.position
    came = ("B1.A", "B1.B1", "B1.B2a", "B1.B2b", "B1.B2c", "B1.B3")
    left = ("B1.C1", "B1.C2", "B1.C3", "B1.C4", "B1.C5a", "B1.C5b", "B1.C5c")
    for code in DIRECT:
        values = january[code].values
        more, less = (
            sum(int(values[position[Key(row, "ky"), "value"]] or 0) for row in rows)
            for rows in (came, left)
        )
        now = february[code].values
        assert now[position[Key("B1.A", "ky"), "value"]] == more - less
        admitted = position[Key("B2.I", "ky"), "value"]
        assert now[position[Key("B2.I", CARRIED), "value"]] == values[admitted]


def test_last_year_is_told_from_january_in_both_months() -> None:
    january, february = (sample.returns(period) for period in sample.PERIODS)
    for code in DIRECT:
        for row in ("B2.I", "N.boiduong", "B1.C1", "B2.III.1a"):
            at = FORM.position[Key(row, "cung_ky"), "value"]
            assert (february[code].values[at] or 0) >= (january[code].values[at] or 0), (code, row)


@pytest.mark.parametrize("period", sample.PERIODS)
def test_who_leaves_one_unit_of_the_province_comes_to_another(period: str) -> None:
    whole = summed(FORM, sample.returns(period).values())
    for came, left in (("B1.B2b", "B1.C5b"), ("B1.B2c", "B1.C5c")):
        assert whole[Key(came, "ky"), "value"] == whole[Key(left, "ky"), "value"] > 0


# --- the quotas ---


@pytest.mark.parametrize("period", sample.PERIODS)
def test_every_rule_for_every_unit(period: str, results: dict) -> None:
    counted = sample.counted(period)
    seen = sample.returns(period)
    admitted = {code: since_january(FORM, seen[code], "B2.I") for code in counted}
    for code in DIRECT:
        rows = judged(results[period], code)
        rate = "Q003-1" if PLAN.units[code].level == "cap_tren_truc_tiep" else "Q003-1.CS"
        assert set(rows) == {rate, "Q003-1.TONG"}
        for row in rows.values():
            known = code in admitted
            assert (row.required, row.actual) == (_three_percent(code), admitted.get(code))
            assert row.verdict is (Verdict.IN_PROGRESS if known else Verdict.NO_DATA)


def test_the_province_against_the_letter_and_against_its_congress(results: dict) -> None:
    counted = [sample.returns(FEBRUARY)[code] for code in sample.counted(FEBRUARY)]
    total = sum(since_january(FORM, own, "B2.I") for own in counted)
    rows = judged(results[FEBRUARY], PLAN.root)
    assert {code: (row.required, row.actual, row.verdict) for code, row in rows.items()} == {
        "Q003-1.TONG": (6095, total, Verdict.IN_PROGRESS),
        "Q003-2": (4500, total, Verdict.IN_PROGRESS),
    }
    assert "tiến độ chuẩn đến hết kỳ là 1.016, đang chậm" in rows["Q003-1.TONG"].detail
    assert "dưới khoảng 4.500–5.000" in rows["Q003-2"].detail


# --- the files ---


def test_a_second_build_gives_the_same_bytes_and_stays_small(folder: Path, tmp_path: Path) -> None:
    for made in (sample.plan, sample.monthly, sample.received):
        made.cache_clear()
    sample.build(tmp_path)
    assert digests(folder) == digests(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) <= 60
    assert sum(path.stat().st_size for path in files) < 1_800_000
