"""A form sheet of many templates: rows and sheets that come again are written and packed once."""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import NamedTuple

from aggregator import layout
from aggregator.model import Sheet
from aggregator.workbook.known import Known
from aggregator.workbook.package.pack import Packed, pack_fast, pack_pieces
from aggregator.workbook.template import cover_cells, row_cells
from aggregator.workbook.template.basis import Basis, Reach, Values, union
from aggregator.workbook.template.cover_status import Tallies, Tally, kind_of, tally
from aggregator.workbook.template.placed import Pieces, Place, Styles, put

_MOST_ROWS = 512
"""Of each row of the form."""
_MOST_HEADS = 1024
_MOST_SHEETS = 64


class Body(NamedTuple):
    """The rows of a form sheet as they are written, what they rest on, what their marks say."""

    content: bytes
    values: Values
    tally: Tally


class StampedSheet:
    """A form sheet of workbooks that have the same inputs."""

    def __init__(self, basis: Basis, sheet: Sheet, pieces: Pieces, styles: Styles) -> None:
        self._basis, self._sheet, self._styles = basis, sheet, styles
        cells = pieces.by_row()
        above, below, *_ = layout.TITLE_ROWS
        self._title = [*cells[above], *cells[below]]
        self._after = pieces.after.encode()
        rows = {row.indicator.code: row.row for row in layout.rows(sheet) if row.indicator}
        reaches = {code: basis.row(code) for code in rows}
        self._reach = union(reaches.values())
        places = basis.places(self._reach)
        self._take = itemgetter(*places)
        self._rows = [
            (
                itemgetter(*map(places.index, basis.places(reach))),
                Known(partial(self._row, code, reach, cells[rows[code]]), _MOST_ROWS),
            )
            for code, reach in reaches.items()
        ]
        self._bodies = Known(self._body, _MOST_SHEETS)
        self._heads = Known(self._head, _MOST_HEADS)
        self._packed = Known(self._pack, _MOST_SHEETS)

    def body(self, values: Values) -> Body:
        """The sheet below its title, from the values of a workbook."""
        return self._bodies[self._take(values)]

    def packed(self, body: Body, tallies: Tallies) -> Packed:
        """The whole sheet, of which the title repeats what the marks of all sheets say."""
        return self._packed[body.values, tallies]

    def _body(self, values: Values) -> Body:
        contents, kinds = zip(*(known[take(values)] for take, known in self._rows), strict=True)
        return Body(b"".join(contents), values, tally(kinds))

    def _row(
        self, code: str, reach: Reach, places: list[Place], values: Values
    ) -> tuple[bytes, str]:
        numbers, state = self._basis.back(reach, values)
        row = row_cells.row(self._basis.form, code, numbers, state)
        cells = {**row.numbers, **row.margin, **row.doubt}
        return put(places, cells, self._styles), kind_of(row.mark)

    def _head(self, tallies: Tallies) -> bytes:
        cells = dict(cover_cells.head(self._basis.form, self._sheet, tallies))
        return put(self._title, cells, self._styles)

    def _pack(self, key: tuple[Values, Tallies]) -> Packed:
        """Where nothing was known before it is packed for many, else in the least time."""
        values, tallies = key
        pieces = (self._heads[tallies], self._bodies[values].content, self._after)
        first = len(self._reach.facts)
        if any(values[first : first + len(self._reach.keys)]):
            return pack_pieces(pieces, large=True)
        return pack_fast(b"".join(pieces))
