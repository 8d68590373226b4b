"""Edits of a workbook's bytes do what a person's edit in Excel would have done."""

from __future__ import annotations

import email
import email.policy
import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from aggregator.layout import Slot
from aggregator.samples import faults


@pytest.fixture(scope="module")
def workbook() -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    one, two = book.add_worksheet("Biểu 1"), book.add_worksheet("Nguồn")
    for row in range(10):
        one.write_number(row, 2, row + 1, bold)
    one.write_string(4, 1, "nhãn")
    one.write_formula(10, 2, "=SUM(C1:C10)+Nguồn!$C$8", None, 63)
    one.write_formula(0, 3, '=IF(C9="","B9.x",C3)', None, 3)
    one.data_validation("C4:C9", {"validate": "integer", "criteria": ">=", "value": "=C10"})
    one.conditional_format("C4:C9", {"type": "formula", "criteria": "=$C6>1", "format": bold})
    two.write_number(7, 2, 8)
    two.write_formula(0, 0, "='Biểu 1'!C6+C8", None, 14)
    two.write_url(1, 0, "internal:'Biểu 1'!C7")
    book.define_name("muc", "='Biểu 1'!$C$9")
    book.close()
    return out.getvalue()


def _open(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def test_text_is_typed_over_a_cell_and_its_look_stays(workbook: bytes) -> None:
    cell = _open(faults.type_text(workbook, Slot("Biểu 1", 3, 3), "ba & <b>"))["Biểu 1"]["C3"]
    assert (cell.value, cell.font.b) == ("ba & <b>", True)


def test_only_the_named_sheet_changes(workbook: bytes) -> None:
    before = zipfile.ZipFile(BytesIO(workbook))
    after = zipfile.ZipFile(BytesIO(faults.type_text(workbook, Slot("Nguồn", 8, 3), "tám")))
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet2.xml"]


def test_a_cell_that_is_not_there_cannot_be_typed_over(workbook: bytes) -> None:
    with pytest.raises(ValueError, match="no cell Z9"):
        faults.type_text(workbook, Slot("Biểu 1", 9, 26), "x")


def test_a_broken_reference_is_an_error_cell(workbook: bytes) -> None:
    cell = _open(faults.break_reference(workbook, Slot("Biểu 1", 2, 3)))["Biểu 1"]["C2"]
    assert (cell.value, cell.data_type) == ("=#REF!", "f")


def test_an_inserted_row_moves_what_lies_below_and_what_refers_to_it(workbook: bytes) -> None:
    book = _open(faults.insert_row(workbook, Slot("Biểu 1", 6, 2), "ghi chú"))
    one, two = book["Biểu 1"], book["Nguồn"]
    assert [one.cell(row, 3).value for row in range(1, 12)] == [1, 2, 3, 4, 5, None, 6, 7, 8, 9, 10]
    assert (one["B6"].value, one["B5"].value) == ("ghi chú", "nhãn")
    assert one["C12"].value == "=SUM(C1:C11)+Nguồn!$C$8"
    assert one["D1"].value == '=IF(C10="","B9.x",C3)'
    (rule,) = one.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("C4:C10", "C11")
    (zone,) = one.conditional_formatting
    assert (str(zone.sqref), zone.rules[0].formula) == ("C4:C10", ["$C7>1"])
    assert two["A1"].value == "='Biểu 1'!C7+C8"
    assert two["A2"].hyperlink.location == "'Biểu 1'!C8"
    assert book.defined_names["muc"].value == "'Biểu 1'!$C$10"


def test_a_file_cut_off_is_no_zip(workbook: bytes) -> None:
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(faults.cut_off(workbook)))


def test_a_box_is_the_same_bytes_each_time() -> None:
    members = {"a.xlsx": b"one", "b.xlsx": b"two"}
    assert faults.pack(members) == faults.pack(members)
    assert zipfile.ZipFile(BytesIO(faults.pack(members))).namelist() == list(members)


def test_a_letter_carries_its_files_and_its_date() -> None:
    members = {"a.xlsx": bytes(range(256)), "b.xlsx": b"two"}
    sent = "Thu, 04 Apr 2024 15:00:00 +0700"
    data = faults.mail(members, "Báo cáo quý I", "a@x.example", "b@x.example", sent)
    assert data == faults.mail(members, "Báo cáo quý I", "a@x.example", "b@x.example", sent)
    letter = email.message_from_bytes(data, policy=email.policy.default)
    assert (letter["Subject"], letter["Date"]) == ("Báo cáo quý I", sent)
    attached = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert attached == members
