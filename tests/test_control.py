"""The control workbook lists every unit, file, finding and repair, and links only to files."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from aggregator import layout
from aggregator.model import Finding, Ref, Severity
from aggregator.report.control import book as control
from aggregator.report.links import target
from aggregator.workbook.cells.book import Grid, State, as_date, unquoted
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.returned.identity import identify
from tests.made_result import made_result

RESULT = made_result(absent=("UB.01.02",))


def relative(path: str) -> str:
    return f"../{path}"


DATA = control.write(RESULT, relative)
BOOK = read_book(DATA)


def column(title: str, code: str, data: bytes = DATA) -> list[object]:
    """A column of a table by its code, blanks as None."""
    grid = read_book(data).grid(title)
    assert grid is not None
    at = next(c for (r, c), cell in grid.cells.items() if r == 1 and cell.value == code)
    return [_value(grid, row, at) for row in range(layout.TABLE_FIRST_ROW, _last(grid) + 1)]


def _last(grid: Grid) -> int:
    return max(row for row, _ in grid.cells)


def _value(grid: Grid, row: int, at: int) -> object:
    cell = grid.cells.get((row, at))
    if cell is None:
        return None
    return as_date(cell) if cell.state is State.DATE else cell.value


def test_same_result_same_bytes() -> None:
    assert control.write(made_result(absent=("UB.01.02",)), relative) == DATA


def test_what_came_after_midnight_here_came_on_that_day_in_both_tables() -> None:
    night = datetime(2024, 7, 4, 19, tzinfo=UTC)
    files = tuple(record._replace(received=night) for record in RESULT.files)
    data = control.write(replace(RESULT, files=files), relative)
    days = {*column("Tệp đã nhận", "received", data), *column("Tình hình nộp", "received", data)}
    assert days - {None} == {date(2024, 7, 5)}


def test_it_is_no_return() -> None:
    identification = identify(BOOK)
    assert identification is not None
    assert identification.carried.kind == "check"
    assert unquoted(BOOK.names["ketnap.unit"]) == BOOK.properties["unit"] == "UB"


def test_every_unit_below_has_a_row_with_its_status_in_words() -> None:
    assert column("Tình hình nộp", "unit") == [u.unit.code for u in RESULT.units[1:]]
    statuses = dict(zip(column("Tình hình nộp", "unit"),
                        column("Tình hình nộp", "status_label"), strict=True))  # fmt: skip
    assert statuses["UB.01"] == "Cộng từ cấp dưới"
    assert statuses["UB.01.01"] == "Đã tính"
    assert statuses["UB.01.02"] == "Chưa nộp"


def test_lateness_is_counted_in_days() -> None:
    rows = {
        unit: (received, due, late)
        for unit, received, due, late in zip(
            *(column("Tình hình nộp", code) for code in ("unit", "received", "due", "late")),
            strict=True,
        )
    }
    assert rows["UB.01.01"] == (date(2024, 6, 12), date(2024, 6, 10), 2)
    assert rows["UB.01.03"][2] is None


def test_every_file_has_a_row_with_its_reason() -> None:
    assert column("Tệp đã nhận", "file") == [record.path for record in RESULT.files]
    reasons = column("Tệp đã nhận", "reason")
    assert str(reasons[-2]).startswith("R102 – ")
    assert reasons[0] is None


def test_errors_come_first() -> None:
    assert column("Lỗi cần sửa", "severity_label") == ["Lỗi", "Cảnh báo"]
    assert column("Lỗi cần sửa", "message")[0] == "=1+1 là số âm"


def test_repairs_say_before_and_after() -> None:
    assert column("Đã tự sửa", "before") == ["-"]
    assert column("Đã tự sửa", "after") == ["0"]
    assert str(column("Đã tự sửa", "title")[0]).startswith("T101 – ")


def test_no_cell_is_a_formula_and_links_are_relative_paths() -> None:
    assert not [c for grid in BOOK.grids for c in grid.cells.values() if c.formula]
    with ZipFile(BytesIO(DATA)) as archive:
        rels = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".rels"))
    targets = re.findall(r'hyperlink" Target="([^"]*)"', rels.decode())
    assert targets
    assert all(link.startswith("..\\nhan-ve\\") and ":" not in link for link in targets)


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("../nhan-ve/a.xlsx", "external:../nhan-ve/a.xlsx"),
        ("../biểu 2.xlsx", "external:../biểu%202.xlsx"),
        ("../50%#1.xlsx", "external:../50%25%231.xlsx"),
        ("../box.zip/trong/a.xlsx", "external:../box.zip"),
        ("../thư.EML/a.xlsx", "external:../thư.EML"),
        ("javascript:alert(1).xlsx", "external:javascript%3Aalert(1).xlsx"),
        ("/etc/passwd", None),
        ("..\\a.xlsx", None),
        ("a\n.xlsx", None),
        ("", None),
        ("a" * 1001, None),
    ],
)
def test_links(path: str, link: str | None) -> None:
    assert target(path) == link


def test_a_link_leads_to_the_cell() -> None:
    assert target("a.xlsx", "Biểu 2", "C5") == "external:a.xlsx#'Biểu 2'!C5"
    assert target("a.xlsx", "Sheet'1", "C5") == "external:a.xlsx#'Sheet''1'!C5"
    assert target("a.zip/a.xlsx", "Biểu 2", "C5") == "external:a.zip"
    assert target("a.xlsx", "Biểu 2", "C5:D6") == "external:a.xlsx"


def test_ten_thousand_findings_are_written() -> None:
    places = (Ref(f"{n}.xlsx", "Biểu 2", "C9") for n in range(10_000))
    findings = tuple(Finding("V301", Severity.ERROR, "số âm", "", "UB.01", at) for at in places)
    data = control.write(replace(RESULT, findings=findings))
    assert len(column("Lỗi cần sửa", "code", data)) == 10_000


def test_every_code_leads_to_its_explanation() -> None:
    explained = column("Giải thích", "code")
    told = {*column("Lỗi cần sửa", "code"), *column("Đã tự sửa", "code")}
    told |= {record.reason for record in RESULT.files if record.reason}
    assert told <= set(explained)
    assert all(column("Giải thích", "why"))
    titles = dict(zip(explained, column("Giải thích", "title"), strict=True))
    sheet = openpyxl.load_workbook(BytesIO(DATA))["Lỗi cần sửa"]
    for row in sheet.iter_rows(min_row=layout.TABLE_FIRST_ROW):
        place = row[2].hyperlink.location.rpartition("!B")[2]
        assert column("Giải thích", "code")[int(place) - layout.TABLE_FIRST_ROW] == row[0].value
        assert titles[row[0].value]


def test_nothing_found_says_so() -> None:
    data = control.write(replace(RESULT, findings=(), repairs=(), files=()))
    grid = read_book(data).grid("Lỗi cần sửa")
    assert grid is not None
    assert grid.cells[layout.TABLE_NOTE_ROW, 2].value == "Không có lỗi, không có cảnh báo."


def test_a_run_without_a_period_is_still_told() -> None:
    data = control.write(replace(RESULT, period="", parts=(), judgements=()))
    assert read_book(data).grid("Tệp đã nhận") is not None
