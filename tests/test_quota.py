"""Quotas as the founding documents state them, and what an officer is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import aggregator.quota as quotas
from aggregator import vocabulary
from aggregator.model import Allocation, Exemption, Plan, Quota, Unit
from aggregator.quota import Standing, judge, laws, registry, versions

ADMITTED, TRAINED, STOCK = "B2.I", "N.boiduong", "B1.D"


def unit(code, parent="R", **more):
    return Unit(code, f"Chi bộ {code}", parent, more.pop("level", "chi_bo"), **more)


def a_plan(*units, quota, **more):
    root = Unit("R", "Đảng bộ", level="cap_tren_truc_tiep", members_start=7894)
    rows = quota if isinstance(quota, tuple) else (quota,)
    tree = {u.code: u for u in (root, *units)}
    return Plan("P", year_from=2023, year_to=2025, units=tree, quotas=rows, **more)


def a_quota(kind="K3", **more):
    given = {"strength": "giao", "measure": ADMITTED, "unit": "R", **more}
    numbers = ("minimum", "maximum", "rate_min", "rate_max")
    return Quota("Q", kind, **{k: Decimal(v) if k in numbers else v for k, v in given.items()})


def stand(plan, admitted, period="2023-Q1", missing=None, unit="R", measure=ADMITTED):
    values = {code: {measure: value} for code, value in admitted.items()}
    labels = vocabulary.labels("reason")
    return judge(Standing(plan, period, unit, values, missing or {}, labels))


def short(judgements):
    return [(j.unit, j.required, j.actual, str(j.verdict)) for j in judgements]


# --- required counts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "per_mille"), [("0.035", 35), ("0.03", 30), ("0.04", 40), ("0.5", 500), ("0.007", 7)]
)
def test_a_rate_rounds_up_exactly(rate, per_mille):
    exact = Decimal(rate)
    wrong = [n for n in range(100_001) if laws.share(exact, n) != -(-per_mille * n // 1000)]
    assert wrong == []


@pytest.mark.parametrize(("members", "required"), [(200, 7), (400, 14), (1200, 42), (7894, 277)])
def test_rate_of_members_at_the_start_of_the_year(members, required):
    plan = a_plan(quota=a_quota("K2", rate_min="0.035", base="members_start"))
    plan.units["R"] = plan.units["R"]._replace(members_start=members)
    (row,) = stand(plan, {"R": 58})
    assert row.required == required


def test_a_rate_is_rounded_once_at_the_level_where_it_is_assigned():
    units = [unit(f"C{n}", members_start=100) for n in range(10)]
    quota = a_quota("K2", rate_min="0.035", base="members_start")
    plan = a_plan(*units, quota=(quota, replace(quota, code="E", evaluate_at="chi_bo")))
    plan.units["R"] = plan.units["R"]._replace(members_start=None)
    rows = stand(plan, {"R": 0})
    assert [j.required for j in rows if j.quota == "Q"] == [35]
    assert [j.required for j in rows if j.quota == "E"] == [4] * 10


def test_members_come_from_the_lowest_figures_only_where_nothing_above_is_given():
    inner = unit("D", level="co_so", members_start=90)
    leaves = (unit("D1", "D", members_start=50), unit("D2", "D"), unit("C", members_start=10))
    plan = a_plan(inner, *leaves, quota=a_quota("K2", rate_min="0.5", base="members_start"))
    plan.units["R"] = plan.units["R"]._replace(members_start=None)
    assert [j.required for j in stand(plan, {"R": 0})] == [50]

    plan.units["D"] = inner._replace(members_start=None)
    (row,) = stand(plan, {"R": 3})
    assert (row.required, row.actual, row.verdict) == (None, 3, "no_data")
    assert row.detail.startswith("chưa biết tổng số đảng viên đầu năm")


def test_members_at_the_end_come_from_the_numbers():
    plan = a_plan(quota=a_quota("K2", rate_min="0.03", base="members_end"))
    (row,) = judge(Standing(plan, "2023-Q4", "R", {"R": {ADMITTED: 40, STOCK: 1301}}, {}))
    assert (row.required, row.verdict) == (40, "met")


# --- verdicts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "actual", "missing", "verdict"),
    [
        ("2023-Q1", 45, 0, "met"),
        ("2023-Q1", 45, 9, "met"),
        ("2023-Q1", 44, 0, "in_progress"),
        ("2023-9M", 44, 9, "in_progress"),
        ("2023-11", 0, 0, "in_progress"),
        ("2023-Q4", 44, 0, "not_met"),
        ("2023-12", 44, 0, "not_met"),
        ("2024", 44, 0, "not_met"),
        ("2023", 44, 1, "no_data"),
        ("2023", 46, 1, "met"),
        ("2023-Q1", None, 9, "no_data"),
        ("2023-Q4", None, 0, "no_data"),
        ("2023-Q4", 0, 0, "not_met"),
    ],
)
def test_a_floor(period, actual, missing, verdict):
    plan = a_plan(quota=a_quota("K3", minimum=45))
    (row,) = stand(plan, {"R": actual}, period, {"R": missing})
    assert short([row]) == [("R", 45, actual, verdict)]


@pytest.mark.parametrize(
    ("period", "stock", "missing", "verdict"),
    [
        ("2023-Q1", 1300, 0, "met"),
        ("2023-Q1", 1450, 0, "met"),
        ("2023-Q1", 1299, 0, "in_progress"),
        ("2023-Q1", 1451, 0, "in_progress"),
        ("2023-Q4", 1299, 0, "not_met"),
        ("2023-Q4", 1451, 0, "not_met"),
        ("2023-Q1", 1400, 1, "no_data"),
        ("2023-Q4", 1200, 1, "no_data"),
        ("2023-Q4", None, 0, "no_data"),
    ],
)
def test_a_band_is_judged_only_when_nothing_is_missing(period, stock, missing, verdict):
    plan = a_plan(quota=a_quota("K8", minimum=1300, maximum=1450, measure=STOCK))
    (row,) = stand(plan, {"R": stock}, period, {"R": missing}, measure=STOCK)
    assert short([row]) == [("R", 1300, stock, verdict)]


@pytest.mark.parametrize(
    ("actual", "verdict"), [(1799, "not_met"), (1800, "met"), (2000, "met"), (2001, "met")]
)
def test_above_a_range_is_good(actual, verdict):
    plan = a_plan(quota=a_quota("K7", minimum=1800, maximum=2000))
    assert short(stand(plan, {"R": actual}, "2023")) == [("R", 1800, actual, verdict)]


def test_each_is_not_on_average():
    units = (unit("C1", kind="thon"), unit("C2", kind="khu_pho"), unit("C3", kind="kttn"))
    scope = "kind=thon,khu_pho"
    each, average = (a_quota(kind, scope=scope, minimum=1) for kind in ("K4", "K5"))
    plan = a_plan(*units, quota=(each, replace(average, code="A")))
    rows = stand(plan, {"C1": 2, "C2": 0, "C3": 0}, "2023")
    assert short(rows) == [
        ("R", 2, 1, "not_met"),
        ("C1", 1, 2, "met"),
        ("C2", 1, 0, "not_met"),
        ("R", 2, 2, "met"),
    ]


def test_an_average_is_required_of_all_together():
    units = [unit(f"C{n}") for n in range(3)]
    plan = a_plan(*units, quota=a_quota("K5", minimum="1.5"))
    assert short(stand(plan, {"C0": 4}, missing={"C1": 1})) == [("R", 5, 4, "in_progress")]


def test_coverage_is_judged_in_each_locality():
    towns = [unit(code, level="co_so") for code in ("A", "B", "D")]
    cells = [
        unit(f"{t}{n}", t, kind="ap") for t, count in (("A", 3), ("B", 4)) for n in range(count)
    ]
    office = unit("D0", "D", kind="co_quan_dang")
    quota = a_quota("K6", rate_min="0.5", scope="kind=ap", evaluate_at="co_so")
    plan = a_plan(*towns, *cells, office, quota=quota)
    admitted = {"A0": 5, "A1": 0, "A2": 0, "B0": 1, "B1": 1, "B2": 0, "D0": 9}
    assert short(stand(plan, admitted, "2023", {"B3": 1})) == [
        ("A", 2, 1, "not_met"),
        ("B", 2, 2, "met"),
        ("D", 0, 0, "exempt"),
    ]


def test_a_condition_on_an_empty_attribute_is_no_data():
    units = (
        unit("C1", kind="kttn", workers=50),
        unit("C2", kind="kttn", workers=49),
        unit("C3", kind="kttn"),
    )
    plan = a_plan(*units, quota=a_quota("K9", scope="kind=kttn; workers>=50", minimum=1))
    rows = stand(plan, {"C1": 1, "C2": 0, "C3": 4})
    assert short(rows) == [("R", 1, 1, "met"), ("C1", 1, 1, "met"), ("C3", None, 4, "no_data")]
    assert rows[0].detail == "1 chi bộ đạt, 1 chi bộ thiếu thông tin để xét phạm vi"


def test_exempt_units_leave_the_count_but_not_the_sum():
    units = tuple(unit(f"C{n}") for n in range(3))
    each, whole = a_quota("K4", minimum=3), replace(a_quota("K3", minimum=9), code="W")
    freed = Exemption("Q", "C2", "HC_100", "12-CV/ĐU")
    plan = a_plan(*units, quota=(each, whole), exemptions=(freed,))
    rows = stand(plan, {"C0": 3, "C1": 4, "C2": 2, "R": 9}, "2023")
    assert short(rows) == [
        ("R", 2, 2, "met"),
        ("C0", 3, 3, "met"),
        ("C1", 3, 4, "met"),
        ("C2", None, 2, "exempt"),
        ("R", 9, 9, "met"),
    ]
    assert rows[0].detail == "2 chi bộ đạt, 1 chi bộ được miễn"
    assert rows[3].detail == ("được miễn: khối hành chính 100% cán bộ là đảng viên (12-CV/ĐU)")


def test_an_exemption_without_a_quota_frees_of_all():
    plan = a_plan(
        unit("C"), quota=a_quota("K4", minimum=1), exemptions=(Exemption("", "C", "HET_NGUON"),)
    )
    assert short(stand(plan, {"C": 0})) == [("R", 0, 0, "exempt"), ("C", None, 0, "exempt")]


def test_a_unit_out_of_its_dates_is_asked_for_nothing():
    gone = unit("C1", end=date(2023, 3, 30))
    plan = a_plan(gone, unit("C2"), quota=a_quota("K4", minimum=1))
    assert short(stand(plan, {"C2": 1}, "2023-Q1")) == [("R", 1, 1, "met"), ("C2", 1, 1, "met")]


@pytest.mark.parametrize(
    ("asked", "period", "admitted", "women", "missing", "expected"),
    [
        ({"minimum": 6}, "2023", 170, 6, 0, (6, 6, "met")),
        ({"minimum": 6}, "2023-Q1", 0, 0, 0, (6, 0, "in_progress")),
        ({"rate_min": "0.35"}, "2023", 170, 59, 0, (60, 59, "not_met")),
        ({"rate_min": "0.35"}, "2023", 170, 60, 0, (60, 60, "met")),
        ({"rate_min": "0.35"}, "2023-Q1", 40, 13, 0, (14, 13, "in_progress")),
        ({"rate_min": "0.35"}, "2023", 170, 59, 2, (60, 59, "no_data")),
        ({"rate_min": "0.35"}, "2023", None, None, 2, (None, None, "no_data")),
        ({"rate_min": "0.35"}, "2023-Q1", 0, 0, 0, (0, 0, "in_progress")),
        ({"rate_min": "0.35"}, "2023", 0, 0, 0, (0, 0, "exempt")),
        ({"rate_min": "0.35"}, "2023", 0, 0, 1, (0, 0, "no_data")),
        ({"rate_min": "0.35", "minimum": 6}, "2023", 10, 5, 0, (6, 5, "not_met")),
        ({"rate_min": "0.35", "minimum": 6}, "2023", 0, 0, 0, (6, 0, "not_met")),
    ],
)
def test_a_category_is_a_count_or_a_share_of_everyone_admitted(
    asked, period, admitted, women, missing, expected
):
    plan = a_plan(quota=a_quota("K12", measure="B2.I.nu", **asked))
    values = {"R": {ADMITTED: admitted, "B2.I.nu": women}}
    (row,) = judge(Standing(plan, period, "R", values, {"R": missing}))
    assert short([row]) == [("R", *expected)]


def test_a_category_says_of_how_many_it_is_a_share():
    quota = a_quota("K12", measure="B2.I.nu", rate_min="0.35", rate_max="0.5")
    values = {"R": {ADMITTED: 170, "B2.I.nu": 59}}
    (row,) = judge(Standing(a_plan(quota=quota), "2023", "R", values, {}))
    assert row.detail == (
        "35% của 170 đảng viên mới, làm tròn lên; mức trên 50% là 85; chưa đạt chỉ tiêu, thiếu 1"
    )


def by_type(code, minimum, scope=""):
    return replace(a_quota("K13", minimum=minimum, scope=scope), code=code)


def test_the_remaining_units_are_those_that_no_line_above_takes():
    """Bắc Kạn: communes and wards 12, other committees 3, other cells 2."""
    units = (
        unit("X", level="co_so", kind="xa"),
        unit("X1", "X", kind="thon"),
        unit("S", level="co_so", kind="co_quan_nha_nuoc"),
        unit("S1", "S", kind="co_quan_nha_nuoc"),
        unit("C", level="chi_bo_co_so", kind="kttn"),
    )
    lines = (
        by_type("a", 12, "level=co_so; kind=xa,phuong"),
        by_type("b", 3, "level=co_so"),
        by_type("c", 2),
    )
    admitted = {"X": 12, "X1": 12, "S": 2, "S1": 2, "C": 2}
    rows = stand(a_plan(*units, quota=lines), admitted, "2023")
    assert [(j.quota, *row) for j, row in zip(rows, short(rows), strict=True)] == [
        ("a", "R", 1, 1, "met"),
        ("a", "X", 12, 12, "met"),
        ("b", "R", 1, 0, "not_met"),
        ("b", "S", 3, 2, "not_met"),
        ("c", "R", 1, 1, "met"),
        ("c", "C", 2, 2, "met"),
    ]


def test_a_unit_that_a_line_above_may_mean_is_left_to_it():
    lines = (by_type("a", 5, "workers>=50"), by_type("b", 1))
    rows = stand(a_plan(unit("C1"), unit("C2", workers=9), quota=lines), {"C1": 1, "C2": 1})
    assert [(j.quota, j.unit, str(j.verdict)) for j in rows if j.unit != "R"] == [
        ("a", "C1", "no_data"),
        ("b", "C2", "met"),
    ]


def test_an_unreadable_line_leaves_the_lines_below_it_unjudged():
    rows = stand(a_plan(unit("C"), quota=(by_type("a", 5, "mau=do"), by_type("b", 1))), {"C": 1})
    assert [(j.quota, j.unit, str(j.verdict)) for j in rows] == [
        ("a", "R", "no_data"),
        ("b", "R", "no_data"),
    ]


def test_lists_of_other_measures_and_strengths_take_nothing_from_each_other():
    line = by_type("a", 5, "kind=thon")
    others = (
        replace(line, code="b", scope="", measure=TRAINED),
        replace(line, code="c", scope="", strength="phan_dau"),
    )
    rows = stand(a_plan(unit("C", kind="thon"), quota=(line, *others)), {"C": 9})
    assert [j.quota for j in rows if j.unit == "C"] == ["a", "b", "c"]


# --- allocation, versions, validity -------------------------------------------------------------


def test_an_allocation_is_judged_at_every_unit_that_has_a_part():
    inner = unit("D", level="co_so")
    plan = a_plan(
        inner,
        unit("D1", "D"),
        unit("D2", "D"),
        quota=a_quota("K1", minimum=180),
        allocations=(Allocation("Q", "D2", 80), Allocation("Q", "D", 180)),
    )
    rows = stand(plan, {"R": 100, "D": 100, "D1": 10, "D2": 90})
    assert short(rows) == [
        ("R", 180, 100, "in_progress"),
        ("D", 180, 100, "in_progress"),
        ("D2", 80, 90, "met"),
    ]


def test_the_latest_version_counts_for_each_unit():
    first = a_quota("K1", minimum=1600, version="ban đầu")
    later = replace(first, minimum=Decimal(1700), version="điều chỉnh lần 10")
    stale = replace(first, minimum=Decimal(1650), version="điều chỉnh lần 9")
    plan = a_plan(
        unit("C1"),
        unit("C2"),
        quota=(later, first, stale),
        allocations=(
            Allocation("Q", "C1", 60, "điều chỉnh lần 1"),
            Allocation("Q", "C1", 50),
            Allocation("Q", "C2", 40),
        ),
    )
    rows = stand(plan, {})
    assert [(j.unit, j.required) for j in rows] == [("R", 1700), ("C1", 60), ("C2", 40)]
    assert [j.detail for j in rows] == [
        "chưa có số liệu; phiên bản: điều chỉnh lần 10",
        "chưa có số liệu; phiên bản: điều chỉnh lần 1",
        "chưa có số liệu",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("", "điều chỉnh lần 1"),
        ("ban đầu", "điều chỉnh"),
        ("ban đầu năm 2023", "điều chỉnh lần 1"),
        ("1", "2"),
        ("lần 9", "lần 10"),
        ("15/9/2022", "01/02/2023"),
        ("2023-06-30", "2023-07-01"),
    ],
)
def test_which_version_is_later(earlier, later):
    rows = [Allocation("Q", "C", 1, earlier), Allocation("Q", "C", 2, later)]
    assert [row.amount for row in versions.latest(rows)] == [2]
    if versions.rank(earlier) != versions.rank(later):
        assert [row.amount for row in versions.latest(reversed(rows))] == [2]


@pytest.mark.parametrize(
    ("years", "period", "shown"),
    [
        ((None, None), "2022", False),
        ((None, None), "2023-Q1", True),
        ((None, None), "2026-Q1", False),
        ((2024, 2024), "2023", False),
        ((2024, 2024), "2024-01", True),
        ((2024, 2024), "2025-01", False),
        ((2020, 2030), "2027", True),
    ],
)
def test_a_quota_is_judged_in_the_years_of_its_validity(years, period, shown):
    plan = a_plan(quota=a_quota("K3", minimum=1, year_from=years[0], year_to=years[1]))
    assert bool(stand(plan, {"R": 1}, period)) is shown


# --- scope, words, registry ---------------------------------------------------------------------


def test_a_total_with_a_scope_counts_only_its_units():
    units = (unit("C1", kind="quan_doi"), unit("C2", kind="cong_an"), unit("C3", kind="thon"))
    quota = a_quota("K1", minimum=5, scope="kind=quan_doi,cong_an")
    plan = a_plan(*units, quota=quota)
    rows = stand(plan, {"R": 30, "C1": 2, "C3": 28}, "2023", {"R": 1, "C2": 1})
    assert short(rows) == [("R", 5, 2, "no_data")]


def test_an_unreadable_scope_is_said_and_not_judged():
    (row,) = stand(a_plan(quota=a_quota("K4", minimum=1, scope="mau=do")), {"R": 1})
    assert row.verdict == "no_data"
    assert row.detail.startswith("phạm vi không đọc được: ")


def test_a_quota_of_an_unknown_kind_or_unit_has_no_row():
    quota = a_quota("K3", minimum=1)
    plan = a_plan(quota=(replace(quota, kind="K77"), replace(quota, unit="X", code="Y")))
    assert stand(plan, {"R": 1}) == ()


def test_a_run_below_shows_the_rows_of_its_units():
    inner = unit("D", level="co_so")
    plan = a_plan(
        inner,
        unit("D1", "D"),
        unit("C"),
        quota=a_quota("K1", minimum=9),
        allocations=(Allocation("Q", "D", 4), Allocation("Q", "C", 5)),
    )
    assert short(stand(plan, {"D": 1}, unit="D")) == [("D", 4, 1, "in_progress")]


@pytest.mark.parametrize(
    ("quota", "period", "actual", "missing", "detail"),
    [
        (
            a_quota("K2", rate_min="0.035", rate_max="0.04", base="members_start"),
            "2023-Q1",
            58,
            2,
            "3,5% của 7.894 đảng viên đầu năm, làm tròn lên; mức trên 4% là 315; "
            "còn thiếu 219 so với chỉ tiêu; 2 đơn vị chưa có số liệu; "
            "tiến độ chuẩn đến hết kỳ là 70, đang chậm 12",
        ),
        (
            a_quota("K3", minimum=1200),
            "2023-H1",
            600,
            0,
            "còn thiếu 600 so với chỉ tiêu; tiến độ chuẩn đến hết kỳ là 600, đúng tiến độ",
        ),
        (
            a_quota("K3", minimum=1200),
            "2023-04",
            1100,
            0,
            "còn thiếu 100 so với chỉ tiêu; tiến độ chuẩn đến hết kỳ là 400, đang vượt 700",
        ),
        (a_quota("K3", minimum=3), "2023-Q1", 0, 0, "còn thiếu 3 so với chỉ tiêu"),
        (a_quota("K3", minimum=45), "2023", 45, 0, "đạt chỉ tiêu"),
        (a_quota("K3", minimum=45), "2023", 1050, 0, "vượt 1.005 so với chỉ tiêu"),
        (a_quota("K3", minimum=45), "2023", 40, 0, "chưa đạt chỉ tiêu, thiếu 5"),
        (
            a_quota("K3", minimum=45),
            "2023",
            40,
            3,
            "còn thiếu 5 so với chỉ tiêu, chưa đủ số liệu để kết luận; 3 đơn vị chưa có số liệu",
        ),
        (
            a_quota("K7", minimum=1800, maximum=2000, strength="phan_dau"),
            "2023",
            1790,
            0,
            "chưa đạt mức phấn đấu, thiếu 10; dưới khoảng 1.800–2.000",
        ),
        (
            a_quota("K7", minimum=1800, maximum=2000, strength="phan_dau"),
            "2023",
            2001,
            0,
            "vượt 201 so với mức phấn đấu; trên khoảng 1.800–2.000",
        ),
        (
            a_quota("K8", minimum=1300, maximum=1450),
            "2023-Q1",
            1200,
            0,
            "khoảng 1.300–1.450; thấp hơn mức dưới 100",
        ),
        (
            a_quota("K8", minimum=1300, maximum=1450),
            "2023-Q1",
            1200,
            4,
            "khoảng 1.300–1.450; 4 đơn vị chưa có số liệu, chưa đủ để kết luận",
        ),
    ],
)
def test_what_an_officer_reads(quota, period, actual, missing, detail):
    (row,) = stand(a_plan(quota=quota), {"R": actual}, period, {"R": missing})
    assert row.detail == detail


def test_every_kind_of_the_plan_is_judged_and_has_its_page():
    promised = [*(f"K{n}" for n in range(1, 10)), "K12", "K13"]
    assert list(registry()) == promised
    columns = Quota.__dataclass_fields__
    assert all(needed in columns for kind in registry().values() for needed in kind.needs)


PAGE = """Thử.

