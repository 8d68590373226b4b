"""What a return that counts says otherwise than the one it replaced, and which of them counts."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import choose, comparison
from aggregator.examine import Examined
from aggregator.figures import figure
from aggregator.model import Carried, Change, Key, Plan, Unit
from aggregator.report.control import replaced
from aggregator.rollup import rollup
from tests.offices import (
    FORM,
    admitted,
    aggregate,
    fates,
    fill,
    office,
    small_plan,
    templates,
    unit,
)
from tests.trees import submissions

PERIOD = "2024-Q1"
HEADLINE = ("B1.A", "B1.D", "B2.I", "N.boiduong")


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> dict[str, bytes]:
    return templates(small_plan(), tmp_path_factory.mktemp("mau"))


def sheet(folder: Path, title: str = "Đã thay thế") -> list[dict[str, object]]:
    """The rows of a table of the control workbook, by column code."""
    (path,) = (folder / "tong-hop").glob("kiem-tra_*.xlsx")
    rows = list(openpyxl.load_workbook(path)[title].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[4:] if any(row)]


def note(folder: Path) -> str:
    (path,) = (folder / "tong-hop").glob("kiem-tra_*.xlsx")
    return openpyxl.load_workbook(path)["Đã thay thế"]["B3"].value


def test_a_later_return_is_compared_cell_by_cell(tmp_path, blank) -> None:
    returns = {
        "cũ.xlsx": fill(blank["C"], {**admitted(5), "N.boiduong": 7}, {"revision": 1}),
        "mới.xlsx": fill(blank["C"], admitted(3), {"revision": 2}),
        "A.1.xlsx": fill(blank["A.1"], admitted(2)),
    }
    folder = office(tmp_path, returns)
    outcome = aggregate(folder)
    said = [f["message"] for f in outcome["findings"] if f["file"] == "cũ.xlsx"]
    assert said == ["đã có lần gửi sau: “mới.xlsx”; khác 7 ô, kết nạp trong kỳ 5 → 3"]
    rows = sheet(folder)
    assert {(r["before_file"], r["after_file"]) for r in rows} == {("cũ.xlsx", "mới.xlsx")}
    typed = [r for r in rows if r["kind"] == "Ô nhập"]
    admissions = next(r for r in typed if str(r["indicator"]).startswith("I. Tổng số"))
    assert (admissions["before"], admissions["after"], admissions["difference"]) == (5, 3, -2)
    assert (admissions["sheet"], admissions["cell"]) == ("Biểu 2", "C8")
    assert admissions["column"] == "Trong kỳ"
    assert len(typed) == 7
    total = {(r["indicator"], r["column"]): r["total"] for r in rows if r["kind"] == "Số chính"}
    assert {by for (name, _), by in total.items() if "bồi dưỡng" in name} == {-7}
    assert "đổi -2" in note(folder)


def test_the_difference_is_that_of_the_total(tmp_path, blank) -> None:
    """Void the later return, and every main figure of the root moves by what the sheet said."""
    returns = {
        "1.xlsx": fill(blank["B.1.1"], {**admitted(5, 30), "B1.C1": 4}, {"revision": 1}),
        "2.xlsx": fill(blank["B.1.1"], admitted(3), {"revision": 2}),
        "A.1.xlsx": fill(blank["A.1"], admitted(2)),
    }
    folder = office(tmp_path, returns)
    now = unit(aggregate(folder, "--unit", "TP"), "TP")["values"]
    rows = [r for r in sheet(folder) if r["kind"] == "Số chính"]
    (folder / "2.xlsx").unlink()
    before = unit(aggregate(folder, "--unit", "TP"), "TP")["values"]
    labels = {indicator.label: code for code, indicator in FORM.indicators.items()}
    columns = {column.label: column.code for column in FORM.columns}
    found = {f"{labels[r['indicator']]}/{columns[r['column']]}": r["total"] for r in rows}
    assert found["B2.I/ky"] == -2
    assert found["B1.D/ky"] == now["B1.D/ky"] - before["B1.D/ky"] != 0
    assert all(now[key] - before[key] == by for key, by in found.items())


def test_the_same_numbers_again_are_said_to_be_the_same(tmp_path, blank) -> None:
    returns = {f"{n}.xlsx": fill(blank["C"], admitted(3), {"revision": n}) for n in (1, 2)}
    folder = office(tmp_path, returns)
    outcome = aggregate(folder)
    said = [f["message"] for f in outcome["findings"] if f["file"] == "1.xlsx"]
    assert said == ["đã có lần gửi sau: “2.xlsx”; số liệu như nhau"]
    assert sheet(folder) == []
    assert "1 chỗ thay thế, 0 ô nhập khác nhau" in note(folder)


def test_moved_rows_have_no_wrong_address(tmp_path, blank) -> None:
    book = openpyxl.load_workbook(BytesIO(fill(blank["C"], admitted(5), {"revision": 1})))
    book["Nguồn"].insert_rows(9)
    target = BytesIO()
    book.save(target)
    returns = {
        "1.xlsx": target.getvalue(),
        "2.xlsx": fill(blank["C"], admitted(3), {"revision": 2}),
    }
    folder = office(tmp_path, returns)
    aggregate(folder)
    assert {r["cell"] for r in sheet(folder)} == {None}


def test_a_superior_that_contradicts_those_below_is_shown_cell_by_cell(tmp_path, blank) -> None:
    returns = {f"A.{n}.xlsx": fill(blank[f"A.{n}"], admitted(n)) for n in (1, 2)}
    returns["A.xlsx"] = fill(blank["A"], admitted(9, 40))
    folder = office(tmp_path, returns)
    outcome = aggregate(folder, "--unit", "TP")
    assert "S216" in [f["code"] for f in outcome["findings"]]
    rows = [r for r in sheet(folder) if r["kind"] == "Số chính"]
    assert {(r["unit"], r["before_file"], r["after_file"]) for r in rows} == {
        ("A", "(cộng các đơn vị bên dưới)", "A.xlsx")
    }
    admissions = next(r for r in rows if "kết nạp" in str(r["indicator"]).lower())
    assert (admissions["before"], admissions["after"], admissions["total"]) == (3, 9, 6)


def test_a_return_beside_a_summary_that_tells_otherwise_of_its_unit(tmp_path, blank) -> None:
    """Though the other units of the summary aren't here, so that no sum can be compared."""
    below = {f"A.{n}.xlsx": fill(blank[f"A.{n}"], admitted(n)) for n in (1, 2)}
    lower = office(tmp_path, below)
    aggregate(lower, "--unit", "A", "--out", str(tmp_path / "A"))
    upper = tmp_path / "trên"
    upper.mkdir()
    summary = tmp_path / "A" / "tong-hop_A_2024-Q1.xlsx"
    (upper / "A.xlsx").write_bytes(summary.read_bytes())
    (upper / "A.1.xlsx").write_bytes(below["A.1.xlsx"])
    (upper / "A.2.xlsx").write_bytes(fill(blank["A.2"], admitted(7)))
    outcome = aggregate(upper, "--unit", "TP")
    assert fates(outcome)["A.2.xlsx"] == ("superseded", "S215")
    assert fates(outcome)["A.1.xlsx"] == ("superseded", "S215")
    rows = [r for r in sheet(upper) if r["before_file"] == "A.2.xlsx"]
    assert {(r["after_file"], r["before"], r["after"], r["total"]) for r in rows} >= {
        ("A.xlsx", 7, 2, 0)
    }
    assert not [r for r in sheet(upper) if r["before_file"] == "A.1.xlsx"]


