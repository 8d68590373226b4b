"""One year, two trees: units merged, split, absorbed, moved; nobody counted twice or lost."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import forms, lineage, succession
from aggregator.consolidate import Returns, is_due
from aggregator.figures import figures
from aggregator.model import Key, Plan, Quota, Submission, Unit
from aggregator.overtime import over_periods
from aggregator.plan.checks import check
from tests.offices import (
    admitted,
    aggregate,
    fates,
    fill,
    office,
    templates,
    unit,
)

FORM = forms.load()
END, START = date(2025, 6, 30), date(2025, 7, 1)
QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def plan_of(*units: Unit, **changes) -> Plan:
    fixed = {"year_from": 2025, "year_to": 2025, "form": FORM.code, "title": "Kế hoạch thử"}
    return Plan("KH-THU", **{**fixed, "units": {u.code: u for u in units}, **changes})


def cell(code: str, parent: str, members: int | None = None, **more) -> Unit:
    return Unit(
        code, f"Chi bộ {code}", parent, "chi_bo_co_so", "thon", members_start=members, **more
    )


TOP = Unit("T", "Tỉnh ủy", "", "tinh")
OLD = Unit("H", "Huyện ủy", "T", "cap_tren_truc_tiep", end=END)
NEW = Unit("X", "Đảng ủy xã", "T", "cap_tren_truc_tiep", start=START, replaces="H")
STAYS = cell("O", "T", 7)

MERGED = plan_of(
    TOP, OLD, cell("H1", "H", 10, end=END), cell("H2", "H", 20, end=END),
    NEW, cell("X1", "X", start=START, replaces="H1, H2"), STAYS,
    quotas=(Quota("Q", "K3", "giao", "B2.I", "T", minimum=Decimal(10)),
            Quota("R", "K4", "giao", "B2.I", "T", minimum=Decimal(1))),
)  # fmt: skip
SPLIT = plan_of(
    TOP, OLD._replace(end=None), cell("P", "H", 30, end=END),
    cell("S1", "H", start=START, replaces="P"), cell("S2", "H", start=START, replaces="P"), STAYS,
)  # fmt: skip
ABSORBED = plan_of(
    TOP, OLD._replace(end=None), cell("H1", "H", 10, end=END),
    cell("H2", "H", 20, replaces="H1"), STAYS,
)  # fmt: skip
DISSOLVED = plan_of(
    TOP, OLD._replace(end=None), cell("H1", "H", 10, end=END), cell("H2", "H", 20), STAYS,
    quotas=(Quota("Q", "K3", "giao", "B2.I", "T", minimum=Decimal(15)),),
)  # fmt: skip

ADMITTED = {"H1": 1, "H2": 2, "X1": 3, "P": 4, "S1": 1, "S2": 2, "O": 1}


class Year:
    """Officers who send a return each quarter: so many admitted, members carried over."""

    def __init__(self, home, plan: Plan) -> None:
        self.home, self.plan = home, plan
        self.members = {u.code: u.members_start or 0 for u in plan.units.values()}
        self.blank: dict[str, dict[str, bytes]] = {}
        self.outcome: dict[str, dict] = {}

    def live(self, *quarters: str, handed_on: dict[str, int] | None = None) -> dict[str, dict]:
        for quarter in quarters:
            if quarter == "2025-Q3":
                self.members.update(handed_on or {})
            self.blank[quarter] = templates(self.plan, self.home, quarter)
            returns = {
                f"{code}.xlsx": self._return(code, quarter)
                for code in self.blank[quarter]
                if code in ADMITTED
            }
            self.outcome[quarter] = aggregate(office(self.home, returns, self.plan, quarter))
        return self.outcome

    def _return(self, code: str, quarter: str) -> bytes:
        data = fill(self.blank[quarter][code], admitted(ADMITTED[code], self.members[code]))
        self.members[code] += ADMITTED[code]
        return data

    def whole(self, period: str = "2025") -> dict:
        return aggregate(self.home / "nhan-ve", "--period", period, "--out", str(self.home / "nam"))


def known(outcome: dict, code: str, *keys: str) -> list[object]:
    return [unit(outcome, code)["values"].get(key) for key in keys]


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    year = Year(tmp_path_factory.mktemp("merged"), MERGED)
    year.live(*QUARTERS, handed_on={"X1": 10 + 2 + 20 + 4})
    return year


def test_templates_go_to_the_units_of_the_last_day(merged) -> None:
    assert set(merged.blank["2025-Q2"]) == {"H", "H1", "H2", "O"}
    assert set(merged.blank["2025-Q3"]) == {"X", "X1", "O"}


def test_a_successor_starts_from_the_sum_of_its_predecessors(merged) -> None:
    book = openpyxl.load_workbook(io.BytesIO(merged.blank["2025-Q3"]["X1"]))
    sheet = book["Biểu 1"]
    row = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "B1.A")
    assert (sheet.cell(row, 3).value, sheet.cell(row, 3).protection.locked) == (36, True)
    cover = [str(c.value) for c in book["Bìa"]["C"]]
    assert any("gồm cả “Chi bộ H1”, “Chi bộ H2”" in text for text in cover)
    assert known(merged.outcome["2025-Q3"], "X1", "B2.I/ky", "B2.I/luy_ke", "B1.A/luy_ke") == [
        3, 2 + 4 + 3, 30,
    ]  # fmt: skip


def test_the_sum_since_january_does_not_break_at_the_reorganisation(merged) -> None:
    running = [known(merged.outcome[q], "T", "B2.I/luy_ke")[0] for q in QUARTERS]
    assert running == [4, 8, 12, 16]
    closing = [known(merged.outcome[q], "T", "B1.D/ky")[0] for q in QUARTERS]
    assert closing == [41, 45, 49, 53]


def test_the_year_is_the_sum_over_both_trees(merged) -> None:
    outcome = merged.whole()
    assert known(outcome, "T", "B2.I/ky", "B1.A/ky", "B1.D/ky") == [16, 37, 53]
    assert known(outcome, "X1", "B2.I/ky", "B1.A/ky", "B1.D/ky") == [12, 30, 42]
    assert known(outcome, "X", "B2.I/ky", "B1.A/ky") == [12, 30]
    statuses = {u["unit"]: u["status"] for u in outcome["units"]}
    assert (statuses["H"], statuses["H1"], statuses["X1"]) == ("exempt", "exempt", "counted")
    assert {status for status, _ in fates(outcome).values()} <= {"counted", "own_output"}
    assert unit(outcome, "T")["missing_below"] == 0
    assert not [f for f in outcome["findings"] if f["code"] in ("C601", "C605", "X401", "X402")]


def test_who_is_judged_at_year_end_is_who_exists_then(merged) -> None:
    judged = {(q["quota"], q["unit"]): q["verdict"] for q in merged.whole()["quotas"]}
    assert judged == {("Q", "T"): "met", ("R", "T"): "met", ("R", "X1"): "met", ("R", "O"): "met"}


def copied(year: Year, home) -> Year:
    """The same year in a folder that a test may change."""
    shutil.copytree(year.home, home, dirs_exist_ok=True)
    return Year(home, year.plan)


def test_a_missing_quarter_of_a_predecessor_is_missing_in_the_successor(tmp_path, merged) -> None:
    year = copied(merged, tmp_path)
    (tmp_path / "nhan-ve" / "2025-Q2" / "H2.xlsx").unlink()
    outcome = year.whole()
    assert unit(outcome, "X1")["status"] == "partial"
    assert unit(outcome, "T")["missing_below"] == 1
    assert known(outcome, "T", "B2.I/ky") == [14]
    (said,) = [f["message"] for f in outcome["findings"] if f["code"] == "C605"]
    assert said == "“Chi bộ X1” chưa có báo cáo hợp lệ của quý II năm 2025 (“Chi bộ H2”)"


def test_an_opening_that_is_not_the_sum_of_the_predecessors_is_a_warning(tmp_path, merged) -> None:
    copied(merged, tmp_path)
    blank = templates(MERGED, tmp_path / "khong-co-ky-truoc", "2025-Q3")
    typed = {**admitted(3, 35), "B2.I/_truoc": 6, "DB.dau": 6}
    folder = tmp_path / "nhan-ve" / "2025-Q3"
    (folder / "X1.xlsx").write_bytes(fill(blank["X1"], typed))
    outcome = aggregate(folder)
    said = [(f["severity"], f["message"]) for f in outcome["findings"] if f["code"] == "X401"]
    assert [severity for severity, _ in said] == ["warning"]
    assert "là 35; cuối kỳ trước của các đơn vị cũ cộng lại là 36" in said[0][1]
    assert fates(outcome)["X1.xlsx"] == ("counted", None)


def test_a_split_fills_nothing_in_and_counts_nobody_twice(tmp_path) -> None:
    year = Year(tmp_path, SPLIT)
    year.live(*QUARTERS, handed_on={"S1": 20, "S2": 18})
    sheet = openpyxl.load_workbook(io.BytesIO(year.blank["2025-Q3"]["S1"]))
    assert any("chia tách từ “Chi bộ P”" in str(c.value) for c in sheet["Bìa"]["C"])
    outcome = year.whole()
    for code, opening in (("H", 30), ("T", 37)):
        admissions = 8 + 6 + (4 if code == "T" else 0)
        assert known(outcome, code, "B2.I/ky", "B1.A/ky", "B1.D/ky") == [
            admissions, opening, opening + admissions,
        ]  # fmt: skip
    assert known(outcome, "S1", "B2.I/ky", "B1.A/ky") == [2, 20]
    assert unit(outcome, "T")["missing_below"] == 0


def test_an_absorbed_unit_goes_on_in_the_one_that_was_there(tmp_path) -> None:
    year = Year(tmp_path, ABSORBED)
    outcomes = year.live(*QUARTERS, handed_on={"H2": 24 + 12})
    assert known(outcomes["2025-Q3"], "H2", "B2.I/luy_ke", "B1.A/ky") == [8, 36]
    assert not [f for f in outcomes["2025-Q3"]["findings"] if f["code"].startswith("X")]
    outcome = year.whole()
    assert known(outcome, "H2", "B2.I/ky", "B1.A/ky") == [10, 30]
    assert known(outcome, "T", "B2.I/ky", "B1.A/ky", "B1.D/ky") == [14, 37, 51]


def test_what_a_dissolved_unit_did_stays_in_the_year(tmp_path) -> None:
    year = Year(tmp_path, DISSOLVED)
    year.live(*QUARTERS)
    outcome = year.whole()
    assert known(outcome, "T", "B2.I/ky", "B1.A/ky") == [14, 37]
    assert unit(outcome, "H1")["status"] == "counted"
    assert known(outcome, "T", "B2.III.2/ky") == [2]
    assert known(outcome, "T", "N.camtinh/ky") == [0]


def test_members_of_a_dissolved_unit_are_no_stock_of_the_years_end(tmp_path) -> None:
    """The closing stock is the last quarter's; the 12 who vanish are said where they do."""
    band = Quota("K", "K8", "giao", "B1.D", "T", minimum=Decimal(30), maximum=Decimal(40))
    year = Year(tmp_path, replace(DISSOLVED, quotas=(band,)))
    outcomes = year.live(*QUARTERS)
    ((node, message),) = said(outcomes["2025-Q3"], "C608")
    assert node == "H"
    assert "“Chi bộ H1” đã thôi hoạt động" in message
    assert ": 12 ở “D - Đảng viên trong danh sách cuối kỳ báo cáo” của quý II" in message
    assert not said(outcomes["2025-Q4"], "C608")
    whole = year.whole()
    assert known(outcomes["2025-Q4"], "T", "B1.D/ky") == [39]
    assert known(whole, "T", "B1.A/ky", "B1.D/ky", "B1.D/luy_ke") == [37, 39, 39]
    assert [q["actual"] for q in whole["quotas"]] == [39]
    ((node, message),) = said(whole, "C608")
    assert node == "H"
    assert "là 28, ít hơn 12 so với số đầu năm" in message
    assert message.endswith("(“Chi bộ H1” đã thôi hoạt động, không đơn vị nào thay)")


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_years_summary_carries_its_closing_stocks_upward(tmp_path) -> None:
    year = Year(tmp_path, DISSOLVED)
    year.live(*QUARTERS)
    top = year.whole()
    received = tmp_path / "nhan-ve"
    aggregate(received, "--period", "2025", "--unit", "H", "--out", str(tmp_path / "H"))
    summary = (tmp_path / "H" / "tong-hop_H_2025.xlsx").read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(summary))["Biểu 1"]
    (shown,) = (row[2].value for row in sheet.iter_rows() if row[0].value == "B1.D")
    assert shown.endswith("-12)")
    above = tmp_path / "cap-tren"
    above.mkdir()
    (above / "H.xlsx").write_bytes(summary)
    for quarter in QUARTERS:
        (above / f"O {quarter}.xlsx").write_bytes((received / quarter / "O.xlsx").read_bytes())
    by_levels = aggregate(above, "--period", "2025", "--plan", str(tmp_path / "ke-hoach.xlsx"))
    assert unit(by_levels, "T")["values"] == unit(top, "T")["values"]
    assert unit(by_levels, "H")["values"] == unit(top, "H")["values"]
    assert said(by_levels, "C608") == said(top, "C608")
    assert {f["code"] for f in by_levels["findings"]} == {f["code"] for f in top["findings"]} - {
        "R112"
    }


