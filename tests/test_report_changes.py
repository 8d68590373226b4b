"""One number of one return is changed: exactly what depends on it changes in the report."""

from pathlib import Path

import pytest

from tests import offices
from tests.test_word import lines, tables

ADMITTED = {"A.1": 2, "A.2": 1, "B.1.1": 0, "B.2": 3, "C": 1}
MORE = {"N.camtinh": 5, "B2.I/cung_ky": 1, "B1.B1/cung_ky": 1}


def report(home: Path, changed: dict[str, int]) -> bytes:
    plan = offices.small_plan()
    sheets = offices.templates(plan, home)
    returns = {}
    for unit, number in ADMITTED.items():
        own = changed if unit == "A.1" else {}
        filled = {**offices.admitted(number), **MORE, **own}
        returns[f"{unit}.xlsx"] = offices.fill(sheets[unit], filled)
    folder = offices.office(home, returns, plan)
    offices.aggregate(folder)
    summary = folder / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx"
    offices.ketnap("report", summary, "--out", home / "bao-cao.docx")
    return (home / "bao-cao.docx").read_bytes()


def cells(data: bytes) -> dict[tuple[str, str, str, int], str]:
    """(headings of the table, heading above the row, label of the row, column) -> text."""
    found = {}
    for table in tables(data):
        above = ""
        for row in table:
            above = row[0] if len(row) == 1 else above
            label = row[1 if table[0][0] == "TT" and len(row) > 1 else 0].strip("\u00a0")
            for at, text in enumerate(row):
                found["|".join(table[0]), above, label, at] = text
    return found


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return report(tmp_path_factory.mktemp("truoc"), {})


TWO_COLUMNS = {1, 2}


@pytest.mark.parametrize(
    ("changed", "sentences", "rows"),
    [
        (
            {"N.camtinh": 6},
            [
                "- Đến cuối kỳ báo cáo: 26 quần chúng là cảm tình Đảng; "
                "không có hồ sơ đang thẩm tra, xác minh."
            ],
            {"Cảm tình Đảng có đến cuối kỳ": TWO_COLUMNS},
        ),
        (
            {"DB.dau": 3},
            ["- Đảng viên dự bị cuối kỳ: 10 đồng chí."],
            {
                "Đảng viên dự bị đầu kỳ": TWO_COLUMNS,
                "Đảng viên dự bị cuối kỳ": {1, 2, 4},
            },
        ),
        (
            {"B2.2.tb": 30},
            ["- Tuổi bình quân khi kết nạp: 26,8."],
            {"Tuổi bình quân": TWO_COLUMNS},
        ),
        (
            {"B1.B3": 1},
            [
                "- Tổng số đảng viên đầu năm: 100 đồng chí, cuối kỳ báo cáo: 108 đồng chí.",
                "- Từ đầu năm tăng 8 đảng viên (kết nạp 7, phục hồi đảng tịch 1).",
            ],
            {
                "B - Đảng viên tăng trong kỳ": {1, 2, 4},
                "3. Phục hồi đảng tịch": TWO_COLUMNS,
                "D - Đảng viên trong danh sách cuối kỳ báo cáo": TWO_COLUMNS,
                "Đảng bộ phường A": {3},
                "Chi bộ khu phố 1": {3},
            },
        ),
    ],
)
def test_exactly_what_depends_on_a_number_changes(tmp_path, before, changed, sentences, rows):
    after = report(tmp_path, changed)
    was, now = lines(before), lines(after)
    assert len(was) == len(now)
    told = [line for old, line in zip(was, now, strict=True) if old != line and " " in line]
    origins = [line for line in told if ", đoạn " in line]
    assert [line for line in told if line not in origins] == sentences
    assert len(origins) == len(sentences)
    old, new = cells(before), cells(after)
    assert old.keys() == new.keys()
    touched: dict[str, set[int]] = {}
    for key, text in new.items():
        if old[key] != text:
            touched.setdefault(key[2], set()).add(key[3])
    assert touched == rows
