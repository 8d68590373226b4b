"""Sheet `Kế hoạch` of a plan workbook -> what the plan says of itself."""

from __future__ import annotations

from typing import Any

from aggregator import forms
from aggregator.workbook.cells.book import Cell, Grid
from aggregator.workbook.cells.longsheet import rows_of
from aggregator.workbook.planbook import cell as plan_cell
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.cell import Value
from aggregator.workbook.planbook.columns import Field
from aggregator.workbook.planbook.readrows import blank, value
from aggregator.workbook.planbook.told import Place, Told


def head(grid: Grid | None, told: Told) -> dict[str, Any]:
    """The fields of the plan by name, blank where nothing could be read."""
    if grid is None:
        place = Place(columns.HEAD_SHEET, 0, 0)
        told.say("P701", f"Tệp không có sheet “{columns.HEAD_SHEET}”.", place)
        return {field.name: blank(field) for field in columns.HEAD}
    found = _keys(grid, told)
    return {
        field.name: _entry(field, *found.get(field.code, (0, None)), told) for field in columns.HEAD
    }


def _keys(grid: Grid, told: Told) -> dict[str, tuple[int, Cell | None]]:
    """The row of each key and what stands there as its value."""
    known = {field.code for field in columns.HEAD}
    found: dict[str, tuple[int, Cell | None]] = {}
    for row, cells in rows_of(grid.cells):
        cell = cells.get(columns.KEY_COLUMN)
        key = "" if cell is None else str(cell.value).strip()
        if key not in known:
            continue
        if key in found:
            message = f"Mục “{key}” đã có ở dòng {found[key][0]}."
            told.say("P707", message, Place(columns.HEAD_SHEET, row, columns.KEY_COLUMN))
        found.setdefault(key, (row, cells.get(columns.VALUE_COLUMN)))
    return found


def _entry(field: Field, row: int, cell: Cell | None, told: Told) -> Value:
    place = Place(columns.HEAD_SHEET, row, columns.VALUE_COLUMN)
    if not row and not field.required:
        told.say("P704", f"Không có mục “{field.label}” (mã {field.code}).", place)
    told.head_rows[field.name] = row
    found = value(plan_cell.read(cell, field), field, place, told) if row else None
    if found is None and field.required:
        told.say("P705", "Chưa có mã kế hoạch.", place)
    if field.choices == "form" and found is not None and found not in forms.known():
        message = f"Không có biểu mẫu “{str(found)[:40]}”; có: {', '.join(forms.known())}."
        told.say("P712", message, place)
        found = None
    return blank(field) if found is None else found