def test_a_superior_that_ended_with_its_own_summaries(tmp_path, merged) -> None:
    """The district sent summaries for its half of the year; its cells were then merged."""
    year = copied(merged, tmp_path)
    for quarter in ("2025-Q1", "2025-Q2"):
        folder = tmp_path / "nhan-ve" / quarter
        out = tmp_path / f"H-{quarter}"
        aggregate(folder, "--unit", "H", "--out", str(out))
        summary = (out / f"tong-hop_H_{quarter}.xlsx").read_bytes()
        for code in ("H1", "H2"):
            (folder / f"{code}.xlsx").unlink()
        (folder / "H.xlsx").write_bytes(summary)
    outcome = year.whole()
    assert known(outcome, "T", "B2.I/ky", "B1.A/ky", "B1.D/ky") == [16, 37, 53]
    assert unit(outcome, "T")["missing_below"] == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"X1": {"replaces": "H1,H2,KHONG-CO"}}, "P734"),
        ({"X1": {"replaces": "H1,H2,X1"}}, "P735"),
        ({"X1": {"replaces": "H1,H2,O"}}, "P735"),
        ({"X1": {"replaces": "H1;H2", "start": date(2025, 6, 1)}}, "P736"),
        ({"H2": {"end": date(2025, 8, 1)}}, "P736"),
        ({"X1": {"replaces": "H1"}}, "P737"),
    ],
)
def test_what_is_wrong_with_a_reorganisation_is_said(changes, code) -> None:
    units = {c: u._replace(**changes.get(c, {})) for c, u in MERGED.units.items()}
    flaws = [f for f in check(replace(MERGED, units=units), FORM) if f.code in _ABOUT]
    assert {f.code for f in flaws} == {code}
    assert flaws[0].table == "units"


