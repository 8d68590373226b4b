"""A returned file -> a Book of sparse typed cells, whatever workbook format it is in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aggregator.workbook.cells.book import Book
from aggregator.workbook.cells.xlsx import read_xlsx
from aggregator.workbook.package.gate import open_package
from aggregator.workbook.package.refusal import CAPS, Caps, Refused
from aggregator.workbook.package.sniff import sniff, what_it_is

Wanted = Callable[[str], bool]

_SAVED_ANEW = frozenset({"biff", "xml2003", "fods", "html", "mhtml", "csv"})
_THE_FORM = "điền và gửi đúng biểu mẫu .xlsx"


def read_book(
    data: bytes, wanted: Wanted | None = None, caps: Caps = CAPS, *, as_tables: bool = False
) -> Book:
    """Every sheet, or those whose title is `wanted`; the others are checked and left empty.

    `as_tables` is for whoever only goes through the rows of the sheets that are wanted: a large
    one is read while he does, and may be refused then; the others may hold anything.
    .xlsb, .ods and .xls go through a library that may abort the process: call this only inside
    a worker. Raises Refused: R102-R104, R116, or R107 for what is no workbook at all.
    """
    kind = sniff(data)
    if kind == "xlsx":
        with collector_at_rest():
            return read_xlsx(open_package(data, caps), wanted or _every, caps, as_tables)
    if kind == "xlsb":
        open_package(data, caps)
    if kind in ("xlsb", "ods", "xls"):
        from aggregator.workbook.cells.other import read_other

        return read_other(data, kind, wanted or _every, caps)
    if kind == "empty":
        raise Refused("R116", "Tệp rỗng, không có nội dung. Hãy gửi lại tệp có số liệu.")
    if kind == "encrypted":
        raise Refused("R103", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    remedy = "mở bằng Excel, lưu thành .xlsx rồi gửi lại" if kind in _SAVED_ANEW else _THE_FORM
    raise Refused("R107", f"Đây là {what_it_is(kind)}, không đọc được như sổ tính. Hãy {remedy}.")


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Thousands of cells at once look like garbage to be; the collector would double the time.

    Best left only when they are gone again: what is alive then is looked through.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _every(_title: str) -> bool:
    return True
