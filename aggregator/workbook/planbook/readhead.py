"""Sheet `Kế hoạch` of a plan workbook -> what the plan says of itself."""

from __future__ import annotations

from typing import Any

from aggregator import forms
from aggregator.workbook.cells.book import Grid
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
    rows = _keys(grid, told)
    return {field.name: _entry(grid, field, rows.get(field.code), told) for field in columns.HEAD}


def _keys(grid: Grid, told: Told) -> dict[str, int]:
    known = {field.code for field in columns.HEAD}
    found: dict[str, int] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        key = str(cell.value).strip()
        if column != columns.KEY_COLUMN or key not in known:
            continue
        if key in found:
            message = f"Mục “{key}” đã có ở dòng {found[key]}."
            told.say("P707", message, Place(columns.HEAD_SHEET, row, column))
        found.setdefault(key, row)
    return found


def _entry(grid: Grid, field: Field, row: int | None, told: Told) -> Value:
    place = Place(columns.HEAD_SHEET, row or 0, columns.VALUE_COLUMN)
    if row is None and not field.required:
        told.say("P704", f"Không có mục “{field.label}” (mã {field.code}).", place)
    told.head_rows[field.name] = row or 0
    reading = plan_cell.read(grid.cells.get((place.row, place.column)), field)
    found = value(reading, field, place, told) if row else None
    if found is None and field.required:
        told.say("P705", "Chưa có mã kế hoạch.", place)
    if field.choices == "form" and found is not None and found not in forms.known():
        message = f"Không có biểu mẫu “{str(found)[:40]}”; có: {', '.join(forms.known())}."
        told.say("P712", message, place)
        found = None
    return blank(field) if found is None else found
