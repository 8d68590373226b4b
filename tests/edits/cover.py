"""What officers do to the cover: the sending, the tick, the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from openpyxl.workbook import Workbook

from tests.edits.made import BLANK, Edit

_ZEROED = {f"{BLANK}/{column}": 0 for column in ("ky", "cung_ky", "_truoc")}


def edits() -> Iterator[Edit]:
    """Every edit of the cover."""
    for text, expected, code in (
        (2, "same", ""),
        (" 2 ", "same", "T102"),
        ("lần 2", "repaired", "T108"),
        ("Lần thứ 3", "repaired", "T108"),
        (None, "same", ""),
        ("hai", "found", "V304"),
        ("2 hoặc 3", "found", "V304"),
    ):
        yield _slot(f"revision typed as “{text}”", "revision", text, expected, code)
    yield _slot("ticked nothing, though numbers stand", "nothing", "có", "repaired", "T107", True)
    yield _slot("ticked nothing with a cross", "nothing", "x", "repaired", "T107 T102", True)
    yield _slot("tick in words", "nothing", "chắc là không", "found", "V307")
    yield _slot("tick deleted", "nothing", None, "same")
    yield _slot("unit's name typed over", "name", "Chi bộ Khu phố Một", "same")
    yield _slot("period typed over", "period", "2024-Q4", "found", "S223")
    yield _slot("period typed over in words", "period", "Quý III năm 2024", "found", "S223")
    yield _slot("unit typed over", "unit", "A.2", "found", "S223")
    yield _slot("plan typed over", "plan", "KH khác", "found", "S223")
    yield _slot("unit emptied", "unit", None, "same")
    yield _slot("quota typed over", "quota", "3", "same")
    yield Edit("cover sheet renamed", "same", "T114 T106", "cover titles", _rename)
    yield Edit("row put into the cover", "same", "", "cover", _insert)


def _slot(
    name: str, key: str, value: object, expected: str, codes: str = "", zeroes: bool = False
) -> Edit:
    means = _ZEROED if zeroes else {}
    touches = f"cover {BLANK}" if zeroes else "cover"
    return Edit(name, expected, codes, touches, partial(_put, key, value), means=means)


def _put(key: str, value: object, book: Workbook) -> None:
    sheet = book["Bìa"]
    row = next(row for row in range(1, 30) if sheet.cell(row, 1).value == key)
    sheet.cell(row, 3).value = value


def _rename(book: Workbook) -> None:
    book["Bìa"].title = "Bia (2)"


def _insert(book: Workbook) -> None:
    book["Bìa"].insert_rows(3)
