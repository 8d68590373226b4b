"""Text as workbooks store it: shared and inline strings, runs joined, phonetic guides dropped."""

from __future__ import annotations

import re
from typing import NamedTuple

from aggregator.workbook.cells.styles import old_font
from aggregator.workbook.package import archive, markup
from aggregator.workbook.package.archive import Caps

_PLAIN_TABLE = re.compile(
    r"(?:<si><t(?: xml:space=\"preserve\")?>[^<]*</t></si>)*+</sst>\s*", re.DOTALL
)
_PLAIN_ITEM = re.compile(r">([^<]*)</t>")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Text(NamedTuple):
    """A string and, where a run is set in one, its font of an old encoding."""

    text: str
    font: str = ""


def unescaped(text: str, longest: int) -> str:
    """`_x000D_` resolved, control characters and lone surrogates dropped. Raises Refused R104."""
    if len(text) > longest:
        raise archive.suspicious("một ô chứa quá nhiều chữ")
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _UNWANTED.sub("", text)


def plain_strings(xml: bytes, caps: Caps) -> list[Text] | None:
    """The shared strings where nothing but plain text stands, in one go; None elsewhere."""
    body = markup.plain_body(xml, "sst")
    if body is None or _PLAIN_TABLE.fullmatch(body) is None:
        return None
    texts = _PLAIN_ITEM.findall(body)
    if len(texts) > caps.strings:
        raise archive.suspicious("có quá nhiều chuỗi")
    return [Text(unescaped(markup.resolved(text), caps.text)) for text in texts]


class Collector:
    """Start, end and text handlers for one string element, `<si>` or `<is>`, at a time."""

    def __init__(self, namespace: str, longest: int) -> None:
        self.longest = longest
        self._text = f"{namespace} t"
        self._phonetic = f"{namespace} rPh"
        self._font = f"{namespace} rFont"
        self.pieces: list[str] = []
        self.begin()

    def begin(self) -> None:
        """Forget the string before."""
        self._kept = ""
        self._old_font = ""
        self._silent = 0
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element inside the string was opened."""
        self.depth += 1
        if self.depth > markup.DEPTH:
            raise markup.too_deep()
        if name == self._text:
            self.pieces.clear()
        elif name == self._phonetic:
            self._silent += 1
        elif name == self._font:
            self._old_font = self._old_font or old_font(attributes.get("val", ""))

    def end(self, name: str) -> None:
        """An element inside the string was closed."""
        self.depth -= 1
        if name == self._text and not self._silent:
            self._kept += "".join(self.pieces)
            if len(self._kept) > self.longest:
                raise archive.suspicious("một ô chứa quá nhiều chữ")
        elif name == self._phonetic:
            self._silent -= 1

    def result(self) -> Text:
        """The string whose element was just closed."""
        return Text(unescaped(self._kept, self.longest), self._old_font)


def read_strings(xml: bytes, caps: Caps) -> list[Text]:
    """The shared strings in their order. Raises Refused."""
    plain = plain_strings(xml, caps)
    return _StringTable(caps).read(xml) if plain is None else plain


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
                raise archive.damaged("bảng chuỗi không đúng loại")
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
                raise archive.suspicious("có quá nhiều chuỗi")
