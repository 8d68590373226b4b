"""What a sheet has room for: of a country some tables are longer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar

from aggregator import wording
from aggregator.report.each import Many
from aggregator.report.table import Table

LAST_ROW = 1_048_576
_Some = TypeVar("_Some")


class _First(Generic[_Some]):
    """The first so many of more."""

    def __init__(self, many: Many[_Some], number: int) -> None:
        self._many, self._number = many, number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[_Some]:
        return islice(iter(self._many), self._number)


def fitting(table: Table) -> Table:
    """The table as far as a sheet holds it; its note says how many rows are left out."""
    room = LAST_ROW - table.first_row + 1
    left = len(table.rows) - room
    if left <= 0:
        return table
    said = f"Sheet chỉ chứa được {wording.number(room)} dòng đầu"
    note = f"{table.note} {said}; còn {wording.number(left)} dòng, xem ở ket-qua.json."
    return table._replace(note=note.strip(), rows=_First(table.rows, room))
