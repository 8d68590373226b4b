"""The styles part of somebody's workbook: marked twins of the styles that its cells have."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator.model import Severity
from aggregator.workbook.splice import Edit, Element, append, scan, set_attribute, splice
from aggregator.workbook.zipparts import UnsafeError

COLOUR: Mapping[Severity, str] = {
    Severity.ERROR: "FFFFC7CF",
    Severity.WARNING: "FFFFEB9D",
    Severity.INFO: "FFFFEB9D",
}
"""Fills of marked cells: light red, light yellow. One off from the usual shades, so that a fill of
ours is known again when the workbook comes back."""

MINIMAL = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
</styleSheet>
"""
"""What stands for a styles part that is not there."""

_MOST_STYLES = 64_000
_ROOT = "styleSheet"
_TABLES = ("fonts", "fills", "borders", "cellXfs")
_COLOUR_PATH = f"{_ROOT}/fills/fill/patternFill/fgColor"


class Tints:
    """A styles part that grows; `content()` is the part as it is now."""

    def __init__(self, data: bytes) -> None:
        elements = scan(data, _of_interest)
        self.data = data
        self.tables = {e.name: e for e in elements if e.path.count("/") == 1}
        if elements[0].path != _ROOT or any(table not in self.tables for table in _TABLES):
            raise UnsafeError("incomplete styles")
        self.entries = {name: _children(elements, name) for name in _TABLES}
        self.known = {
            name: [_text(data, entry) for entry in entries]
            for name, entries in self.entries.items()
        }
        self.fills_of_ours = frozenset(
            at
            for at, fill in enumerate(self.entries["fills"])
            for colour in elements
            if colour.path == _COLOUR_PATH
            and fill.start < colour.start < fill.end
            and colour.attributes.get("rgb") in COLOUR.values()
        )

    @property
    def stale(self) -> frozenset[str]:
        """Numbers of the styles of cells marked in an earlier round."""
        styles = self.entries["cellXfs"]
        return frozenset(str(at) for at, xf in enumerate(styles) if self._is_ours(xf))

    def marked(self, style: int, severity: Severity) -> int:
        """The number of the style that is `style` with our fill."""
        colour = COLOUR[severity]
        fill = self.add(
            "fills",
            '<fill><patternFill patternType="solid">'
            f'<fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill></fill>',
        )
        return self._refilled(self._style(style), fill)

    def plain(self, style: int) -> int:
        """The number of the style that `style` was before it was marked; itself if it never was.

        Only the fill differs, so it is the first style that agrees in all else.
        """
        marked = self._style(style)
        if not self._is_ours(marked):
            return style
        for at, xf in enumerate(self.entries["cellXfs"]):
            if not self._is_ours(xf) and self._but_fill(xf) == self._but_fill(marked):
                return at
        return self._refilled(marked, 0)

    def add(self, table: str, text: str) -> int:
        """The number of the entry `text` (without a namespace prefix), added where it is new."""
        prefix = self.tables[table].prefix
        if prefix:
            text = text.replace("<", f"<{prefix}:").replace(f"<{prefix}:/", f"</{prefix}:")
        return self._add(table, text)

    def content(self) -> bytes:
        edits: list[Edit] = []
        for name, table in self.tables.items():
            added = self.known.get(name, [])[len(self.entries.get(name, ())) :]
            if added:
                edits.append(set_attribute(self.data, table, "count", str(len(self.known[name]))))
                edits.append(append(table, "".join(added)))
        return splice(self.data, edits)

    def _style(self, number: int) -> Element:
        if not 0 <= number < len(self.entries["cellXfs"]):
            raise UnsafeError("a cell with a style that is not there")
        return self.entries["cellXfs"][number]

    def _is_ours(self, xf: Element) -> bool:
        return int(xf.attributes.get("fillId", "0")) in self.fills_of_ours

    def _but_fill(self, xf: Element) -> tuple[Mapping[str, str], bytes]:
        attributes = {k: v for k, v in xf.attributes.items() if k not in ("fillId", "applyFill")}
        return attributes, self.data[xf.inner : xf.end]

    def _refilled(self, xf: Element, fill: int) -> int:
        edits = [
            set_attribute(self.data, xf, "fillId", str(fill)),
            set_attribute(self.data, xf, "applyFill", "1"),
        ]
        inside = [Edit(e.start - xf.start, e.end - xf.start, e.text) for e in edits]
        return self._add("cellXfs", splice(self.data[xf.start : xf.end], inside).decode())

    def _add(self, table: str, text: str) -> int:
        known = self.known[table]
        if text not in known:
            known.append(text)
        if len(known) > _MOST_STYLES:
            raise UnsafeError("too many styles")
        return known.index(text)


def _of_interest(path: str, _attributes: Mapping[str, str]) -> bool:
    return path.count("/") <= 2 or path == _COLOUR_PATH


def _children(elements: tuple[Element, ...], table: str) -> list[Element]:
    return [
        e for e in elements if e.path.startswith(f"{_ROOT}/{table}/") and e.path.count("/") == 2
    ]


def _text(data: bytes, element: Element) -> str:
    return data[element.start : element.end].decode()
