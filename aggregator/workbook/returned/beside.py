"""What stands in a form sheet beside its numbers: the officer's notes, and numbers of no indicator.

Neither is added, so that it is said where they stand; a note itself is never repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from aggregator import layout
from aggregator.model import Fault, Form, Ref, Sheet
from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.byrow import ByRow, Place, Row, is_of_a_form
from aggregator.workbook.known import Known
from aggregator.workbook.returned.found import Anchored, Found, address
from aggregator.workbook.typed.quoting import what_stands

_MOST_ROWS, _MOST_TOLD = 20_000, 20
_FOOT = 4
"""Rows below the last indicator that are for who signs."""
_WORDS, _NUMBERS = frozenset({State.TEXT}), frozenset({State.NUMBER})
_BOTH, _NEITHER = _WORDS | _NUMBERS, frozenset[State]()


class _Frame(NamedTuple):
    """Where a form stands in its sheet: the rows of its indicators, the columns of its numbers.

    What stands `right` of the template is no part of it; `note` is the column for the officer.
    """

    rows: frozenset[int]
    columns: frozenset[int]
    note: int
    right: int
    first: int
    last: int

    def beside(self, row: int, column: int) -> frozenset[State]:
        """What would stand there beside the form: words, numbers, both or neither."""
        if column > self.right or row > self.last + _FOOT:
            return _BOTH
        if not self.first <= row <= self.last:
            return _NEITHER
        is_indicator = row in self.rows
        if is_indicator and column in self.columns:
            return _NEITHER
        if is_indicator and column == self.note:
            return _BOTH
        among = min(self.columns) <= column <= max(self.columns)
        return _NUMBERS if among else _NEITHER

    def holds(self, row: Row) -> bool:
        """Whether that is the row of an indicator and nothing else: most are, and quickly seen."""
        if row.last not in self.rows or (row.last, self.note) in row.cells:
            return False
        return max(row.cells, default=(0, 0))[1] <= self.right


def beside(form: Form, anchored: Anchored) -> Iterator[Fault]:
    """Where notes and numbers stand in the form sheets, of each sheet the first.

    Of a sheet that lost an anchor that is said, and not where else its numbers may stand.
    """
    for sheet in form.sheets:
        found = anchored.sheets.get(sheet.title)
        if found is not None and found.columns and len(found.rows) == len(sheet.indicators):
            places = _places(form, sheet, found, anchored.as_printed)
            told = (_told(form, sheet, found, place) for place in places)
            yield from islice(filter(None, told), _MOST_TOLD)


def _places(form: Form, sheet: Sheet, found: Found, as_printed: bool) -> Iterable[Place]:
    cells = found.grid.cells
    if as_printed and isinstance(cells, ByRow):
        return chain.from_iterable(map(_memory(form, sheet.title).__getitem__, cells.rows))
    return filter(_asks(_frame(sheet, found)), cells)


@lru_cache(maxsize=32)
def _memory(form: Form, title: str) -> Known[Row, tuple[Place, ...]]:
    """The places beside the form of each row of a sheet that is as it was printed."""
    sheet = next(sheet for sheet in form.sheets if sheet.title == title)
    rows = frozenset(row.row for row in layout.rows(sheet) if row.indicator)
    frame = _framed(sheet, rows, layout.COLUMN_OF)

    def places(row: Row) -> tuple[Place, ...]:
        return () if frame.holds(row) else tuple(filter(_asks(frame), row.cells))

    return Known(places, _MOST_ROWS, is_of_a_form)


def _asks(frame: _Frame) -> Callable[[Place], bool]:
    return lambda place: bool(frame.beside(*place))


def _frame(sheet: Sheet, found: Found) -> _Frame:
    """That of a sheet in which rows and columns may have been put in."""
    return _framed(sheet, frozenset(found.rows.values()), found.columns)


def _framed(sheet: Sheet, rows: frozenset[int], columns: Mapping[str, int]) -> _Frame:
    moved = max(at - layout.COLUMN_OF[code] for code, at in columns.items())
    note, right = layout.NOTE_COLUMN + moved, layout.DOUBT_COLUMN + moved
    first = min(rows) - bool(sheet.indicators[0].heading)
    return _Frame(rows, frozenset(columns.values()), note, right, first, max(rows))


def _told(form: Form, sheet: Sheet, found: Found, place: Place) -> Fault | None:
    cell, frame = found.grid.cells.get(place), _frame(sheet, found)
    if cell is None or cell.formula or cell.state not in frame.beside(*place):
        return None
    ref = Ref(sheet=found.grid.title, cell=address(*place))
    if cell.state is State.NUMBER and place[1] != frame.note:
        said = f"{what_stands(cell)}, ngoài các ô số liệu của biểu nên không được cộng"
        return Fault("S231", said, ref)
    return Fault("S230", _of_note(form, found, place), ref) if _says_anything(cell) else None


def _says_anything(cell: Cell) -> bool:
    return bool(str(cell.value).strip())


def _of_note(form: Form, found: Found, place: Place) -> str:
    labels = {row: form.indicators[code].label for code, row in found.rows.items()}
    label = labels.get(place[0])
    return f"có ghi chú ở dòng “{label}”" if label else "có ghi chú ngoài biểu"
