"""The cells of a long sheet held row by row: a table has thousands of rows of few shapes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import NamedTuple

from aggregator.workbook.cells.book import Cell, Cells
from aggregator.workbook.cells.byrow import Place


class Streamed(Mapping[Place, Cell]):
    """The cells of a sheet of which only the rows can be asked for, one after the other."""

    @abstractmethod
    def each_row(self) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """The rows that hold something: the number of each, its cells by column."""

    @staticmethod
    def most() -> int:
        """How many cells are held."""
        return 0


class LongRow(NamedTuple):
    """A row: where in `cells` each of its columns stands; None is a blank cell."""

    columns: Mapping[int, int]
    cells: tuple[Cell | None, ...]

    def by_column(self) -> dict[int, Cell]:
        """The cells that aren't blank, by their columns."""
        pairs = zip(self.columns, self.cells, strict=True)
        return {column: cell for column, cell in pairs if cell is not None}


class LongSheet(Mapping[Place, Cell]):
    """The cells of a sheet by place, an eighth as large as a dict of them."""

    def __init__(self, rows: Mapping[int, LongRow]) -> None:
        self.rows = rows
        self._size = sum(len(row.cells) - row.cells.count(None) for row in rows.values())

    def __getitem__(self, place: Place) -> Cell:
        row = self.rows[place[0]]
        cell = row.cells[row.columns[place[1]]]
        if cell is None:
            raise KeyError(place)
        return cell

    def __iter__(self) -> Iterator[Place]:
        return (place for place, _ in self.items())

    def __len__(self) -> int:
        return self._size

    def most(self) -> int:
        """How many cells there are."""
        return self._size

    def items(self) -> ItemsView[Place, Cell]:
        return _Items(self)

    def values(self) -> ValuesView[Cell]:
        return _Values(self)


class _Items(ItemsView[Place, Cell]):
    def __init__(self, sheet: LongSheet) -> None:
        super().__init__(sheet)
        self._rows = sheet.rows

    def __iter__(self) -> Iterator[tuple[Place, Cell]]:
        for number, row in self._rows.items():
            for column, cell in zip(row.columns, row.cells, strict=True):
                if cell is not None:
                    yield (number, column), cell


class _Values(ValuesView[Cell]):
    def __init__(self, sheet: LongSheet) -> None:
        super().__init__(sheet)
        self._rows = sheet.rows

    def __iter__(self) -> Iterator[Cell]:
        for row in self._rows.values():
            yield from filter(None, row.cells)


def rows_of(cells: Cells) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    """The rows of a sheet in their order: the number of each, its cells by column."""
    if isinstance(cells, Streamed):
        yield from cells.each_row()
        return
    if isinstance(cells, LongSheet):
        for number, row in cells.rows.items():
            yield number, row.by_column()
        return
    found: dict[int, dict[int, Cell]] = {}
    for (number, column), cell in cells.items():
        found.setdefault(number, {})[column] = cell
    yield from sorted(found.items())
