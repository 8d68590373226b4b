"""The tripwire: a workbook that looks like a list of persons is refused (domain, section 8)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from aggregator import layout
from aggregator.workbook.cells.reader import Book, Cell, State
from aggregator.workbook.typed.text import decode, fold

_NUMBER = re.compile(
    r"\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|chung minh thu|chung minh nhan dan|so chung minh"
    r"|so the dang|so the dv|so dinh danh|so ho chieu|ma dinh danh ca nhan"
    r"|id (?:card|no|number)|identity (?:card|no|number)|passport)\b"
)
_NAMES = frozenset({"ten", "ho", "dong chi", "name", "surname"})
_NAME = (
    *("ho va ten", "ho ten", "ho dem", "ho chu dem", "ten dang vien", "ten quan chung"),
    *("full name", "first name", "last name", "given name", "family name"),
)
_DETAILS = frozenset({"sn", "ns", "dob", "sex"})
_DETAIL = (
    *("ngay sinh", "sinh ngay", "ngay thang nam sinh", "nam sinh", "sinh nam", "noi sinh"),
    *("que quan", "noi o", "cho o", "thuong tru", "dien thoai", "gioi tinh", "dan toc"),
    *("ngay ket nap", "ngay vao dang", "ngay chinh thuc"),
    *("date of birth", "birth", "year of birth", "place of birth", "gender", "phone"),
)
_OURS = frozenset({layout.META_SHEET, layout.LISTS_SHEET})
_OLD_FONTS = (".VnTime", "VNI-Times")
_LONGEST_HEADER = 60
_HEADER_ROWS = 3
"""A header may be spread over rows: `Ngày sinh` above `Nam`, `Nữ`."""
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])")
_OLD_IDENTITY_NUMBER = re.compile(r"[0-9]{9}")
"""As many a code has; only below the name of a person is it taken for one."""

Odd = Sequence[tuple[tuple[int, int], Cell]]
"""The cells of a sheet that bear some sign."""


def looks_personal(book: Book) -> str:
    """Why the workbook is taken for a list of persons, in words without any of its data; or ''."""
    for grid in book.grids:
        if grid.hidden == "veryHidden" and grid.title in _OURS:
            continue
        values = {cell.value for cell in grid.cells.values()}
        odd_values = {value for value in values if _SIGNS[value]}
        if not odd_values:
            continue
        odd = [(place, cell) for place, cell in grid.cells.items() if cell.value in odd_values]
        if reason := _headers(odd):
            return f"sheet có cột {reason}"
        if _identity_numbers(odd) > 1:
            return "sheet có nhiều số 12 chữ số như số định danh cá nhân"
    return ""


class _Signs(dict[object, bool]):
    """Which values of cells are worth a second look: few, and the same in every return."""

    def __missing__(self, value: object) -> bool:
        text = str(value)
        old = _OLD_IDENTITY_NUMBER.fullmatch(text) is not None
        odd = old or bool(_sign(text)) or _holds_identity_number(text)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        if len(text) <= _LONGEST_KNOWN:
            self[value] = odd
        return odd


_MOST_KNOWN, _LONGEST_KNOWN = 20_000, 200
_SIGNS = _Signs()


def _headers(cells: Odd) -> str:
    by_row: dict[int, set[str]] = {}
    for (row, _), cell in cells:
        if cell.state is State.TEXT and (sign := _sign(str(cell.value))):
            by_row.setdefault(row, set()).add(sign)
    if any("name" in signs for signs in by_row.values()) and _old_identity_number(cells):
        return "họ tên cùng số 9 chữ số như số chứng minh nhân dân"
    for row in by_row:
        signs = _around(by_row, row)
        if "number" in signs:
            return "số giấy tờ tùy thân hoặc số thẻ của từng đảng viên"
        if {"name", "detail"} <= signs:
            return "họ tên cùng thông tin cá nhân khác"
    return ""


def _around(by_row: Mapping[int, set[str]], row: int) -> set[str]:
    return set().union(*(by_row.get(row + step, ()) for step in range(_HEADER_ROWS)))


@lru_cache(maxsize=4096)
def _sign(text: str) -> str:
    """What a short text says as a header: `number`, `name`, `detail` of a person, or nothing.

    Whatever font it is set in: it is tried in the old encodings too.
    """
    if len(text) > _LONGEST_HEADER:
        return ""
    readings = (text,) if text.isascii() else (text, *(decode(text, font) for font in _OLD_FONTS))
    return next(filter(None, map(_unicode_sign, readings)), "")


def _unicode_sign(text: str) -> str:
    plain = " ".join(re.findall(r"\w+", _without_marks(fold(text))))
    if _NUMBER.search(plain):
        return "number"
    if plain in _NAMES or plain.startswith(_NAME):
        return "name"
    return "detail" if plain in _DETAILS or plain.startswith(_DETAIL) else ""


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _old_identity_number(cells: Odd) -> bool:
    return any(_OLD_IDENTITY_NUMBER.fullmatch(str(cell.value)) for _, cell in cells)


def _identity_numbers(cells: Odd) -> int:
    return sum(
        1
        for _, cell in cells
        if cell.state in (State.TEXT, State.NUMBER) and _holds_identity_number(str(cell.value))
    )


@lru_cache(maxsize=4096)
def _holds_identity_number(text: str) -> bool:
    return _IDENTITY_NUMBER.search(text) is not None
