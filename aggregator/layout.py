"""One layout: whoever writes a form and whoever reads one ask here. No other module knows a row.

A form sheet: hidden column A holds indicator codes, hidden row 1 holds column codes; a number is
found where its two anchors cross. `CARRIED` is a carrier column to the right of the four columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from typing import NamedTuple
from weakref import WeakKeyDictionary

from aggregator.model import CARRIED, Form, Indicator, Key, Method, Sheet

META_SHEET = "_ketnap"
COVER_SHEET = "Bìa"
GUIDE_SHEET = "Hướng dẫn"
LISTS_SHEET = "_danh_muc"

CODE_ROW = 1
TITLE_ROWS = (2, 3, 4, 5)
"""Superior body, unit and number of the form, heading, period."""
HEADER_ROW = 6
NUMBER_ROW = 7
FIRST_ROW = 8

CODE_COLUMN = 1
LABEL_COLUMN = 2
COLUMN_OF: Mapping[str, int] = {"ky": 3, "luy_ke": 4, "cung_ky": 5, "ty_le": 6, CARRIED: 7}
MARK_COLUMN = 8
"""Where a template shows `Đạt` or what is wrong with the row."""
NOTE_COLUMN = 9
NOTE_CODE = "ghi_chu"
"""A column of a template for the officer's own words, which nobody reads but people."""
DOUBT_COLUMN = 10
"""Hidden: 1 where nothing may be concluded from the number of the period."""

CARRIED_LABEL = "Lũy kế đến hết kỳ trước"

COVER_FIRST_ROW = 5
COVER_KEYS: Mapping[str, str] = {
    "name": "Tổ chức đảng",
    "unit": "Mã đơn vị",
    "parent_name": "Đơn vị cấp trên",
    "parent": "Mã đơn vị cấp trên",
    "plan": "Kế hoạch",
    "period": "Kỳ báo cáo",
    "quota": "Chỉ tiêu được giao",
    "status": "Tình trạng biểu",
    "nothing": "Không phát sinh trong kỳ",
    "revision": "Lần gửi",
}
COVER_INPUTS = ("nothing", "revision")

ANCHOR_NAMES = ("ketnap.unit", "ketnap.period", "ketnap.plan")
"""Defined names that repeat the identity as string constants."""


class Slot(NamedTuple):
    """A cell of a sheet, rows and columns from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address as Excel writes it: `C5`."""
        return f"{column_letter(self.column)}{self.row}"


class Row(NamedTuple):
    """A printed row of a form sheet: an indicator, or a heading above some."""

    row: int
    indicator: Indicator | None
    heading: str = ""


@lru_cache(maxsize=1024)
def column_letter(column: int) -> str:
    """1 -> A, 28 -> AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def applies(indicator: Indicator, column: str) -> bool:
    """Whether the column means anything for the indicator."""
    if indicator.method is Method.FLAG:
        return column == "ky"
    if column == CARRIED:
        return not indicator.expression and indicator.method not in (
            Method.CLOSING,
            Method.UNIT_COUNT,
        )
    return not (column == "ty_le" and indicator.method is Method.MEAN)


def rows(sheet: Sheet) -> Iterator[Row]:
    """The printed rows of a sheet, from FIRST_ROW down."""
    at = FIRST_ROW
    for indicator in sheet.indicators:
        if indicator.heading:
            yield Row(at, None, indicator.heading)
            at += 1
        yield Row(at, indicator)
        at += 1


def last_row(sheet: Sheet) -> int:
    """The row of the last indicator of a sheet."""
    headings = sum(1 for indicator in sheet.indicators if indicator.heading)
    return FIRST_ROW - 1 + len(sheet.indicators) + headings


def slots(form: Form) -> Mapping[Key, Slot]:
    """Where each number of the form stands."""
    if form not in _SLOTS:
        _SLOTS[form] = {
            Key(row.indicator.code, column): Slot(sheet.title, row.row, at)
            for sheet in form.sheets
            for row in rows(sheet)
            if row.indicator is not None
            for column, at in COLUMN_OF.items()
            if applies(row.indicator, column)
        }
    return _SLOTS[form]


_SLOTS: WeakKeyDictionary[Form, Mapping[Key, Slot]] = WeakKeyDictionary()


@cache
def cover_slots() -> Mapping[str, Slot]:
    """Where each key of the cover stands (its value, in column C)."""
    return {
        key: Slot(COVER_SHEET, COVER_FIRST_ROW + n, COLUMN_OF["ky"])
        for n, key in enumerate(COVER_KEYS)
    }


def count_slot(at: int) -> Slot:
    """Where the cover counts the faulty rows of the form sheet number `at`, from 0."""
    first = COVER_FIRST_ROW + len(COVER_KEYS) + 2
    return Slot(COVER_SHEET, first + at, COLUMN_OF["ky"])


@lru_cache(maxsize=8)
def fingerprint(form: Form) -> str:
    """A digest of every anchor's place; it changes whenever the layout does."""
    anchors = "\n".join(f"{key}@{slot.sheet}!{slot.cell}" for key, slot in slots(form).items())
    return sha256(f"{form.code} {form.version}\n{anchors}".encode()).hexdigest()[:16]


# --- the tables of a summary ------------------------------------------------------------------

OVERVIEW_SHEET = "Tổng quan"
QUOTA_SHEET = "Chỉ tiêu"
UNIT_SHEET = "Đơn vị"
SOURCE_SHEET = "Nguồn số liệu"
AUDIT_SHEET = "Đối chiếu"

TABLE_TITLE_ROW = 2
TABLE_NOTE_ROW = 3
TABLE_HEADER_ROW = 4
TABLE_FIRST_ROW = 5
"""A table has its column codes in row 1 and the code of each row in column A, both hidden."""

UNIT_MEASURES = ("B1.A", "B1.D", "B2.I", "N.boiduong", "DB.chinhthuc")
"""What the per-unit table of a summary carries besides the measures of the plan's quotas."""

ANNEX = "phu_luc"
ANNEX_MEASURES = (
    "B2.I.nu",
    "B2.I.dtts",
    "B2.I.tongiao",
    "B2.I.doanvien",
    "B2.2.18_30",
    "B2.1.hs",
    "B2.1.sv",
    "B2.1.dn3",
    "B2.I.chudn",
    "B2.1.nong",
    "B2.1.llvt",
    "B2.I.ketnaplai",
    "N.hoso_tham_tra",
)
"""Cumulative numbers of grassroots organisations and above in columns `INDICATOR/phu_luc`: for the
annex of the report alone, since inside one of them they could point at a person."""
