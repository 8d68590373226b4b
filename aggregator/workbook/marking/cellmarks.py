"""Gives cells of somebody's sheet another style, and touches nothing else of the sheet's XML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aggregator.layout import column_letter
from aggregator.model import Severity
from aggregator.workbook.marking.tints import Tints
from aggregator.workbook.package.elements import Element, only, scan
from aggregator.workbook.package.splice import Edit, append, set_attribute
from aggregator.workbook.package.zipparts import UnsafeError

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ROOT = "worksheet"
_DATA = f"{_ROOT}/sheetData"
_ROW = f"{_DATA}/row"
_CELL = f"{_ROW}/c"
_COLUMN = f"{_ROOT}/cols/col"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)


class Place(NamedTuple):
    """A cell by row and column, both from 1."""

    row: int
    column: int

    @property
    def cell(self) -> str:
        return f"{column_letter(self.column)}{self.row}"


def place(cell: str) -> Place | None:
    """`C5` -> Place(5, 3), the first cell of a range; None for what is no cell of a sheet."""
    address = _ADDRESS.fullmatch(cell.partition(":")[0])
    if address is None:
        return None
    column = 0
    for letter in address[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    found = Place(int(address[2]), column)
    return found if found.row <= LAST_ROW and column <= LAST_COLUMN else None


class SheetMap(NamedTuple):
    """Where in the bytes of a sheet the wanted cells are, or would be."""

    root: Element
    children: tuple[Element, ...]
    columns: tuple[Element, ...]
    rows: Mapping[int, Element]
    cells: Mapping[Place, Element]
    next_row: Mapping[int, Element]


class _Watch:
    """Chooses what to keep of a sheet while it is scanned, and numbers rows and cells."""

    def __init__(self, wanted: frozenset[Place], stale: frozenset[str]) -> None:
        self.wanted_rows = {place.row for place in wanted}
        self.stale = stale
        self.missing = sorted(self.wanted_rows)
        self.row, self.column = 0, 0
        self.kept: list[Place] = []
        self.absent: dict[int, int] = {}

    def __call__(self, path: str, attributes: Mapping[str, str]) -> bool:
        if path == _CELL:
            return self._cell(attributes)
        if path == _ROW:
            return self._row(attributes)
        return path.count("/") <= 1 or path == _COLUMN

    def _row(self, attributes: Mapping[str, str]) -> bool:
        number = int(attributes.get("r", self.row + 1))
        if number <= self.row:
            raise UnsafeError("rows out of order")
        self.row, self.column = number, 0
        passed = bisect_left(self.missing, number)
        self.absent.update(dict.fromkeys(self.missing[:passed], number))
        self.missing = self.missing[passed + (number in self.wanted_rows) :]
        keep = passed > 0 or number in self.wanted_rows
        if keep:
            self.kept.append(Place(number, 0))
        return keep

    def _cell(self, attributes: Mapping[str, str]) -> bool:
        here = Place(self.row, self.column + 1)
        if "r" in attributes:
            here = place(attributes["r"]) or Place(0, 0)
        if here.row != self.row or here.column <= self.column:
            raise UnsafeError("cells out of order")
        self.column = here.column
        keep = self.row in self.wanted_rows or attributes.get("s", "0") in self.stale
        if keep:
            self.kept.append(here)
        return keep


def map_sheet(data: bytes, wanted: frozenset[Place], stale: frozenset[str]) -> SheetMap:
    """The map of a sheet: the wanted places, and all cells with a style of `stale`."""
    watch = _Watch(wanted, stale)
    elements = scan(data, watch)
    root = elements[0]
    if root.path != _ROOT or not only(elements, _DATA):
        raise UnsafeError("not a sheet of cells")
    if any(element.space != root.space for element in elements if element.path in (_ROW, _CELL)):
        raise UnsafeError("rows or cells of another namespace")
    found = [element for element in elements if element.path in (_ROW, _CELL)]
    placed = list(zip(watch.kept, found, strict=True))
    rows = {at.row: element for at, element in placed if element.path == _ROW}
    return SheetMap(
        root=root,
        children=tuple(e for e in elements if e.path.count("/") == 1),
        columns=tuple(e for e in elements if e.path == _COLUMN),
        rows={number: row for number, row in rows.items() if number in watch.wanted_rows},
        cells={at: element for at, element in placed if element.path == _CELL},
        next_row={missing: rows[number] for missing, number in watch.absent.items()},
    )


def mark_cells(
    data: bytes, sheet: SheetMap, wanted: Mapping[Place, Severity], tints: Tints
) -> Iterator[Edit]:
    """The edits that mark the wanted cells and take the mark from cells of an earlier round."""
    for at, cell in sheet.cells.items():
        old = int(cell.attributes.get("s", "0"))
        new = tints.marked(old, wanted[at]) if at in wanted else tints.plain(old)
        if new != old:
            yield set_attribute(data, cell, "s", str(new))
    absent = sorted(at for at in wanted if at not in sheet.cells)
    last_rows = ""
    for number in sorted({at.row for at in absent}):
        row = sheet.rows.get(number)
        styles = {at: _style_around(sheet, row, at) for at in absent if at.row == number}
        marked = {at: tints.marked(style, wanted[at]) for at, style in styles.items()}
        if row is not None:
            yield from _cells_into(data, sheet, row, marked)
        elif number in sheet.next_row:
            start = sheet.next_row[number].start
            yield Edit(start, start, _new_row(sheet.root, number, marked).encode())
        else:
            last_rows += _new_row(sheet.root, number, marked)
    if last_rows:
        yield append(only(sheet.children, _DATA), last_rows)


def _style_around(sheet: SheetMap, row: Element | None, at: Place) -> int:
    """The style that an empty cell shows: of its row, else of its column."""
    if row is not None and row.attributes.get("customFormat") in ("1", "true"):
        return int(row.attributes.get("s", "0"))
    for column in sheet.columns:
        if _covers(column, at):
            return int(column.attributes.get("style", "0"))
    return 0


def _covers(column: Element, at: Place) -> bool:
    attributes = column.attributes
    return int(attributes.get("min", "")) <= at.column <= int(attributes.get("max", ""))


def _cells_into(
    data: bytes, sheet: SheetMap, row: Element, new: Mapping[Place, int]
) -> Iterator[Edit]:
    there = sorted(at for at in sheet.cells if at.row == next(iter(new)).row)
    last_cells = ""
    for at, style in new.items():
        after = there[bisect_left(there, at) :]
        if after:
            start = sheet.cells[after[0]].start
            yield Edit(start, start, _new_cell(sheet.root, at, style).encode())
        else:
            last_cells += _new_cell(sheet.root, at, style)
    if last_cells:
        yield append(row, last_cells)
    spans = row.attributes.get("spans", "").replace(":", " ").split()
    if spans:
        columns = [*map(int, spans), *(at.column for at in new)]
        yield set_attribute(data, row, "spans", f"{min(columns)}:{max(columns)}")


def _new_row(root: Element, number: int, new: Mapping[Place, int]) -> str:
    tag = root.tag("row")
    cells = "".join(_new_cell(root, at, style) for at, style in new.items())
    return f'<{tag} r="{number}">{cells}</{tag}>'


def _new_cell(root: Element, at: Place, style: int) -> str:
    return f'<{root.tag("c")} r="{at.cell}" s="{style}"/>'
