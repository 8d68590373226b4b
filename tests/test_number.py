"""What a person typed: taken as it is, repaired with a record, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.typed.number import Typed, count, flag, mean


def text(typed: str) -> Cell:
    return Cell(State.TEXT, typed)


COUNTS = {
    "12": (12, "T102"),
    "0": (0, "T102"),
    "01": (1, "T102"),
    "'12": (12, "T102"),
    " 12 ": (12, "T102"),
    "12\u00a0": (12, "T102"),
    "\u200b12": (12, "T102"),
    "+12": (12, "T102"),
    "-5": (-5, "T102"),
    "−5": (-5, "T102"),
    "1 234": (1234, "T102"),
    "1\u00a0234": (1234, "T102"),
    "1\u202f234\u202f567": (1234567, "T102"),
    "1.234.567": (1234567, "T102"),
    "1,234,567": (1234567, "T102"),
    "12,0": (12, "T102"),
    "12.00": (12, "T102"),
    "1.234,0": (1234, "T102"),
    "1,234.00": (1234, "T102"),
    "12 đ/c": (12, "T108"),
    "12đ/c": (12, "T108"),
    "12 Đ/C.": (12, "T108"),
    "12 đồng chí": (12, "T108"),
    "12 người": (12, "T108"),
    "05 đảng viên": (5, "T108"),
    "0 đ/c": (0, "T108"),
    "１２": (12, "T109"),
    "-": (0, "T101"),
    "–": (0, "T101"),
    "—": (0, "T101"),
    "--": (0, "T101"),
    "không": (0, "T101"),
    "Không": (0, "T101"),
    "KHÔNG": (0, "T101"),
    "ko": (0, "T101"),
    "0 có": (0, "T101"),
    "không phát sinh": (0, "T101"),
    "": (None, "T111"),
    "   ": (None, "T111"),
    "\u00a0\n\t": (None, "T111"),
}
FAULTS = {
    "1.234": "V304",
    "1,234": "V304",
    "12.000": "V304",
    "1.234 người": "V304",
    "12,5": "V303",
    "12.5": "V303",
    "0,123": "V303",
    "0.123": "V303",
    "1234.567": "V303",
    "1.234,5": "V303",
    "12,5 đ/c": "V303",
    "x": "V304",
    "N/A": "V304",
    "1e3": "V304",
    "12%": "V304",
    "(12)": "V304",
    "0x10": "V304",
    "mười hai": "V304",
    "1 2 3": "V304",
    "1.23.456": "V304",
    "1.234,567.8": "V304",
    "12 (nữ 3)": "V304",
    "=1+1": "V304",
    "012345678901": "V308",
    "0912345678": "V308",
    "001 204 000 123": "V308",
    "123.456.789.012": "V308",
    "9" * 400: "V308",
}


@pytest.mark.parametrize("typed", COUNTS)
def test_a_count_typed_as_text(typed):
    assert count(text(typed)) == Typed(*COUNTS[typed])


@pytest.mark.parametrize("typed", FAULTS)
def test_a_text_that_is_no_count(typed):
    found = count(text(typed))
    assert (found.value, found.fault, found.repair) == (None, FAULTS[typed], "")
    assert found.message


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, Typed(None)),
        (Cell(State.NUMBER, 0), Typed(0)),
        (Cell(State.NUMBER, 12), Typed(12)),
        (Cell(State.NUMBER, -1), Typed(-1)),
        (Cell(State.NUMBER, 12, formula=True), Typed(12, "T110")),
        (Cell(State.TEXT, "12", formula=True), Typed(12, "T110")),
        (Cell(State.TEXT, "", formula=True), Typed(None, "T110")),
    ],
)
def test_a_count_that_is_taken(cell, expected):
    assert count(cell) == expected


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (Cell(State.NUMBER, Decimal("12.5")), "V303"),
        (Cell(State.NUMBER, Decimal("12.5"), formula=True), "V303"),
        (Cell(State.NUMBER, 10**11), "V308"),
        (Cell(State.BOOL, True), "V304"),
        (Cell(State.DATE, 44990), "V312"),
        (Cell(State.ERROR, "#REF!"), "V305"),
        (Cell(State.ERROR, "#DIV/0!", formula=True), "V305"),
        (Cell(State.UNCALCULATED, "", formula=True), "V306"),
    ],
)
def test_a_cell_that_is_no_count(cell, fault):
    found = count(cell)
    assert (found.value, found.fault) == (None, fault)


def test_messages_say_what_stands_there() -> None:
    assert "“N/A”" in count(text("N/A")).message
    assert "12,5" in count(Cell(State.NUMBER, Decimal("12.5"))).message
    assert "#REF!" in count(Cell(State.ERROR, "#REF!")).message
    both = count(text("1.234")).message
    assert "1234" in both
    assert "1,234" in both
    assert "\\u0007" in count(text("a\x07")).message
    assert len(count(text("a" * 999)).message) < 90


@pytest.mark.parametrize(
    "private",
    ["Nguyễn Văn An", "TRẦN THỊ BÌNH", "nguyễn văn an", "15/03/1980", "5.3.1980", "1980-03-15",
     "001204000123", "CCCD 001204000", "Lê Văn Cường 1990", "Lo\u031b\u0300 A",
     "TRAN THI THU", "thạch sa thử", "mùa a dế", "le van cuong"],
)  # fmt: skip
def test_personal_data_is_never_repeated(private):
    message = count(text(private)).message
    assert "không nhắc lại" in message
    assert max(private.split(), key=len) not in message


@pytest.mark.parametrize(
    ("typed", "value", "repair", "fault"),
    [
        ("27,5", Decimal("27.5"), "T102", ""),
        ("27.5", Decimal("27.5"), "T102", ""),
        ("27,5 tuổi", Decimal("27.5"), "T108", ""),
        ("27", Decimal(27), "T102", ""),
        ("1.234", None, "", "V304"),
        ("trẻ", None, "", "V304"),
        ("-", Decimal(0), "T101", ""),
    ],
)
def test_means(typed, value, repair, fault):
    found = mean(text(typed))
    assert (found.value, found.repair, found.fault) == (value, repair, fault)


def test_a_mean_is_exact() -> None:
    assert mean(Cell(State.NUMBER, Decimal("27.35"))).value == Decimal("27.35")
    assert mean(Cell(State.NUMBER, 27)).value == Decimal(27)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, Typed(None)),
        (text("có"), Typed(1)),
        (text("Có"), Typed(1)),
        (text("co\u0301"), Typed(1)),
        (text("không"), Typed(0)),
        (text(" KHÔNG "), Typed(0)),
        (text("x"), Typed(1, "T102")),
        (text("yes"), Typed(1, "T102")),
        (text("ko"), Typed(0, "T102")),
        (text("-"), Typed(0, "T101")),
        (text("  "), Typed(None, "T111")),
        (Cell(State.BOOL, True), Typed(1, "T102")),
        (Cell(State.NUMBER, 0), Typed(0, "T102")),
        (Cell(State.TEXT, "có", formula=True), Typed(1, "T110")),
    ],
)
def test_flags(cell, expected):
    assert flag(cell) == expected


@pytest.mark.parametrize("cell", [text("có lẽ"), Cell(State.NUMBER, 3), Cell(State.DATE, 3)])
def test_a_flag_that_is_neither(cell):
    assert flag(cell).fault == "V307"


@given(st.integers(0, 10**8))
def test_whatever_notation_an_integer_is_typed_in_it_is_itself_or_a_finding(number):
    plain = f"{number}"
    for typed in (
        plain,
        f"{number:,}".replace(",", " "),
        f"{number:,}",
        f"{number:,}".replace(",", "."),
    ):
        found = count(text(typed))
        assert found.value == number or found.fault == "V304"
    assert count(text(plain)).value == number


@given(st.text())
def test_any_text_gives_one_answer(typed):
    for read in (count, mean, flag):
        found = read(text(typed))
        assert not (found.fault and found.value is not None)
        assert (found.fault != "") == (found.message != "")