_ABOUT = ("P734", "P735", "P736", "P737")


@pytest.mark.parametrize("plan", [MERGED, SPLIT, ABSORBED])
def test_an_orderly_reorganisation_raises_nothing(plan) -> None:
    assert not [f for f in check(plan, FORM) if f.code in _ABOUT]


def test_heirs_are_followed_through_several_reorganisations() -> None:
    chain = plan_of(
        TOP, cell("A", "T", end=date(2025, 3, 31)), cell("B", "T", end=date(2025, 3, 31)),
        cell("C", "T", start=date(2025, 4, 1), end=END, replaces="A,B"),
        cell("D", "T", start=START, replaces="C"), cell("E", "T", start=START, replaces="F"),
        cell("F", "T", end=END, replaces="F"),
    )  # fmt: skip
    assert succession.heirs(chain, "A", date(2025, 5, 1)) == {"C"}
    assert succession.heirs(chain, "A", date(2025, 12, 31)) == {"D"}
    assert succession.lineage(chain, "D", date(2025, 12, 31)) == ("D", "C", "A", "B")
    assert lineage.carried_on(chain, "D", "2025-Q3", "2025-Q2") == ("C",)
    assert lineage.carried_on(chain, "D", "2025-Q3", "2025-Q1") == ("A", "B")
    assert succession.heirs(chain, "F", date(2025, 12, 31)) == {"E"}


