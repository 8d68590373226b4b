"""What our workbooks take from inside XlsxWriter is still there and still means the same."""

from __future__ import annotations

import inspect
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from xlsxwriter.worksheet import Worksheet

from aggregator.workbook import newbook

FORMULAS = {
    "=SUM(A1:A2)": 3,
    '=IF(A1="","",A1&"<")': "a<",
    "=IFERROR(VLOOKUP(A1,B:C,2,FALSE),0)": 0,
    "=ROUND(100*A1/A2,2)": 33.33,
}


def sheet_of(formulas: Mapping[str, object], kind: type[Worksheet] | None = None) -> str:
    target = BytesIO()
    with newbook.new_workbook(target) as workbook:
        sheet = workbook.add_worksheet("a", kind)
        for row, (formula, result) in enumerate(formulas.items()):
            sheet.write_formula(row, 0, formula, None, result)
    with zipfile.ZipFile(target) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("name", ["_prepare_formula", "_xml_formula_element"])
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
