"""Where the rows and cells of a worksheet stand: they come in order, or the sheet is refused."""

from __future__ import annotations

from aggregator.workbook.cells.addresses import address, column_number
from aggregator.workbook.cells.book import LAST_COLUMN, LAST_ROW
from aggregator.workbook.package import refusal

_MOST_DIGITS = 7


class Standing:
    """Follows the rows and cells as they come; what says no place stands behind the one before.

    `unnumbered` tells that a row took its number from the one before it.
    """

    def __init__(self) -> None:
        self.first_row = self.last_row = self.column = 0
        self.unnumbered = False
        self._row_text = ""

    def row(self, number: str | None) -> None:
        """The next row. Raises Refused."""
        self.unnumbered = self.unnumbered or number is None
        row = self.last_row + 1 if number is None else _row_number(number)
        if row <= self.last_row:
            raise refusal.suspicious("có hai dòng cùng số hoặc dòng ngược thứ tự")
        if row > LAST_ROW:
            raise refusal.suspicious("có dòng nằm ngoài bảng tính")
        self.first_row = self.first_row or row
        self.last_row, self._row_text = row, str(row)
        self.column = 0

    def cell(self, written: str | None) -> None:
        """The next cell of the row. Raises Refused."""
        column = self.column + 1 if written is None else self._column_of(written)
        if column <= self.column:
            raise refusal.suspicious("có hai ô cùng địa chỉ hoặc ô ngược thứ tự")
        if column > LAST_COLUMN:
            raise refusal.suspicious("có ô nằm ngoài bảng tính")
        self.column = column

    def _column_of(self, written: str) -> int:
        if written.endswith(self._row_text):
            column = column_number(written[: -len(self._row_text)])
            if column is not None:
                return column
        row, column = address(written)
        if row != self.last_row:
            raise refusal.suspicious("địa chỉ ô không thuộc dòng chứa nó")
        return column


def _row_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise refusal.damaged("số dòng sai")
    if len(text) > _MOST_DIGITS:
        raise refusal.suspicious("có dòng nằm ngoài bảng tính")
    return int(text)
