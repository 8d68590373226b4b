"""One small sheet of a workbook, before it is known whether the rest may be read."""

from __future__ import annotations

import re

from aggregator.workbook.cells.book import Book, Grid
from aggregator.workbook.cells.sheet import SheetReader
from aggregator.workbook.cells.strings import few_strings
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.cells.xlsx import outlined
from aggregator.workbook.package import refusal
from aggregator.workbook.package.gate import at_a_glance
from aggregator.workbook.package.refusal import CAPS, Caps

_LARGEST = 1_000_000
_STRING = re.compile(rb">([0-9]{1,9})<")


def small_sheet(data: bytes, title: str, caps: Caps) -> Book:
    """An .xlsx with that sheet alone, if it has it; all else may be damaged. Raises Refused."""
    package = at_a_glance(data, caps)
    outline = outlined(package, caps)
    part = outline.sheet(title)
    if part is None:
        return Book(())
    xml = package.required(part)
    if len(xml) > _LARGEST:
        raise refusal.suspicious("sheet ẩn quá lớn")
    strings = []
    if (table := outline.related("sharedStrings")) is not None:
        asked = set(map(int, _STRING.findall(xml)))
        strings = few_strings(package.required(table), asked, caps)
    reader = SheetReader(Shared(strings), CAPS, CAPS.cells)
    reader.read(xml)
    return Book((Grid(title, cells=reader.cells),))
