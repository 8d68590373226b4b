"""A plan workbook -> Plan, with a finding at the cell of everything that is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aggregator import forms, layout, rules
from aggregator.model import Fault, Finding, Form, Plan, Ref, Severity
from aggregator.plan.checks import check
from aggregator.plan.flaw import Flaw
from aggregator.rules.plan import FATAL
from aggregator.workbook.cells.book import Book, Grid
from aggregator.workbook.planbook import cell as plan_cell
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.cell import Value
from aggregator.workbook.planbook.columns import Field, Table
from aggregator.workbook.planbook.gather import gathered
from aggregator.workbook.returned.identity import hidden_values

_TREE = ("unit", "parent")
"""The columns of `Đơn vị` without which there is no tree."""


class Place(NamedTuple):
    """Where something of the plan stands; row and column from 1, 0 where there is none."""

    sheet: str
    row: int
    column: int

    def ref(self) -> Ref:
        """The place as a finding names it."""
        cell = f"{layout.column_letter(self.column)}{self.row}" if self.row and self.column else ""
        return Ref("", self.sheet, cell)


def read(book: Book) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan in a workbook and everything wrong with it, sheet by sheet, row by row.

    Never raises on the contents: a plan with a finding in `rules.plan.FATAL` holds what could be
    read and must not be worked with. A row without what it needs is left out.
    """
    reader = _Reader(book)
    plan = reader.plan()
    for flaw in check(plan, reader.form):
        reader.flaw(flaw)
    return plan, tuple(gathered(reader.findings()))