Nghĩa: Thử.

Tham số: Không.

Cách tính: Luôn đạt.

Căn cứ: Không.
"""
A_KIND = f'''"""{PAGE}"""
from aggregator.model import Verdict
from aggregator.quota import Row, kind


@kind("K99", needs=())
def rows(standing, quota):
    yield Row(quota.unit, 1, 1, Verdict.MET, ("thử",))
'''


@pytest.fixture
def extra(tmp_path, monkeypatch):
    monkeypatch.setattr(quotas, "_found", dict(registry()))
    monkeypatch.setattr(quotas, "__path__", [*quotas.__path__, str(tmp_path)])
    registry.cache_clear()
    yield tmp_path
    registry.cache_clear()


def test_a_new_kind_is_one_new_file(extra):
    (extra / "k99_thu.py").write_text(A_KIND, encoding="utf-8")
    (row,) = stand(a_plan(quota=a_quota("K99")), {})
    assert (row.kind, row.verdict, row.detail) == ("K99", "met", "thử")


@pytest.mark.parametrize("paragraph", ["Nghĩa", "Tham số", "Cách tính", "Căn cứ"])
def test_a_kind_without_its_page_is_refused(extra, paragraph):
    name = f"k98_{len(paragraph)}"
    text = A_KIND.replace(f"{paragraph}:", "Khác:")
    (extra / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="K99: the docstring needs"):
        registry()


@pytest.mark.parametrize(
    ("later", "required"),
    [
        ((), 10),
        ((unit("M", start=date(2023, 7, 1), replaces="A,B"),), 10),
        ((unit("M", start=date(2023, 7, 1), replaces="A,B", members_start=300),), 12),
    ],
)
def test_the_base_of_a_rate_keeps_who_was_there_when_the_year_began(later, required) -> None:
    """Units that ended within the year count, themselves or through the one after them."""
    ended = {"end": date(2023, 6, 30)}
    units = (
        unit("A", members_start=150, **ended),
        unit("B", members_start=80, **ended),
        unit("C", members_start=40),
        *later,
    )
    root = Unit("R", "Đảng bộ", level="cap_tren_truc_tiep")
    rate = a_quota("K2", rate_min="0.035", base="members_start")
    plan = Plan(
        "P",
        year_from=2023,
        year_to=2023,
        units={u.code: u for u in (root, *units)},
        quotas=(rate,),
    )
    (row,) = (j for j in stand(plan, {"R": 5}, "2023-Q4") if j.unit == "R")
    assert row.required == required


ENDED, BEGUN = date(2023, 6, 30), date(2023, 7, 1)


def base_of(quota, *units):
    """Unit -> what a rate of 10% asks of it at the year's end, and in which words."""
    root = Unit("R", "Đảng bộ", level="cap_tren_truc_tiep")
    plan = Plan("P", year_from=2023, units={u.code: u for u in (root, *units)}, quotas=(quota,))
    return {j.unit: (j.required, j.detail) for j in stand(plan, {"R": 5}, "2023-Q4")}


