"""Small parts that are alike but for their texts: each kind is parsed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from aggregator.workbook.package import markup
from aggregator.workbook.package.markup import Element
from aggregator.workbook.package.plain import is_plain, said

_TEXT = re.compile(rb">([^<>]*[^<>\s][^<>]*)<")
_TOKEN = 0xE000
_MOST_TEXTS = 1_000
_MOST_BYTES = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What parts have in common that are alike: their elements, a token in place of each text."""

    elements: tuple[Element, ...]


class Part(NamedTuple):
    """A small part as its pattern and the texts behind the tokens."""

    pattern: Pattern
    texts: Mapping[int, str | None]

    def said(self, text: str) -> str:
        """A text of the pattern as it stands in this part."""
        return text.translate(self.texts)


def part(xml: bytes) -> Part:
    """A small part; parsed only where its pattern is new. Raises Refused."""
    if len(xml) > _MOST_BYTES or not is_plain(xml):
        return parsed(xml)
    pieces = _TEXT.split(xml)
    texts = [said(raw) for raw in pieces[1::2]]
    statics = b"\0".join(pieces[::2])
    if None in texts or len(texts) > _MOST_TEXTS or b"\xee" in statics:
        return parsed(xml)
    return Part(_pattern(statics), dict(enumerate(texts, _TOKEN)))


def parsed(xml: bytes) -> Part:
    """A part that is a pattern of its own. Raises Refused."""
    return Part(Pattern(tuple(markup.elements(xml))), {})


@lru_cache(maxsize=64)
def _pattern(statics: bytes) -> Pattern:
    first, *rest = statics.split(b"\0")
    filled = (b">%b<%b" % (chr(_TOKEN + at).encode(), piece) for at, piece in enumerate(rest))
    return Pattern(tuple(markup.elements(first + b"".join(filled))))
