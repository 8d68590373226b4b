"""Small parts that are alike but for their texts: each kind is parsed once."""

from __future__ import annotations

import re
from functools import lru_cache

from aggregator.workbook.package import markup
from aggregator.workbook.package.markup import Element
from aggregator.workbook.package.plain import is_plain, said

_TEXT = re.compile(rb">([^<>]*[^<>\s][^<>]*)<")
_TOKEN = 0xE000
_MOST_TEXTS = 1_000
_MOST_BYTES = 50_000


def elements(xml: bytes) -> list[Element]:
    """Every element of a small part, in the order of their ends. Raises Refused."""
    if len(xml) > _MOST_BYTES or not is_plain(xml):
        return markup.elements(xml)
    pieces = _TEXT.split(xml)
    texts = [said(raw) for raw in pieces[1::2]]
    statics = b"\0".join(pieces[::2])
    if None in texts or len(texts) > _MOST_TEXTS or b"\xee" in statics:
        return markup.elements(xml)
    places = {_TOKEN + at: text for at, text in enumerate(texts)}
    return [
        Element(path, attributes, text.translate(places)) if text else element
        for element in _pattern(statics)
        for path, attributes, text in [element]
    ]


@lru_cache(maxsize=64)
def _pattern(statics: bytes) -> list[Element]:
    """The elements with a token, a letter for private use, in place of each text."""
    first, *rest = statics.split(b"\0")
    filled = (b">%b<%b" % (chr(_TOKEN + at).encode(), piece) for at, piece in enumerate(rest))
    return markup.elements(first + b"".join(filled))
