"""Rule by rule: what each founding document asks, as its sample's plan states and a run judges it.

The plan is read with openpyxl, the required figures are worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from aggregator import forms, quota, samples, vocabulary
from aggregator.model import Plan
from aggregator.period import order
from tests.sample_runs import run


class Rule(NamedTuple):
    """A target of a document, and how it stands for one unit in the sample's last period."""

    quota: str
    kind: str
    strength: str
    unit: str
    required: int | None
    verdict: str


def share(rate: str, members: int) -> int:
    """A rate like `3,5%` of a headcount, rounded up in whole numbers."""
    whole, _, tenths = rate.rstrip("%").partition(",")
    return -(-int(whole + (tenths or "0")) * members // 1000)


RULES = {
    "ninh-thuan-2023": [
        Rule("Q000-1", "K1", "giao", "NT", 180, "in_progress"),
        Rule("Q000-1", "K1", "giao", "NT-01", 16, "in_progress"),
    ],
    "dinh-tan-2025": [
        Rule("Q001-1", "K2", "phan_dau", "DT", share("3%", 1226), "met"),
        Rule("Q001-2", "K3", "giao", "DT", 45, "met"),
        Rule("Q001-3", "K8", "giao", "DT", 1300, "not_met"),
        Rule("Q001-4a", "K3", "giao", "DT", 60, "met"),
        Rule("Q001-4b", "K4", "giao", "DT", 39, "not_met"),
        Rule("Q001-4b", "K4", "giao", "DT-01", 5, "not_met"),
        Rule("Q001-5", "K4", "giao", "DT", 36 - 2, "not_met"),
        Rule("Q001-5", "K4", "giao", "DT-35", None, "exempt"),
        Rule("Q001-5", "K4", "giao", "DT-36", None, "exempt"),
    ],
    "can-tho-2023": [
        Rule("Q002-1", "K7", "phan_dau", "CT", 1800, "not_met"),
        Rule("Q002-2", "K3", "giao", "CT", 1600, "met"),
        Rule("Q002-3a", "K2", "phan_dau", "CT", share("3%", 52_000), "met"),
        Rule("Q002-3b", "K7", "phan_dau", "CT", 1600, "met"),
        Rule("Q002-4", "K1", "giao", "CT", 1600, "met"),
        Rule("Q002-4", "K1", "giao", "CT-03", 148 + 12, "not_met"),
        Rule("Q002-4", "K1", "giao", "CT-11", None, "exempt"),
        Rule("Q002-5", "K6", "phan_dau", "CT-01", share("50%", 9), "met"),
        Rule("Q002-5", "K6", "phan_dau", "CT-08", share("50%", 8), "not_met"),
        Rule("Q002-5", "K6", "phan_dau", "CT-12", 0, "exempt"),
        Rule("Q002-6", "K4", "phan_dau", "CT", 22, "not_met"),
        Rule("Q002-7", "K9", "phan_dau", "CT", 15, "not_met"),
        Rule("Q002-7", "K9", "phan_dau", "CT-08.09", None, "no_data"),
    ],
    "nghe-an-2023": [
        Rule("Q003-1", "K2", "giao", "NA-01", share("3%", 22_144), "in_progress"),
        Rule("Q003-1", "K2", "giao", "NA-14", share("3%", 10_210), "no_data"),
        Rule("Q003-1.CS", "K2", "giao", "NA-27", share("3%", 970), "in_progress"),
        Rule("Q003-1.TONG", "K1", "giao", "NA", 6095, "in_progress"),
        Rule("Q003-2", "K7", "phan_dau", "NA", 4500, "in_progress"),
    ],
    "uong-bi-2024": [
        Rule("Q004-1", "K2", "giao", "UB", share("3,5%", 7894), "in_progress"),
        Rule("Q004-1.PB", "K1", "giao", "UB", 277, "in_progress"),
        Rule("Q004-1.BD", "K1", "giao", "UB", 310, "in_progress"),
        Rule("Q004-2", "K5", "giao", "UB", 98 + 8, "in_progress"),
        Rule("Q004-3", "K4", "giao", "UB", 98 + 8, "in_progress"),
        Rule("Q004-4a", "K4", "giao", "UB", 20, "in_progress"),
        Rule("Q004-4b", "K4", "giao", "UB", 20, "in_progress"),
        Rule("Q004-5", "K4", "phan_dau", "UB", 8 + 32 + 9 + 45 + 32 - 20, "in_progress"),
        Rule("Q004-5", "K4", "phan_dau", "UB-12.05", None, "exempt"),
        Rule("Q004-6", "K1", "giao", "UB", 23, "in_progress"),
    ],
}
BOUNDS = {
    "Q000-1": (180, None, None, None),
    "Q001-1": (None, None, "0.03", "0.04"),
    "Q001-2": (45, None, None, None),
    "Q001-3": (1300, 1450, None, None),
    "Q001-4a": (60, None, None, None),
    "Q001-4b": (5, None, None, None),
    "Q001-5": (3, None, None, None),
    "Q002-1": (1800, 2000, None, None),
    "Q002-2": (1600, None, None, None),
    "Q002-3a": (None, None, "0.03", "0.04"),
    "Q002-3b": (1600, 2000, None, None),
    "Q002-4": (1600, None, None, None),
    "Q002-5": (None, None, "0.5", None),
    "Q002-6": (1, None, None, None),
    "Q002-7": (1, None, None, None),
    "Q003-1": (None, None, "0.03", None),
    "Q003-1.CS": (None, None, "0.03", None),
    "Q003-1.TONG": (6095, None, None, None),
    "Q003-2": (4500, 5000, None, None),
    "Q004-1": (None, None, "0.035", None),
    "Q004-1.PB": (277, None, None, None),
    "Q004-1.BD": (310, None, None, None),
    "Q004-2": (1, None, None, None),
    "Q004-3": (1, 2, None, None),
    "Q004-4a": (1, None, None, None),
    "Q004-4b": (1, None, None, None),
    "Q004-5": (1, None, None, None),
    "Q004-6": (23, None, None, None),
    "Q004-7": (None, None, "0.03", "0.04"),
}
"""Quota -> minimum, maximum, least rate, greatest rate."""

EXEMPT = {
    "dinh-tan-2025": {("Q001-5", "HC_100"): 2},
    "can-tho-2023": {("Q002-4", "THEO_THUC_TE"): 5},
    "uong-bi-2024": {("Q004-5", "HET_NGUON"): 20, ("Q004-6", "HET_NGUON"): 2},
}
DATES = {
    "ninh-thuan-2023": {
        ("Báo cáo kết quả triển khai kế hoạch", date(2023, 3, 5)),
        ("Ban Tổ chức Thành ủy tổng hợp kết quả triển khai", date(2023, 3, 15)),
        ("Gửi hồ sơ kết nạp để thẩm tra, xác minh vấn đề lịch sử chính trị", date(2023, 10, 31)),
    },
    "can-tho-2023": {
        (
            "Lễ trao quyết định kết nạp tập thể cho 60 quần chúng ưu tú đại diện; đơn vị có kế "
            "hoạch trên 100 đảng viên: CT-01, CT-02, CT-03, CT-04, CT-05, CT-06, CT-07, CT-08, "
            "CT-09",
            date(2023, 11, 7),
        ),
        (
            "Lễ trao quyết định kết nạp theo số lượng phù hợp; các đảng bộ khác: CT-10, CT-11, "
            "CT-12, CT-13, CT-14",
            date(2023, 11, 20),
        ),
        (
            "Kết thúc đợt kết nạp; tổng kết, đánh giá, rút kinh nghiệm và báo cáo",
            date(2023, 12, 31),
        ),
    },
}
"""What a document dates itself: deadlines and ceremonies of no period."""
CADENCE = {
    "ninh-thuan-2023": {"2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"},
    "dinh-tan-2025": {"2025-Q3", "2025-Q4", "2025", "2026-Q1", "2026-H1", "2026"},
    "can-tho-2023": {"2023-Q3", "2023-Q4"},
    "nghe-an-2023": {f"2023-{month:02}" for month in range(1, 13)},
    "uong-bi-2024": {"2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"},
}
"""Some of the periods for which a report is due."""


class Built(NamedTuple):
    """A sample as it lies on the disk, and its plan workbook row by row."""

    name: str
    folder: Path
    sheets: Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", params=samples.names())
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp(request.param)
    samples.write(request.param, folder)
    book = openpyxl.load_workbook(folder / "ke-hoach.xlsx")
    tables = ("Đơn vị", "Chỉ tiêu", "Phân bổ", "Miễn", "Thời hạn", "Lịch sử")
    return Built(request.param, folder, {name: list(_rows(book[name])) for name in tables})


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    codes, _, *rows = sheet.iter_rows(values_only=True)
    for row in rows:
        found = {code: value for code, value in zip(codes, row, strict=True) if code}
        if found[codes[0]] is not None:
            yield found


def test_every_target_stands_in_the_plan_as_the_document_states_it(built: Built) -> None:
    kinds, strengths = quota.labels(), vocabulary.labels("strength")
    stated = {
        rule.quota: (kinds[rule.kind], strengths[rule.strength]) for rule in RULES[built.name]
    }
    if built.name == "uong-bi-2024":
        stated["Q004-7"] = (kinds["K2"], strengths["phan_dau"])
    rows = {row["quota"]: row for row in built.sheets["Chỉ tiêu"]}
    assert {code: (row["kind"], row["strength"]) for code, row in rows.items()} == stated
    for code, row in rows.items():
        low, high, *rates = BOUNDS[code]
        assert (row["minimum"], row["maximum"]) == (low, high), code
        found = [row["rate_min"], row["rate_max"]]
        assert [None if rate is None else str(rate) for rate in found] == rates, code
        assert row["basis"], code


def test_each_is_judged_as_the_figures_say(built: Built) -> None:
    last = max((path.name for path in (built.folder / "nhan-ve").iterdir()), key=order)
    result = run(built.folder, last)
    found = {(row.quota, row.unit): row for row in result.judgements}
    for rule in RULES[built.name]:
        row = found[rule.quota, rule.unit]
        seen = Rule(rule.quota, row.kind, row.strength, rule.unit, row.required, row.verdict.value)
        assert seen == rule
    assert {code for code, _ in found} == {rule.quota for rule in RULES[built.name]}


def test_what_is_shared_out_adds_up_on_every_way_down(built: Built) -> None:
    """Of several versions the last row counts; a unit that passes on has what lies below it."""
    parents = {row["unit"]: row["parent"] for row in built.sheets["Đơn vị"]}
    codes = {row["quota"] for row in built.sheets["Phân bổ"]}
    for code in codes:
        given = {r["unit"]: r["amount"] for r in built.sheets["Phân bổ"] if r["quota"] == code}
        (total,) = (r["minimum"] for r in built.sheets["Chỉ tiêu"] if r["quota"] == code)
        tops = [unit for unit in given if not set(_above(parents, unit)) & set(given)]
        assert sum(given[unit] for unit in tops) == total
        for unit, amount in given.items():
            below = [u for u in given if parents[u] == unit]
            assert not below or sum(given[u] for u in below) == amount
    asked = {r["quota"] for r in built.sheets["Chỉ tiêu"] if r["kind"] == quota.labels()["K1"]}
    assert codes == asked


def _above(parents: Mapping[str, str | None], unit: str) -> Iterator[str]:
    while parent := parents[unit]:
        yield parent
        unit = parent


def test_exemptions_have_their_reason_and_their_document(built: Built) -> None:
    reasons = {label: code for code, label in vocabulary.labels("reason").items()}
    found: dict[tuple[str, str], int] = {}
    for row in built.sheets["Miễn"]:
        assert row["document"]
        name = row["quota"], reasons[row["reason"]]
        found[name] = found.get(name, 0) + 1
    assert found == EXEMPT.get(built.name, {})


def test_deadlines_ceremonies_and_cadence(built: Built) -> None:
    rows = built.sheets["Thời hạn"]
    own = {(row["what"], row["due"].date()) for row in rows if not row["period"]}
    assert own == DATES.get(built.name, set())
    assert {str(row["period"]) for row in rows if row["period"]} >= CADENCE[built.name]


# --- figures that the documents contain, by arithmetic of our own ---


def test_four_thousand_two_hundred_and_forty_eight_explains_two_of_three_percentages() -> None:
    rows = {
        row.year: (row.actual, row.required, row.printed) for row in _plan("nghe-an-2023").history
    }
    years = {2020: 3293, 2021: 4037, 2022: 3998}
    assert {year: row[0] for year, row in rows.items()} == years
    assert sum(years.values()) == 11_328 == 3 * 3776
    assert {row[1] for row in rows.values()} == {6095 - 1847}
    cut = {year: count * 10_000 // 4248 for year, count in years.items()}
    assert cut == {2020: 7751, 2021: 9503, 2022: 9411}
    assert {year: row[2] for year, row in rows.items()} == {
        2020: "77,51",
        2021: "90",
        2022: "94,11",
    }
    assert (4037 * 100 + 2250) // 4500 == 90


def test_three_percent_rounded_up_in_each_unit_is_6095() -> None:
    plan = _plan("nghe-an-2023")
    bases = [plan.units[code].members_previous or 0 for code in plan.children[plan.root]]
    assert sum(share("3%", base) for base in bases) == 6095
    assert 6095 - len(bases) < share("3%", sum(bases)) <= 6095


def test_45_a_year_lies_within_3_to_4_percent_of_the_stock_but_not_of_the_floors() -> None:
    assert [45 * 10_000 // stock for stock in (1300, 1450)] == [346, 310]
    plan = _plan("dinh-tan-2025")
    assert (plan.units[plan.root].members_start or 0) < 1300
    direct = len(plan.children[plan.root]) - len(plan.exemptions)
    assert 3 * direct > 45
    assert 5 * len(plan.leaves(plan.root)) > 60


def test_1600_and_2000_are_no_3_and_4_percent_of_one_number() -> None:
    assert 1600 * 100 // 3 != 2000 * 100 // 4
    city = _plan("can-tho-2023").units["CT"].members_start or 0
    assert share("3%", city) < 1600 < 2000 < share("4%", city)


def test_uong_bi_from_2025_is_held_to_the_frame_of_the_central_resolution() -> None:
    plan = _plan("uong-bi-2024")
    required = {
        year: {row.quota: row.required for row in _judged(plan, f"{year}-Q4") if row.kind == "K2"}
        for year in (2024, 2025, 2026, 2030)
    }
    frame = {"Q004-7": share("3%", 7894)}
    city = {"Q004-1": share("3,5%", 7894)}
    assert required == {2024: city, 2025: city | frame, 2026: frame, 2030: frame}
    assert (frame["Q004-7"], city["Q004-1"]) == (237, 277)


def _judged(plan: Plan, period: str) -> list[Any]:
    return list(quota.judge(quota.Standing(plan, period, plan.root, {}, {})))


def _plan(name: str) -> Plan:
    plan: Plan = samples.samples()[name].plan()
    assert plan.form == forms.CURRENT
    return plan
