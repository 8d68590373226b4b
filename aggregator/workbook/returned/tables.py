"""The tables of a summary read back: units below, judgements, sources. Cells are found by anchors.

What does not read is left out: a summary that was touched by hand still gives its numbers, which
the form sheets hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from aggregator import layout
from aggregator.model import Judgement, Key, Line, Number, UnitStatus, Verdict
from aggregator.workbook.cells.book import Book, Cell, Grid, State
from aggregator.workbook.cells.longsheet import rows_of


class _Header(NamedTuple):
    """Where the columns of a table stand: by code, those of numbers by column and indicator."""

    columns: Mapping[str, int]
    numbers: Mapping[str, Mapping[str, int]]


class _Row(NamedTuple):
    """A row of a table: its cells by where they stand."""

    header: _Header
    cells: Mapping[int, Cell]
    number: int

    def cell(self, code: str) -> Cell | None:
        """The cell of a column; None where it is blank or there is no such column."""
        return self.cells.get(self.header.columns.get(code, 0))

    def address(self, code: str) -> str:
        """Where the cell of a column stands, if there is such a column."""
        at = self.header.columns.get(code)
        return "" if at is None else f"{layout.column_letter(at)}{self.number}"

    def numbers(self, column: str) -> dict[str, Number | None]:
        """The numbers of the columns named as `INDICATOR/column`, by indicator."""
        get = self.cells.get
        places = self.header.numbers.get(column, {}).items()
        return {indicator: _number(get(at)) for indicator, at in places}


_FLAGS = {"có": 1, "không": 0}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of sheet `Đơn vị`; `values` are cumulative from 1 January, by indicator code.

    `current` is the period alone and `last_year` the same months a year ago, as far as the sheet
    has them; `change` between the years is None, too, where they are not of the same units.
    What is in `annexed` is cumulative too, but goes no further than the annex of a report. `cell`
    is where the name stands.
    """

    code: str
    name: str
    parent: str
    level: str
    kind: str
    status: UnitStatus
    depth: int
    missing_below: int = 0
    values: Mapping[str, Number | None] = field(default_factory=dict)
    uncarried: int = 0
    current: Mapping[str, Number | None] = field(default_factory=dict)
    last_year: Mapping[str, Number | None] = field(default_factory=dict)
    change: Number | None = None
    annexed: Mapping[str, Number | None] = field(default_factory=dict)
    cell: str = field(default="", compare=False)

    def told(self, indicator: str) -> Number | None:
        """A cumulative number, wherever it stands."""
        found = self.values.get(indicator)
        return self.annexed.get(indicator) if found is None else found


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A workbook of sheet `Nguồn số liệu`; `values` is what it gave to each `ky`, None for blank.

    `file` is relative to the folder of the summary, with slashes.
    """

    unit: str
    file: str
    sha256: str
    period: str = ""
    values: Mapping[str, Number | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """What sheet `Chỉ tiêu` says of a quota besides its judgements."""

    code: str
    title: str
    measure: str
    scope: str
    basis: str


def lines(units: Iterable[UnitRow]) -> tuple[Line, ...]:
    """The units below as the level above needs them; the unit itself is not among them."""
    below = (unit for unit in units if unit.depth > 0)
    return tuple(Line(unit.code, unit.status.value, unit.values, unit.uncarried) for unit in below)


def units(book: Book) -> tuple[UnitRow, ...]:
    """Sheet `Đơn vị`: the unit and all below it, in the order of the sheet."""
    found = (_unit(code, row) for code, row in _rows(book.grid(layout.UNIT_SHEET)))
    return tuple(unit for unit in found if unit is not None)


def judgements(book: Book) -> tuple[Judgement, ...]:
    """Sheet `Chỉ tiêu`, in the order of the sheet."""
    found = (_judgement(code, row) for code, row in _rows(book.grid(layout.QUOTA_SHEET)))
    return tuple(judgement for judgement in found if judgement is not None)


def quotas(book: Book) -> Mapping[str, QuotaRow]:
    """By code the quotas that sheet `Chỉ tiêu` judges."""
    return {
        code: QuotaRow(
            code, *(_text(row, column) for column in ("title", "measure", "scope", "basis"))
        )
        for code, row in _rows(book.grid(layout.QUOTA_SHEET))
    }


def sources(book: Book) -> tuple[SourceRow, ...]:
    """Sheet `Nguồn số liệu`, in the order of the sheet."""
    return tuple(
        SourceRow(
            unit,
            _text(row, "file"),
            _text(row, "sha256"),
            _text(row, "period"),
            row.numbers("ky"),
        )
        for unit, row in _rows(book.grid(layout.SOURCE_SHEET))
    )


def _unit(code: str, row: _Row) -> UnitRow | None:
    status = _text(row, "status")
    if status not in {known.value for known in UnitStatus}:
        return None
    return UnitRow(
        code,
        _text(row, "name"),
        _text(row, "parent"),
        _text(row, "level"),
        _text(row, "kind"),
        UnitStatus(status),
        _count(row, "depth") or 0,
        _count(row, "missing") or 0,
        row.numbers("luy_ke"),
        _count(row, "uncarried") or 0,
        row.numbers("ky"),
        row.numbers("cung_ky"),
        _number(row.cell("change")),
        row.numbers(layout.ANNEX),
        row.address("name"),
    )


def _judgement(quota: str, row: _Row) -> Judgement | None:
    verdict = _text(row, "verdict")
    if verdict not in {known.value for known in Verdict}:
        return None
    return Judgement(
        quota,
        _text(row, "unit"),
        _text(row, "kind"),
        _text(row, "strength"),
        _count(row, "required"),
        _count(row, "actual"),
        Verdict(verdict),
        _text(row, "detail"),
    )


def _rows(grid: Grid | None) -> Iterator[tuple[str, _Row]]:
    """Each row that has a code."""
    header = _Header({}, {})
    for number, cells in rows_of(grid.cells if grid else {}):
        if number == layout.CODE_ROW:
            header = _header(cells)
        code = cells.get(layout.CODE_COLUMN)
        if code is not None and number >= layout.TABLE_FIRST_ROW:
            yield str(code.value), _Row(header, cells, number)


def _header(cells: Mapping[int, Cell]) -> _Header:
    columns = {str(cell.value): at for at, cell in cells.items()}
    numbers: dict[str, dict[str, int]] = {}
    for code, at in columns.items():
        if "/" in code:
            key = Key.parse(code)
            numbers.setdefault(key.column, {})[key.indicator] = at
    return _Header(columns, numbers)


def _text(row: _Row, code: str) -> str:
    cell = row.cell(code)
    return "" if cell is None else str(cell.value)


def _count(row: _Row, code: str) -> int | None:
    value = _number(row.cell(code))
    return value if isinstance(value, int) else None


def _number(cell: Cell | None) -> Number | None:
    if cell is None:
        return None
    if cell.state is State.TEXT:
        return _FLAGS.get(str(cell.value))
    if cell.state is State.NUMBER and isinstance(cell.value, int | Decimal):
        return cell.value
    return None
