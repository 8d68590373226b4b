"""Where the numbers of a form stand in a returned workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aggregator import layout
from aggregator.model import Fault, Form, Key, Method, Ref, Repair, Sheet
from aggregator.workbook.cells.book import Cell, Grid

Places = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The sheet of a form as it was found: rows by indicator, columns by column code.

    `facts` and `derived` are the places of the numbers it stores and computes, in their order.
    """

    grid: Grid
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    label_column: int
    facts: Places = ()
    derived: Places = ()

    def on(self, grid: Grid) -> Found:
        """The same on another sheet."""
        places = self.rows, self.columns, self.label_column, self.facts, self.derived
        return Found(grid, *places)

    def place(self, key: Key) -> tuple[int, int] | None:
        """Row and column of a number, or None where an anchor is lost."""
        row, column = self.rows.get(key.indicator), self.columns.get(key.column)
        return None if row is None or column is None else (row, column)

    def cell(self, key: Key) -> Cell | None:
        """The cell of a number; None is blank."""
        place = self.place(key)
        return None if place is None else self.grid.cells.get(place)

    def stored(self) -> list[Cell | None]:
        """The cells of the facts of the sheet, in their order."""
        return self._cells(self.facts)

    def computed(self) -> list[Cell | None]:
        """The cells of what the sheet derives, in their order."""
        return self._cells(self.derived)

    def _cells(self, places: Places) -> list[Cell | None]:
        cells = self.grid.cells
        return [None if place is None else cells.get(place) for place in places]


@dataclass(slots=True)
class Anchored:
    """Every form sheet that was found, with what had to be tolerated or is wrong.

    `as_printed`: every code, label and column stands where the form has it.
    """

    sheets: dict[str, Found] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    labels: Mapping[str, str] = field(default_factory=dict)
    as_printed: bool = False

    def ref(self, sheet: Sheet, key: Key) -> Ref:
        """The place of a number in the returned workbook."""
        found = self.sheets.get(sheet.title)
        place = found.place(key) if found else None
        if found is None or place is None:
            return Ref(sheet=found.grid.title if found else sheet.title)
        return Ref(sheet=found.grid.title, cell=address(*place))


def address(row: int, column: int) -> str:
    """(5, 3) -> C5."""
    return f"{layout.column_letter(column)}{row}"


@lru_cache(maxsize=16)
def derived_keys(form: Form) -> tuple[Key, ...]:
    """The numbers that a return only shows, in the order of the form."""
    return tuple(
        Key(indicator.code, column)
        for indicator in form.indicators.values()
        if indicator.method not in (Method.FLAG, Method.UNIT_COUNT)
        for column in ("ky", "luy_ke", "cung_ky", "ty_le")
        if indicator.expression or column in ("luy_ke", "ty_le")
    )
