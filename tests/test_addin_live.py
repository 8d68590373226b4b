"""The code that drives Excel, at work on a spreadsheet that is really open, in LibreOffice."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from tests.lo_engine.engine import Engine, LibreOffice
from tests.offices import ketnap
from tests.system import soffice, uno_python
from xl_addin import excel, session, start
from xl_addin.desktop import Desktop
from xl_addin.snapshot import PANEL_SHEET, Level

pytestmark = pytest.mark.skipif(
    not (soffice() and uno_python()), reason="LibreOffice with its Python bridge is not here"
)
SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "ninh-thuan-2023"
PERIOD = "2023-Q1"
BODY = 5


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    office = LibreOffice(tmp_path_factory.mktemp("lo"))
    made = Engine(office)
    before = xw.engines.active
    xw.engines.add(xw.Engine(impl=made))
    xw.engines["libreoffice"].activate()
    yield made
    xw.engines.active = before
    office.quit()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("mau") / "Ninh Thuận & 100%"
    shutil.copytree(SAMPLE, folder)
    ketnap("aggregate", folder / "nhan-ve" / PERIOD)
    return folder


@pytest.fixture
def office(engine, monkeypatch, tmp_path):
    """The application, with nothing open."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (impl,) = engine.apps
    impl.statuses.clear()
    impl.asked.clear()
    impl.chosen, impl.typed = "", None
    yield excel.attach(impl.hwnd)
    for book in list(impl.books):
        book.close()


@pytest.fixture
def officer():
    """What the officer is told, and what is opened for them."""
    told: list[tuple[str, Level]] = []
    opened: list[Path] = []
    return Desktop(lambda *said: told.append(said), opened.append), told, opened


def summary_of(home: Path) -> Path:
    return home / "nhan-ve" / PERIOD / "tong-hop" / f"tong-hop_NT_{PERIOD}.xlsx"


def press(action: str, office, officer) -> None:
    session.run(action, office, excel.open_book(office, ""), start.given(os.environ), officer[0])


def panel(office) -> list[list[str]]:
    """The rows of the panel, blanks as empty texts."""
    sheet = office.books.active.sheets[PANEL_SHEET]
    rows = sheet.range((BODY, 1), (BODY + 60, 7)).options(empty="").value
    return [row for row in rows if any(row)]


def check(path: Path) -> list[tuple[str, ...]]:
    said = json.loads(ketnap("check", path, "--json").stdout)["findings"]
    return sorted((f["sheet"] or "(cả tệp)", f["cell"], f["message"], f["code"]) for f in said)


def saved_beside(office, path: Path) -> Path:
    office.books.active.api.SaveCopyAs(str(path))
    return path


def test_type_check_mend_check(office, officer, home, tmp_path) -> None:
    returned = shutil.copy(home / "nhan-ve" / PERIOD / "NT-02" / "NT-02.xlsx", tmp_path)
    shutil.copy(home / "ke-hoach.xlsx", tmp_path)
    book = office.books.open(returned)
    cells = book.sheets["Biểu 2"]
    right = cells.range("C8").value
    cells.range("C8").value = right + 90
    press("kiem-tra", office, officer)
    rows = panel(office)
    disk = saved_beside(office, tmp_path / "sua.xlsx")
    assert sorted((row[1], row[2], row[3], row[5]) for row in rows) == check(disk) != []
    assert "CÒN LỖI" in office.status_bar
    links = openpyxl.load_workbook(disk)[PANEL_SHEET]
    assert links.cell(BODY, 3).hyperlink.location == f"'{rows[0][1]}'!{rows[0][2]}"
    assert cells.range("C8").value == right + 90

    cells.range("C8").value = right
    press("kiem-tra", office, officer)
    assert panel(office) == []
    assert office.status_bar == "ketnap: NT-02.xlsx: ĐẠT"
    assert [sheet.name for sheet in book.sheets].count(PANEL_SHEET) == 1
    assert officer[1] == []


NAMES = [f"NT-{number}/NT-{number}.xlsx" for number in ("01", "02", "04", "24")]


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_is_that_of_the_command(office, officer, home, name) -> None:
    path = home / "nhan-ve" / PERIOD / name
    office.books.open(path)
    press("kiem-tra", office, officer)
    assert sorted((row[1], row[2], row[3], row[5]) for row in panel(office)) == check(path)


def test_formulas_recalculate_while_the_officer_types(office, home) -> None:
    book = office.books.open(home / "nhan-ve" / PERIOD / "NT-02" / "NT-02.xlsx")
    sheet = book.sheets["Biểu 2"]
    sheet.range("C8").value = 41
    assert sheet.range("D8").value == 41


def test_a_workbook_that_was_saved_stays_so(office, officer, home) -> None:
    path = home / "nhan-ve" / PERIOD / "NT-02" / "NT-02.xlsx"
    before = path.read_bytes()
    book = office.books.open(path)
    press("kiem-tra", office, officer)
    assert book.api.Saved
    book.sheets["Biểu 2"].range("C8").value = 5
    press("kiem-tra", office, officer)
    assert not book.api.Saved
    assert path.read_bytes() == before


