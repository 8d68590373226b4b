"""One string as workbooks store it: runs joined, phonetic guides dropped."""

from __future__ import annotations

import re
from typing import NamedTuple

from aggregator.workbook.cells.styles import old_font
from aggregator.workbook.package import markup, refusal

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Text(NamedTuple):
    """A string and, where a run is set in one, its font of an old encoding."""

    text: str
    font: str = ""


def unescaped(text: str, longest: int) -> str:
    """`_x000D_` resolved, control characters and lone surrogates dropped. Raises Refused R104."""
    if len(text) > longest:
        raise refusal.suspicious("một ô chứa quá nhiều chữ")
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
        self.pieces.clear()
        self._kept = ""
        self._old_font = ""
        self._silent = 0
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element inside the string was opened."""
        self._refuse_stray_text()
        self.depth += 1
        if self.depth > markup.DEPTH:
            raise markup.too_deep()
        if name == self._phonetic:
            self._silent += 1
        elif name == self._font:
            self._old_font = self._old_font or old_font(attributes.get("val", ""))

    def end(self, name: str) -> None:
        """An element inside the string was closed."""
        self.depth -= 1
        if name == self._text:
            self._keep("".join(self.pieces))
            self.pieces.clear()
            return
        self._refuse_stray_text()
        if name == self._phonetic:
            self._silent -= 1

    def _keep(self, text: str) -> None:
        if not self._silent:
            self._kept += text
            if len(self._kept) > self.longest:
                raise refusal.suspicious("một ô chứa quá nhiều chữ")

    def _refuse_stray_text(self) -> None:
        """What stands outside of `<t>` would be lost without a word."""
        if self.pieces:
            if "".join(self.pieces).strip():
                raise refusal.damaged("có chữ đặt sai chỗ trong một ô")
            self.pieces.clear()

    def result(self) -> Text:
        """The string whose element was just closed. Raises Refused."""
        self._refuse_stray_text()
        return Text(unescaped(self._kept, self.longest), self._old_font)