# --- the law, without workbooks -----------------------------------------------------------------

FATES = ("stays", "merged", "split", "absorbed")


def reorganised(fates: list[str]) -> Plan:
    """Two committees, one of which ends; pairs of cells, each with its fate at mid-year."""
    units = [TOP, OLD, NEW._replace(replaces="")]
    for n, fate in enumerate(fates):
        one, other = f"P{n}a", f"P{n}b"
        if fate == "stays":
            units += [cell(one, "T"), cell(other, "X")]
        elif fate == "merged":
            units += [cell(one, "H", end=END), cell(other, "H", end=END)]
            units += [cell(f"N{n}", "X", start=START, replaces=f"{one},{other}")]
        elif fate == "split":
            units += [cell(one, "H", end=END), cell(other, "T", end=END)]
            units += [cell(f"N{n}{i}", "X", start=START, replaces=f"{one} {other}") for i in "xy"]
        else:
            units += [cell(one, "H", end=END), cell(other, "T", replaces=one)]
    return plan_of(*units)


@settings(deadline=None)
@given(st.lists(st.sampled_from(FATES), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_year_is_the_sum_over_its_trees(fates, rng) -> None:
    plan = reorganised(["merged", *fates])
    members = {c: rng.randint(3, 30) for c, u in plan.units.items() if _cell_on(plan, c, "2025-Q1")}
    at_new_year, flows, returns = sum(members.values()), 0, {}
    for quarter in QUARTERS:
        here = [c for c in plan.units if _cell_on(plan, c, quarter)]
        if quarter == "2025-Q3":
            members = _handed_on(plan, members, here)
        counted = {}
        for code in here:
            number = rng.randint(0, 4)
            counted[code] = _submission(code, quarter, members[code], number)
            members[code] += number
            flows += number
        returns[quarter] = Returns(counted)
    tree = over_periods(FORM, plan, "T", "2025", returns, Returns({})).tree
    top = next(result for result in tree.units if result.unit.code == "T")
    shown = figures(FORM, top.submission)
    keys = ("B2.I/ky", "B1.A/ky", "B1.D/ky", "B1.D/luy_ke")
    told = [shown[Key.parse(key)] for key in keys]
    assert told == [flows, at_new_year, at_new_year + flows, at_new_year + flows]
    assert (top.missing_below, tree.faults) == (0, ())


def _cell_on(plan: Plan, code: str, quarter: str) -> bool:
    return not plan.children[code] and code[0] in "PN" and is_due(plan.units[code], quarter)


def _handed_on(plan: Plan, members: dict[str, int], here: list[str]) -> dict[str, int]:
    """The members of former units go to the last of their heirs."""
    after = {code: members.get(code, 0) for code in here}
    for code, count in members.items():
        if code not in after:
            after[plan.successors[code][-1]] += count
    return after


def _submission(code: str, period: str, members: int, number: int) -> Submission:
    numbers = {"B1.A": members, "DB.dau": members, "B1.B1": number, "B2.I": number}
    values = tuple(numbers.get(f.key.indicator, 0) if f.key.column == "ky" else None
                   for f in FORM.facts)  # fmt: skip
    return Submission(code, period, values, (0,) * len(FORM.facts))


# --- what no return can carry -------------------------------------------------------------------


def said(outcome: dict, code: str) -> list[tuple[str, str]]:
    return [(f["unit"], f["message"]) for f in outcome["findings"] if f["code"] == code]


@pytest.fixture(scope="module")
def divided(tmp_path_factory):
    """P was split at New Year: the parts know their members, and nothing of last year."""
    plan = plan_of(
        TOP, OLD._replace(end=None), cell("P", "H", 30, end=date(2024, 12, 31)),
        cell("S1", "H", start=date(2025, 1, 1), replaces="P"),
        cell("S2", "H", start=date(2025, 1, 1), replaces="P"), STAYS, year_from=2024,
    )  # fmt: skip
    home = tmp_path_factory.mktemp("divided")
    year = Year(home, plan)
    year.live("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
    return year


TAKEN = {"DB.dau": 16}
"""The candidates that P left."""


def first_quarter(year: Year, home, parts: dict[str, dict]) -> dict:
    copied(year, home)
    blank = templates(year.plan, home, "2025-Q1")
    returns = {f"{code}.xlsx": fill(blank[code], more) for code, more in parts.items()}
    returns["O.xlsx"] = fill(blank["O"], admitted(1, 11))
    return aggregate(office(home, returns, year.plan, "2025-Q1"))


def test_last_years_figure_that_no_part_of_a_split_unit_has_is_said_above(tmp_path, divided):
    parts = {"S1": admitted(1, 20) | TAKEN, "S2": admitted(2, 26)}
    outcome = first_quarter(divided, tmp_path, parts)
    assert known(outcome, "T", "B2.I/cung_ky") == [1]
    ((node, message),) = said(outcome, "X406")
    assert node == "H"
    assert message.startswith(
        "“I. Tổng số đảng viên mới kết nạp” cùng kỳ năm trước của “Chi bộ S1”, “Chi bộ S2” để "
        "trống, đã tổng hợp của “Chi bộ P” là 4, thiếu 4; và "
    )


def test_parts_that_share_out_last_years_figure_have_nothing_to_be_told(tmp_path, divided):
    last = divided.outcome["2024-Q1"]
    values = {k: v for k, v in unit(last, "P")["values"].items() if k.endswith("/luy_ke") and v}
    shared = {k.replace("luy_ke", "cung_ky"): v for k, v in values.items()}
    parts = {"S1": {**admitted(1, 20), **TAKEN, **shared}, "S2": admitted(2, 26)}
    outcome = first_quarter(divided, tmp_path, parts)
    assert known(outcome, "T", "B2.I/cung_ky") == [5]
    assert not said(outcome, "X406")


def test_parts_that_open_with_others_than_the_former_left_are_said(tmp_path, divided):
    parts = {"S1": admitted(1, 20) | TAKEN, "S2": admitted(2, 25)}
    messages = [message for _, message in said(first_quarter(divided, tmp_path, parts), "X406")]
    assert any(
        "cộng lại là 45, đã tổng hợp của “Chi bộ P” là 46, thiếu 1" in each for each in messages
    )


def test_the_flows_of_a_dissolved_unit_are_said_where_they_lack(tmp_path) -> None:
    year = Year(tmp_path, DISSOLVED)
    outcomes = year.live(*QUARTERS)
    for quarter in ("2025-Q3", "2025-Q4"):
        ((node, message),) = said(outcomes[quarter], "C607")
        assert node == "H"
        assert "“Chi bộ H1” đã thôi hoạt động" in message
        assert "không có 2 ở “I. Tổng số đảng viên mới kết nạp”" in message
        assert message.endswith("đến hết quý II năm 2025")
    assert not said(outcomes["2025-Q2"], "C607")
    whole = year.whole()
    assert not said(whole, "C607")
    stands = [
        [(q["actual"], q["verdict"]) for q in o["quotas"]] for o in (outcomes["2025-Q4"], whole)
    ]
    assert stands == [[(12, "no_data")], [(14, "not_met")]]
