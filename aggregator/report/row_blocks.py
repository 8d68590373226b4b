"""The rows of a table in blocks, each with what it rests on: of one that is kept no row is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from aggregator.report import piece
from aggregator.report.piece import Piece, as_bytes, digest
from aggregator.report.row_cells import Printer
from aggregator.report.table import Look, Table, Value

Leads = Sequence[Sequence[str | None]]
"""Of each column with links where its rows lead."""


def row_blocks(table: Table, styles: Sequence[str], leads: Leads) -> Iterator[Piece]:
    """The rows of a table in these styles: of each column, then of each other look."""
    rows = _Rows(table, styles, leads)
    size = piece.ROWS_A_BLOCK
    for start in range(0, len(table.rows), size):
        block = _Block(rows, slice(start, start + size))
        yield Piece(block.rests, block.made)


class _Rows:
    """What all blocks of a table have in common."""

    def __init__(self, table: Table, styles: Sequence[str], leads: Leads) -> None:
        self.table, self.leads = table, leads
        self.printer = Printer(table, styles)
        self._styles = styles

    @cached_property
    def digest(self) -> bytes:
        """Of what every row rests on."""
        table = self.table
        shape = repr((self._styles, table.columns, table.first_row)).encode()
        return digest(shape, table.rests.common if table.rests else b"")


class _Block:
    """Some rows of a table."""

    def __init__(self, rows: _Rows, at: slice) -> None:
        self._rows, self._at = rows, at

    @cached_property
    def _values(self) -> Sequence[Sequence[Value]]:
        return list(self._rows.table.rows[self._at])

    @cached_property
    def _looks(self) -> Sequence[Sequence[Look]]:
        return [list(each.of_rows[self._at]) for each in self._rows.table.looks.values()]

    @cached_property
    def _led(self) -> Sequence[Sequence[bool]]:
        return [list(map(bool, links[self._at])) for links in self._rows.leads]

    def rests(self) -> bytes:
        """The digest of all that they follow from."""
        said = as_bytes((self._at.start, self._led, self._said()))
        return digest(b"rows", self._rows.digest, said)

    def _said(self) -> object:
        table = self._rows.table
        if table.rests is not None:
            return table.rests.said(self._at)
        chosen = zip(table.looks.values(), self._looks, strict=True)
        return self._values, [[each.choices.index(look) for look in of] for each, of in chosen]

    def made(self) -> bytes:
        """They as the sheet stores them."""
        rows = self._rows
        first = rows.table.first_row + self._at.start
        return rows.printer.rows(first, self._values, self._looks, self._led)
