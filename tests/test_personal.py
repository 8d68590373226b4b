"""A list of persons is refused, and nothing of it is kept anywhere."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from tests.offices import admitted, aggregate, fates, fill, office, small_plan, templates

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
}


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
    assert_kept_nowhere(tmp_path, folder)


def test_a_list_in_a_sheet_of_a_return_refuses_the_return(tmp_path) -> None:
    blank = templates(small_plan(), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(fill(blank["C"], admitted(1))))
    sheet = book.create_sheet("Danh sách")
    sheet.append(["Họ và tên", "Ngày sinh"])
    sheet.append([SECRET, "01/02/1999"])
    target = io.BytesIO()
    book.save(target)
    folder = office(tmp_path, {"C.xlsx": target.getvalue()})
    assert fates(aggregate(folder))["C.xlsx"] == ("rejected", "R108")
    assert_kept_nowhere(tmp_path, folder)


def test_a_workbook_that_is_not_ours_is_never_copied(tmp_path) -> None:
    folder = office(tmp_path, {"la.xlsx": listed([["Cột một", "Cột hai"]])})
    assert fates(aggregate(folder))["la.xlsx"] == ("rejected", "R107")
    assert_kept_nowhere(tmp_path, folder)


def assert_kept_nowhere(home, folder) -> None:
    given = {path for path in folder.iterdir() if path.is_file()}
    for path in home.rglob("*"):
        if path.is_file() and path not in given:
            for data in contents(path):
                assert SECRET.encode() not in data
                assert json.dumps(SECRET).encode() not in data
    assert not (folder / "tong-hop" / "tra-lai").exists()


def contents(path) -> list[bytes]:
    """The bytes of a file; of a package those of its parts."""
    if path.suffix not in (".xlsx", ".docx"):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist()]
