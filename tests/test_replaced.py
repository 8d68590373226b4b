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

from aggregator import comparison, resent
from aggregator.examined import Examined
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
    ketnap,
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


FAULTY = {**admitted(2), "B1.C1": -1, "B2.I.nu": 9}


def faulty_and(blank: dict[str, bytes], **revisions: int) -> dict[str, bytes]:
    """A faulty return and a right one of a unit, by their revisions, and one of another unit."""
    return {
        "sai.xlsx": fill(blank["C"], FAULTY, {"revision": revisions["faulty"]}),
        "đúng.xlsx": fill(blank["C"], admitted(3), {"revision": revisions["right"]}),
        "A.1.xlsx": fill(blank["A.1"], admitted(1)),
    }


def goes_back(folder: Path) -> set[str]:
    return {path.name for path in (folder / "tong-hop" / "tra-lai").glob("*")}


@pytest.mark.parametrize("how", [(), ("--no-cache",), ("--jobs", "2")], ids=str)
def test_what_was_sent_again_without_errors_leaves_nothing_to_do(tmp_path, blank, how) -> None:
    """The errors of the first sending neither keep the exit code at 1 nor go back to anyone."""
    returns = faulty_and(blank, faulty=1, right=2)
    folder = office(tmp_path, {"sai.xlsx": returns["sai.xlsx"]})
    before = aggregate(folder, *how)
    assert (before["exit"], fates(before)["sai.xlsx"]) == (1, ("rejected", "V301"))
    assert goes_back(folder) == {"sai.xlsx", "sai.xlsx.eml"}
    for name, data in returns.items():
        (folder / name).write_bytes(data)
    outcome = aggregate(folder, *how)
    assert fates(outcome)["sai.xlsx"] == ("superseded", "S224")
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 3
    (said,) = [f for f in outcome["findings"] if f["file"] == "sai.xlsx"]
    errors = sum(f["file"] == "sai.xlsx" for f in before["findings"])
    assert (said["code"], said["severity"]) == ("S224", "info")
    assert said["message"].startswith(f"đã có lần gửi sau: “đúng.xlsx”; bản này có {errors} lỗi")
    assert outcome["counts"]["rejected"] == outcome["counts"]["errors"] == 0
    assert goes_back(folder) == set()
    assert "1 tệp có lỗi đã được gửi lại" in note(folder)
    detail = {r["file"]: r["detail"] for r in sheet(folder, "Tệp đã nhận")}
    assert detail["sai.xlsx"] == said["message"]
    (folder / "A.1.xlsx").unlink()
    for name in ("A.1", "A.2", "B.1.1", "B.2"):
        (folder / f"{name}.xlsx").write_bytes(fill(blank[name], admitted(1)))
    assert aggregate(folder, *how, "--unit", "TP")["exit"] == 0


@pytest.mark.parametrize(("faulty", "right"), [(2, 1), (1, 1)])
def test_a_faulty_return_that_is_not_earlier_goes_back(tmp_path, blank, faulty, right) -> None:
    folder = office(tmp_path, faulty_and(blank, faulty=faulty, right=right))
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    outcome = aggregate(folder)
    assert fates(outcome)["đúng.xlsx"] == ("counted", None)
    assert fates(outcome)["sai.xlsx"] == ("rejected", "V301")
    assert outcome["exit"] == 1
    assert goes_back(folder) == {"sai.xlsx", "sai.xlsx.eml"}


def test_all_faulty_all_go_back(tmp_path, blank) -> None:
    returns = {f"{n}.xlsx": fill(blank["C"], FAULTY, {"revision": n}) for n in (1, 2)}
    folder = office(tmp_path, returns)
    assert set(fates(aggregate(folder)).values()) == {("rejected", "V301")}
    assert goes_back(folder) == {"1.xlsx", "1.xlsx.eml", "2.xlsx", "2.xlsx.eml"}


