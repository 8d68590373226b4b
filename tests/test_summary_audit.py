"""The live reconciliation of a summary: what a spreadsheet program alone says of its numbers."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from aggregator import layout
from aggregator.model import Key, Result
from aggregator.report.summary import audit_sheet, source_table
from aggregator.report.summary import book as summary
from aggregator.workbook.cells.book import Book, Cell, Grid
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.returned import tables as summary_read
from aggregator.workbook.returned.identity import identify
from aggregator.workbook.returned.read import read
from tests.made_result import FORM
from tests.made_summary import BOOK, DATA, RESULT, half_year
from tests.offices import resaved_by_libreoffice
from tests.system import soffice

VERDICT = next(at for at, c in enumerate(audit_sheet.COLUMNS, 1) if c.code == "verdict")


@pytest.mark.parametrize("result", [RESULT, half_year()], ids=["quarter", "half year"])
def test_the_sources_add_up_to_the_form(result: Result) -> None:
    book = read_book(summary.write(result))
    columns, lines = _of_columns(book), _of_lines(book)
    assert len(columns) > 50
    assert set(columns.values()) == {"KHỚP"}
    assert {lines[code] for code in (*columns, "UB")} == {"KHỚP"}


def test_the_sources_add_up_to_every_unit_that_has_units_below() -> None:
    lines = _of_lines(BOOK)
    inner = {u.unit.code for u in RESULT.units if u.unit.code.count(".") < 2}
    assert {lines[code] for code in inner} == {"KHỚP"}
    assert lines.keys() == _of_columns(BOOK).keys() | inner


def test_units_inside_a_return_that_stands_for_them_are_not_held_against_files() -> None:
    units = [u._replace(submission=None) if u.unit.code == "UB.02" else u for u in RESULT.units]
    lines = _of_lines(read_book(summary.write(replace(RESULT, units=tuple(units)))))
    assert "UB.03" in lines
    assert "UB.02" not in lines


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_to_the_same_values(tmp_path: Path) -> None:
    theirs = _recalculated(_without_cached_values(DATA), tmp_path)
    compared = 0
    for grid in BOOK.grids:
        for (row, column), cell in grid.cells.items():
            if cell.formula:
                found = _grid(theirs, grid.title).cells.get((row, column))
                assert _shown(found) == _shown(cell), (grid.title, row, column)
                compared += 1
    assert compared > 300


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_number_changed_by_hand_is_told_where_it_is_and_nowhere_else(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(DATA))
    sources, slot = book[layout.SOURCE_SHEET], layout.slots(FORM)[Key("N.camtinh", "ky")]
    column = next(cell.column for cell in sources[layout.CODE_ROW] if cell.value == "B2.I/ky")
    sources.cell(source_table.FIRST_ROW, column).value += 2
    book[slot.sheet][slot.cell].value -= 3
    target = BytesIO()
    book.save(target)
    theirs = _recalculated(target.getvalue(), tmp_path)
    off = {"B2.I/ky": "LỆCH 2", "N.camtinh/ky": "LỆCH 3"}
    assert _wrong(_of_columns(theirs)) == off
    assert _wrong(_of_lines(theirs)) == off | {"UB": "LỆCH 2", "UB.01": "LỆCH 2"}
    status = _grid(theirs, layout.AUDIT_SHEET).cells[audit_sheet.STATUS_ROW, layout.LABEL_COLUMN]
    assert str(status.value).startswith("LỆCH: 4 trong ")


def _of_columns(book: Book) -> dict[str, object]:
    """The verdicts above the sources, by column."""
    cells = _grid(book, layout.SOURCE_SHEET).cells
    return {
        str(cells[layout.CODE_ROW, column].value): cell.value
        for (row, column), cell in cells.items()
        if row == source_table.VERDICT_ROW and cell.formula
    }


def _of_lines(book: Book) -> dict[str, object]:
    """The verdicts of sheet `Đối chiếu`, by line."""
    cells = _grid(book, layout.AUDIT_SHEET).cells
    return {
        str(cells[row, layout.CODE_COLUMN].value): cell.value
        for (row, column), cell in cells.items()
        if column == VERDICT and cell.formula
    }


def _wrong(verdicts: dict[str, object]) -> dict[str, object]:
    return {code: told for code, told in verdicts.items() if told != "KHỚP"}


def _grid(book: Book, title: str) -> Grid:
    grid = book.grid(title)
    assert grid is not None
    return grid


def _recalculated(data: bytes, folder: Path) -> Book:
    return read_book(resaved_by_libreoffice(str(soffice()), data, folder))


def _shown(cell: Cell | None) -> object:
    if cell is None or cell.value == "":
        return None
    return round(cell.value, 9) if isinstance(cell.value, Decimal) else cell.value


def _without_cached_values(data: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            target.writestr(name, part)
    return out.getvalue()


def test_of_very_many_files_only_the_main_numbers_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_table, "MOST_NUMBERS", 100)
    book = read_book(summary.write(RESULT))
    given = summary_read.sources(book)[0].values
    assert {"B1.A", "B2.I", "N.boiduong", "DB.chinhthuc"} <= given.keys()
    assert len(given) < 10
    assert set(_of_columns(book).values()) == set(_of_lines(book).values()) == {"KHỚP"}
    assert _of_columns(book).keys() == {f"{code}/ky" for code in given}
    identification = identify(book)
    assert identification is not None
    back = read(book, identification, FORM)
    assert back.submission == read(BOOK, identification, FORM).submission
    assert not back.faults
