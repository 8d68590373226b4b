"""The return that is edited, how an edit is declared, and how it finds its cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from aggregator.model import Number
from tests import offices

UNIT = "A.1"
PERIOD = "2024-Q2"
PLAN = offices.small_plan()
BLANK = "B2.4.ths"
"""An indicator that the untouched return leaves blank in every column."""

_KNOWN = """
B1.A 40 B1.B1 7 B1.B2a 3 B1.B2b 2 B1.B2c 1 B1.B3 1 B1.C1 2 B1.C2 1 B1.C3 2 B1.C3d 1 B1.C4 1
B1.C5a 4 B1.C5b 5 B1.C5c 6 B2.I 7 B2.I.nu 4 B2.I.dtts 2 B2.I.tongiao 1 B2.I.doanvien 5
B2.I.ketnaplai 1 B2.1.ccxa 1 B2.1.vccl 2 B2.1.dn1 1 B2.1.dn3 1 B2.1.nong 1 B2.1.khac 1
B2.2.18_30 4 B2.2.31_35 2 B2.2.36_40 1 B2.3.thcs 2 B2.3.thpt 5 B2.4.tc 2 B2.4.cd 1 B2.4.dh 1
N.gioithieu 9 N.camtinh 12 N.boiduong 8 N.gcn 7 N.hoso_tham_tra 3 N.hoso_gui 6 N.quyetdinh 7
N.le 7 DB.dau 8 DB.den 1 DB.chinhthuc 5 DB.xoaten 1 DB.di 1
"""
_WORDS = _KNOWN.split()
COUNTS: Mapping[str, int] = {
    **{code: 0 for code in offices.ZERO if code != BLANK},
    **{code: int(n) for code, n in zip(_WORDS[::2], _WORDS[1::2], strict=True)},
}
_TIMES = {"ky": 1, "cung_ky": 2, "_truoc": 3}
"""Each column holds other numbers, so that a swap shows."""


class Edit(NamedTuple):
    """One kind of edit of the open workbook, of its bytes, or of both in this order.

    `expected` is `same`, `repaired`, `warned` or `found`. Of `codes` the first must be reported,
    the others may be. Edits that share something in `touches` are not combined. `means` are the
    numbers that the officer changed on purpose. One that `is_slow` needs another program and is
    only done alone.
    """

    name: str
    expected: str
    codes: str = ""
    touches: str = ""
    book: Callable[[Workbook], object] | None = None
    package: Callable[[bytes], dict[str, bytes]] | None = None
    means: Mapping[str, Number | None] = {}
    is_slow: bool = False


@cache
def untouched() -> bytes:
    """A consistent return of a cell for its second quarter, every column filled."""
    template = offices.templates(PLAN, Path(), PERIOD)[UNIT]
    numbers: dict[str, object] = {"N.het_nguon": "không"}
    for column, times in _TIMES.items():
        numbers |= {f"{code}/{column}": number * times for code, number in COUNTS.items()}
        numbers[f"B2.2.tb/{column}"] = 27.5
    return offices.fill(template, numbers, {"revision": 1})


def opened() -> Workbook:
    """The untouched return, open."""
    return openpyxl.load_workbook(io.BytesIO(untouched()))


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_with(book: Workbook, code: str) -> Worksheet:
    """The form sheet that holds an indicator, whatever its name is now."""
    return next(sheet for sheet in book.worksheets if row_of(sheet, code))


def row_of(sheet: Worksheet, code: str) -> int:
    """The row of an indicator, 0 where the sheet doesn't hold it."""
    first = sheet.iter_rows(max_col=2, values_only=True)
    return next((at for at, cells in enumerate(first, 1) if code in cells), 0)


def column_of(sheet: Worksheet, code: str) -> int:
    """The column that bears a column code."""
    rows = sheet.iter_rows(max_row=3, values_only=True)
    return next(cells.index(code) + 1 for cells in rows if code in cells)


def cell_of(book: Workbook, code: str, column: str = "ky") -> Cell:
    """The cell of a number."""
    sheet = sheet_with(book, code)
    return sheet.cell(row_of(sheet, code), column_of(sheet, column))


def label_of(book: Workbook, code: str) -> Cell:
    """The cell of a label."""
    sheet = sheet_with(book, code)
    return sheet.cell(row_of(sheet, code), column_of(sheet, "ky") - 1)


def form_sheets(book: Workbook) -> Iterable[Worksheet]:
    """The three sheets of the form."""
    return [sheet_with(book, code) for code in ("B1.A", "B2.I", "N.le")]
