"""The cells of a sheet as they were read, row by row: most rows of a return were read before.

What follows from such a row alone is worked out once for all the workbooks it stands in.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from aggregator.workbook.cells.book import Cell, Cells

Place = tuple[int, int]

_MOST_CELLS = 100
_size = attrgetter("size")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row, with empty ones before it: numbers of the first and the last, cells of that by place.

    `shared` are the places of shared strings with their numbers; `cells` holds a stand-in there.
    `highest` is the highest of these numbers, -1 where there is none; `size` counts the cells.
    """

    first: int
    last: int
    cells: Mapping[Place, Cell]
    shared: tuple[tuple[Place, int], ...] = ()
    highest: int = -1
    size: int = 0


class Strings(list[Cell]):
    """Shared strings of a workbook: those of `base`, a table that was read before, but some.

    `changed` are the numbers of the strings that differ, in order.
    """

    def __init__(self, base: Sequence[Cell], changed: Mapping[int, Cell]) -> None:
        super().__init__(base)
        self.base, self.changed = base, tuple(changed)
        for at, cell in changed.items():
            self[at] = cell


class ByRow(Mapping[Place, Cell]):
    """The cells of a sheet as rows and the strings that its workbook shares."""

    def __init__(self, rows: Sequence[Row], strings: Sequence[Cell]) -> None:
        self.rows, self.strings = rows, strings

    @cached_property
    def whole(self) -> dict[Place, Cell]:
        """All rows in one, for who looks for cells by their places."""
        cells: dict[Place, Cell] = {}
        for row in self.rows:
            cells.update(row.cells)
            for place, at in row.shared:
                if self.strings[at].value:
                    cells[place] = self.strings[at]
                else:
                    del cells[place]
        return cells

    def beside(self, keys: int, values: int) -> Iterator[tuple[Cell, Cell | None]]:
        """As the function of that name, without putting the rows together."""
        for row in self.rows:
            key = self._in_row(row, keys)
            if key is not None:
                yield key, self._in_row(row, values)

    def _in_row(self, row: Row, column: int) -> Cell | None:
        """A cell of a row; the rows before its last one are empty."""
        place = row.last, column
        cell = row.cells.get(place)
        if cell is not None:
            for there, at in row.shared:
                if there == place:
                    return self.strings[at] if self.strings[at].value else None
        return cell

    def __getitem__(self, place: Place) -> Cell:
        return self.whole[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)

    def most(self) -> int:
        """How many cells there are, those counted too that show an empty string."""
        return sum(map(_size, self.rows))

    def __contains__(self, place: object) -> bool:
        return place in self.whole

    def items(self) -> ItemsView[Place, Cell]:
        return self.whole.items()

    def values(self) -> ValuesView[Cell]:
        return self.whole.values()


def beside(cells: Cells, keys: int, values: int) -> Iterator[tuple[Cell, Cell | None]]:
    """Each cell of one column with that in another column of its row, row by row."""
    if isinstance(cells, ByRow):
        return cells.beside(keys, values)
    return (
        (cell, cells.get((row, values))) for (row, column), cell in cells.items() if column == keys
    )


def is_of_a_form(row: Row) -> bool:
    """Whether the row is as short as those of forms are; others aren't worth remembering."""
    return len(row.cells) <= _MOST_CELLS
