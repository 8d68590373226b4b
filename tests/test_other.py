"""Formats other than .xlsx: the same numbers at the same addresses, damage refused."""

import io
import random
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from aggregator.workbook.cells import other
from aggregator.workbook.cells.book import Book, Cell, State, as_date, unquoted
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package import refusal
from aggregator.workbook.package.refusal import Caps, Refused
from tests.system import soffice

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def original() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        page = made.add_worksheet("Biểu 1")
        page.write_row("C5", ["Kết nạp", 12, 27.5])
        page.write_datetime("D7", datetime(2023, 3, 5), made.add_format({"num_format": "dd/mm/yy"}))
        page.write_formula("D8", "=D5*2", None, 24)
        page.merge_range("D10:E12", "")
        page.merge_range("C14:C15", "")
        made.add_worksheet("Trống").merge_range("B2:C2", "")
        made.add_worksheet("_ketnap").very_hidden()
        made.get_worksheet_by_name("_ketnap").write("A1", "kind")
        made.define_name("ketnap.unit", '="U1"')
        made.set_custom_property("ketnap.plan", "P1")
    return stream.getvalue()


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    program = soffice()
    if program is None:
        pytest.skip("LibreOffice is missing")
    folder = tmp_path_factory.mktemp("other")
    (folder / "a.xlsx").write_bytes(original())
    for ending in ("ods", "xls"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", ending, "--outdir", folder]
        subprocess.run([*command, folder / "a.xlsx"], check=True, capture_output=True)
    return {ending: (folder / f"a.{ending}").read_bytes() for ending in ("ods", "xls", "xlsx")}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_the_same_cells_in_every_format(converted, ending):
    read = read_book(converted[ending])
    assert [grid.title for grid in read.grids] == ["Biểu 1", "Trống", "_ketnap"]
    assert [grid.hidden != "" for grid in read.grids] == [False, False, True]
    assert sorted(read.grids[0].merged) == [(10, 4, 12, 5), (14, 3, 15, 3)]
    assert read.grids[1].merged == ((2, 2, 2, 3),)
    cells = read.grids[0].cells
    assert cells[5, 3] == Cell(State.TEXT, "Kết nạp")
    assert (cells[5, 4].value, cells[5, 5].value) == (12, Decimal("27.5"))
    assert as_date(cells[7, 4]) == date(2023, 3, 5)
    assert cells[8, 4].value == 24
    assert len(cells) == 5
    assert read.grids[1].cells == {}
    assert read.grids[2].cells[1, 1].value == "kind"


def test_an_ods_carries_the_identity(converted):
    read = read_book(converted["ods"])
    assert (unquoted(read.names["ketnap.unit"]), read.properties["ketnap.plan"]) == ("U1", "P1")


def test_an_unwanted_sheet_is_left_empty(converted):
    read: Book = read_book(converted["ods"], lambda title: title == "_ketnap")
    assert [len(grid.cells) for grid in read.grids] == [0, 0, 1]


@pytest.mark.parametrize("caps", [Caps(cells=3), Caps(sheets=2), Caps(text=3)])
def test_caps_hold_here_too(converted, caps):
    with pytest.raises(Refused) as refused:
        read_book(converted["ods"], caps=caps)
    assert refused.value.code == "R104"


def test_damage_to_an_ods_is_refused(converted):
    data = converted["ods"]
    dice = random.Random(5)
    for length in range(100, len(data), 499):
        with pytest.raises(Refused):
            read_book(data[:length])
    at = data.find(b"content.xml") + 11 + dice.randrange(200)
    with pytest.raises(Refused):
        read_book(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


def ods(manifest: str = "<manifest/>", content: str = "<a/>") -> bytes:
    """As the format asks: the mimetype first, stored."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("mimetype", MIMETYPE)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ods(manifest="<m><encryption-data/></m>"), "R103"),
        (ods(content="<!DOCTYPE x><a/>"), "R104"),
        (ods(content="<a>"), "R102"),
        (ods(content="<a>" * 60_000 + "</a>" * 60_000), "R104"),
    ],
)
def test_an_encrypted_or_hostile_ods_is_refused(data, code):
    with pytest.raises(Refused) as refused:
        read_book(data)
    assert refused.value.code == code


class PanicException(BaseException):
    pass


@pytest.mark.parametrize("raised", [PanicException("boom"), OSError(), ValueError()])
def test_whatever_the_library_raises_is_a_refusal(raised):
    with pytest.raises(Refused) as refused, other._refusing():
        raise raised
    assert refused.value.code == "R102"


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), MemoryError(), refusal.damaged("x")])
def test_what_is_not_the_librarys_passes_through(raised):
    with pytest.raises(type(raised)), other._refusing():
        raise raised
