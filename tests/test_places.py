"""One fault in many cells is one finding with many places; every cell is still marked."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from aggregator.model import Finding, Ref, Severity
from aggregator.places import MOST_APART, gathered
from tests.offices import (
    PERIOD,
    ZERO,
    admitted,
    aggregate,
    fill,
    ketnap,
    office,
    small_plan,
    templates,
)

MANY = 40
WRONG = [code for code in ZERO if code.startswith("B2.") and "III" not in code][1 : MANY + 1]


def finding(row: int, code: str = "V301", sheet: str = "Biểu 2", file: str = "a.xlsx") -> Finding:
    return Finding(code, Severity.ERROR, f"dòng {row}", "sửa", "A", Ref(file, sheet, f"C{row}"))


def test_few_places_are_read_one_by_one() -> None:
    few = [finding(row) for row in range(MOST_APART)]
    assert gathered(few) == tuple(few)


def test_many_are_told_at_the_first_with_the_others_named() -> None:
    (one,) = gathered(finding(row) for row in range(1, MOST_APART + 2))
    assert one.ref.cell == "C1"
    assert one.message == "dòng 1; và 3 ô khác: C2, C3, C4"


@pytest.mark.parametrize("apart", [{"code": "V303"}, {"sheet": "Nguồn"}, {"file": "b.xlsx"}])
def test_other_faults_sheets_and_files_stay_apart(apart: dict[str, str]) -> None:
    rows = range(1, MOST_APART + 2)
    told = gathered([*(finding(row) for row in rows), *(finding(row, **apart) for row in rows)])
    assert [one.message for one in told] == ["dòng 1; và 3 ô khác: C2, C3, C4"] * 2


def test_what_has_no_cell_or_no_file_is_never_gathered() -> None:
    missing = [Finding("C601", Severity.WARNING, f"“{n}” chưa nộp", unit=n) for n in "ABCDE"]
    of_plan = [finding(row, file="") for row in range(1, 6)]
    assert gathered([*missing, *of_plan]) == (*missing, *of_plan)


@pytest.fixture
def wrong(tmp_path):
    assert len(WRONG) == MANY
    blank = templates(small_plan(), tmp_path)["C"]
    numbers = {**admitted(1), **dict.fromkeys(WRONG, "1.234")}
    return office(tmp_path, {"C.xlsx": fill(blank, numbers)})


def test_the_outcome_holds_it_once_and_the_copy_marks_every_cell(wrong) -> None:
    outcome = aggregate(wrong)
    (one,) = (f for f in outcome["findings"] if f["code"] == "V304")
    assert f"và {MANY - 1} ô khác: C" in one["message"]
    errors = [f["code"] for f in outcome["findings"] if f["severity"] == "error"]
    assert (errors, outcome["counts"]["errors"]) == (["V304", "C603"], 2)
    copy = openpyxl.load_workbook(io.BytesIO((wrong / "tong-hop/tra-lai/C.xlsx").read_bytes()))
    marked = [cell for row in copy["Biểu 2"].iter_rows() for cell in row if cell.comment]
    assert len(marked) == MANY
    listed = [row[6].value for row in copy["Lỗi cần sửa"].iter_rows()]
    assert listed.count("V304") == 1
    control = openpyxl.load_workbook(wrong / f"tong-hop/kiem-tra_TP_{PERIOD}.xlsx")
    codes = [row[2].value for row in control["Lỗi cần sửa"].iter_rows()]
    assert codes.count("V304") == 1


def test_checking_a_file_tells_it_once(wrong) -> None:
    result = ketnap("check", wrong / "C.xlsx", "--json")
    codes = [f["code"] for f in json.loads(result.output)["findings"]]
    assert (codes.count("V304"), result.return_value) == (1, 1)
