"""An officer's way with a plan workbook: from the blank one to a plan without findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from aggregator.model import Plan
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import live
from aggregator.workbook.planbook.read import is_read, read
from aggregator.workbook.planbook.write import write
from tests.lo_engine.engine import LibreOffice
from tests.offices import ketnap
from tests.system import soffice, uno_python
from tests.test_plan_balance import office as small_plan

needs_office = pytest.mark.skipif(
    not (soffice() and uno_python()), reason="LibreOffice with its Python bridge is not here"
)
PLAN = small_plan("7", ("A", 7), ("A1", 3), ("A3", 4))
UNITS = [
    ("R", "Đảng bộ xã", "", "Đảng bộ cơ sở"),
    ("A", "Chi bộ thôn A", "R", "Chi bộ trực thuộc"),
    ("B", "Chi bộ thôn B", "R", "Chi bộ trực thuộc"),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[LibreOffice]:
    running = LibreOffice(tmp_path_factory.mktemp("lo"))
    yield running
    running.quit()


class Sheets:
    """One open workbook, typed into and looked at by sheet and cell."""

    def __init__(self, office: LibreOffice, path: Path) -> None:
        self.office, self.key = office, office("open", str(path))

    def type(self, sheet: str, row: int, column: int, *values: object) -> None:
        area = (row, column, row, column + len(values) - 1)
        self.office("put", self.key, sheet, area, [list(values)])

    def __getitem__(self, place: tuple[str, int, int]) -> object:
        sheet, row, column = place
        return self.office("values", self.key, sheet, (row, column, row, column))[0][0]

    def saved(self, path: Path) -> Path:
        self.office("copy", self.key, str(path))
        return path


def steps(book: Sheets) -> dict[object, object]:
    top = columns.HEAD_FIRST_ROW + len(columns.HEAD)
    return {book["Kế hoạch", row, 2]: book["Kế hoạch", row, 3] for row in range(top + 2, top + 11)}


@needs_office
def test_from_a_new_plan_to_one_without_findings(office, tmp_path):
    """What a stranger does: new, fill sheet after sheet, look at the words, check."""
    assert ketnap("new", tmp_path / "nam-2024").return_value == 0
    book = Sheets(office, tmp_path / "nam-2024" / "ke-hoach.xlsx")
    assert steps(book)["1. Kế hoạch"] == "CÒN 4 Ô CHƯA GHI"
    for row, value in ((4, "XA-2024"), (5, "Phát triển đảng viên 2024"), (9, 2024), (10, 2024)):
        book.type("Kế hoạch", row, 3, value)
    for row, unit in enumerate(UNITS, 3):
        book.type("Đơn vị", row, 1, *unit)
    book.type("Chỉ tiêu", 3, 1, "CT1", "Giao chỉ tiêu cụ thể", "Giao", "B2.I", "R", "", 10)
    assert book["Chỉ tiêu", 3, 18] == "CHƯA PHÂN BỔ"
    book.type("Phân bổ", 3, 1, "CT1", "A", 6)
    book.type("Phân bổ", 4, 1, "CT1", "B", 3)
    assert book["Phân bổ", 4, 5] == "Chi bộ thôn B"
    assert book["Chỉ tiêu", 3, 18] == "THIẾU 1"
    assert steps(book)["4. Phân bổ"] == "2 dòng; CÒN 1 CHỖ CHƯA KHỚP"
    book.type("Phân bổ", 4, 3, 4)
    book.type("Xem phân bổ", 4, 3, "CT1")
    assert [book["Xem phân bổ", 12, column] for column in (2, 3, 4)] == ["A", "Chi bộ thôn A", 6]
    assert book["Cây đơn vị", 5, 1] == "      Chi bộ thôn B"
    assert [book["Cây đơn vị", 5, column] for column in (2, 5)] == ["B", 4]
    assert steps(book) | {"8. Xem phân bổ": ""} == {
        "1. Kế hoạch": "ĐÃ GHI ĐỦ",
        "2. Đơn vị": "3 đơn vị",
        "3. Chỉ tiêu": "1 chỉ tiêu",
        "4. Phân bổ": "2 dòng; đã khớp",
        "5. Miễn": "chưa có dòng nào",
        "6. Thời hạn": "chưa có dòng nào",
        "7. Lịch sử": "chưa có dòng nào",
        "8. Xem phân bổ": "",
        "9. Cây đơn vị": "3 đơn vị",
    }
    saved = book.saved(tmp_path / "ke-hoach.xlsx")
    done = ketnap("plan", "check", saved, "--json")
    assert (json.loads(done.stdout)["findings"], done.return_value) == ([], 0)
    plan, _ = read(read_book(saved.read_bytes()))
    assert [(share.unit, share.amount) for share in plan.allocations] == [("A", 6), ("B", 4)]


@needs_office
def test_more_rows_than_formulas_are_told(office, tmp_path):
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(write(PLAN))
    book = Sheets(office, path)
    for row in range(200, 203):
        book.type("Phân bổ", row, 1, "Q1", "B", 1)
    assert "; 3 DÒNG CHƯA CÓ CÔNG THỨC: CHÉP CỘT E:L XUỐNG" in str(steps(book)["4. Phân bổ"])


def edited(data: bytes, edit) -> tuple[Plan, tuple]:
    book = openpyxl.load_workbook(BytesIO(data))
    edit(book)
    out = BytesIO()
    book.save(out)
    return read(read_book(out.getvalue(), is_read))


def drop_what_is_made(book) -> None:
    for title in ("Xem phân bổ", "Cây đơn vị", "Hướng dẫn", "_danh_muc"):
        del book[title]
    for table, beside in live.OF.items():
        book[table.title].delete_cols(len(table.fields) + 1, len(beside))


def scribble(book) -> None:
    book["Phân bổ"]["G3"] = "=1+1"
    book["Chỉ tiêu"]["R3"] = "ĐỦ rồi"
    book["Cây đơn vị"]["A3"] = "Đồng chí Nguyễn Văn A"
    book["Kế hoạch"]["C18"] = 12


@pytest.mark.parametrize("edit", [drop_what_is_made, scribble], ids=lambda edit: edit.__name__)
def test_what_is_made_is_not_read_back(edit):
    assert edited(write(PLAN), edit) == read(read_book(write(PLAN)))


def test_rows_may_be_sorted_and_deleted():
    def sort(book) -> None:
        sheet = book["Phân bổ"]
        rows = [[sheet.cell(row, column).value for column in range(1, 5)] for row in (5, 3)]
        sheet.delete_rows(5)
        for row, values in enumerate(rows, 3):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column, value)

    plan, found = edited(write(PLAN), sort)
    assert [share.unit for share in plan.allocations] == ["A3", "A"]
    assert "P764" in {finding.code for finding in found}


def test_names_from_outside_stay_text_in_what_is_made():
    hostile = '=HYPERLINK("http://x","y")&"<v>'
    units = {**PLAN.units, "A1": PLAN.units["A1"]._replace(name=hostile)}
    data = write(replace(PLAN, units=units))
    assert read(read_book(data))[0].units["A1"].name == hostile
    book = openpyxl.load_workbook(BytesIO(data))
    told = [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert len(told) > 500
    assert not any("HYPERLINK" in str(cell.value) for cell in told)
