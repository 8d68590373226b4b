"""What officers do to the looks of a workbook: nothing of it may change a number."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList

from tests.edits.made import Edit, cell_of, form_sheets


def edits() -> Iterator[Edit]:
    """Every edit of the looks."""
    yield Edit("protection removed", "same", "", "protection", _unprotect)
    yield Edit("protected with a password", "same", "", "protection", _protect)
    yield Edit("validations pasted over", "same", "", "validation", _no_validation)
    yield Edit("another validation set", "same", "", "validation", _validation)
    yield Edit("cells coloured", "same", "", "colour", _colour)
    yield Edit("another font", "same", "", "font", _font)
    yield Edit("conditional format added", "same", "", "conditional", _conditional)
    yield Edit("comment on a cell", "same", "", "comment", _comment)
    yield Edit("percent format on a count", "same", "", "format", _percent)
    yield Edit("text format on numbers", "same", "", "format", _text_format)
    yield Edit("print settings", "same", "", "print", _print)
    yield Edit("panes, zoom and filter", "same", "", "view", _view)
    yield Edit("rows and columns resized", "same", "", "size", _resize)
    yield Edit("link on a label", "same", "", "link", _link)


def _unprotect(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.protection.sheet = False


def _protect(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.protection.set_password("1234")
        sheet.protection.enable()


def _no_validation(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.data_validations = DataValidationList()


def _validation(book: Workbook) -> None:
    for sheet in form_sheets(book):
        rule = DataValidation(type="list", formula1='"1,2,3"')
        rule.add("C8:C20")
        sheet.add_data_validation(rule)


def _colour(book: Workbook) -> None:
    for code in ("B1.A", "B2.I", "N.le"):
        cell_of(book, code).fill = PatternFill("solid", fgColor="FFFF00")


def _font(book: Workbook) -> None:
    for code in ("B1.A", "B2.I", "N.le"):
        cell_of(book, code).font = Font(name=".VnTime", size=20, bold=True)


def _conditional(book: Workbook) -> None:
    rule = CellIsRule("greaterThan", ["5"], fill=PatternFill("solid", bgColor="FF0000"))
    for sheet in form_sheets(book):
        sheet.conditional_formatting.add("C8:C30", rule)


def _comment(book: Workbook) -> None:
    cell_of(book, "B1.A").comment = Comment("đã đối chiếu: 999", "văn thư")


def _percent(book: Workbook) -> None:
    cell_of(book, "B1.A").number_format = "0%"


def _text_format(book: Workbook) -> None:
    for code in ("B2.I.nu", "N.camtinh"):
        cell_of(book, code).number_format = "@"


def _print(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.page_setup.orientation = "landscape"
        sheet.print_area = "B2:G30"
        sheet.oddFooter.center.text = "Trang &P"


def _view(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.freeze_panes = "D9"
        sheet.sheet_view.zoomScale = 70
        sheet.auto_filter.ref = "B6:G20"


def _resize(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.column_dimensions["B"].width = 12
        sheet.row_dimensions[9].height = 60


def _link(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.cell(9, 2).hyperlink = "https://example.org/"