def test_a_report_period_tells_it_of_the_quarter(tmp_path, blank) -> None:
    second = templates(small_plan(), tmp_path, "2024-Q2")["C"]
    returns = {f"Q1/{n}.xlsx": fill(blank["C"], admitted(n), {"revision": n}) for n in (1, 2)}
    returns["Q2/C.xlsx"] = fill(second, {**admitted(1), "B1.A": 22, "DB.dau": 2})
    folder = office(tmp_path, returns)
    outcome = aggregate(folder, "--period", "2024-H1", "--unit", "TP")
    assert fates(outcome)["Q1/1.xlsx"] == ("superseded", "S212")
    assert {r["period_label"] for r in sheet(folder)} == {"Quý I năm 2024"}
    assert "đổi +1" in note(folder)


def test_very_many_rows_are_counted_and_not_listed(tmp_path, blank, monkeypatch) -> None:
    monkeypatch.setattr(replaced, "MOST_ROWS", 3)
    returns = {f"{n}.xlsx": fill(blank["C"], admitted(n), {"revision": n}) for n in (1, 2)}
    folder = office(tmp_path, returns)
    aggregate(folder)
    assert len(sheet(folder)) == 3
    assert "Còn 7 dòng không liệt kê" in note(folder)


def test_files_say_in_detail_why_they_do_not_count(tmp_path, blank) -> None:
    returns = {f"{n}.xlsx": fill(blank["C"], admitted(n), {"revision": n}) for n in (1, 2)}
    folder = office(tmp_path, returns)
    aggregate(folder)
    detail = {r["file"]: r["detail"] for r in sheet(folder, "Tệp đã nhận")}
    assert detail["1.xlsx"].endswith("kết nạp trong kỳ 1 → 2")
    assert detail["2.xlsx"] is None


