"""The tables of somebody's styles part (fonts, fills, borders, cell styles), growing at the end."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator.workbook.package.elements import Element, scan
from aggregator.workbook.package.splice import Edit, append, set_attribute, splice
from aggregator.workbook.package.zipparts import UnsafeError

_PLAIN = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="%d">%b</cellXfs>\
</styleSheet>
"""
_PLAIN_CELL = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'

FILL = "styleSheet/fills/fill"
_ROOT = "styleSheet"
_TABLES = ("fonts", "fills", "borders", "cellXfs")
_MOST_STYLES = 64_000


def plain_styles(last: int) -> bytes:
    """A styles part of which all cell styles up to `last` are plain. Raises UnsafeError."""
    if last >= _MOST_STYLES:
        raise UnsafeError("too many styles")
    return _PLAIN % (last + 1, _PLAIN_CELL * (last + 1))


class StyleTables:
    """A styles part: `entries` as they came, by table; `content()` the part as it is now."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.elements = scan(data, _of_interest)
        self._tables = {e.name: e for e in self.elements if e.path.count("/") == 1}
        if self.elements[0].path != _ROOT or any(name not in self._tables for name in _TABLES):
            raise UnsafeError("incomplete styles")
        self.entries = {name: self._entries(name) for name in _TABLES}
        self._added: dict[str, list[str]] = {name: [] for name in _TABLES}
        self._numbers = {name: self._first_numbers(name) for name in _TABLES}

    def _first_numbers(self, table: str) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for number, entry in enumerate(self.entries[table]):
            numbers.setdefault(self.data[entry.start : entry.end].decode(), number)
        return numbers

    def _entries(self, table: str) -> list[Element]:
        inside = f"{_ROOT}/{table}/"
        return [e for e in self.elements if e.path.startswith(inside) and e.path.count("/") == 2]

    def style(self, number: int) -> Element:
        """A cell style as it came."""
        if not 0 <= number < len(self.entries["cellXfs"]):
            raise UnsafeError("a cell with a style that is not there")
        return self.entries["cellXfs"][number]

    def add(self, table: str, text: str) -> int:
        """The number of the entry `text` (without a namespace prefix), added where it is new."""
        prefix = self._tables[table].prefix
        if prefix:
            text = text.replace("<", f"<{prefix}:").replace(f"<{prefix}:/", f"</{prefix}:")
        return self._add(table, text)

    def refilled(self, style: Element, fill: int) -> int:
        """The number of the cell style that is `style` with another fill."""
        edits = [
            set_attribute(self.data, style, "fillId", str(fill)),
            set_attribute(self.data, style, "applyFill", "1"),
        ]
        inside = [Edit(e.start - style.start, e.end - style.start, e.text) for e in edits]
        copy = splice(self.data[style.start : style.end], inside)
        return self._add("cellXfs", copy.decode())

    def _add(self, table: str, text: str) -> int:
        numbers = self._numbers[table]
        if text not in numbers:
            numbers[text] = len(self.entries[table]) + len(self._added[table])
            self._added[table].append(text)
        if numbers[text] >= _MOST_STYLES:
            raise UnsafeError("too many styles")
        return numbers[text]

    def content(self) -> bytes:
        """The styles part with what was added."""
        edits: list[Edit] = []
        for name in _TABLES:
            table, added = self._tables[name], self._added[name]
            if added:
                total = len(self.entries[name]) + len(added)
                edits.append(set_attribute(self.data, table, "count", str(total)))
                edits.append(append(table, "".join(added)))
        return splice(self.data, edits)


def _of_interest(path: str, _attributes: Mapping[str, str]) -> bool:
    return path.count("/") <= 2 or path.startswith(FILL)
