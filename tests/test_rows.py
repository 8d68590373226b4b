"""Rows that are streamed into a workbook hold what a spreadsheet program would have stored."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import layout
from aggregator.report import room
from aggregator.report.room import fitting
from aggregator.report.rows import with_rows
from aggregator.report.table import COUNT, TEXT, Column, Table, Value
from aggregator.report.table_sheet import put, write_table
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.newbook import Unpacked, new_workbook
from aggregator.workbook.package.pack import archive
from aggregator.workbook.style import formats

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("aĐ ộ_x0041&<>\"'%\n\t\u00a0\u200b.", max_size=12),
    st.sampled_from(["_x0041_", "A_x000D_", "%s", " trước", "sau ", "=1+1", "x" * 3000, "a\0b"]),
)
VALUES = st.one_of(st.none(), TEXTS, st.integers(0, 10**9), st.decimals(0, 100, places=1))
COLUMNS = (Column("unit", "Mã", look=TEXT), Column("a", "A", 8, TEXT), Column("b", "B", look=COUNT))


def streamed(rows: list[tuple[Value, ...]]) -> bytes:
    with Unpacked() as workbook:
        sheet = workbook.add_worksheet("Bảng")
        table = Table("BẢNG", "", COLUMNS, rows)
        write_table(sheet, formats(workbook), table)
    return archive(with_rows(workbook, {"Bảng": table}))


def written(rows: list[tuple[Value, ...]]) -> bytes:
    target = BytesIO()
    with new_workbook(target) as workbook:
        sheet = workbook.add_worksheet("Bảng")
        for at, row in enumerate(rows, layout.TABLE_FIRST_ROW):
            for column, value in enumerate(row, 1):
                put(sheet, at, column, value, formats(workbook).cell)
    return target.getvalue()


def shown(data: bytes) -> dict[str, object]:
    cells = {at: cell.value for at, cell in read_book(data).grids[0].cells.items()}
    return {at: value for at, value in cells.items() if value not in (None, "")}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, VALUES, VALUES), min_size=1, max_size=4))
def test_a_streamed_cell_holds_what_a_written_one_holds(rows: list[tuple[Value, ...]]) -> None:
    given_rows = {
        at: value for at, value in shown(streamed(rows)).items() if at[0] >= layout.TABLE_FIRST_ROW
    }
    assert given_rows == shown(written(rows))


def test_other_programs_read_a_table_of_many_rows() -> None:
    rows: list[tuple[Value, ...]] = [(f"D{at}", f"Chi bộ {at}", at % 7) for at in range(5_000)]
    data = streamed(rows)
    assert zipfile.ZipFile(BytesIO(data)).testzip() is None
    found = openpyxl.load_workbook(BytesIO(data), read_only=True)["Bảng"]
    first = layout.TABLE_FIRST_ROW
    assert [row[:3] for row in found.iter_rows(min_row=first, values_only=True)] == rows


def test_a_table_longer_than_a_sheet_says_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(f"U{at}", at, None) for at in range(9)]
    table = Table("BẢNG", "Cả nước.", COLUMNS, rows)
    assert fitting(table) is table
    monkeypatch.setattr(room, "LAST_ROW", layout.TABLE_FIRST_ROW + 2)
    short = fitting(table)
    assert list(short.rows) == rows[:3]
    assert short.last_row == layout.TABLE_FIRST_ROW + 2
    assert short.note == (
        "Cả nước. Sheet chỉ chứa được 3 dòng đầu; còn 6 dòng, xem ở ket-qua.json."
    )
