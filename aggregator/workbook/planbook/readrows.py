"""A sheet of rows of a plan workbook -> its records; what has no code in row 1 is nobody's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from aggregator import layout
from aggregator.model import Form, Severity
from aggregator.vocabulary import folded
from aggregator.wording import number
from aggregator.workbook.cells.book import Cell, Grid
from aggregator.workbook.cells.longsheet import rows_of
from aggregator.workbook.known import Known
from aggregator.workbook.package.refusal import PLAN_UNITS, suspicious
from aggregator.workbook.planbook import cell as plan_cell
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.cell import Reading, Value
from aggregator.workbook.planbook.columns import Field, Table, Type
from aggregator.workbook.planbook.told import Place, Told

_TREE = ("unit", "parent")
"""The columns of `Đơn vị` without which there is no tree."""
_MOST_KNOWN = 10_000

_Row = tuple[int, Mapping[int, Cell]]
"""The number of a row, its cells by column."""


class _Column(NamedTuple):
    """A column of a table: where it stands, 0 if it is lost; what its cells mean."""

    field: Field
    at: int
    blank: Value
    is_asked: bool
    read: Callable[[Cell | None], Reading]


def records(grid: Grid | None, table: Table, form: Form, told: Told) -> tuple[Any, ...]:
    """The records of a sheet; a row without what it needs is left out. Raises Refused."""
    if grid is None:
        code = "P701" if table.needed else "P702"
        told.say(code, f"Tệp không có sheet “{table.title}”.", Place(table.title, 0, 0))
        return ()
    rows = rows_of(grid.cells)
    first = next(rows, (columns.CODE_ROW, {}))
    has_codes = first[0] == columns.CODE_ROW
    at = _anchors(first[1] if has_codes else {}, table, told)
    rest = rows if has_codes else chain((first,), rows)
    if any(field.required and field.code not in at for field in table.fields):
        deque(rest, 0)  # a sheet is read to its end, whatever is made of it
        return ()
    listed = [_column(field, at.get(field.code, 0)) for field in table.fields]
    found = tuple(_records(rest, table, form, listed, told))
    if table.needed and not found:
        place = Place(table.title, columns.FIRST_ROW, columns.KEY_COLUMN)
        told.say("P706", "Sheet chưa có đơn vị nào đọc được.", place)
    return found


def _column(field: Field, at: int) -> _Column:
    """Texts are mostly read once, everything else again and again."""

    def read(cell: Cell | None) -> Reading:
        return plan_cell.read(cell, field)

    known = Known(read, _MOST_KNOWN).__getitem__
    is_text = field.type in (Type.TEXT, Type.CODE) and not field.choices
    asked = field.required or field.wanted
    return _Column(field, at, blank(field), asked, read if is_text else known)


def blank(field: Field) -> Value:
    """What stands for an empty cell."""
    return "" if field.type in columns.TEXTUAL else None


def value(reading: Reading, field: Field, place: Place, told: Told) -> Value:
    """What one cell means, with everything that is wrong with it told."""
    if reading.code:
        told.say(reading.code, reading.message, place)
    if reading.code and reading.value is None:
        told.unreadable.add(place)
    elif reading.value is None and field.wanted:
        told.say("P716", f"Chưa ghi “{field.label}”.", place)
    return reading.value


def _anchors(header: Mapping[int, Cell], table: Table, told: Told) -> dict[str, int]:
    known = {field.code: field for field in table.fields}
    found: dict[str, int] = {}
    for column, cell in sorted(header.items()):
        code = str(cell.value).strip()
        if code not in known:
            continue
        if code in found:
            message = f"Mã cột “{code}” đã có ở cột {layout.column_letter(found[code])}."
            told.say("P707", message, Place(table.title, columns.CODE_ROW, column))
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
    rows: Iterable[_Row], table: Table, form: Form, listed: list[_Column], told: Told
) -> Iterator[Any]:
    seen: dict[Value, int] = {}
    for row, cells in rows:
        values = _row(row, cells, table, form, listed, told)
        if values is None:
            continue
        if table is columns.UNITS:
            code, column = values[0], listed[0].at
            if code in seen:
                message = f"Mã “{code}” đã có ở dòng {seen[code]}; dòng này bị bỏ qua."
                told.say("P721", message, Place(table.title, row, column), str(code))
                continue
            seen[code] = row
            if len(seen) > PLAN_UNITS:
                raise suspicious(f"kế hoạch có hơn {number(PLAN_UNITS)} đơn vị")
        told.rows[table.attribute].append(row)
        yield table.record(*values)


def _row(
    row: int,
    cells: Mapping[int, Cell],
    table: Table,
    form: Form,
    listed: list[_Column],
    told: Told,
) -> list[Value] | None:
    """The values of a row in the order of the columns; None where they make no record."""
    if row < columns.FIRST_ROW or all(_is_blank(cells.get(column.at)) for column in listed):
        return None
    values: list[Value] = []
    usable = True
    for field, at, empty, is_asked, read in listed:
        cell = cells.get(at)
        if cell is None and not is_asked:
            values.append(empty)
            continue
        reading = read(cell)
        found = reading.value
        if reading.code or found is None:
            place, before = Place(table.title, row, at), len(told)
            found = value(reading, field, place, told) if at else None
            if found is None and field.required:
                usable = False
                if len(told) == before:
                    told.say("P715", f"Chưa ghi “{field.label}”; dòng này bị bỏ qua.", place)
        if field.choices == "measure" and isinstance(found, str):
            found = _measure(found, form)
        values.append(empty if found is None else found)
    return values if usable else None


def _is_blank(cell: Cell | None) -> bool:
    return cell is None or not str(cell.value).strip()


def _measure(text: str, form: Form) -> str:
    """The code of an indicator given by its code, or by a label that only one has."""
    if text in form.indicators:
        return text
    named = [i.code for i in form.indicators.values() if folded(i.label) == folded(text)]
    return named[0] if len(named) == 1 else text
