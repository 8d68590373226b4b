"""What sheet `Bìa` of a return says: nothing occurred, and which sending it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from aggregator import layout
from aggregator.model import Fault, Ref, Repair
from aggregator.workbook.cells.book import Book, Cell, State
from aggregator.workbook.cells.byrow import beside
from aggregator.workbook.typed.number import LARGEST, count, flag
from aggregator.workbook.typed.quoting import quoted

CoverCells = Mapping[str, Cell]
"""The keys of the cover with their value cells."""


class Cover(NamedTuple):
    """The two inputs of the cover; `revision` is 0 where the cover doesn't say."""

    nothing: bool
    revision: int
    faults: tuple[Fault, ...] = ()
    repairs: tuple[Repair, ...] = ()


def read_cover(book: Book, cells: CoverCells) -> Cover:
    """The cover, wherever its rows went; a lost one says nothing and leaves a record."""
    if book.grid(layout.COVER_SHEET) is None:
        ref = Ref(sheet=layout.COVER_SHEET)
        lost = Repair("T114", ref, "", "lần gửi không rõ, không đánh dấu")
        return Cover(False, 0, (), (lost,))
    said, ticked = _revision(cells.get("revision")), _nothing(cells.get("nothing"))
    return Cover(
        ticked.nothing,
        said.revision,
        (*ticked.faults, *said.faults),
        (*ticked.repairs, *said.repairs),
    )


def _revision(cell: Cell | None) -> Cover:
    typed, ref = count(cell), _ref("revision")
    if not typed.fault:
        number = 0 if typed.value is None else int(typed.value)
        if 0 <= number <= LARGEST:
            repair = Repair(typed.repair, ref, before(cell), str(number)) if typed.repair else None
            return Cover(False, number, (), (repair,) if repair else ())
        message = f"lần gửi ghi {number}, cần một số từ 1 trở lên"
        return Cover(False, 0, (Fault("V301" if number < 0 else "V308", message, ref),))
    is_text = cell is not None and cell.state is State.TEXT
    numbers = re.findall(r"\d+", str(cell.value)) if cell is not None and is_text else []
    if len(numbers) != 1:
        fault = Fault(typed.fault, f"lần gửi: {typed.message}", ref)
        return Cover(False, 0, (fault,))
    repair = Repair("T108", ref, before(cell), numbers[0])
    return Cover(False, int(numbers[0]), (), (repair,))


def _nothing(cell: Cell | None) -> Cover:
    typed = flag(cell)
    if not (typed.fault or typed.repair):
        return Cover(typed.value == 1, 0)
    ref = _ref("nothing")
    if typed.fault:
        return Cover(False, 0, (Fault("V307", f"không phát sinh: {typed.message}", ref),))
    repair = Repair(typed.repair, ref, before(cell), "có" if typed.value else "không")
    return Cover(typed.value == 1, 0, (), (repair,))


@cache
def _ref(key: str) -> Ref:
    return Ref(sheet=layout.COVER_SHEET, cell=layout.cover_slots()[key].cell)


def before(cell: Cell | None) -> str:
    """What stood in a cell, unless it may be a person's data."""
    return "" if cell is None else quoted(str(cell.value)).strip("“”")


def cells_of(book: Book) -> CoverCells:
    """What stands on the cover, wherever its rows went."""
    grid = book.grid(layout.COVER_SHEET)
    if grid is None:
        return {}
    keys_and_values = beside(grid.cells, layout.CODE_COLUMN, layout.COLUMN_OF["ky"])
    return {
        str(key.value): value
        for key, value in keys_and_values
        if value is not None and key.value in layout.COVER_KEYS
    }
