"""Marked twins of the styles that cells of somebody's workbook have, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aggregator.model import Severity
from aggregator.workbook.marking.styletables import FILL, StyleTables
from aggregator.workbook.package.elements import Element, within
from aggregator.workbook.package.xmltext import escape

COLOUR: Mapping[Severity, str] = {
    Severity.ERROR: "FFFFC7CF",
    Severity.WARNING: "FFFFC88E",
    Severity.INFO: "FFFFC88E",
}
"""Fills of marked cells: light red, and orange because inputs may be yellow. No usual shades, so
that a fill of ours is known again when the workbook comes back."""

_COLOUR_ATTRIBUTES = ("auto", "indexed", "rgb", "theme", "tint")
_RGB = "FF000000"
_NO_COLOUR = {"indexed": "64"}

Colour = Mapping[str, str]


class _Fill(NamedTuple):
    """A solid fill by its two colours: the one that shows, and the one that never does."""

    front: Colour
    back: Colour


class Tints:
    """Fills over the tables of a styles part.

    A fill of ours keeps the sender's colour as the back colour that a solid fill never shows.
    """

    def __init__(self, tables: StyleTables) -> None:
        self.tables = tables
        self._plain: dict[int, int] = {}
        self._fills = [_solid(tables, entry) for entry in tables.entries["fills"]]
        self.stale = frozenset(
            str(at) for at, style in enumerate(tables.entries["cellXfs"]) if self._is_ours(style)
        )
        """Numbers of the styles of cells that were marked in an earlier round."""

    def marked(self, number: int, severity: Severity) -> int:
        """The number of the style that is this style with the fill of `severity`."""
        style = self.tables.style(number)
        return self._filled(style, {"rgb": COLOUR[severity]}, self._colour_of_sender(style))

    def plain(self, number: int) -> int:
        """The number of the style that this style was before it was marked; else itself."""
        if number not in self._plain:
            self._plain[number] = self._find_plain(number)
        return self._plain[number]

    def _find_plain(self, number: int) -> int:
        """The style that agrees in all but the fill; LibreOffice loses the colour kept behind."""
        style = self.tables.style(number)
        if not self._is_ours(style):
            return number
        colour = self._colour_of_sender(style)
        others = enumerate(self.tables.entries["cellXfs"])
        twins = {at: self._front(other) for at, other in others if self._is_twin(style, other)}
        exact = [at for at, front in twins.items() if front == colour]
        if exact:
            return exact[0]
        if colour == _NO_COLOUR:
            return self.tables.refilled(style, 0)
        if twins:
            return next(iter(twins))
        known = any(fill is not None and fill.front == colour for fill in self._fills)
        if known and colour.get("rgb") not in COLOUR.values():
            return self._filled(style, colour, _NO_COLOUR)
        return self.tables.refilled(style, 0)

    def _filled(self, style: Element, front: Colour, back: Colour) -> int:
        fill = self.tables.add(
            "fills",
            f'<fill><patternFill patternType="solid"><fgColor {_attributes(front)}/>'
            f"<bgColor {_attributes(back)}/></patternFill></fill>",
        )
        return self.tables.refilled(style, fill)

    def _fill(self, style: Element) -> _Fill | None:
        number = int(style.attributes.get("fillId", "0"))
        return self._fills[number] if 0 <= number < len(self._fills) else None

    def _is_ours(self, style: Element) -> bool:
        fill = self._fill(style)
        return fill is not None and fill.front.get("rgb") in COLOUR.values()

    def _front(self, style: Element) -> Colour:
        fill = self._fill(style)
        return fill.front if fill else _NO_COLOUR

    def _is_twin(self, style: Element, other: Element) -> bool:
        return not self._is_ours(other) and self._but_fill(other) == self._but_fill(style)

    def _colour_of_sender(self, style: Element) -> Colour:
        fill = self._fill(style)
        return fill.back if fill and self._is_ours(style) else self._front(style)

    def _but_fill(self, style: Element) -> tuple[Mapping[str, str], bytes]:
        attributes = {k: v for k, v in style.attributes.items() if k not in ("fillId", "applyFill")}
        return attributes, self.tables.data[style.inner : style.end]


def _solid(tables: StyleTables, fill: Element) -> _Fill | None:
    """The colours of a solid fill; None for any other."""
    inside = within(tables.elements, fill)
    found = {e.path.removeprefix(f"{FILL}/patternFill/"): _colour(e) for e in inside}
    if not any(e.attributes.get("patternType") == "solid" for e in inside):
        return None
    return _Fill(found.get("fgColor", _NO_COLOUR), found.get("bgColor", _NO_COLOUR))


def _colour(element: Element) -> Colour:
    colour = {k: v for k, v in element.attributes.items() if k in _COLOUR_ATTRIBUTES}
    return colour if len(colour.get("rgb", _RGB)) == len(_RGB) else _NO_COLOUR


def _attributes(colour: Colour) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in (colour or _NO_COLOUR).items())
