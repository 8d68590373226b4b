"""Marked twins of the cell styles of somebody's OpenDocument, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aggregator.model import Severity
from aggregator.workbook.known import Known
from aggregator.workbook.marking.odf_cells import DEFAULT
from aggregator.workbook.marking.odf_names import SPACES, Names, given
from aggregator.workbook.marking.tints import COLOUR
from aggregator.workbook.package.elements import Element, within
from aggregator.workbook.package.splice import Edit, cut, first, set_attribute

OURS = "ketnap-"
"""What the names of our styles begin with; what follows says of what style one is the twin."""
_STYLES = "document-content/automatic-styles"
_STYLE = f"{_STYLES}/style"
_PROPERTIES = f"{_STYLE}/table-cell-properties"
_COLOURS = {severity: f"#{colour[2:].lower()}" for severity, colour in COLOUR.items()}
_MOST = 10_000
_BACKGROUND = f"{SPACES['fo']} background-color"


class Twins:
    """The styles of cells in a content: which are ours, and those that are to be added."""

    def __init__(self, data: bytes, elements: Sequence[Element], names: Names) -> None:
        self._data, self._elements, self._names = data, elements, names
        self._there = {
            given(each, "style", "name"): each
            for each in elements
            if each.path == _STYLE and given(each, "style", "family") == "table-cell"
        }
        self._plain = Known(self._find_plain, _MOST)
        self.added: dict[str, str] = {}

    def marked(self, style: str, severity: Severity) -> str:
        """The name of the style that is this style with the fill of `severity`."""
        name = f"{OURS}{severity.value}-{style}"
        if name not in self.added:
            self.added[name] = self._twin(name, style, _COLOURS[severity])
        return name

    def plain(self, style: str) -> str:
        """The name of the style that this was before it was marked; else itself."""
        return self._plain[style]

    def _find_plain(self, style: str) -> str:
        """The style it is named after, or another that agrees in all but the fill.

        A program that saved the workbook in between may have given the names to other styles.
        """
        if not self._is_ours(style):
            return style
        named_after = style.removeprefix(OURS).partition("-")[2]
        for other in (named_after, *self._there):
            if other in self._there and not self._is_ours(other) and self._are_twins(style, other):
                return other
        return given(self._there[style], "style", "parent-style-name") or DEFAULT

    def _is_ours(self, style: str) -> bool:
        return style in self._there and self._background(style) in _COLOURS.values()

    def stale(self) -> Iterator[Edit]:
        """The edits that take our styles of an earlier round away."""
        for each in self._elements:
            if each.path == _STYLE and given(each, "style", "name").startswith(OURS):
                yield Edit(each.start, each.end, b"")

    def _twin(self, name: str, style: str, colour: str) -> str:
        there = self._there.get(style)
        attribute = self._names.attribute
        fill = attribute("fo", "background-color", colour)
        if there is None:
            named = attribute("style", "name", name) + attribute("style", "family", "table-cell")
            parent = attribute("style", "parent-style-name", style)
            inside = self._names.element("style", "table-cell-properties", fill, "")
            return self._names.element("style", "style", named + parent, inside)
        edits = [set_attribute(self._data, there, self._names.name("style", "name"), name)]
        properties = self._properties(there)
        if properties is None:
            inside = self._names.element("style", "table-cell-properties", fill, "")
            edits.append(first(there, inside))
        else:
            told = self._names.name("fo", "background-color")
            edits.append(set_attribute(self._data, properties, told, colour))
        return cut(self._data, there, edits).decode()

    def _properties(self, style: Element) -> Element | None:
        inside = within(self._elements, style)
        return next((each for each in inside if each.path == _PROPERTIES), None)

    def _background(self, style: str) -> str:
        there = self._there.get(style)
        properties = self._properties(there) if there else None
        return properties.attributes.get(_BACKGROUND, "") if properties else ""

    def _are_twins(self, one: str, other: str) -> bool:
        return self._but_fill(one) == self._but_fill(other)

    def _but_fill(self, style: str) -> object:
        there = self._there[style]
        own = {k: v for k, v in there.attributes.items() if k != f"{SPACES['style']} name"}
        inside = [
            (each.path, {k: v for k, v in each.attributes.items() if k != _BACKGROUND})
            for each in within(self._elements, there)
        ]
        return own, inside
