"""Addresses as cells and merges write them."""

from __future__ import annotations

from functools import lru_cache

from aggregator.workbook.cells.book import LAST_COLUMN, LAST_ROW
from aggregator.workbook.package import refusal


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int | None:
    """`A` -> 1, `XFD` -> 16384; None for anything that isn't a column of the grid."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > LAST_COLUMN:
            return None
        number = number * 26 + ord(letter) - 64
    return number if 0 < number <= LAST_COLUMN else None


def address(text: str) -> tuple[int, int]:
    """`B7` -> (7, 2). Raises Refused R102 for no address, R104 for one outside the grid."""
    plain = text.replace("$", "")
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if not letters.isascii() or not letters.isalpha() or not digits:
        raise refusal.damaged("địa chỉ ô sai")
    column = column_number(letters.upper())
    if column is None or len(digits) > 7 or not 1 <= int(digits) <= LAST_ROW:
        raise refusal.suspicious("có ô nằm ngoài bảng tính")
    return int(digits), column
