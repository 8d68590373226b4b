"""What the rows of a form say, each worked out once: most rows of a return were read before.

Only of a book nobody rebuilt, where every row stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from aggregator import layout
from aggregator.model import Form, Number, Sheet
from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.byrow import ByRow, Row, is_of_a_form
from aggregator.workbook.known import Known
from aggregator.workbook.returned.derived import formulas_of, rests_on_others
from aggregator.workbook.returned.found import Anchored
from aggregator.workbook.returned.ways import clean, facts_of, silent_ones

_MOST_ROWS = 20_000
_numbers, _results, _agrees = map(attrgetter, ("numbers", "results", "agrees"))


class RowSays(NamedTuple):
    """What one row says: a number for each of its facts, None where it is blank or left open.

    `open` are the places among them of numbers that must be looked at in their workbook.
    `results` are the numbers stored in derived cells that rest on other rows too; `agrees` tells
    that the others show what follows from this row.
    """

    numbers: tuple[Number | None, ...]
    open: tuple[int, ...] = ()
    results: tuple[Number | None, ...] = ()
    agrees: bool = True


class Said(NamedTuple):
    """What all form sheets say, as `RowSays` of one row."""

    numbers: list[Number | None]
    open: list[int]
    results: list[Number | None]
    agrees: bool


def said(form: Form, anchored: Anchored, first: bool) -> Said | None:
    """The numbers of a book nobody rebuilt; None for any other, which is read cell by cell."""
    if not anchored.as_printed:
        return None
    found = Said([], [], [], agrees=True)
    for sheet in form.sheets:
        cells = anchored.sheets[sheet.title].grid.cells
        if not isinstance(cells, ByRow):
            return None
        found = _with_rows(found, map(_memory(form, sheet.title, first).__getitem__, cells.rows))
    return found if len(found.numbers) == len(form.facts) else None


def _with_rows(found: Said, rows: Iterable[RowSays | None]) -> Said:
    known = list(filter(None, rows))
    numbers, left_open, results, agrees = found
    at = len(numbers)
    for row in known:
        if row.open:
            left_open += [at + place for place in row.open]
        at += len(row.numbers)
    numbers += chain.from_iterable(map(_numbers, known))
    results += chain.from_iterable(map(_results, known))
    return Said(numbers, left_open, results, agrees and all(map(_agrees, known)))


@lru_cache(maxsize=64)
def _memory(form: Form, title: str, first: bool) -> Known[Row, RowSays | None]:
    """What rows of one sheet say, None for those without numbers."""
    sheet = next(sheet for sheet in form.sheets if sheet.title == title)
    reader = _RowReader(form, sheet, first)
    return Known(reader.read, _MOST_ROWS, is_of_a_form)


class _RowReader:
    """Reads rows of one sheet of a form by themselves."""

    def __init__(self, form: Form, sheet: Sheet, first: bool) -> None:
        self.form, self.silent = form, silent_ones(form, first)
        self.indicators = {row.row: row.indicator for row in layout.rows(sheet) if row.indicator}

    def read(self, row: Row) -> RowSays | None:
        indicator = self.indicators.get(row.last)
        if indicator is None:
            return None
        strings = {place for place, _ in row.shared}
        numbers: list[Number | None] = []
        left_open: list[int] = []
        facts = facts_of(self.form)[indicator.code]
        for fact, silent in zip(self.form.facts[facts], self.silent[facts], strict=True):
            place = row.last, layout.COLUMN_OF[fact.key.column]
            cell = None if silent else row.cells.get(place)
            number = None if place in strings else clean(fact, cell)
            if cell is not None and number is None:
                left_open.append(len(numbers))
            numbers.append(number)
        results = [
            (formula, _result(row.cells.get((row.last, layout.COLUMN_OF[key.column]))))
            for key, formula in formulas_of(self.form)[indicator.code]
        ]
        if rests_on_others(indicator):
            shown = tuple([number for _, number in results])
            return RowSays(tuple(numbers), tuple(left_open), shown)
        alone: list[Number | None] = [None] * len(self.form.facts)
        alone[facts] = numbers
        agrees = all(shown is None or formula(alone) == shown for formula, shown in results)
        sure = agrees and not (results and left_open)
        return RowSays(tuple(numbers), tuple(left_open), (), sure)


def _result(cell: Cell | None) -> Number | None:
    """The number stored in a derived cell; anything else there says nothing."""
    if cell is None or cell.state is not State.NUMBER or not isinstance(cell.value, int | Decimal):
        return None
    return cell.value