class _Reader:
    """One workbook being read: what was found where, and what is wrong."""

    def __init__(self, book: Book) -> None:
        self.grids = {_folded(grid.title): grid for grid in reversed(book.grids)}
        self.slice_of = hidden_values(book).get("unit", "")
        self.form = forms.load()
        self.rows: dict[tuple[str, int], int] = {}
        self.columns: dict[tuple[str, str], int] = {}
        self.head_rows: dict[str, int] = {}
        self.faults: list[tuple[Place, Fault, Severity | None]] = []
        self.unreadable: set[Place] = set()

    def plan(self) -> Plan:
        """Everything that could be read."""
        head = self._head()
        self.form = forms.load(head["form"] or forms.CURRENT)
        tables: dict[str, Any] = {t.attribute: self._table(t) for t in columns.TABLES}
        tables["units"] = {unit.code: unit for unit in tables["units"]}
        slice_of = self.slice_of if self.slice_of in tables["units"] else ""
        return Plan(**head, **tables, slice_of=slice_of)

    def flaw(self, flaw: Flaw) -> None:
        """Take up what a check says; of a cell that could not be read, only what is fatal."""
        place = self._place(flaw)
        if flaw.code in FATAL or place not in self.unreadable:
            self._say(flaw.code, flaw.message, place, flaw.unit)

    def findings(self) -> Iterator[Finding]:
        """Every fault in the order of the sheets."""
        order = [columns.HEAD_SHEET, *(table.title for table in columns.TABLES)]
        found = sorted(self.faults, key=lambda f: (order.index(f[0].sheet), *f[0][1:], f[1].code))
        for place, fault, severity in found:
            missing = fault.code in ("P701", "P702")
            ref = Ref() if missing else place.ref()
            yield rules.stamp(fault._replace(ref=ref), severity=severity)

    def _say(
        self,
        code: str,
        message: str,
        place: Place,
        unit: str = "",
        severity: Severity | None = None,
    ) -> None:
        self.faults.append((place, Fault(code, message, unit=unit), severity))

    def _place(self, flaw: Flaw) -> Place:
        if not flaw.table:
            row = self.head_rows.get(flaw.field, 0)
            return Place(columns.HEAD_SHEET, row, columns.VALUE_COLUMN)
        title = next(t.title for t in columns.TABLES if t.attribute == flaw.table)
        column = self.columns.get((flaw.table, flaw.field), 0)
        return Place(title, self.rows[flaw.table, flaw.at], column)

    def _head(self) -> dict[str, Any]:
        grid = self.grids.get(_folded(columns.HEAD_SHEET))
        blank: dict[str, Any] = {field.name: _blank(field) for field in columns.HEAD}
        if grid is None:
            place = Place(columns.HEAD_SHEET, 0, 0)
            self._say("P701", f"Tệp không có sheet “{columns.HEAD_SHEET}”.", place)
            return blank
        rows = self._keys(grid)
        return {
            field.name: self._entry(grid, field, rows.get(field.code)) for field in columns.HEAD
        }

    def _keys(self, grid: Grid) -> dict[str, int]:
        known = {field.code for field in columns.HEAD}
        found: dict[str, int] = {}
        for (row, column), cell in sorted(grid.cells.items()):
            key = str(cell.value).strip()
            if column != columns.KEY_COLUMN or key not in known:
                continue
            if key in found:
                message = f"Mục “{key}” đã có ở dòng {found[key]}."
                self._say("P707", message, Place(columns.HEAD_SHEET, row, column))
            found.setdefault(key, row)
        return found

    def _entry(self, grid: Grid, field: Field, row: int | None) -> Value:
        place = Place(columns.HEAD_SHEET, row or 0, columns.VALUE_COLUMN)
        if row is None and not field.required:
            self._say("P704", f"Không có mục “{field.label}” (mã {field.code}).", place)
        self.head_rows[field.name] = row or 0
        value = self._cell(grid, field, place) if row else None
        if value is None and field.required:
            self._say("P705", "Chưa có mã kế hoạch.", place)
        if field.choices == "form" and value is not None and value not in forms.known():
            self._say(
                "P712",
                f"Không có biểu mẫu “{str(value)[:40]}”; có: {', '.join(forms.known())}.",
                place,
            )
            value = None
        return _blank(field) if value is None else value

    def _table(self, table: Table) -> tuple[Any, ...]:
        grid = self.grids.get(_folded(table.title))
        if grid is None:
            code = "P701" if table.needed else "P702"
            self._say(code, f"Tệp không có sheet “{table.title}”.", Place(table.title, 0, 0))
            return ()
        at = self._anchors(table, grid)
        if any(field.required and field.code not in at for field in table.fields):
            return ()
        used = set(at.values())
        rows = sorted({r for r, c in grid.cells if r >= columns.FIRST_ROW and c in used})
        records = tuple(self._records(table, grid, at, rows))
        if table.needed and not records:
            place = Place(table.title, columns.FIRST_ROW, columns.KEY_COLUMN)
            self._say("P706", "Sheet chưa có đơn vị nào đọc được.", place)
        return records

    def _anchors(self, table: Table, grid: Grid) -> dict[str, int]:
        known = {field.code: field for field in table.fields}
        found: dict[str, int] = {}
        for (row, column), cell in sorted(grid.cells.items()):
            code = str(cell.value).strip()
            if row != columns.CODE_ROW or code not in known:
                continue
            if code in found:
                message = f"Mã cột “{code}” đã có ở cột {layout.column_letter(found[code])}."
                self._say("P707", message, Place(table.title, row, column))
            else:
                found[code] = column
                self.columns[table.attribute, known[code].name] = column
        for code in known.keys() - found.keys():
            self._lost_column(table, known[code])
        return found

    def _lost_column(self, table: Table, field: Field) -> None:
        place = Place(table.title, columns.CODE_ROW, columns.KEY_COLUMN)
        message = f"Không có cột “{field.label}” (mã {field.code} ở hàng 1)."
        if table.needed and field.code in _TREE:
            self._say("P703", message, place)
        elif field.required:
            message += " Các dòng của sheet này không dùng được."
            self._say("P704", message, place, severity=Severity.ERROR)
        else:
            self._say("P704", message, place)

    def _records(
        self, table: Table, grid: Grid, at: Mapping[str, int], rows: list[int]
    ) -> Iterator[Any]:
        seen: dict[Value, int] = {}
        kept = 0
        for row in rows:
            values = self._row(table, grid, at, row)
            if values is None:
                continue
            if table.attribute == "units":
                code = values["code"]
                if code in seen:
                    message = f"Mã “{code}” đã có ở dòng {seen[code]}; dòng này bị bỏ qua."
                    self._say("P721", message, Place(table.title, row, at["unit"]), str(code))
                    continue
                seen[code] = row
            self.rows[table.attribute, kept] = row
            kept += 1
            yield table.record(**values)

    def _row(
        self, table: Table, grid: Grid, at: Mapping[str, int], row: int
    ) -> dict[str, Any] | None:
        if all(_is_blank(grid, row, column) for column in at.values()):
            return None
        values: dict[str, Any] = {}
        usable = True
        for field in table.fields:
            place = Place(table.title, row, at.get(field.code, 0))
            before = len(self.faults)
            value = self._cell(grid, field, place) if place.column else None
            if value is None and field.required:
                usable = False
                if len(self.faults) == before:
                    self._say("P715", f"Chưa ghi “{field.label}”; dòng này bị bỏ qua.", place)
            values[field.name] = _blank(field) if value is None else value
        return values if usable else None

    def _cell(self, grid: Grid, field: Field, place: Place) -> Value:
        reading = plan_cell.read(grid.cells.get((place.row, place.column)), field)
        if reading.code:
            self._say(reading.code, reading.message, place)
        if reading.code and reading.value is None:
            self.unreadable.add(place)
        elif reading.value is None and field.wanted:
            self._say("P716", f"Chưa ghi “{field.label}”.", place)
        if field.choices == "measure" and isinstance(reading.value, str):
            return _measure(reading.value, self.form)
        return reading.value


def _blank(field: Field) -> Value:
    return "" if field.type in columns.TEXTUAL else None


def _is_blank(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cells.get((row, column))
    return cell is None or not str(cell.value).strip()


def _measure(text: str, form: Form) -> str:
    """The code of an indicator given by its code, or by a label that only one has."""
    if text in form.indicators:
        return text
    named = [i.code for i in form.indicators.values() if _folded(i.label) == _folded(text)]
    return named[0] if len(named) == 1 else text


def _folded(title: str) -> str:
    return " ".join(unicodedata.normalize("NFC", title).casefold().split())
