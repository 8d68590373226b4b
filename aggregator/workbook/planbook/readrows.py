"""A sheet of rows of a plan workbook -> its records; what has no code in row 1 is nobody's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aggregator import layout
from aggregator.model import Form, Severity
from aggregator.vocabulary import folded
from aggregator.workbook.cells.book import Grid
from aggregator.workbook.planbook import cell as plan_cell
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.cell import Value
from aggregator.workbook.planbook.columns import Field, Table
from aggregator.workbook.planbook.told import Place, Told

_TREE = ("unit", "parent")
"""The columns of `Đơn vị` without which there is no tree."""


def records(grid: Grid | None, table: Table, form: Form, told: Told) -> tuple[Any, ...]:
    """The records of a sheet; a row without what it needs is left out."""
    if grid is None:
        code = "P701" if table.needed else "P702"
        told.say(code, f"Tệp không có sheet “{table.title}”.", Place(table.title, 0, 0))
        return ()
    at = _anchors(grid, table, told)
    if any(field.required and field.code not in at for field in table.fields):
        return ()
    used = set(at.values())
    rows = sorted({r for r, c in grid.cells if r >= columns.FIRST_ROW and c in used})
    found = tuple(_records(grid, table, form, at, rows, told))
    if table.needed and not found:
        place = Place(table.title, columns.FIRST_ROW, columns.KEY_COLUMN)
        told.say("P706", "Sheet chưa có đơn vị nào đọc được.", place)
    return found


def blank(field: Field) -> Value:
    """What stands for an empty cell."""
    return "" if field.type in columns.TEXTUAL else None


def value(grid: Grid, field: Field, place: Place, told: Told) -> Value:
    """What one cell means, with everything that is wrong with it told."""
    reading = plan_cell.read(grid.cells.get((place.row, place.column)), field)
    if reading.code:
        told.say(reading.code, reading.message, place)
    if reading.code and reading.value is None:
        told.unreadable.add(place)
    elif reading.value is None and field.wanted:
        told.say("P716", f"Chưa ghi “{field.label}”.", place)
    return reading.value


def _anchors(grid: Grid, table: Table, told: Told) -> dict[str, int]:
    known = {field.code: field for field in table.fields}
    found: dict[str, int] = {}
    codes = sorted((at, cell) for at, cell in grid.cells.items() if at[0] == columns.CODE_ROW)
    for (row, column), cell in codes:
        code = str(cell.value).strip()
        if code not in known:
            continue
        if code in found:
            message = f"Mã cột “{code}” đã có ở cột {layout.column_letter(found[code])}."
            told.say("P707", message, Place(table.title, row, column))
        else:
            found[code] = column
            told.columns[table.attribute, known[code].name] = column
    for code in known.keys() - found.keys():
        _lost_column(table, known[code], told)
    return found


def _lost_column(table: Table, field: Field, told: Told) -> None:
    place = Place(table.title, columns.CODE_ROW, columns.KEY_COLUMN)
    message = f"Không có cột “{field.label}” (mã {field.code} ở hàng 1)."
    if table.needed and field.code in _TREE:
        told.say("P703", message, place)
    elif field.required:
        message += " Các dòng của sheet này không dùng được."
        told.say("P704", message, place, severity=Severity.ERROR)
    else:
        told.say("P704", message, place)


def _records(
    grid: Grid, table: Table, form: Form, at: Mapping[str, int], rows: list[int], told: Told
) -> Iterator[Any]:
    seen: dict[Value, int] = {}
    kept = 0
    for row in rows:
        values = _row(grid, table, form, at, row, told)
        if values is None:
            continue
        if table.attribute == "units":
            code = values["code"]
            if code in seen:
                message = f"Mã “{code}” đã có ở dòng {seen[code]}; dòng này bị bỏ qua."
                told.say("P721", message, Place(table.title, row, at["unit"]), str(code))
                continue
            seen[code] = row
        told.rows[table.attribute, kept] = row
        kept += 1
        yield table.record(**values)


def _row(
    grid: Grid, table: Table, form: Form, at: Mapping[str, int], row: int, told: Told
) -> dict[str, Any] | None:
    if all(_is_blank(grid, row, column) for column in at.values()):
        return None
    values: dict[str, Any] = {}
    usable = True
    for field in table.fields:
        if not (field.required or field.wanted) and (row, at.get(field.code, 0)) not in grid.cells:
            values[field.name] = blank(field)
            continue
        place = Place(table.title, row, at.get(field.code, 0))
        before = len(told)
        found = value(grid, field, place, told) if place.column else None
        if found is None and field.required:
            usable = False
            if len(told) == before:
                told.say("P715", f"Chưa ghi “{field.label}”; dòng này bị bỏ qua.", place)
        if field.choices == "measure" and isinstance(found, str):
            found = _measure(found, form)
        values[field.name] = blank(field) if found is None else found
    return values if usable else None


def _is_blank(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cells.get((row, column))
    return cell is None or not str(cell.value).strip()


def _measure(text: str, form: Form) -> str:
    """The code of an indicator given by its code, or by a label that only one has."""
    if text in form.indicators:
        return text
    named = [i.code for i in form.indicators.values() if folded(i.label) == folded(text)]
    return named[0] if len(named) == 1 else text
