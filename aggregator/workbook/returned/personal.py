"""The tripwire: a workbook that looks like a list of persons is refused (domain, section 8)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from aggregator.workbook.cells.reader import Book, Grid, State
from aggregator.workbook.typed.text import fold

_ALONE = ("cccd", "cmnd", "can cuoc", "so the dang vien", "so the dv")
_NAME = ("ho va ten", "ho ten")
_TOGETHER = ("ngay sinh", "nam sinh", "que quan", "ngay thang nam sinh", "noi o", "dan toc")
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])")


def looks_personal(book: Book) -> str:
    """Why the workbook is taken for a list of persons, in words without any of its data; or ''."""
    for grid in book.grids:
        if grid.hidden == "veryHidden":
            continue
        if reason := _headers(grid):
            return f"sheet có cột {reason}"
        if _identity_numbers(grid) > 1:
            return "sheet có nhiều số 12 chữ số như số định danh cá nhân"
    return ""


def _headers(grid: Grid) -> str:
    by_row: dict[int, set[str]] = {}
    for (row, _), cell in grid.cells.items():
        if cell.state is State.TEXT and len(str(cell.value)) <= 40:
            sign = _sign(str(cell.value))
            if sign:
                by_row.setdefault(row, set()).add(sign)
    for signs in by_row.values():
        if "number" in signs:
            return "số định danh hoặc số thẻ đảng viên"
        if {"name", "detail"} <= signs:
            return "họ và tên cùng ngày sinh hoặc quê quán"
    return ""


@lru_cache(maxsize=4096)
def _sign(text: str) -> str:
    plain = _without_marks(fold(text))
    if any(re.search(rf"\b{word}\b", plain) for word in _ALONE):
        return "number"
    if any(plain.startswith(word) for word in _NAME):
        return "name"
    return "detail" if any(plain.startswith(word) for word in _TOGETHER) else ""


def _without_marks(text: str) -> str:

    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _identity_numbers(grid: Grid) -> int:
    return sum(
        1
        for cell in grid.cells.values()
        if cell.state in (State.TEXT, State.NUMBER) and _IDENTITY_NUMBER.search(str(cell.value))
    )