def test_what_is_shown_never_becomes_a_formula_or_a_number(office) -> None:
    from xl_addin.snapshot import Panel, Row

    office.books.add()
    rows = (Row(("00123", "=1+1", "+84")), Row(("@x", "-1", "1/2"), "#'Sheet1'!A1"))
    excel.show(office.books.active, Panel("=2+2", "=3", ("a", "b", "c"), (9, 9, 9), rows, 1))
    assert [row[:3] for row in panel(office)] == [["00123", "=1+1", "+84"], ["@x", "-1", "1/2"]]
    assert office.books.active.sheets[PANEL_SHEET].range("A1").value == "=2+2"


def test_typing_is_as_in_excel(office) -> None:
    """The engine itself: a text is parsed unless its cell is for text."""
    sheet = office.books.add().sheets[0]
    sheet.range("A1").value = "00123"
    sheet.range("A2").value = "=A1+1"
    sheet.range("B1:B2").number_format = "@"
    sheet.range("B1").value = "00123"
    assert sheet.range("A1:B2").value == [[123, "00123"], [124, None]]


def test_the_settings_are_as_before_even_where_writing_fails(office, monkeypatch) -> None:
    from xl_addin.snapshot import Panel

    office.books.add()
    office.calculation = "manual"

    def fail(*_):
        assert office.screen_updating is False
        raise xw.XlwingsError("full")

    monkeypatch.setattr(excel, "write_panel", fail)
    with pytest.raises(excel.UnreachableError):
        excel.show(office.books.active, Panel("", "", (), (), (), 0))
    assert (office.calculation, office.screen_updating, office.enable_events) == (
        "manual",
        True,
        True,
    )
    office.calculation = "automatic"


def test_a_protected_structure_is_said(office, officer, home) -> None:
    book = office.books.open(home / "nhan-ve" / PERIOD / "NT-02" / "NT-02.xlsx")
    book.impl.ask("protect", True)
    with pytest.raises(excel.UnreachableError, match="Protect Workbook"):
        press("kiem-tra", office, officer)


def test_the_buttons_of_a_summary(office, officer, home) -> None:
    path = summary_of(home)
    book = office.books.open(path)
    press("doi-khop", office, officer)
    assert "KHỚP" in office.status_bar
    book.sheets["Biểu 2"].activate()
    book.impl.ask("select", "Biểu 2", "C8")
    press("nguon", office, officer)
    tree = json.loads(ketnap("trace", path, "B2.I", "--json").stdout)
    rows = panel(office)
    assert (rows[0][0], rows[0][2]) == (str(tree["value"]), "C8")
    assert [row[4] for row in rows[1:]] == [part["file"] for part in tree["parts"]]
    press("lap-bao-cao", office, officer)
    press("gui-len", office, officer)
    _, told, opened = officer
    assert [p.suffix for p in opened] == [".docx", ".eml"]
    assert all(p.is_file() for p in opened)
    assert told[0][1] is Level.WARNING
    assert "Chưa biết địa chỉ cấp trên" in told[0][0]


def test_adding_up_asks_for_a_folder_and_opens_the_summary(office, officer, engine, home) -> None:
    office.books.add()
    (impl,) = engine.apps
    press("tong-hop", office, officer)
    assert (impl.asked, officer[1]) == ([("Chọn thư mục chứa các biểu gửi về", "")], [])
    impl.chosen = str(home / "nhan-ve" / "2023-Q2")
    press("tong-hop", office, officer)
    assert office.books.active.name == "tong-hop_NT_2023-Q2.xlsx"
    assert any("tệp" in str(status) for status in impl.statuses)
    impl.asked.clear()
    press("tong-hop", office, officer)
    assert impl.asked[0][1] == f"{impl.chosen}\\"


def test_distributing_asks_for_the_period(office, officer, engine, home) -> None:
    office.books.open(home / "ke-hoach.xlsx")
    (impl,) = engine.apps
    press("phat-bieu", office, officer)
    assert [default for _, default in impl.asked] == ["2023-Q3"]
    assert officer[1] == []
    impl.typed = " 2023-Q4 "
    press("phat-bieu", office, officer)
    assert officer[2] == [home / "gui-di" / "2023-Q4"]


def test_the_guide(office, officer) -> None:
    office.books.add()
    press("tro-giup", office, officer)
    assert [path.name for path in officer[2]] == ["HUONG-DAN.txt"]


def test_a_new_workbook_is_not_ours(office, officer) -> None:
    office.books.add()
    press("kiem-tra", office, officer)
    assert "không phải biểu" in officer[1][0][0]
    assert [sheet.name for sheet in office.books.active.sheets] == ["Sheet1"]


def test_the_workbook_of_the_button_is_found_by_its_name(office, home) -> None:
    first = office.books.open(home / "ke-hoach.xlsx")
    office.books.add()
    assert excel.open_book(office, str(home / "KE-HOACH.xlsx")).name == first.name
    assert excel.open_book(office, "").name != first.name
    assert len(excel.books([office, office])) == 2
