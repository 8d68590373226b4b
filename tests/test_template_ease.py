"""What makes a template easy to fill in: each a promise that a careless change would break."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest

from aggregator import layout
from aggregator.model import CARRIED, Method
from aggregator.workbook.template import master
from aggregator.workbook.template.content import Filling
from tests.fillings import FORM, blank, dump

SCREEN = 1366
AROUND = 50
"""Points of a screen that row numbers and the scroll bar take."""
DIGIT = 8
"""Points of a digit of Times New Roman 12, by which widths are counted."""
LATER = master.build(FORM, blank("2024-Q2"))
NEWER = re.compile(
    r"\b(XLOOKUP|IFS|SWITCH|CONCAT|TEXTJOIN|MAXIFS|MINIFS|FILTER|SORT|UNIQUE|SEQUENCE|LET|LAMBDA|"
    r"ISFORMULA|UNICHAR|NUMBERVALUE|IFNA|SHEET|DAYS|XOR)\("
)
"""What came after Excel 2010."""
VOLATILE = re.compile(r"\b(INDIRECT|OFFSET|NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO)\(")


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(LATER))


@pytest.fixture(scope="module")
def forms(book):
    return [book[sheet.title] for sheet in FORM.sheets]


def test_formulas_are_known_to_excel_2010_and_rest_when_nothing_changes() -> None:
    for title, cells in dump(LATER).items():
        for at, held in cells.items():
            assert not NEWER.search(held.formula), f"{title}!{at}"
            assert not VOLATILE.search(held.formula), f"{title}!{at}"
            assert len(held.formula) < 8192


def test_nothing_needs_a_wide_screen(book) -> None:
    for sheet in book:
        if sheet.sheet_state == "visible":
            shown = [c for c in sheet.column_dimensions.values() if not c.hidden and c.width]
            width = sum(c.width * (c.max - c.min + 1) for c in shown)
            assert width * DIGIT <= SCREEN - AROUND, sheet.title
            assert sheet.sheet_view.zoomScale in (None, 100)


def test_the_cursor_waits_in_the_first_input_below_a_heading_that_stays(forms) -> None:
    for form_sheet, sheet in zip(FORM.sheets, forms, strict=True):
        first = sheet.sheet_view.selection[-1].activeCell
        assert not sheet[first].protection.locked
        assert sheet.cell(sheet[first].row, 1).value == form_sheet.indicators[0].code
        assert sheet.freeze_panes == f"C{layout.FIRST_ROW}"


def test_paper(book, forms) -> None:
    for sheet in book:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
            most_pages = 1 if sheet.title == layout.COVER_SHEET else 0
            assert (1 if (high := sheet.page_setup.fitToHeight) is None else high) == most_pages
            assert "&P/&N" in sheet.oddFooter.center.text.replace("&[Page]", "&P")
            assert not sheet.merged_cells.ranges
    for sheet in forms:
        assert sheet.print_title_rows == f"${layout.HEADER_ROW}:${layout.NUMBER_ROW}"
        printed = sheet.print_area.split("!")[-1].replace("$", "")
        last = sheet[printed.partition(":")[2]]
        words = [cell.value for row in sheet[printed] for cell in row]
        assert "NGƯỜI LẬP BIỂU" in words
        assert "T/M CẤP ỦY" in words
        assert last.column < layout.MARK_COLUMN


def test_every_input_says_in_a_few_words_what_goes_in(forms) -> None:
    for form_sheet, sheet in zip(FORM.sheets, forms, strict=True):
        rules = sheet.data_validations.dataValidation
        assert all(0 < len(rule.prompt) <= 80 and rule.error for rule in rules)
        for row in layout.rows(form_sheet):
            if row.indicator and row.indicator.input:
                cell = sheet.cell(row.row, layout.COLUMN_OF["ky"])
                assert any(cell.coordinate in rule.sqref for rule in rules), cell.coordinate


def test_last_period_and_last_year_stand_beside_the_input(forms) -> None:
    for sheet in forms:
        codes = [sheet.cell(layout.CODE_ROW, column).value for column in range(3, 10)]
        assert codes == ["ky", "luy_ke", "cung_ky", "ty_le", CARRIED, None, layout.NOTE_CODE]
        assert not sheet.column_dimensions["G"].hidden


def test_a_note_for_every_row_and_none_in_a_summary() -> None:
    filling = blank("2024-Q2", "summary")
    summary = openpyxl.load_workbook(
        BytesIO(master.build(FORM, Filling(filling.meta, {}, filling.submission)))
    )
    template = openpyxl.load_workbook(BytesIO(LATER))
    for form_sheet in FORM.sheets:
        for row in layout.rows(form_sheet):
            of_template, of_summary = (
                book[form_sheet.title].cell(row.row, layout.NOTE_COLUMN)
                for book in (template, summary)
            )
            assert of_template.protection.locked == (row.indicator is None)
            assert of_summary.protection.locked


def test_each_state_is_said_in_words_beside_its_colour() -> None:
    cells = dump(LATER)
    for form_sheet in FORM.sheets:
        for row in layout.rows(form_sheet):
            if row.indicator and row.indicator.input and row.indicator.method is not Method.MEAN:
                mark = layout.Slot(form_sheet.title, row.row, layout.MARK_COLUMN)
                assert str(cells[form_sheet.title][mark.cell].value).startswith(
                    ("Chưa ghi", "Lỗi: thiếu số bắt buộc")
                )


def test_nothing_that_is_shown_is_wider_than_its_column(forms) -> None:
    """Numbers of a province fit; a label has the lines that it takes."""
    for sheet in forms:
        for letter in "CDEFG":
            assert sheet.column_dimensions[letter].width >= len("100.000.0")
