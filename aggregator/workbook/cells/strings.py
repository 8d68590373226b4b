"""The table of the strings that the sheets of a workbook share, as cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import compress, count
from operator import ne

from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.byrow import Strings
from aggregator.workbook.cells.longstrings import long_table
from aggregator.workbook.cells.onestring import Collector, Text, unescaped
from aggregator.workbook.known import Known
from aggregator.workbook.package import markup, refusal
from aggregator.workbook.package.plain import is_bare, root_of, said
from aggregator.workbook.package.refusal import CAPS, Caps, Refused

_PLAIN_ITEM = re.compile(rb"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t>")
_ITEM_END, _TABLE_END = b"</si>", b"</sst>"
_MOST_KNOWN, _LONGEST_KNOWN = 10_000, 1_000
_MANY = 2_000
"""A table of more is not that of a form, which many workbooks share."""
_MOST_CHANGED = 50
_PIECE = 1_000_000
_LEFT_BLANK = Cell(State.TEXT, "")


class _Items:
    """Strings read before, by the bytes they are written in, below one kind of root."""

    def __init__(self, root: bytes, longest: int) -> None:
        self._root = root
        self._caps = replace(CAPS, text=longest)
        self._cells = Known(self.cell, _MOST_KNOWN, lambda item: len(item) <= _LONGEST_KNOWN)
        self._last: tuple[list[bytes], list[Cell]] = [], []

    def read(self, items: list[bytes]) -> list[Cell]:
        """A table; most differ in a few strings from one before. Raises Refused.

        Refused too where an item by itself isn't a string, though the whole table may be one.
        """
        last, base = self._last
        if len(last) == len(items):
            changed = list(compress(count(), map(ne, items, last)))
            if len(changed) <= _MOST_CHANGED:
                return Strings(base, {at: self._cells[items[at]] for at in changed})
        cells = list(map(self._cells.__getitem__, items))
        if len(items) <= _MOST_KNOWN:
            self._last = items, cells
        return Strings(cells, {})

    def cell(self, item: bytes) -> Cell:
        """One string, without its end tag. Raises Refused."""
        text = self._plain(item) or self._exact(item)
        return Cell(State.TEXT, text.text, False, text.font)

    def _plain(self, item: bytes) -> Text | None:
        written = _PLAIN_ITEM.fullmatch(item)
        text = said(written[1]) if written else None
        return None if text is None else Text(unescaped(text, self._caps.text))

    def _exact(self, item: bytes) -> Text:
        if not is_bare(item):
            raise refusal.damaged("bảng chuỗi không đúng loại")
        table = _StringTable(self._caps).read(self._root + item + _ITEM_END + _TABLE_END)
        if len(table) != 1:
            raise refusal.damaged("bảng chuỗi không đúng loại")
        return table[0]


_items = lru_cache(maxsize=4)(_Items)


def plain_strings(xml: bytes, caps: Caps) -> list[Cell] | None:
    """The shared strings item by item, each read once; None sends the table to the exact reader."""
    root = root_of(xml, "sst")
    if root is None or (many := xml.count(_ITEM_END)) > caps.strings:
        return None
    table = _items(root[0], caps.text)
    try:
        if many > _MANY and (cells := long_table(xml, root[1], table.cell)) is not None:
            return cells
        *items, rest = xml[root[1] :].split(_ITEM_END)
        return table.read(items) if rest.rstrip() == _TABLE_END else None
    except Refused:
        return None


def few_strings(xml: bytes, numbers: Collection[int], caps: Caps) -> list[Cell]:
    """The shared strings of these numbers in a table that may be large, the others left blank.

    Raises Refused.
    """
    root = root_of(xml, "sst")
    if root is None or not is_bare(xml):
        return read_strings(xml, CAPS)
    many = xml.count(_ITEM_END, root[1])
    if many > caps.strings:
        raise refusal.suspicious("có quá nhiều chuỗi")
    cells = [_LEFT_BLANK] * many
    items, seen = _items(root[0], caps.text), 0
    for some in _in_pieces(xml, root[1]):
        for number in numbers:
            if seen <= number < seen + len(some):
                cells[number] = items.cell(some[number - seen])
        seen += len(some)
    return cells


def _in_pieces(xml: bytes, start: int) -> Iterator[list[bytes]]:
    """The strings of a table that may be large, without their end tags, some at a time."""
    while (end := xml.find(_ITEM_END, start + _PIECE)) >= 0:
        yield xml[start:end].split(_ITEM_END)
        start = end + len(_ITEM_END)
    yield xml[start:].split(_ITEM_END)[:-1]


def read_strings(xml: bytes, caps: Caps) -> list[Cell]:
    """The shared strings in their order, as cells. Raises Refused."""
    plain = plain_strings(xml, caps)
    if plain is not None:
        return plain
    return [Cell(State.TEXT, text, False, font) for text, font in _StringTable(caps).read(xml)]


class _StringTable:
    """The exact reader of a shared strings part."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._found: list[Text] = []
        self._depth = 0
        self._item = ""
        self._collector = Collector("", caps.text)
        self._machine = markup.parser()

    def read(self, xml: bytes) -> list[Text]:
        self._machine.StartElementHandler = self._start
        self._machine.EndElementHandler = self._end
        markup.feed(self._machine, xml)
        del self._machine  # whose handlers hold this reader
        return self._found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 2:
            self._collector.start(name, attributes)
        elif self._depth == 2:
            self._collector.begin()
        else:
            namespace, _, local = name.rpartition(" ")
            if namespace not in markup.SPREADSHEET or local != "sst":
                raise refusal.damaged("bảng chuỗi không đúng loại")
            self._item = f"{namespace} si"
            self._collector = Collector(namespace, self._caps.text)
            self._machine.CharacterDataHandler = self._collector.pieces.append

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._depth > 1:
            self._collector.end(name)
        elif name == self._item:
            self._found.append(self._collector.result())
            if len(self._found) > self._caps.strings:
                raise refusal.suspicious("có quá nhiều chuỗi")
