"""A list of persons is refused, and nothing of it is kept anywhere."""

from __future__ import annotations

import io

import openpyxl
import pytest

from aggregator.workbook.cells.book import Book, Cell, Grid, State
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.returned.personal import looks_personal
from tests.offices import (
    admitted,
    aggregate,
    assert_kept_nowhere,
    fates,
    fill,
    office,
    small_plan,
    templates,
)

SECRET = "Nguyễn Thị Thử Nghiệm"
HEADERS = {
    "names and birth dates": [["Họ và tên", "Ngày sinh"]],
    "card numbers": [["Họ tên", "Số thẻ Đảng"]],
    "citizen numbers": [["TT", "Số CCCD"]],
    "identity numbers": [["Họ, chữ đệm và tên", "Số định danh cá nhân"]],
    "family and given name": [["Họ đệm", "Tên", "Ngày sinh"]],
    "member and birth year": [["Tên đảng viên", "Năm sinh"]],
    "admission dates": [["Họ và tên", "Ngày kết nạp"]],
    "header over two rows": [["Họ và tên", "Ngày, tháng, năm sinh"], ["", "Nam", "Nữ"]],
    "header spread over rows": [["Họ và tên", "Lý lịch"], ["", "Quê quán"]],
    "capitals": [["HỌ VÀ TÊN", "NGÀY SINH"]],
    "comrades": [["Đồng chí", "SN", "Số CMT"]],
    "born on": [["Họ", "Tên", "Sinh ngày"]],
    "English": [["Full name", "Date of birth", "ID number"]],
    "TCVN3": [["Hä vµ tªn", "Ngµy sinh"]],
    "TCVN3 by year": [["Tªn ®¶ng viªn", "N¨m sinh"]],
    "VNI": [["Hoï vaø teân", "Ngaøy sinh"]],
}
HARMLESS = [
    ["Tên", "Mã số", "Tuổi bình quân"],
    ["Đồng chí", "Chức vụ"],
    ["Mã định danh", "Đơn vị"],
    ["Cần chứng minh nguồn", "Dân tộc thiểu số"],
    ["Name", "Unit", "123456789012"],
]


def listed(headers: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in headers:
        book.active.append(row)
    book.active.append([SECRET, "01/02/1999", "038199012345"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", HEADERS)
def test_lists_of_persons_are_refused_without_a_trace(tmp_path, name) -> None:
    folder = office(tmp_path, {"danh-sach.xlsx": listed(HEADERS[name])})
    outcome = aggregate(folder)
    assert fates(outcome)["danh-sach.xlsx"] == ("rejected", "R108")
    assert_kept_nowhere(tmp_path, folder, SECRET)
    assert not (folder / "tong-hop" / "tra-lai").exists()


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
@pytest.mark.parametrize("person", [["01/02/1999"], ["", "123456789"]])
def test_a_list_in_a_sheet_of_a_return_refuses_the_return(tmp_path, state, person) -> None:
    blank = templates(small_plan(), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(fill(blank["C"], {**admitted(1), "B2.I": -4})))
    sheet = book.create_sheet("_phụ lục")
    sheet.sheet_state = state
    sheet.append(["Đồng chí", "Ngày sinh" if person[0] else "Ghi chú"])
    sheet.append([SECRET, *person])
    target = io.BytesIO()
    book.save(target)
    folder = office(tmp_path, {"C.xlsx": target.getvalue()})
    assert fates(aggregate(folder))["C.xlsx"] == ("rejected", "R108")
    assert_kept_nowhere(tmp_path, folder, SECRET)
    assert not (folder / "tong-hop" / "tra-lai").exists()


def test_a_workbook_that_is_not_ours_is_never_copied(tmp_path) -> None:
    folder = office(tmp_path, {"la.xlsx": listed([["Cột một", "Cột hai"]])})
    assert fates(aggregate(folder))["la.xlsx"] == ("rejected", "R107")
    assert_kept_nowhere(tmp_path, folder, SECRET)
    assert not (folder / "tong-hop" / "tra-lai").exists()


@pytest.mark.parametrize("row", HARMLESS, ids=lambda row: row[0])
def test_what_only_resembles_a_list_of_persons(row) -> None:
    cells = {(1, at): Cell(State.TEXT, text) for at, text in enumerate(row, 1)}
    assert looks_personal(Book((Grid("Sheet1", cells=cells),))) == ""


def test_what_we_write_is_no_list_of_persons(tmp_path) -> None:
    for data in templates(small_plan(), tmp_path).values():
        assert looks_personal(read_book(data)) == ""