PART = {"start": BEGUN, "replaces": "P"}
SPLITS = {
    "split": (
        (unit("P", members_start=300, end=ENDED), unit("S1", **PART), unit("S2", **PART)),
        34,
    ),
    "parts that give their own": (
        (
            unit("P", members_start=300, end=ENDED),
            unit("S1", members_start=200, **PART),
            unit("S2", members_start=120, **PART),
        ),
        36,
    ),
    "split, then merged": (
        (
            unit("P", members_start=300, end=date(2023, 3, 31)),
            unit("S1", start=date(2023, 4, 1), end=ENDED, replaces="P"),
            unit("S2", start=date(2023, 4, 1), end=ENDED, replaces="P"),
            unit("M", start=BEGUN, replaces="S1,S2"),
        ),
        34,
    ),
    "one part absorbed by a unit that was there": (
        (
            unit("P", members_start=300, end=ENDED),
            unit("S1", **PART),
            unit("W", members_start=100, replaces="P"),
        ),
        44,
    ),
    "absorbed whole": (
        (unit("P", members_start=300, end=ENDED), unit("W", members_start=100, replaces="P")),
        44,
    ),
    "committees, of which only the former gave a figure": (
        (
            unit("P", level="co_so", members_start=300, end=ENDED),
            unit("D1", level="co_so", **PART),
            unit("D2", level="co_so", **PART),
            unit("E1", "D1"),
            unit("E2", "D2"),
        ),
        34,
    ),
}


