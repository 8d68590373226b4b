"""Text as workbooks store it: shared and inline strings, runs joined, phonetic guides dropped."""

from __future__ import annotations

import re
from typing import NamedTuple

from aggregator.workbook import archive, markup
from aggregator.workbook.archive import Caps
from aggregator.workbook.styles import old_font

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
    found: list[Text] = []
    depth = 0
    collector = Collector("", caps.text)
    item = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal collector, depth, item
        depth += 1
        if depth > 2:
            collector.start(name, attributes)
        elif depth == 1:
            namespace, _, local = name.rpartition(" ")
            if namespace not in markup.SPREADSHEET or local != "sst":
                raise archive.damaged("bảng chuỗi không đúng loại")
            collector = Collector(namespace, caps.text)
            machine.CharacterDataHandler = collector.pieces.append
            item = f"{namespace} si"
        else:
            collector.begin()

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth > 1:
            collector.end(name)
        elif name == item:
            found.append(collector.result())
            if len(found) > caps.strings:
                raise archive.suspicious("có quá nhiều chuỗi")

    machine = markup.parser()
    machine.StartElementHandler = start
    machine.EndElementHandler = end
    markup.feed(machine, xml)
    return found
