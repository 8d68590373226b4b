"""What our workbooks take from inside XlsxWriter is still there and still means the same."""

from __future__ import annotations

import inspect
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator.workbook import newbook

FORMULAS = {
    "=SUM(A1:A2)": 3,
    '=IF(A1="","",A1&"<")': "a<",
    "=IFERROR(VLOOKUP(A1,B:C,2,FALSE),0)": 0,
    "=ROUND(100*A1/A2,2)": 33.33,
    "=1/0": "#DIV/0!",
    "=1=1": True,
}
VALUES = ["text", "<&>", " spaced ", 0, 7, 2.5, Decimal("12.50"), date(2024, 3, 5), True]


def sheet_of(formulas: Mapping[str, object], kind: type[Worksheet] | None = None) -> str:
    target = BytesIO()
    with newbook.new_workbook(target) as workbook:
        sheet = workbook.add_worksheet("a", kind)
        for row, (formula, result) in enumerate(formulas.items()):
            sheet.write_formula(row, 0, formula, None, result)
    with zipfile.ZipFile(target) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("name", ["_prepare_formula", "_write_cell", "_xml_formula_element"])
def test_the_methods_replaced_take_the_same_parameters(name: str) -> None:
    ours, theirs = (
        list(inspect.signature(getattr(kind, name)).parameters)
        for kind in (newbook._Sheet, Worksheet)
    )
    assert ours == theirs


def test_formulas_and_results_are_stored_as_the_library_stores_them() -> None:
    assert sheet_of(FORMULAS) == sheet_of(FORMULAS, Worksheet)


def test_the_search_for_new_functions_is_left_out() -> None:
    formula = {"=UNIQUE(A1:A2)": 1}
    assert "_xlfn" in sheet_of(formula, Worksheet)
    assert ">UNIQUE(A1:A2)</f>" in sheet_of(formula)


def test_an_empty_result_is_an_empty_text() -> None:
    assert 't="str"><f>A1</f><v></v>' in sheet_of({"=A1": ""})


def test_cells_are_stored_as_the_library_stores_them() -> None:
    def sheet(kind: type[Worksheet] | None) -> str:
        target = BytesIO()
        with newbook.new_workbook(target) as workbook:
            made = workbook.add_worksheet("a", kind)
            look = workbook.add_format({"bold": True})
            made.set_row(3, 20, look)
            for row, value in enumerate(VALUES):
                made.write(row, 0, value, look)
                made.write(row, 1, value)
            made.write_blank(0, 2, None, look)
            for row, (formula, result) in enumerate(FORMULAS.items()):
                made.write_formula(row, 3, formula, look, result)
        with zipfile.ZipFile(target) as package:
            return package.read("xl/worksheets/sheet1.xml").decode()

    assert sheet(None) == sheet(Worksheet)


def test_a_workbook_kept_in_parts_has_the_parts_of_an_archive() -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet("ă").write(0, 0, "<&>")

    target, parts = BytesIO(), newbook.Unpacked()
    with newbook.new_workbook(target) as workbook:
        fill(workbook)
    with parts:
        fill(parts)
    with zipfile.ZipFile(target) as package:
        assert {name: package.read(name) for name in package.namelist()} == parts.parts
        assert package.namelist() == list(parts.parts)
