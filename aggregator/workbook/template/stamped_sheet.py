"""A form sheet of many templates: rows and sheets that come again are written and packed once."""

from __future__ import annotations

from typing import NamedTuple

from aggregator import layout
from aggregator.model import Sheet
from aggregator.workbook.known import Known
from aggregator.workbook.package.chain import Chain
from aggregator.workbook.package.pack import Packed, pack_fast
from aggregator.workbook.template import cover_cells, row_cells
from aggregator.workbook.template.basis import Basis, Reach, Values
from aggregator.workbook.template.book import Book
from aggregator.workbook.template.cover_status import Tallies, Tally, kind_of, tally
from aggregator.workbook.template.placed import Pieces, Styles, put
from aggregator.workbook.template.stamped_rows import Row, StampedRows

_MOST_HEADS = 1024
_MOST_SHEETS = 64


class Body(NamedTuple):
    """The rows of a form sheet as they are written, and what their marks say."""

    contents: tuple[bytes, ...]
    tally: Tally


class StampedSheet:
    """A form sheet of workbooks that have the same inputs."""

    def __init__(self, basis: Basis, sheet: Sheet, pieces: Pieces, styles: Styles) -> None:
        self._basis, self._sheet, self._styles = basis, sheet, styles
        cells = pieces.by_row()
        above, below, *_ = layout.TITLE_ROWS
        self._title = [*cells[above], *cells[below]]
        self._after = pieces.after.encode()
        self._places = {r.indicator.code: cells[r.row] for r in layout.rows(sheet) if r.indicator}
        self._rows = StampedRows(basis, [*self._places], self._row)
        self._tallies = Known(tally, _MOST_HEADS)
        self._heads = Known(self._head, _MOST_HEADS)
        self._packed = Known(self._pack, _MOST_SHEETS)
        self._chain = Chain(1 + len(self._places), self._after)

    def body(self, book: Book, said: Values) -> Body:
        """The sheet below its title, of a workbook of which that is said."""
        contents, kinds = zip(*self._rows(book, said), strict=True)
        return Body(contents, self._tallies[kinds])

    def packed(self, body: Body, tallies: Tallies, for_many: bool) -> Packed:
        """The whole sheet, of which the title repeats what the marks of all sheets say.

        What is for many workbooks is packed as tightly as may be, else in the least time.
        """
        pieces = (self._heads[tallies], *body.contents)
        return self._packed[pieces] if for_many else self._chain.packed(pieces)

    def _row(self, code: str, reach: Reach, values: Values) -> Row:
        numbers, state = self._basis.back(reach, values)
        row = row_cells.row(self._basis.form, code, numbers, state)
        cells = {**row.numbers, **row.margin, **row.doubt}
        return Row(put(self._places[code], cells, self._styles), kind_of(row.mark))

    def _head(self, tallies: Tallies) -> bytes:
        cells = dict(cover_cells.head(self._basis.form, self._sheet, tallies))
        return put(self._title, cells, self._styles)

    def _pack(self, pieces: tuple[bytes, ...]) -> Packed:
        return pack_fast(b"".join((*pieces, self._after)))
