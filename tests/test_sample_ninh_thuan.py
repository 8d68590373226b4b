"""The sample `ninh-thuan-2023`: 180 shared out to the last one, deadlines, quarters that carry."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from aggregator import forms, samples
from aggregator.model import CARRIED, Key, Method, Result, UnitStatus, Verdict
from aggregator.pipeline import planfile
from aggregator.pipeline.distribute import filling, known_numbers
from aggregator.plan.checks import check
from aggregator.samples.ninh_thuan import plan as ninh_thuan_plan
from aggregator.samples.ninh_thuan import sample as sample
from tests.sample_runs import digests, fates, found, judged, run, since_january, summed

PLAN = sample.plan()
FORM = forms.load(PLAN.form)
DIRECT = PLAN.children[PLAN.root]
LEAVES = PLAN.leaves(PLAN.root)
Q1, Q2 = sample.PERIODS
ANNEX = {a.unit: a.amount for a in PLAN.allocations}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ninh-thuan")
    samples.write(sample.NAME, made)
    return made


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, Result]:
    """Both quarters, the second after the first so that what was carried is checked against it."""
    return {period: run(folder, period) for period in sample.PERIODS}


# --- the plan ---


def test_24_tccsd_and_chi_bo_at_three_depths() -> None:
    levels = Counter(unit.level for unit in PLAN.units.values())
    assert levels == {
        "cap_tren_truc_tiep": 1,
        "co_so": 18,
        "bo_phan": 1,
        "chi_bo_co_so": 6,
        "chi_bo": 166,
    }
    assert {len(PLAN.path(leaf)) for leaf in LEAVES} == {2, 3, 4}
    assert "Đảng bộ các Trường THPT" in {PLAN.units[code].name for code in DIRECT}


@pytest.mark.parametrize("code", [PLAN.root, *DIRECT])
def test_members_add_up_at_every_level(code: str) -> None:
    below = sum(PLAN.units[leaf].members_start or 0 for leaf in PLAN.leaves(code))
    assert PLAN.units[code].members_start == below > 0


def test_180_shared_out_over_every_tccsd_with_none_left_over() -> None:
    (quota,) = PLAN.quotas
    assert (quota.kind, quota.strength, quota.measure, quota.minimum) == ("K1", "giao", "B2.I", 180)
    assert set(ANNEX) == set(DIRECT)
    assert sum(ANNEX.values()) == 180
    assert min(ANNEX.values()) >= 1


def test_the_stated_deadlines_and_a_quarterly_one() -> None:
    stated = {(d.due, d.from_level) for d in PLAN.deadlines if not d.period}
    assert stated == {
        (date(2023, 3, 5), "co_so"),
        (date(2023, 3, 5), "chi_bo_co_so"),
        (date(2023, 3, 15), "cap_tren_truc_tiep"),
        (date(2023, 10, 31), "co_so"),
        (date(2023, 10, 31), "chi_bo_co_so"),
    }
    assert PLAN.cadence == "quarter"
    assert {d.period for d in PLAN.deadlines if d.period} == {f"2023-Q{n}" for n in (1, 2, 3, 4)}


def test_every_tccsd_is_in_the_charge_of_a_position() -> None:
    for code in DIRECT:
        assert PLAN.units[code].in_charge.startswith("Ủy viên Ban Thường vụ phụ trách địa bàn")


def test_no_check_of_the_plan_finds_anything() -> None:
    assert list(check(PLAN, FORM)) == []


def test_the_workbook_says_what_is_invented_and_reads_back(folder: Path) -> None:
    path = folder / "ke-hoach.xlsx"
    first = openpyxl.load_workbook(path).worksheets[0]
    assert ninh_thuan_plan.NOTE in {cell.value for row in first.iter_rows() for cell in row}
    assert "không nêu tên" in PLAN.title
    loaded = planfile.load(path)
    assert (loaded.plan, loaded.findings) == (PLAN, ())


# --- the returns ---


@pytest.mark.parametrize("period", sample.PERIODS)
def test_every_file_has_the_fate_its_maker_gave_it(period: str, results: dict) -> None:
    assert (results[period].unit, results[period].period) == (PLAN.root, period)
    assert fates(results[period]) == sample.expected(period)


@pytest.mark.parametrize("period", sample.PERIODS)
def test_totals_are_the_plain_sum_of_what_was_typed(period: str, results: dict) -> None:
    counted = [sample.returns(period)[code] for code in sample.counted(period)]
    assert found(FORM, results[period].total.submission) == summed(FORM, counted)


@pytest.mark.parametrize("period", sample.PERIODS)
def test_a_tccsd_types_the_sum_of_its_chi_bo(period: str) -> None:
    cells = sample.cells()[period]
    for code, own in sample.returns(period).items():
        if not PLAN.children[code]:
            continue
        whole = summed(FORM, [cells[leaf] for leaf in PLAN.leaves(code)])
        for (key, part), number in found(FORM, own).items():
            # a typed mean has one decimal; the year's opening is that of the cells that tell it
            opens = FORM.indicators[key.indicator].method is Method.OPENING
            if part != "sum" and not (opens and key.column == CARRIED):
                assert number == whole[key, part], (code, key)


def test_last_year_is_told_from_january_in_both_quarters() -> None:
    first, second = (sample.cells()[period] for period in sample.PERIODS)
    for code in LEAVES:
        for row in ("B2.I", "N.boiduong", "B1.C1"):
            at = FORM.position[Key(row, "cung_ky"), "value"]
            assert (second[code].values[at] or 0) >= (first[code].values[at] or 0), (code, row)


def test_the_findings_are_those_meant_and_nothing_was_lost_between_quarters(results: dict) -> None:
    codes = {p: Counter(f.code for f in results[p].findings) for p in sample.PERIODS}
    silent = {Q1: ("NT-04", "NT-07", "NT-24"), Q2: ("NT-06", "NT-09", "NT-18")}
    missing = {p: sum(len(PLAN.leaves(code)) for code in silent[p]) for p in sample.PERIODS}
    assert {p: results[p].total.missing_below for p in sample.PERIODS} == missing
    # A branch is told at its head; the rejected ones by their faults, but for the unreadable.
    assert {p: codes[p].pop("C601") for p in sample.PERIODS} == {Q1: 1, Q2: 2}
    assert codes[Q1] == Counter(["C602", "I6.tuoi", "S215", "V304"])
    assert codes[Q2] == Counter(["S212", "V301", "R102"])


def test_a_letter_after_the_deadline_is_late_by_three_days(results: dict) -> None:
    (late,) = (f for f in results[Q1].findings if f.code == "C602")
    assert late.unit == "NT-12"
    assert "muộn 3 ngày" in late.message


def test_a_tccsd_stands_for_its_chi_bo_and_the_schools_are_added_up(results: dict) -> None:
    states = {u.unit.code: u.status for u in results[Q1].units}
    assert states["NT-01"] is UnitStatus.COUNTED
    assert states["NT-16"] is UnitStatus.ROLLED_UP
    assert states["NT-04"] is UnitStatus.REJECTED
    assert states["NT-07"] is UnitStatus.MISSING


def test_templates_sent_after_the_first_quarter_carry_what_came_back(
    folder: Path, results: dict
) -> None:
    assert results[Q1].period == Q1
    known = known_numbers(folder, Q2, None)
    returned = sample.returns(Q2)
    in_both = set(sample.counted(Q1)) & set(sample.counted(Q2))
    assert len(in_both) > 15
    for code in in_both:
        sent = filling(PLAN, FORM, code, Q2, known).submission
        for fact, template, typed in zip(
            FORM.facts, sent.values, returned[code].values, strict=True
        ):
            carried = fact.key.column == CARRIED or fact.method is Method.OPENING
            if carried and fact.key.column != "cung_ky" and template is not None:
                assert typed == template, (code, fact)


def test_the_half_year_is_the_sum_of_its_quarters(folder: Path) -> None:
    half = run(folder, "2023-H1")
    assert half.total.submission is not None
    counted = [sample.returns(p)[code] for p in sample.PERIODS for code in sample.counted(p)]
    for code in ("B2.I", "N.boiduong", "B1.C1"):
        at = FORM.position[Key(code, "ky"), "value"]
        assert half.total.submission.values[at] == sum(own.values[at] or 0 for own in counted)
    states = {u.unit.code: u.status for u in half.units}
    assert [states[code] for code in ("NT-04", "NT-06")] == [UnitStatus.PARTIAL] * 2


# --- the quota ---


@pytest.mark.parametrize("period", sample.PERIODS)
def test_180_and_every_share_of_it_against_what_came_in(period: str, results: dict) -> None:
    own = {code: sample.returns(period)[code] for code in sample.counted(period)}
    admitted = {code: since_january(FORM, seen, "B2.I") for code, seen in own.items()}
    city = judged(results[period], PLAN.root)["Q000-1"]
    assert (city.required, city.actual) == (180, sum(admitted.values()))
    assert city.verdict is Verdict.IN_PROGRESS
    for code in DIRECT:
        row = judged(results[period], code)["Q000-1"]
        inside = [admitted[below] for below in PLAN.below(code) if below in admitted]
        assert row.required == ANNEX[code]
        assert row.actual == (sum(inside) if inside else None)
        assert row.verdict is _verdict(row.actual, ANNEX[code]), code


def _verdict(actual: int | None, required: int) -> Verdict:
    if actual is None:
        return Verdict.NO_DATA
    return Verdict.MET if actual >= required else Verdict.IN_PROGRESS


def test_halfway_the_city_is_behind_and_one_chi_bo_has_reached_its_share(results: dict) -> None:
    city = judged(results[Q2], PLAN.root)["Q000-1"]
    assert "tiến độ chuẩn đến hết kỳ là 90, đang chậm" in city.detail
    verdicts = Counter(judged(results[Q2], code)["Q000-1"].verdict for code in DIRECT)
    assert verdicts == {Verdict.MET: 1, Verdict.IN_PROGRESS: 20, Verdict.NO_DATA: 3}


# --- the files ---


def test_a_second_build_gives_the_same_bytes_and_stays_small(folder: Path, tmp_path: Path) -> None:
    for made in (sample.plan, sample.cells, sample.returns, sample.received):
        made.cache_clear()
    sample.build(tmp_path)
    assert digests(folder) == digests(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) <= 60
    assert sum(path.stat().st_size for path in files) < 1_800_000
