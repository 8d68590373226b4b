"""The tables of a summary read back: units below, judgements, sources. Cells are found by anchors.

What does not read is left out: a summary that was touched by hand still gives its numbers, which
the form sheets hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from aggregator import layout
from aggregator.model import Judgement, Key, Line, Number, UnitStatus, Verdict
from aggregator.workbook.cells.book import Book, Cell, Grid, State

Row = Mapping[str, Cell | None]
"""A row of a table: its cells by the code of their column; None is a blank cell."""

_FLAGS = {"có": 1, "không": 0}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of sheet `Đơn vị`; `values` are cumulative from 1 January, by indicator code.

    `current` is the period alone and `last_year` the same months a year ago, as far as the sheet
    has them; `change` between the years is None, too, where they are not of the same units.
    What is in `annexed` is cumulative too, but goes no further than the annex of a report.
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
            _by_column(row).get("ky", {}),
        )
        for unit, row in _rows(book.grid(layout.SOURCE_SHEET))
    )


def _unit(code: str, row: Row) -> UnitRow | None:
    status = _text(row, "status")
    if status not in {known.value for known in UnitStatus}:
        return None
    values = _by_column(row)
    return UnitRow(
        code,
        _text(row, "name"),
        _text(row, "parent"),
        _text(row, "level"),
        _text(row, "kind"),
        UnitStatus(status),
        _count(row, "depth") or 0,
        _count(row, "missing") or 0,
        values.get("luy_ke", {}),
        _count(row, "uncarried") or 0,
        values.get("ky", {}),
        values.get("cung_ky", {}),
        _number(row.get("change")),
        values.get(layout.ANNEX, {}),
    )


def _judgement(quota: str, row: Row) -> Judgement | None:
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


def _rows(grid: Grid | None) -> Iterator[tuple[str, Row]]:
    """Each row that has a code, by the codes of the columns."""
    cells = grid.cells if grid else {}
    columns = {
        column: str(cell.value) for (row, column), cell in cells.items() if row == layout.CODE_ROW
    }
    coded = [row for row, column in cells if column == layout.CODE_COLUMN]
    for row in sorted(row for row in coded if row >= layout.TABLE_FIRST_ROW):
        found = {code: cells.get((row, column)) for column, code in columns.items()}
        yield str(cells[row, layout.CODE_COLUMN].value), found


_key = lru_cache(maxsize=1024)(Key.parse)


def _by_column(row: Row) -> dict[str, dict[str, Number | None]]:
    """The numbers whose column is named as `INDICATOR/COLUMN`: by column, then by indicator."""
    found: dict[str, dict[str, Number | None]] = {}
    for code, cell in row.items():
        if "/" in code:
            key = _key(code)
            found.setdefault(key.column, {})[key.indicator] = _number(cell)
    return found


def _text(row: Row, code: str) -> str:
    cell = row.get(code)
    return "" if cell is None else str(cell.value)


def _count(row: Row, code: str) -> int | None:
    value = _number(row.get(code))
    return value if isinstance(value, int) else None


def _number(cell: Cell | None) -> Number | None:
    if cell is None:
        return None
    if cell.state is State.TEXT:
        return _FLAGS.get(str(cell.value))
    if cell.state is State.NUMBER and isinstance(cell.value, int | Decimal):
        return cell.value
    return None