def test_a_mended_return_that_is_void_brings_the_errors_back(tmp_path, blank) -> None:
    folder = office(tmp_path, faulty_and(blank, faulty=1, right=2))
    ketnap("void", folder / "đúng.xlsx", "--reason", "Gửi nhầm")
    assert fates(aggregate(folder))["sai.xlsx"] == ("rejected", "V301")


def test_only_what_counted_once_makes_the_next_period_doubtful(tmp_path, blank) -> None:
    """X401 is an error again: nothing was ever carried on from a faulty return."""
    later = templates(small_plan(), tmp_path, "2024-Q2")["C"]
    aggregate(office(tmp_path, faulty_and(blank, faulty=1, right=2)), "--unit", "TP")
    second = tmp_path / "nhan-ve" / "2024-Q2"
    second.mkdir()
    (second / "C.xlsx").write_bytes(fill(later, {**admitted(1), "B1.A": 90, "DB.dau": 9}))
    assert fates(aggregate(second, "--unit", "TP"))["C.xlsx"] == ("rejected", "X401")


def test_warnings_of_a_replaced_return_are_gone(tmp_path, blank) -> None:
    doubtful = {**admitted(5), "B2.2.tb": 17}
    returns = {
        "cũ.xlsx": fill(blank["C"], doubtful, {"revision": 1}),
        "mới.xlsx": fill(blank["C"], admitted(3), {"revision": 2}),
    }
    folder = office(tmp_path, {"cũ.xlsx": returns["cũ.xlsx"]})
    assert aggregate(folder)["counts"]["warnings"] > 0
    (folder / "mới.xlsx").write_bytes(returns["mới.xlsx"])
    outcome = aggregate(folder)
    assert [f["code"] for f in outcome["findings"] if f["file"] == "cũ.xlsx"] == ["S212"]


def test_of_whose_unit_there_is_a_doubt_stays_rejected(tmp_path, blank) -> None:
    """A cover that names another unit may be that unit's return: its sender is still told."""
    returns = faulty_and(blank, faulty=1, right=2)
    returns["sai.xlsx"] = fill(blank["C"], admitted(2), {"unit": "A.2", "revision": 1})
    folder = office(tmp_path, returns)
    assert fates(aggregate(folder))["sai.xlsx"] == ("rejected", "S223")


START = datetime(2024, 4, 1, tzinfo=UTC)
days = st.integers(0, 3).map(lambda n: START + timedelta(days=n))
reasons = st.sampled_from(["", "", "V301"])
rivals = st.lists(
    st.tuples(reasons, st.integers(0, 2), st.none() | days, days), min_size=1, max_size=5
).map(
    lambda found: [
        Examined(f"{n}.xlsx", f"{n:064}", modified, mailed, reason, IDENTITY, revision=revision)
        for n, (reason, revision, mailed, modified) in enumerate(found)
    ]
)
IDENTITY = Carried(kind="template", unit="C", period=PERIOD)


@given(rivals)
def test_one_counts_or_those_that_tie_are_rejected_in_any_order(files) -> None:
    """Never is a unit left out in silence, whatever dates and faults its returns have."""
    fate = {e.path: e.reason for e in resent.ordered(files, FORM)}
    reasons = sorted(fate.values())
    if any(not e.reason for e in files):
        assert reasons.count("") == 1 or reasons.count("S214") >= 2
    else:
        assert set(reasons) == {"V301"}
    for order in itertools.permutations(files):
        assert {e.path: e.reason for e in resent.ordered(order, FORM)} == fate


@given(rivals)
def test_faulty_returns_decide_nothing(files) -> None:
    """What becomes of the right ones is the same without them."""
    fate = {e.path: e.reason for e in resent.ordered(files, FORM)}
    right = [e for e in files if not e.reason]
    assert {e.path: e.reason for e in resent.ordered(right, FORM)} == {
        e.path: fate[e.path] for e in right
    }
    counts = "" in fate.values()
    assert all(fate[e.path] == "V301" or counts for e in files if e.reason)


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
