"""A long table of shared strings written the plain way, read at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import repeat

from aggregator.workbook.cells.book import Cell, State

_ITEM = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_ITEM_END, _KEPT_SPACE = b"</si>", b'<t xml:space="preserve">'
_BARE = len(b"<si><t></t></si>")
_WITH_SPACE = len(_KEPT_SPACE) - len(b"<t>")
_TABLE_END = b"</sst>"
_BETWEEN = b"\0"
_ODD = re.compile(rb"[&\x00-\x08\x0b-\x1f\x7f]|_x|\xef\xbf[\xbe\xbf]")
"""What makes a text say something else than its own bytes."""
_LONG = 1_000


def long_table(xml: bytes, start: int, one: Callable[[bytes], Cell]) -> list[Cell] | None:
    """The strings of a table from `start` on; None where it is written in another way.

    Those that don't say their own bytes are read by `one`, as items without their end tags.
    """
    texts = _ITEM.findall(xml, start)
    tags = len(texts) * _BARE + xml.count(_KEPT_SPACE, start) * _WITH_SPACE
    end = start + tags + sum(map(len, texts))
    if xml.count(_ITEM_END, start) != len(texts) or xml[end:].rstrip() != _TABLE_END:
        return None
    joined = _BETWEEN.join(texts)
    try:
        said = joined.decode().split(_BETWEEN.decode())
    except UnicodeDecodeError:
        return None
    if len(said) != len(texts):
        return None
    cells = list(map(Cell, repeat(State.TEXT), said, repeat(False), repeat("")))
    if max(map(len, texts)) > _LONG or _ODD.search(joined.replace(_BETWEEN, b"")):
        for at, text in enumerate(texts):
            if len(text) > _LONG or _ODD.search(text):
                cells[at] = one(b"<si><t>" + text + b"</t>")
    return cells
