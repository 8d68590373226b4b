"""What officers do to sheets, rows, columns and labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from copy import copy
from functools import partial

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.edits.made import Edit, cell_of, column_of, form_sheets, label_of, row_of, sheet_with

_TCVN3 = {"Nữ": "N÷", "Sinh viên": "Sinh viªn", "Học sinh": "Häc sinh"}
_VNI = {"Nữ": "Nöõ", "Sinh viên": "Sinh vieân", "Học sinh": "Hoïc sinh"}


_SHIFTED = (
    "S231 I2 I4 I6.nghe I6.tuoi I6.hocvan I7.cm I15.xoaten T101 V301 V302 V303 V306 V307 V310 V311"
)
"""What numbers say that stand in the rows of others."""


def edits() -> Iterator[Edit]:
    """Every edit of the structure."""
    yield from _sheets()
    yield from _rows()
    yield from _columns()
    yield from _labels()


def _sheets() -> Iterator[Edit]:
    rename = partial(_rename, "B1.A")
    yield Edit("sheet renamed", "repaired", "T106", "titles", partial(rename, "Bieu 1 (2)"))
    yield Edit("sheet named Sheet1", "repaired", "T106", "titles", partial(rename, "Sheet1"))
    yield Edit("sheet names exchanged", "repaired", "T106", "titles", _exchange_names)
    yield Edit("sheets in another order", "same", "", "order", _reorder)
    yield Edit("form sheet hidden", "same", "", "order", _hide_sheet)
    yield Edit("hidden sheets shown", "same", "", "carriers", _show_all)
    for title, codes in (("Bìa", "T114"), ("Hướng dẫn", ""), ("_danh_muc", "")):
        expected = "repaired" if codes else "same"
        touches = "cover titles" if title == "Bìa" else title
        yield Edit(f"sheet {title} deleted", expected, codes, touches, partial(_drop, title))
    yield Edit("form sheet deleted", "found", "S207", "titles rows columns", _drop_form)
    yield Edit("sheet copied", "repaired", "T113", "titles rows columns", _copy)
    yield Edit("sheet copied, the copy filled in", "found", "S218", "titles", _copy_filled)
    yield Edit("empty sheet added", "same", "", "extra", lambda book: book.create_sheet("Sheet1"))
    yield Edit("sheet with notes added", "same", "", "extra", _notes_sheet)
    yield Edit("list of persons added", "found", "R108", "extra", _persons)


def _rows() -> Iterator[Edit]:
    at = partial(_insert_row, "B1.B2a")
    yield Edit("row inserted", "repaired", "T104", "rows", at)
    yield Edit("rows inserted at the top", "repaired", "T104", "rows", _insert_top)
    yield Edit("row with a number inserted", "repaired", "T104 S231", "rows", _insert_numbers)
    yield Edit("heading row deleted", "repaired", "T104", "rows", _delete_heading)
    yield Edit("row deleted", "found", "S208 T104", "rows", _delete_row)
    yield Edit("rows sorted, codes along", "repaired", "T104", "rows", partial(_reverse, 1))
    yield Edit("rows sorted, codes left", "found", "S209 T104", "rows labels", partial(_reverse, 2))
    for code, start in (("V302", "B1.B1"), ("V302", "B2.I"), ("V307", "N.camtinh")):
        name = f"cells shifted down from {start}"
        yield Edit(name, "found", f"{code} {_SHIFTED}", "rows columns", partial(_shift, start, 1))
    for code, start in (("V306", "B1.A"), ("V306", "B2.I"), ("V306", "N.camtinh")):
        name = f"cells shifted up to {start}"
        yield Edit(name, "found", f"{code} {_SHIFTED}", "rows columns", partial(_shift, start, -1))
    yield Edit("code typed over", "found", "S208 T104", "rows columns", _retype_code)
    yield Edit("row copied below", "found", "S208 T104", "rows", _duplicate)
    yield Edit("rows hidden", "same", "", "looks", _hide_rows)
    yield Edit("number beyond the form", "warned", "S231", "beyond", _beyond)
    yield Edit("total typed below the form", "warned", "S231", "beyond", _below)
    yield Edit("inputs merged downward", "found", "S219", "B1.B2a B1.B2b rows columns", _merge_down)
    yield Edit("label merged with its number", "found", "S219 V302", "rows columns", _merge_label)
    yield Edit("number merged with the sum beside", "same", "", "rows columns", _merge_right)
    yield Edit("title merged", "same", "", "rows columns", _merge_title)


def _columns() -> Iterator[Edit]:
    before = partial(_insert_column, "ky")
    yield Edit("column inserted before the numbers", "repaired", "T104 T103", "columns", before)
    after = partial(_insert_column, "cung_ky")
    yield Edit("column inserted between", "repaired", "T104", "columns", after)
    yield Edit("sum column deleted", "repaired", "T104", "columns", partial(_cut, "luy_ke"))
    yield Edit("percentage column deleted", "repaired", "T104", "columns", partial(_cut, "ty_le"))
    yield Edit("period column deleted", "found", "S208 T104", "columns", partial(_cut, "ky"))
    yield Edit(
        "last year's column deleted", "found", "S208 T104", "columns", partial(_cut, "cung_ky")
    )
    yield Edit("carried column deleted", "found", "S208 V314", "columns", partial(_cut, "_truoc"))
    yield Edit("columns exchanged, codes along", "repaired", "T104", "columns", _exchange_columns)
    yield Edit("headers exchanged", "found", "S209", "columns", _exchange_headers)
    yield Edit("code column deleted", "found", "S207", "columns rows titles", _no_codes)
    yield Edit("code row deleted", "found", "S208 T104 V314", "columns rows", _no_code_row)
    yield Edit("code row and column shown", "same", "", "looks", _show_codes)
    yield Edit("column with notes added", "same", "", "beyond", _notes_column)
    yield Edit("column hidden", "same", "", "looks", _hide_column)


def _labels() -> Iterator[Edit]:
    yield Edit("label edited", "repaired", "T103", "labels", partial(_label, "B2.I.nu", "Nữ giới"))
    yield Edit("label deleted", "repaired", "T103", "labels", partial(_label, "B2.I.nu", None))
    yield Edit("label spaced and in capitals", "same", "", "labels", _capitals)
    yield Edit("labels decomposed", "same", "", "labels", _decompose)
    yield Edit("label with old tone marks", "same", "", "labels", _old_tones)
    for name, font, words in (("TCVN3", ".VnTime", _TCVN3), ("VNI", "VNI-Times", _VNI)):
        edit = partial(_encode, font, words)
        yield Edit(f"labels in {name}", "repaired", "T112", "labels", edit)
    swapped = partial(_encode, ".VnTime", {"Sinh viên": "Häc sinh", "Học sinh": "Sinh viªn"})
    yield Edit("labels exchanged, in TCVN3", "found", "S209", "labels", swapped)
    yield Edit("labels exchanged", "found", "S209", "labels", _exchange_labels)
    yield Edit("label copied over another", "found", "S209", "labels", _copy_label)


def _rename(code: str, title: str, book: Workbook) -> None:
    sheet_with(book, code).title = title


def _exchange_names(book: Workbook) -> None:
    one, two = sheet_with(book, "B1.A"), sheet_with(book, "N.le")
    one.title, two.title = "tạm", "Biểu 1"
    one.title = "Nguồn"


def _reorder(book: Workbook) -> None:
    book.move_sheet(sheet_with(book, "N.le"), -3)


def _hide_sheet(book: Workbook) -> None:
    sheet_with(book, "N.le").sheet_state = "hidden"


def _show_all(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.sheet_state = "visible"


def _drop(title: str, book: Workbook) -> None:
    del book[title]


def _drop_form(book: Workbook) -> None:
    book.remove(sheet_with(book, "N.le"))


def _copy(book: Workbook) -> Worksheet:
    return book.copy_worksheet(sheet_with(book, "N.le"))


def _copy_filled(book: Workbook) -> None:
    made = _copy(book)
    made.cell(row_of(made, "N.le"), column_of(made, "ky")).value = 99


def _notes_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Ghi chú")
    sheet.append(["Số đã đối chiếu với sổ", 7])


def _persons(book: Workbook) -> None:
    sheet = book.create_sheet("Danh sách")
    sheet.append(["Họ và tên", "Ngày sinh", "Quê quán"])


def _insert_row(code: str, book: Workbook) -> None:
    sheet = sheet_with(book, code)
    _without_merges(sheet).insert_rows(row_of(sheet, code))


def _insert_top(book: Workbook) -> None:
    for sheet in form_sheets(book):
        _without_merges(sheet).insert_rows(2, 2)


def _insert_numbers(book: Workbook) -> None:
    sheet = sheet_with(book, "B2.I.nu")
    row = row_of(sheet, "B2.I.nu") + 1
    _without_merges(sheet).insert_rows(row)
    sheet.cell(row, column_of(sheet, "ky") - 1).value = "Trong đó: nữ trẻ"
    sheet.cell(row, column_of(sheet, "ky")).value = 3


def _delete_heading(book: Workbook) -> None:
    sheet = sheet_with(book, "B2.I.nu")
    _without_merges(sheet).delete_rows(row_of(sheet, "B2.I.nu") - 1)


def _delete_row(book: Workbook) -> None:
    sheet = sheet_with(book, "B1.C2")
    _without_merges(sheet).delete_rows(row_of(sheet, "B1.C2"))


def _without_merges(sheet: Worksheet) -> Worksheet:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    return sheet


def _reverse(first_column: int, book: Workbook) -> None:
    """The occupations in the opposite order, from a column on to the right."""
    sheet = sheet_with(book, "B2.1.nong")
    start = column_of(sheet, "ky") - 3 + first_column
    rows = range(row_of(sheet, "B2.1.nong"), row_of(sheet, "B2.1.khac") + 1)
    block = [[sheet.cell(r, c).value for c in range(start, 9)] for r in rows]
    for row, values in zip(rows, reversed(block), strict=True):
        for column, value in enumerate(values, start):
            sheet.cell(row, column).value = value


def _shift(start: str, step: int, book: Workbook) -> None:
    """The cells of the period moved by a row, nothing else."""
    sheet = sheet_with(book, start)
    first, column = row_of(sheet, start), column_of(sheet, "ky")
    rows = range(first, sheet.max_row + 1)
    values = {row: sheet.cell(row, column).value for row in rows}
    for row in rows:
        sheet.cell(row, column).value = values.get(row - step)


def _retype_code(book: Workbook) -> None:
    sheet = sheet_with(book, "B1.C1")
    sheet.cell(row_of(sheet, "B1.C1"), column_of(sheet, "ky") - 2).value = "B1.C2"


def _duplicate(book: Workbook) -> None:
    sheet = sheet_with(book, "B1.C2")
    row = row_of(sheet, "B1.C2")
    _without_merges(sheet).insert_rows(row)
    for column in range(1, 9):
        sheet.cell(row, column).value = sheet.cell(row + 1, column).value


def _hide_rows(book: Workbook) -> None:
    sheet = sheet_with(book, "B2.I.nu")
    for row in range(10, 20):
        sheet.row_dimensions[row].hidden = True


def _beyond(book: Workbook) -> None:
    sheet_with(book, "B1.A").cell(60, 12).value = 999


def _below(book: Workbook) -> None:
    sheet = sheet_with(book, "N.le")
    sheet.cell(sheet.max_row + 2, column_of(sheet, "ky") - 1).value = "Cộng"
    sheet.cell(sheet.max_row, column_of(sheet, "ky")).value = 77


def _merge(book: Workbook, first: tuple[int, int], last: tuple[int, int], code: str) -> None:
    """As a spreadsheet program merges: only the first cell keeps its content."""
    sheet_with(book, code).merge_cells(
        start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1]
    )


def _merge_down(book: Workbook) -> None:
    one, two = cell_of(book, "B1.B2a"), cell_of(book, "B1.B2b")
    _merge(book, (one.row, one.column), (two.row, two.column), "B1.B2a")


def _merge_label(book: Workbook) -> None:
    at = cell_of(book, "B1.C1")
    _merge(book, (at.row, at.column - 1), (at.row, at.column), "B1.C1")


def _merge_right(book: Workbook) -> None:
    at = cell_of(book, "B1.C1")
    _merge(book, (at.row, at.column), (at.row, at.column + 1), "B1.C1")


def _merge_title(book: Workbook) -> None:
    _merge(book, (5, 2), (5, 7), "N.le")


def _insert_column(code: str, book: Workbook) -> None:
    sheet = sheet_with(book, "B1.A")
    _without_merges(sheet).insert_cols(column_of(sheet, code))


def _cut(code: str, book: Workbook) -> None:
    for sheet in form_sheets(book):
        _without_merges(sheet).delete_cols(column_of(sheet, code))


def _exchange_columns(book: Workbook) -> None:
    sheet = _without_merges(sheet_with(book, "B1.A"))
    _swap_columns(sheet, range(1, sheet.max_row + 1))


def _exchange_headers(book: Workbook) -> None:
    sheet = sheet_with(book, "B1.A")
    _swap_columns(sheet, range(2, row_of(sheet, "B1.A")))


def _swap_columns(sheet: Worksheet, rows: range) -> None:
    ky, last_year = column_of(sheet, "ky"), column_of(sheet, "cung_ky")
    for row in rows:
        one, two = sheet.cell(row, ky), sheet.cell(row, last_year)
        if "MergedCell" not in (type(one).__name__, type(two).__name__):
            one.value, two.value = two.value, one.value


def _no_codes(book: Workbook) -> None:
    _without_merges(sheet_with(book, "B1.A")).delete_cols(1)


def _no_code_row(book: Workbook) -> None:
    _without_merges(sheet_with(book, "B1.A")).delete_rows(1)


def _show_codes(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.column_dimensions["A"].hidden = False
        sheet.row_dimensions[1].hidden = False


def _notes_column(book: Workbook) -> None:
    for sheet in form_sheets(book):
        sheet.cell(6, 10).value = "Ghi chú"
        sheet.cell(10, 10).value = "xem lại 12"


def _hide_column(book: Workbook) -> None:
    sheet_with(book, "B1.A").column_dimensions["E"].hidden = True


def _label(code: str, text: str | None, book: Workbook) -> None:
    label_of(book, code).value = text


def _each_label(change: Callable[[str], str], book: Workbook) -> None:
    for sheet in form_sheets(book):
        labels = column_of(sheet, "ky") - 1
        for row in range(8, sheet.max_row + 1):
            if isinstance(sheet.cell(row, labels).value, str):
                sheet.cell(row, labels).value = change(str(sheet.cell(row, labels).value))


def _capitals(book: Workbook) -> None:
    _each_label(lambda text: f"  {text.upper().replace(' ', '  ')} ", book)


def _decompose(book: Workbook) -> None:
    _each_label(lambda text: unicodedata.normalize("NFD", text), book)


def _old_tones(book: Workbook) -> None:
    _each_label(lambda text: text.replace("hóa", "hoá").replace("Xóa", "Xoá"), book)


def _encode(font: str, words: dict[str, str], book: Workbook) -> None:
    for code, label in (("B2.I.nu", "Nữ"), ("B2.1.sv", "Sinh viên"), ("B2.1.hs", "Học sinh")):
        if label in words:
            cell = label_of(book, code)
            look = copy(cell.font)
            look.name = font
            cell.value, cell.font = words[label], look


def _exchange_labels(book: Workbook) -> None:
    one, two = label_of(book, "B2.1.sv"), label_of(book, "B2.1.hs")
    one.value, two.value = two.value, one.value


def _copy_label(book: Workbook) -> None:
    label_of(book, "B1.C1").value = label_of(book, "B1.C2").value
