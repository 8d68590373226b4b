"""Notes and numbers beside the form: told where they stand, counted nowhere, repeated never."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from aggregator.workbook.marking.findings_list import FINDINGS_SHEET
from tests.offices import (
    admitted,
    aggregate,
    assert_kept_nowhere,
    fates,
    fill,
    office,
    resaved_by_libreoffice,
    small_plan,
    templates,
    unit,
)
from tests.system import soffice
from xl_addin import snapshot

Book = openpyxl.Workbook
Told = list[tuple[str, str, str]]
NAMED = "đ/c Nguyễn Văn Thử chuyển đi"


def _put(**cells: object) -> Callable[[Book], None]:
    def put(book: Book) -> None:
        for address, value in cells.items():
            book["Nguồn"][address] = value

    return put


def _row_put_in(book: Book) -> None:
    book["Nguồn"].insert_rows(12)
    _put(C12=8, I14="đã đối chiếu")(book)


def _column_put_in(book: Book) -> None:
    book["Nguồn"].insert_cols(4)
    _put(D12=8, J14="đã đối chiếu")(book)


BESIDE: dict[str, tuple[Callable[[Book], None], Told]] = {
    "a note": (_put(I10=NAMED), [("S230", "Nguồn", "I10")]),
    "a number as a note": (_put(I10=5), [("S230", "Nguồn", "I10")]),
    "two notes": (_put(I10="a", I11="b"), [("S230", "Nguồn", "I10"), ("S230", "Nguồn", "I11")]),
    "a number right of the form": (_put(M10=7), [("S231", "Nguồn", "M10")]),
    "a number above the rows, on the right": (_put(M3=7), [("S231", "Nguồn", "M3")]),
    "words right of the form": (_put(M10="xem sau"), [("S230", "Nguồn", "M10")]),
    "a number below": (_put(C60=7), [("S231", "Nguồn", "C60")]),
    "a number beside a heading": (_put(C8=7), [("S231", "Nguồn", "C8")]),
    "a row put in": (_row_put_in, [("S231", "Nguồn", "C12"), ("S230", "Nguồn", "I14")]),
    "a column put in": (_column_put_in, [("S231", "Nguồn", "D12"), ("S230", "Nguồn", "J14")]),
    "nothing but spaces": (_put(I10="   "), []),
    "a sum of one's own": (_put(M10="=SUM(C10:C12)"), []),
    "nothing": (_put(), []),
}


def returned(home, change: Callable[[Book], None]) -> bytes:
    blank = templates(small_plan(), home)["C"]
    book = openpyxl.load_workbook(io.BytesIO(fill(blank, admitted(3))))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def told(outcome: dict) -> Told:
    return [
        (each["code"], each["sheet"], cell)
        for each in outcome["findings"]
        if each["code"] in ("S230", "S231")
        for cell in [each["cell"], *(["I11"] if "1 ô khác: I11" in each["message"] else [])]
    ]


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_the_form_is_told_and_not_counted(tmp_path, name) -> None:
    change, wanted = BESIDE[name]
    outcome = aggregate(office(tmp_path, {"C.xlsx": returned(tmp_path, change)}))
    assert sorted(told(outcome)) == sorted(wanted)
    assert fates(outcome)["C.xlsx"] == ("counted", None)
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 3


def test_a_note_is_told_by_its_row_and_kept_nowhere(tmp_path) -> None:
    folder = office(tmp_path, {"C.xlsx": returned(tmp_path, _put(I10=NAMED))})
    [note] = [each for each in aggregate(folder)["findings"] if each["code"] == "S230"]
    assert note["severity"] == "info"
    assert "Cảm tình" in note["message"] or "cảm tình" in note["message"]
    assert_kept_nowhere(tmp_path, folder, NAMED)
    assert_kept_nowhere(tmp_path, folder, "Nguyễn Văn Thử")


def test_many_notes_are_not_all_looked_at(tmp_path) -> None:
    many = _put(**{f"M{row}": row for row in range(1, 400)})
    outcome = aggregate(office(tmp_path, {"C.xlsx": returned(tmp_path, many)}))
    [number] = [each for each in outcome["findings"] if each["code"] == "S231"]
    assert number["cell"] == "M1"


def _sheet_put_in(title: str, hidden: str = "visible", *values: object) -> Callable[[Book], None]:
    def put(book: Book) -> None:
        sheet = book.create_sheet(title)
        sheet.sheet_state = hidden
        sheet.append(values)

    return put


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (_sheet_put_in("Nháp", "visible", 1, 2), ["Nháp"]),
        (_sheet_put_in("Nháp", "hidden", "x"), ["Nháp"]),
        (_sheet_put_in("Nháp", "veryHidden", "x"), []),
        (_sheet_put_in("Nháp"), []),
        (_sheet_put_in(FINDINGS_SHEET, "visible", "x"), []),
        (_sheet_put_in(snapshot.PANEL_SHEET, "visible", "x"), []),
    ],
)
def test_a_sheet_put_in_is_told(tmp_path, change, wanted) -> None:
    outcome = aggregate(office(tmp_path, {"C.xlsx": returned(tmp_path, change)}))
    found = [each["sheet"] for each in outcome["findings"] if each["code"] == "S232"]
    assert found == wanted


def test_a_summary_holds_nothing_but_what_is_read(tmp_path) -> None:
    filled = fill(templates(small_plan(), tmp_path)["A.1"], admitted(1))
    folder = office(tmp_path, {"A.1.xlsx": filled})
    aggregate(folder, "--unit", "A")
    (summary,) = (folder / "tong-hop").glob("tong-hop_*.xlsx")
    (tmp_path / "above").mkdir()
    above = office(tmp_path / "above", {"A.xlsx": summary.read_bytes()})
    codes = {each["code"] for each in aggregate(above)["findings"]}
    assert not codes & {"S230", "S231", "S232"}


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_another_program_that_saves_a_return_puts_nothing_beside_it(tmp_path, ending) -> None:
    made = resaved_by_libreoffice(soffice(), returned(tmp_path, _put(I10="x")), tmp_path, ending)
    outcome = aggregate(office(tmp_path, {f"C.{ending}": made}))
    assert told(outcome) == [("S230", "Nguồn", "I10")]
