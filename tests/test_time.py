"""Months, quarters and what adds up over them; transfers, means and counts over levels."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from aggregator.model import Unit
from tests.offices import (
    FORM,
    admitted,
    aggregate,
    fates,
    fill,
    ketnap,
    office,
    small_plan,
    templates,
    unit,
)

LEAVES = {"A.1": 3, "A.2": 0, "B.1.1": 1, "B.2": 2, "C": 1}
FEW = {c: u for c, u in small_plan().units.items() if c in ("TP", "A", "A.1", "C")}
SMALLER = small_plan(units=FEW)


def values(outcome: dict, code: str, *keys: str) -> list[object]:
    return [unit(outcome, code)["values"].get(key) for key in keys]


def whole(home, period: str, top: str = "TP") -> dict:
    out = str(home / f"bao-cao-{period}")
    return aggregate(home / "nhan-ve", "--period", period, "--unit", top, "--out", out)


def lived(home, plan, periods, sent=LEAVES, moves=None) -> dict[str, dict]:
    """Run the office through periods; members carry over, `sent` admit in each."""
    members = dict.fromkeys(sent, 20)
    outcomes = {}
    for period in periods:
        blank = templates(plan, home, period)
        returns = {}
        for code, number in sent.items():
            numbers = {**admitted(number, members[code]), **(moves or {}).get(code, {})}
            returns[f"{code}.xlsx"] = fill(blank[code], numbers)
            members[code] += number
        outcomes[period] = aggregate(office(home, returns, plan, period), "--unit", plan.root)
    return outcomes


# --- months and quarters ----------------------------------------------------------------------


def test_six_months_are_the_first_half(tmp_path) -> None:
    """Monthly cadence: every month carries the one before, H1 is their sum."""
    two = {"A.1": 1, "C": 2}
    months = [f"2024-{month:02}" for month in range(1, 7)]
    outcomes = lived(tmp_path, small_plan(units=FEW, cadence="month"), months, two)
    running = [values(outcomes[month], "TP", "B2.I/ky", "B2.I/luy_ke") for month in months]
    assert running == [[3, 3 * n] for n in range(1, 7)]
    half = whole(tmp_path, "2024-H1")
    keys = ("B2.I/ky", "B2.I/luy_ke", "B1.A/ky", "B1.D/ky", "B2.2.tb/ky")
    assert values(half, "TP", *keys) == [18, 18, 40, 58, 25.5]
    assert {u["status"] for u in half["units"]} == {"counted", "rolled_up"}
    assert half["counts"]["counted"] == 12


@pytest.mark.parametrize("with_plan", [True, False])
def test_three_months_are_the_first_quarter(tmp_path, with_plan) -> None:
    """A unit may send the quarter instead of its months; the summary goes up and is read there."""
    plan = small_plan(units=FEW, cadence="month")
    lived(tmp_path, plan, ("2024-01", "2024-02", "2024-03"), {"A.1": 1, "C": 2})
    (tmp_path / "mau").mkdir()
    blank = templates(plan, tmp_path / "mau", "2024-Q1")
    received = tmp_path / "nhan-ve"
    (received / "C quý.xlsx").write_bytes(fill(blank["C"], admitted(6)))
    if not with_plan:
        (tmp_path / "ke-hoach.xlsx").unlink()
    quarter = whole(tmp_path, "2024-Q1")
    keys = ("B2.I/ky", "B2.I/luy_ke", "B1.A/ky", "B1.D/ky", "B2.2.tb/ky")
    assert values(quarter, "TP", *keys) == [9, 9, 40, 49, 25.5]
    assert quarter["counts"]["counted"] == 4
    reasons = [reason for path, (_, reason) in fates(quarter).items() if path.endswith("/C.xlsx")]
    assert reasons == ["S215"] * 3
    if with_plan:
        (summary,) = (tmp_path / "bao-cao-2024-Q1").glob("tong-hop_*")
        checked = ketnap("check", summary, "--json").output
        assert [f["code"] for f in json.loads(checked)["findings"]] == []


def test_a_first_quarter_lacks_the_month_that_nobody_sent(tmp_path) -> None:
    plan = small_plan(units=FEW, cadence="month")
    lived(tmp_path, plan, ("2024-01", "2024-02"), {"A.1": 1, "C": 2})
    quarter = whole(tmp_path, "2024-Q1")
    assert unit(quarter, "TP")["missing_below"] == 2
    assert values(quarter, "TP", "B2.I/ky") == [6]
    assert {f["code"] for f in quarter["findings"]} >= {"C605"}


def test_nine_months_and_the_year_go_on_from_there(tmp_path) -> None:
    quarters = [f"2024-Q{n}" for n in (1, 2, 3, 4)]
    outcomes = lived(tmp_path, small_plan(), quarters)
    for report, count in (("2024-H1", 2), ("2024-9M", 3), ("2024", 4)):
        outcome = whole(tmp_path, report)
        assert values(outcome, "TP", "B2.I/ky", "B1.A/ky") == [7 * count, 100]
        last = outcomes[f"2024-Q{count}"]
        shared = ("B2.I/luy_ke", "B1.D/luy_ke", "B1.A/luy_ke", "B2.III.1a/luy_ke")
        assert values(outcome, "TP", *shared) == values(last, "TP", *shared)
        assert unit(outcome, "TP")["missing_below"] == 0


# --- units that come and go, levels that change -----------------------------------------------


@pytest.mark.parametrize(
    ("dates", "due"),
    [
        ({"start": date(2024, 4, 1)}, [False, True]),
        ({"start": date(2024, 2, 15)}, [True, True]),
        ({"end": date(2024, 3, 31)}, [True, False]),
        ({"end": date(2024, 2, 15)}, [False, False]),
    ],
)
def test_a_unit_owes_the_periods_on_whose_last_day_it_exists(tmp_path, dates, due) -> None:
    plan = small_plan(units={**FEW, "C": FEW["C"]._replace(**dates)})
    outcomes = lived(tmp_path, plan, ("2024-Q1", "2024-Q2"), {"A.1": 3})
    assert [unit(o, "C")["status"] == "missing" for o in outcomes.values()] == due
    half = whole(tmp_path, "2024-H1")
    assert (unit(half, "C")["status"] == "missing") == any(due)
    assert unit(half, "TP")["missing_below"] == int(any(due))


def test_cells_in_one_quarter_their_committee_in_the_next(tmp_path) -> None:
    """Each return is in the numbers once, and no file that counted is called superseded."""
    lived(tmp_path, small_plan(), ("2024-Q1",))
    blank = templates(small_plan(), tmp_path, "2024-Q2")
    others = {"B.1.1": 21, "B.2": 22, "C": 21}
    returns = {f"{c}.xlsx": fill(blank[c], admitted(LEAVES[c], m)) for c, m in others.items()}
    returns["A.xlsx"] = fill(blank["A"], {**admitted(5, 43), "B2.III.1": 1, "B2.III.1a": 1})
    returns["A.1.xlsx"] = fill(blank["A.1"], admitted(2, 23))
    office(tmp_path, returns, None, "2024-Q2")
    outcome = whole(tmp_path, "2024-H1")
    assert values(outcome, "A", "B2.I/ky", "B1.A/ky", "B1.D/ky") == [8, 40, 48]
    assert values(outcome, "TP", "B2.I/ky") == [7 + 5 + 4]
    reasons = {path: reason for path, (_, reason) in fates(outcome).items() if reason}
    ours = [path for path, reason in reasons.items() if reason == "R112"]
    assert {p: r for p, r in reasons.items() if p not in ours} == {"2024-Q2/A.1.xlsx": "S215"}


# --- corrections ------------------------------------------------------------------------------


def corrected(home, numbers: dict[str, object]) -> dict:
    """Two quarters are in; then C sends its first quarter again, and it is aggregated again."""
    lived(home, SMALLER, ("2024-Q1", "2024-Q2"), {"A.1": 3, "C": 1})
    (home / "mau").mkdir()
    blank = templates(SMALLER, home / "mau", "2024-Q1")["C"]
    again = fill(blank, numbers, {"revision": 2})
    (home / "nhan-ve" / "2024-Q1" / "C (sửa).xlsx").write_bytes(again)
    first = aggregate(home / "nhan-ve" / "2024-Q1")
    assert fates(first)["C.xlsx"] == ("superseded", "S212")
    return aggregate(home / "nhan-ve" / "2024-Q2")


def test_a_corrected_flow_warns_the_quarter_after_and_counts_in_the_half_year(tmp_path) -> None:
    second = corrected(tmp_path, {**admitted(1, 20), "N.boiduong": 4})
    (said,) = [f for f in second["findings"] if f["code"] == "X402"]
    assert (said["severity"], said["unit"], said["file"]) == ("warning", "C", "C.xlsx")
    assert "mang sang 0; kỳ trước đã tổng hợp 4" in said["message"]
    assert "phát lại biểu mẫu" in said["hint"]
    assert fates(second)["C.xlsx"] == ("counted", None)
    half = whole(tmp_path, "2024-H1")
    assert values(half, "TP", "N.boiduong/ky", "N.boiduong/luy_ke") == [4, 4]


def test_a_corrected_stock_warns_the_quarter_after_and_both_quarters_count(tmp_path) -> None:
    second = corrected(tmp_path, admitted(2, 20))
    assert fates(second)["C.xlsx"] == ("counted", None)
    said = next(f for f in second["findings"] if f["code"] == "X401")
    assert (said["severity"], "phát lại" in said["hint"]) == ("warning", True)
    assert "là 21; cuối kỳ trước là 22 theo bản sửa của kỳ trước" in said["message"]
    half = whole(tmp_path, "2024-H1")
    assert values(half, "C", "B2.I/ky") == [3]
    assert not [f for f in half["findings"] if f["code"] == "C605"]


def test_an_opening_that_nothing_explains_goes_back(tmp_path) -> None:
    """The quarter before was sent once, so that one of the two returns is wrong."""
    lived(tmp_path, SMALLER, ("2024-Q1",), {"A.1": 3, "C": 1})
    (tmp_path / "mau").mkdir()
    blank = templates(SMALLER, tmp_path / "mau", "2024-Q2")
    folder = office(tmp_path, {"C.xlsx": fill(blank["C"], admitted(1, 25))}, SMALLER, "2024-Q2")
    assert fates(aggregate(folder))["C.xlsx"] == ("rejected", "X401")


# --- transfers, means, counts -----------------------------------------------------------------


def province() -> dict[str, Unit]:
    """A province above the city, with a second city of one cell."""
    city = {code: u._replace(parent=u.parent or "T") for code, u in small_plan().units.items()}
    more = (
        Unit("T", "Tỉnh ủy", "", "tinh"),
        Unit("TX", "Thị ủy", "T", "cap_tren_truc_tiep"),
        Unit("D", "Chi bộ cơ sở D", "TX", "chi_bo_co_so", "truong_hoc", members_start=20),
    )
    return {**{u.code: u for u in more}, **city}


SIX = {**LEAVES, "D": 0}
INSIDE = {"A.1": {"B1.C5c": 2}, "C": {"B1.B2c": 2}}
AWRY = {"A.1": {"B1.C5c": 2}, "C": {"B1.B2c": 1}}
BETWEEN = {"A.1": {"B1.C5b": 1}, "D": {"B1.B2b": 1}}


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        (INSIDE, []),
        (AWRY, [("TP", "chuyển đi 2, chuyển đến 1, chênh lệch 1"),
                ("T", "chuyển đi 2, chuyển đến 1, chênh lệch 1")]),
        (BETWEEN, []),
        ({"A.1": {"B1.C5b": 3}, "D": {"B1.B2b": 1}},
         [("T", "chuyển đi 3, chuyển đến 1, chênh lệch 2")]),
        ({"A.1": {"B1.C5a": 3}}, []),
    ],
)  # fmt: skip
def test_transfers_cancel_at_the_level_of_their_class(tmp_path, moves, said) -> None:
    plan = small_plan(units=province(), quotas=())
    outcome = lived(tmp_path, plan, ("2024-Q1",), SIX, moves)["2024-Q1"]
    found = [(f["unit"], f["message"].partition(": ")[2]) for f in outcome["findings"]
             if f["code"] == "X404"]  # fmt: skip
    assert sorted(found) == sorted(said)
    assert outcome["exit"] == 0


def summaries(home, folder, units: tuple[str, ...]) -> dict[str, bytes]:
    """The summaries of units, as their own offices would make them."""
    made = {}
    for code in units:
        out = home / f"tong-hop-{code}"
        aggregate(folder, "--unit", code, "--out", str(out))
        made[f"{code}.xlsx"] = (out / f"tong-hop_{code}_2024-Q1.xlsx").read_bytes()
    return made


def test_means_and_counts_survive_two_levels_of_summaries(tmp_path) -> None:
    """1 at 19,9; 3 at 30,1; 2 at 33,3; 7 at 20,2: the mean of means would be 25,9."""
    plan = small_plan(units=province(), quotas=())
    ages = {"A.1": (3, "30.1"), "A.2": (1, "19.9"), "B.2": (2, "33.3"), "D": (7, "20.2")}
    blank = templates(plan, tmp_path, "2024-Q1")
    returns = {}
    for code in SIX:
        number, mean = ages.get(code, (0, None))
        numbers = admitted(number, 20)
        if mean is not None:
            numbers |= {"B2.2.tb": float(mean)}
        if code == "C":
            numbers |= {"N.het_nguon": "có"}
        returns[f"{code}.xlsx"] = fill(blank[code], numbers)
    folder = office(tmp_path, returns, plan)
    at_once = aggregate(folder)
    over = sum(number for number, _ in ages.values())
    exact = sum(number * Decimal(mean) for number, mean in ages.values()) / over
    assert values(at_once, "T", "B2.2.tb/ky") == [float(round(exact, 1))]
    counts = {
        "B2.III.1": 2, "B2.III.1a": 2, "B2.III.1b": 0, "B2.III.2": 2, "B2.III.2a": 1,
        "B2.III.2b": 1,
    }  # fmt: skip
    assert {code: values(at_once, "T", f"{code}/ky")[0] for code in counts} == counts
    low = tmp_path / "co-so"
    low.mkdir()
    for name, data in summaries(tmp_path, folder, ("A", "B")).items():
        (low / name).write_bytes(data)
    (low / "C.xlsx").write_bytes(returns["C.xlsx"])
    (low / "D.xlsx").write_bytes(returns["D.xlsx"])
    high = tmp_path / "tinh"
    high.mkdir()
    for name, data in summaries(tmp_path, low, ("TP", "TX")).items():
        (high / name).write_bytes(data)
    by_levels = aggregate(high)
    assert by_levels["unit"] == "T"
    for code in ("T", "TP", "TX"):
        assert unit(by_levels, code)["values"] == unit(at_once, code)["values"]


def test_a_typed_template_of_a_unit_above_gives_its_own_counts(tmp_path) -> None:
    """Above the grassroots the counts of TCCSĐ are typed; at the grassroots the engine counts."""
    plan = small_plan(units=province(), quotas=())
    blank = templates(plan, tmp_path, "2024-Q1")
    typed = {
        **admitted(9, 100), "B2.III.1": 5, "B2.III.1a": 4, "B2.III.1b": 1, "B2.III.2": 3,
        "B2.III.2a": 1, "B2.III.2b": 0,
    }  # fmt: skip
    returns = {"TP.xlsx": fill(blank["TP"], typed), "D.xlsx": fill(blank["D"], admitted(1, 20))}
    outcome = aggregate(office(tmp_path, returns, plan))
    keys = [f"B2.III.{row}/ky" for row in ("1", "1a", "1b", "2", "2a", "2b")]
    assert values(outcome, "TP", *keys) == [5, 4, 1, 3, 1, 0]
    assert values(outcome, "T", *keys) == [5, 4, 1, 4, 2, 0]


def test_the_form_knows_every_class_of_transfer() -> None:
    assert {c for c, i in FORM.indicators.items() if i.cancels_with} == {
        "B1.C5a", "B1.C5b", "B1.C5c",
    }  # fmt: skip
