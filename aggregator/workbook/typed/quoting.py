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
    r"(?!(?:hồ sơ|lý (?:lịch|do|luận)|danh (?:sách|mục|hiệu)|y (?:tế|sĩ)|cao (?:đẳng|cấp|học)"
    r"|lâm nghiệp|nông (?:nghiệp|dân|thôn)|vũ trang|lương hưu)\b)"
    r"(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|lương|trịnh"
    r"|đoàn|mai|đào|tô|trương|châu|cao|thái|tạ|phùng|hà|quách|lâm|triệu|nông|vàng|giàng"
    r"|lò|lường|quàng|tòng|hạng|thào|sùng|vừ|lầu|sầm|lô|lữ|thạch|danh|ksor|siu|kpă|rơ|y)\s+\S"
)
_NEVER_IN_NAMES = frozenset(
    (
        *("không", "chưa", "có", "đang", "đã", "sẽ", "được", "bỏ", "trống", "cần", "xem", "hỏi"),
        *("và", "các", "những", "của", "là", "này", "với", "theo", "tại", "trong", "ngoài", "như"),
        *("hay", "hoặc", "nếu", "khi", "lại", "đến", "mới", "cũ", "số", "tổng", "cộng", "người"),
        *("nhập", "gửi", "báo", "sau", "trước", "sắp", "hết", "còn", "nguồn", "chờ", "làm", "gần"),
        *("một", "mười", "mươi", "nghìn", "đảng", "khong", "chua", "nguoi"),
    )
)
_MOST_NAMES = 5
NOT_REPEATED = "một đoạn chữ có thể là tên người (không nhắc lại)"


def quoted(text: str) -> str:
    """`“12,5”`, at most 30 characters; a phrase in its place for what may be a person's data."""
    if held := withheld(text):
        return held
    return NOT_REPEATED if _is_like_a_name(text) else f"“{_visible(text)}”"


def withheld(text: str) -> str:
    """What is said in place of a text that may be a person's data; nothing where it may not."""
    if sum(letter.isdigit() for letter in text) > _MOST_DIGITS:
        return "một dãy số dài (không nhắc lại)"
    if _DATE.search(text):
        return "một ngày tháng (không nhắc lại)"
    return NOT_REPEATED if may_name(text) else ""


def what_stands(cell: Cell) -> str:
    """`đang ghi “x”`, whatever the cell is."""
    if cell.state is State.DATE:
        return "đang là ngày tháng"
    if cell.state is State.BOOL:
        return f"đang ghi {'TRUE' if cell.value else 'FALSE'}"
    return f"đang ghi {quoted(str(cell.value))}"


def may_name(text: str) -> bool:
    """Whether a text that need not be typed by anybody, as the title of a sheet, names a person."""
    plain = unicodedata.normalize("NFC", text)
    named = _FAMILY_NAME.match(plain.casefold().lstrip())
    return named is not None or _CAPITALISED.search(plain) is not None


def _is_like_a_name(text: str) -> bool:
    """A few words of letters alone, in small letters or without signs, none of them a usual one."""
    words = unicodedata.normalize("NFC", text).casefold().replace("'", "").split()
    few = 1 < len(words) <= _MOST_NAMES
    return few and all(map(str.isalpha, words)) and _NEVER_IN_NAMES.isdisjoint(words)


def _visible(text: str) -> str:
    shown = "".join(
        letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[:_LONGEST]
    )
    return clean(shown, _LONGEST * 6) + ("…" if len(text) > _LONGEST else "")
