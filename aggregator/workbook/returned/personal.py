"""The tripwire: a workbook that looks like a list of persons is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aggregator import layout
from aggregator.workbook.cells.book import Book, State
from aggregator.workbook.known import Known
from aggregator.workbook.returned.noticed import Noticed, Placed, noticed
from aggregator.workbook.returned.signs import (
    holds_identity_number,
    is_old_identity_number,
    sign_of_header,
)

_OURS = frozenset({layout.META_SHEET, layout.LISTS_SHEET})
_HEADER_ROWS = 3
"""A header may be spread over rows: `Ngày sinh` above `Nam`, `Nữ`."""

Odd = Sequence[Placed]
"""The cells of a sheet that may bear a sign."""


def looks_personal(book: Book) -> str:
    """Why the workbook is taken for a list of persons, in words without any of its data; or ''."""
    for grid, seen in zip(book.grids, noticed(book), strict=True):
        if grid.hidden == "veryHidden" and grid.title in _OURS:
            continue
        if reason := _REASONS[seen]:
            return reason
    return ""


def _reason(noticed: Noticed) -> str:
    """Why one sheet is taken for a list of persons."""
    odd = noticed.cells()
    if reason := _headers(odd):
        return f"sheet có cột {reason}"
    if _identity_numbers(odd) > 1:
        return "sheet có nhiều số 12 chữ số như số định danh cá nhân"
    return ""


_REASONS = Known(_reason, 256, Noticed.is_few)


def _headers(cells: Odd) -> str:
    by_row: dict[int, set[str]] = {}
    for (row, _), cell in cells:
        if cell.state is State.TEXT and (sign := sign_of_header(str(cell.value))):
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


def _old_identity_number(cells: Odd) -> bool:
    return any(is_old_identity_number(str(cell.value)) for _, cell in cells)


def _identity_numbers(cells: Odd) -> int:
    return sum(
        1
        for _, cell in cells
        if cell.state in (State.TEXT, State.NUMBER) and holds_identity_number(str(cell.value))
    )