@pytest.mark.parametrize("case", SPLITS)
def test_the_parts_of_a_split_unit_are_together_the_unit_they_came_from(case):
    units, required = SPLITS[case]
    quota = a_quota("K2", rate_min="0.1", base="members_start")
    others = unit("C", members_start=40)
    assert base_of(quota, *units, others)["R"][0] == required


def test_a_part_of_a_split_unit_is_asked_nothing_until_its_own_figure_is_given():
    quota = a_quota("K2", rate_min="0.1", base="members_start", evaluate_at="chi_bo")
    units = SPLITS["split"][0]
    said = base_of(quota, *units)
    assert said["S1"] == (
        None,
        "chưa biết tổng số đảng viên đầu năm; ghi số đảng viên đầu năm của “Chi bộ S1” ở sheet "
        "“Đơn vị”; chưa có số liệu",
    )
    given = units[1]._replace(members_start=100)
    assert base_of(quota, units[0], given, units[2])["S1"][0] == 10


@pytest.mark.parametrize(
    ("period", "missing", "verdict"),
    [("2023-Q3", 0, "met"), ("2023-Q3", 1, "in_progress"), ("2023-Q4", 1, "no_data")],
)
@pytest.mark.parametrize(
    "quota",
    [
        a_quota("K2", rate_min="0.03", base="members_end"),
        a_quota("K12", rate_min="0.5", measure="B2.I.nu"),
    ],
)
def test_a_share_of_what_is_not_all_in_is_not_reached(quota, period, missing, verdict):
    """The members, or the admitted, of those who are missing would raise what is asked."""
    values = {"R": {ADMITTED: 40, "B2.I.nu": 30, STOCK: 1000}}
    (row,) = judge(Standing(a_plan(quota=quota), period, "R", values, {"R": missing}))
    assert row.verdict == verdict
    assert ("theo số đã có, chưa đủ số liệu" in row.detail) is bool(missing)


