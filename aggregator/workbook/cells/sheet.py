"""One worksheet part -> sparse typed cells, in one pass of expat; anything irregular is refused.

Inside `<sheetData>` only row > c > v, f, is may stand; `_where` says how far inside we are, so
the depth is bounded by construction. Foreign elements and `extLst` are stepped over, but not
what a program may show in place of a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from aggregator.workbook.cells.addresses import address
from aggregator.workbook.cells.book import Cell, Cells
from aggregator.workbook.cells.byrow import ByRow
from aggregator.workbook.cells.longsheet import LongSheet, Streamed
from aggregator.workbook.cells.onestring import Collector, Text
from aggregator.workbook.cells.standing import Standing
from aggregator.workbook.cells.values import Shared, Stored, starts_program, typed_cell
from aggregator.workbook.package import markup, refusal
from aggregator.workbook.package.refusal import Caps

_IN_SHEET, _IN_ROW, _IN_CELL, _IN_VALUE, _IN_FORMULA = range(5)
_SCHEMA_DEPTH = 2
_MOST_PIECES = 1_000
"""A parser gives a text of the longest that may be in a few pieces."""


class Content(NamedTuple):
    """What a worksheet part holds; `dde` tells whether a formula starts a program."""

    cells: Cells
    merged: tuple[tuple[int, int, int, int], ...]
    dde: bool = False

    def most(self) -> int:
        """How many cells there are at most: blank ones may be among them."""
        return (
            self.cells.most()
            if isinstance(self.cells, ByRow | LongSheet | Streamed)
            else len(self.cells)
        )


class SheetReader:
    """The exact reader of a worksheet part, whatever way it is written; `room` is for cells."""

    def __init__(self, shared: Shared, caps: Caps, room: int) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.dde = False
        self._shared = shared
        self._caps = caps
        self._room = room
        self._depth = 0
        self._data_seen = False
        self._where = _IN_SHEET
        self.at = Standing()
        self._pieces: list[str] = []
        self._value: str | None = None
        self._text: Text | None = None

    def read(self, xml: bytes) -> None:
        """One worksheet part. Raises Refused."""
        self._machine = markup.parser()
        self._outside()
        markup.feed(self._machine, xml)
        del self._machine  # whose handlers hold this reader and its cells
        if not self._data_seen:
            raise refusal.damaged("sheet không có vùng dữ liệu")

    def rows(self, pieces: Iterable[bytes]) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows of a part that comes in pieces, each let go once it is told. Raises Refused."""
        self._machine = markup.parser()
        self._outside()
        for piece in pieces:
            markup.feed_piece(self._machine, piece)
            if len(self._pieces) > _MOST_PIECES:
                raise refusal.suspicious("một ô chứa quá nhiều chữ")
            yield from self._finished()
        markup.feed_piece(self._machine, b"", is_last=True)
        yield from self._finished()
        del self._machine
        if not self._data_seen:
            raise refusal.damaged("sheet không có vùng dữ liệu")

    def _finished(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            found.setdefault(row, {})[column] = cell
        is_open = self._where != _IN_SHEET
        rest = found.pop(self.at.last_row, {}) if is_open else {}
        self._room -= len(self.cells) - len(rest)
        self.cells = {(self.at.last_row, column): cell for column, cell in rest.items()}
        yield from found.items()

    def _handle(
        self, start: markup.Start, end: markup.End, text: Callable[[str], object] | None
    ) -> None:
        self._machine.StartElementHandler = start
        self._machine.EndElementHandler = end
        self._machine.CharacterDataHandler = text

    # --- around the data ---

    def _outside(self) -> None:
        self._handle(self._start_outside, self._end_outside, None)

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > markup.DEPTH:
            raise markup.too_deep()
        if self._depth == 1:
            self._name_elements(name)
        elif self._depth == _SCHEMA_DEPTH and name == self._sheet_data:
            if self._data_seen:
                raise refusal.suspicious("sheet có hai vùng dữ liệu")
            self._data_seen = True
            self._handle(self._start, self._end, self._pieces.append)
        elif name == self._merge and len(self.merged) < self._caps.merges:
            first, _, last = attributes.get("ref", "").partition(":")
            self.merged.append((*address(first), *address(last or first)))

    def _end_outside(self, _name: str) -> None:
        self._depth -= 1

    def _name_elements(self, root: str) -> None:
        namespace, _, local = root.rpartition(" ")
        if namespace not in markup.SPREADSHEET or local != "worksheet":
            raise refusal.damaged("thành phần này không phải một sheet")
        self._sheet_data = f"{namespace} sheetData"
        self._merge = f"{namespace} mergeCell"
        self._extension = f"{namespace} extLst"
        self._c, self._v = f"{namespace} c", f"{namespace} v"
        self._f, self._row_name = f"{namespace} f", f"{namespace} row"
        self._inline = f"{namespace} is"
        self._main = f"{namespace} "
        self._collector = Collector(namespace, self._caps.text)

    # --- inside the data ---

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        where = self._where
        if self._pieces:
            self._refuse_stray_text()
        if name == self._v and where == _IN_CELL:
            self._refuse_second_value()
            self._where = _IN_VALUE
        elif name == self._c and where == _IN_ROW:
            self._open_cell(attributes)
            self._where = _IN_CELL
        elif name == self._f and where == _IN_CELL:
            self._formula = True
            self._where = _IN_FORMULA
        elif name == self._row_name and where == _IN_SHEET:
            self.at.row(attributes.get("r"))
            self._where = _IN_ROW
        elif name == self._inline and where == _IN_CELL:
            self._refuse_second_value()
            self._collector.begin()
            self._handle(self._collector.start, self._end_inline, self._collector.pieces.append)
        elif name.startswith(markup.ALTERNATIVES):
            raise refusal.suspicious("vùng dữ liệu có nội dung thay thế (AlternateContent)")
        elif where <= _IN_CELL and (name == self._extension or not name.startswith(self._main)):
            self._skipped = 1
            self._handle(self._start_skipped, self._end_skipped, None)
        else:
            raise refusal.damaged("sheet có phần tử đặt sai chỗ")

    def _end(self, _name: str) -> None:
        where = self._where
        if where == _IN_VALUE:
            self._value = "".join(self._pieces)
            self._pieces.clear()
            self._where = _IN_CELL
            return
        if where == _IN_FORMULA:
            self.dde = self.dde or starts_program("".join(self._pieces))
            self._pieces.clear()
            self._where = _IN_CELL
            return
        if self._pieces:
            self._refuse_stray_text()
        if where == _IN_CELL:
            self._close_cell()
            self._where = _IN_ROW
        elif where == _IN_ROW:
            if len(self.cells) > self._room:
                raise refusal.suspicious("có quá nhiều ô")
            self._where = _IN_SHEET
        else:
            self._depth -= 1
            self._outside()

    def _refuse_stray_text(self) -> None:
        """What stands outside of a value would be lost without a word."""
        if "".join(self._pieces).strip():
            raise refusal.damaged("sheet có chữ nằm ngoài ô")
        self._pieces.clear()

    def _refuse_second_value(self) -> None:
        if self._value is not None or self._text is not None:
            raise refusal.suspicious("một ô có hai giá trị")

    def _start_skipped(self, _name: str, _attributes: dict[str, str]) -> None:
        self._skipped += 1
        if self._skipped > markup.DEPTH:
            raise markup.too_deep()

    def _end_skipped(self, _name: str) -> None:
        self._skipped -= 1
        if not self._skipped:
            self._handle(self._start, self._end, self._pieces.append)

    def _end_inline(self, name: str) -> None:
        if self._collector.depth:
            self._collector.end(name)
        else:
            self._text = self._collector.result()
            self._handle(self._start, self._end, self._pieces.append)

    # --- cells ---

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._attributes = attributes
        self._value = None
        self._text = None
        self._formula = False
        self.at.cell(attributes.get("r"))

    def _close_cell(self) -> None:
        attributes = self._attributes
        cell = typed_cell(
            Stored(
                attributes.get("t", "n"),
                attributes.get("s", "0"),
                self._value,
                self._formula,
                self._text,
            ),
            self._shared,
        )
        if cell is not None:
            self.cells[self.at.last_row, self.at.column] = cell
