"""A workbook as it came, or out of the encryption that keeps nobody out."""

from __future__ import annotations

from typing import NamedTuple

from aggregator.model import Ref, Repair
from aggregator.workbook.cells.book import Book
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.locked import unlocked
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.package.sniff import sniff


class Opened(NamedTuple):
    """A workbook and its kind; `repairs` tells what was undone before it could be read."""

    book: Book
    kind: str
    repairs: tuple[Repair, ...] = ()


def opened(data: bytes, kind: str) -> Opened:
    """Read a workbook of a kind that `sniff` gave. Raises Refused."""
    try:
        return Opened(read_book(data), kind)
    except Refused as refused:
        inside = unlocked(data) if refused.code == "R103" else None
        if inside is None:
            raise
    repair = Repair("T115", Ref(), "mã hóa bằng mật khẩu mặc định của Excel", "đã mở")
    return Opened(read_book(inside), sniff(inside), (repair,))
