"""The tripwire: a workbook that looks like a list of persons is refused (domain, section 8)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from aggregator import layout
from aggregator.workbook.cells.reader import Book, State
from aggregator.workbook.known import Known
from aggregator.workbook.returned.noticed import Noticed, Noticing, Placed
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
_UNICODE_LETTER = re.compile("[\u0100-\u024f\u1e00-\u1eff]")
"""The old encodings have no such letter."""
_DIGIT = re.compile("[1-9]")
_LONGEST_HEADER = 60
_HEADER_ROWS = 3
"""A header may be spread over rows: `Ngày sinh` above `Nam`, `Nữ`."""
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])")
_OLD_IDENTITY_NUMBER = re.compile(r"[0-9]{9}")
"""As many a code has; only below the name of a person is it taken for one."""

Odd = Sequence[Placed]
"""The cells of a sheet that bear some sign."""


def looks_personal(book: Book) -> str:
    """Why the workbook is taken for a list of persons, in words without any of its data; or ''."""
    for grid, noticed in zip(book.grids, _SIGNS.in_book(book), strict=True):
        if grid.hidden == "veryHidden" and grid.title in _OURS:
            continue
        if reason := _REASONS[noticed]:
            return reason
    return ""


def _bears_a_sign(value: object) -> bool:
    return _BEARING[_DIGIT.sub("0", str(value))]


def _is_sign(text: str) -> bool:
    """Whether a text bears a sign; which digits stand in it makes no difference."""
    old = _OLD_IDENTITY_NUMBER.fullmatch(text) is not None
    return old or bool(_sign(text)) or _holds_identity_number(text)


def _reason(noticed: Noticed) -> str:
    """Why one sheet is taken for a list of persons."""
    odd = noticed.cells()
    if reason := _headers(odd):
        return f"sheet có cột {reason}"
    if _identity_numbers(odd) > 1:
        return "sheet có nhiều số 12 chữ số như số định danh cá nhân"
    return ""


_SIGNS = Noticing(_bears_a_sign)
_BEARING = Known(_is_sign, 20_000, lambda text: len(text) <= _LONGEST_HEADER)
_REASONS = Known(_reason, 256, Noticed.is_few)


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


def _sign(text: str) -> str:
    """What a short text says as a header: `number`, `name`, `detail` of a person, or nothing.

    Whatever font it is set in: what may be of an old encoding is tried in those too.
    """
    if len(text) > _LONGEST_HEADER:
        return ""
    sure = text.isascii() or _UNICODE_LETTER.search(text)
    readings = (text,) if sure else (text, *(decode(text, font) for font in _OLD_FONTS))
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


def _holds_identity_number(text: str) -> bool:
    return _IDENTITY_NUMBER.search(text) is not None