# --- which one counts --------------------------------------------------------------------------


def test_a_later_return_that_contradicts_the_quarter_before_supersedes_nothing(tmp_path) -> None:
    blank = templates(small_plan(), tmp_path)["C"]
    later = templates(small_plan(), tmp_path, "2024-Q2")["C"]
    first = office(tmp_path, {"C.xlsx": fill(blank, admitted(1))})
    closed = unit(aggregate(first, "--unit", "TP"), "C")["values"]
    right = {"B1.A": closed["B1.D/ky"], "DB.dau": closed["DB.cuoi/ky"]}
    second = tmp_path / "nhan-ve" / "2024-Q2"
    second.mkdir()
    (second / "1.xlsx").write_bytes(fill(later, {**admitted(1), **right}, {"revision": 1}))
    wrong = {**admitted(2), **right, "DB.dau": 9}
    (second / "2.xlsx").write_bytes(fill(later, wrong, {"revision": 2}))
    outcome = aggregate(second, "--unit", "TP")
    assert fates(outcome) == {"1.xlsx": ("counted", None), "2.xlsx": ("rejected", "X401")}


def test_a_mail_stands_beside_a_file_by_its_date(tmp_path, blank) -> None:
    letter = EmailMessage()
    letter["Date"] = "Mon, 08 Apr 2024 09:00:00 +0700"
    letter.set_content("Kính gửi")
    data = fill(blank["C"], admitted(4))
    letter.add_attachment(data, maintype="application", subtype="zip", filename="C.xlsx")
    plain = fill(blank["C"], admitted(1))
    folder = office(tmp_path, {"thư.eml": letter.as_bytes(), "C.xlsx": plain})
    day = datetime(2024, 4, 8, tzinfo=UTC).timestamp()
    for later, counted in ((day + 86_400, 1), (day - 86_400, 4)):
        os.utime(folder / "C.xlsx", (later, later))
        assert unit(aggregate(folder), "C")["values"]["B2.I/ky"] == counted


START = datetime(2024, 4, 1, tzinfo=UTC)
days = st.integers(0, 3).map(lambda n: START + timedelta(days=n))
rivals = st.lists(st.tuples(st.integers(1, 2), st.none() | days, days), min_size=1, max_size=4).map(
    lambda found: [
        Examined(f"{n}.xlsx", f"{n:064}", modified, mailed, "", IDENTITY, revision=revision)
        for n, (revision, mailed, modified) in enumerate(found)
    ]
)
IDENTITY = Carried(kind="template", unit="C", period=PERIOD)


@given(rivals)
def test_one_counts_or_those_that_tie_are_rejected_in_any_order(files) -> None:
    """Never is a unit left out in silence, whatever dates its returns have."""
    fate = {e.path: e.reason for e in choose.ordered(files, FORM)}
    reasons = sorted(fate.values())
    assert reasons.count("") == 1 or reasons.count("S214") >= 2
    for order in itertools.permutations(files):
        assert {e.path: e.reason for e in choose.ordered(order, FORM)} == fate


# --- laws --------------------------------------------------------------------------------------

CELL = Unit("U1", "Chi bộ", "U0", "chi_bo")
PLAN = Plan("P", units={"U0": Unit("U0", "Đảng bộ", "", "co_so"), "U1": CELL})


@settings(max_examples=25)
@given(*[submissions(CELL, PERIOD)] * 3)
def test_a_difference_below_is_the_difference_of_the_total(before, after, other) -> None:
    for change in comparison.totals(FORM, HEADLINE, before, after):
        one, two = (
            figure(FORM, rollup(FORM, "U0", [each, other]), change.key) or 0
            for each in (before, after)
        )
        assert two - one == comparison.difference(FORM, change)


@settings(max_examples=25)
@given(*[submissions(CELL, PERIOD)] * 2)
def test_the_same_return_differs_in_nothing_and_others_both_ways(before, after) -> None:
    assert comparison.typed(FORM, before, before) == ()
    there, back = comparison.typed(FORM, before, after), comparison.typed(FORM, after, before)
    assert [(c.key, c.after, c.before) for c in there] == [tuple(c) for c in back]


def test_blank_and_zero_are_different_and_change_no_sum() -> None:
    change = Change(Key("B2.I", "ky"), None, 0)
    assert comparison.arrow(change) == "trống → 0"
    assert comparison.difference(FORM, change) == 0
    assert comparison.difference(FORM, Change(Key("B2.2.tb", "ky"), None, Decimal(25))) is None
