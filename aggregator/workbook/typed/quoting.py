"""What stands in a cell, quoted in a message; what may be a person's data is never repeated."""

from __future__ import annotations

import re
import unicodedata

from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.typed.text import clean

_LONGEST = 30
_MOST_DIGITS = 8
_DATE = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")
_CAPITAL = "A-ZÀ-ÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
_CAPITALISED = re.compile(rf"\b[{_CAPITAL}][^\W\d_]+\s+[{_CAPITAL}]")
_FAMILY_NAME = re.compile(
    r"(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|lương|trịnh"
    r"|đoàn|mai|đào|tô|trương|châu|cao|thái|tạ|phùng|hà|quách|lâm|triệu|nông|vàng|giàng)\s+\S"
)


def quoted(text: str) -> str:
    """`“12,5”`, at most 30 characters; a phrase in its place for what may name a person."""
    if sum(letter.isdigit() for letter in text) > _MOST_DIGITS:
        return "một dãy số dài (không nhắc lại)"
    if _DATE.search(text):
        return "một ngày tháng (không nhắc lại)"
    if _may_be_name(text):
        return "một đoạn chữ có thể là tên người (không nhắc lại)"
    return f"“{_visible(text)}”"


def what_stands(cell: Cell) -> str:
    """`đang ghi “x”`, whatever the cell is."""
    if cell.state is State.DATE:
        return "đang là ngày tháng"
    if cell.state is State.BOOL:
        return f"đang ghi {'TRUE' if cell.value else 'FALSE'}"
    return f"đang ghi {quoted(str(cell.value))}"


def _may_be_name(text: str) -> bool:
    plain = unicodedata.normalize("NFC", text)
    named = _FAMILY_NAME.match(plain.casefold().lstrip())
    return named is not None or _CAPITALISED.search(plain) is not None


def _visible(text: str) -> str:
    shown = "".join(
        letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[:_LONGEST]
    )
    return clean(shown, _LONGEST * 6) + ("…" if len(text) > _LONGEST else "")