# --- what was given to units that others carry on, and what frees those below -------------------

MERGED = (
    unit("H1", "H", end=ENDED),
    unit("H2", "H", end=ENDED),
    unit("H", level="co_so"),
    unit("X", start=BEGUN, replaces="H1,H2"),
)


def shares(*units, given):
    allocations = tuple(Allocation("Q", code, amount) for code, amount in given.items())
    return a_plan(*units, quota=a_quota("K1", minimum=20), allocations=allocations)


def test_the_one_that_carries_on_others_is_asked_what_they_were_given():
    plan = shares(*MERGED, given={"R": 4, "H1": 5, "H2": 7})
    rows = {j.unit: j for j in stand(plan, {"R": 12, "X": 12}, "2023-Q3")}
    assert short(rows.values()) == [
        ("R", 20, 12, "in_progress"),
        ("H1", 5, None, "no_data"),
        ("H2", 7, None, "no_data"),
        ("X", 12, 12, "met"),
    ]
    assert rows["H1"].detail == "“Chi bộ X” thực hiện tiếp, xét ở đó"
    assert rows["X"].detail == ("gồm 12 đã giao cho “Chi bộ H1”, “Chi bộ H2”; đạt chỉ tiêu")


def test_a_unit_that_absorbs_another_has_both_shares():
    units = (unit("A", end=ENDED), unit("W", replaces="A"))
    rows = stand(shares(*units, given={"A": 5, "W": 8}), {"R": 9, "W": 9}, "2023")
    assert short(rows)[1:] == [("A", 5, None, "no_data"), ("W", 13, 9, "not_met")]


def test_what_a_split_unit_was_given_has_to_be_given_anew():
    units = SPLITS["split"][0]
    rows = stand(shares(*units, given={"P": 5}), {"S1": 2, "S2": 4}, "2023")
    assert short(rows)[1:] == [("P", 5, None, "no_data")]
    assert rows[1].detail.startswith("đã tách thành “Chi bộ S1”, “Chi bộ S2”; phân bổ lại")


def test_what_frees_a_committee_frees_its_cells():
    units = (unit("D", level="co_so"), unit("D1", "D"), unit("D2", "D"), unit("C"))
    each, deep = a_quota("K4", minimum=1), Exemption("Q", "D", "HC_100", "12-CV/ĐU")
    plan = a_plan(*units, quota=each, exemptions=(deep,))
    rows = stand(plan, {"D1": 3, "C": 1}, "2023")
    assert short(rows) == [
        ("R", 1, 1, "met"),
        ("D1", None, 3, "exempt"),
        ("D2", None, None, "exempt"),
        ("C", 1, 1, "met"),
    ]
    assert rows[1].detail == (
        "được miễn theo “Chi bộ D”: khối hành chính 100% cán bộ là đảng viên (12-CV/ĐU)"
    )
