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
        self.looks: list[Sequence[Look]] = [list(each.of_rows) for each in table.looks.values()]
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

    def rests(self) -> bytes:
        """The digest of all that they follow from."""
        rows, at = self._rows, self._at
        looks = [
            [each.choices.index(look) for look in of_rows[at]]
            for each, of_rows in zip(rows.table.looks.values(), rows.looks, strict=True)
        ]
        led = [list(map(bool, links[at])) for links in rows.leads]
        rests, number = rows.table.rests, at.start // (at.stop - at.start)
        said = as_bytes(self._values) if rests is None else rests.blocks[number]
        return digest(b"rows", rows.digest, as_bytes((at.start, looks, led)), said)

    def made(self) -> bytes:
        """They as the sheet stores them."""
        rows, at = self._rows, self._at
        looks = [of_rows[at] for of_rows in rows.looks]
        led = [list(map(bool, links[at])) for links in rows.leads]
        return rows.printer.rows(rows.table.first_row + at.start, self._values, looks, led)
