"""What an .ods carries beside its cells: names, user-defined properties, merged areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aggregator.workbook.package import markup
from aggregator.workbook.package.gate import open_package
from aggregator.workbook.package.refusal import Caps, Refused

Area = tuple[int, int, int, int]
Merged = tuple[Area, ...]

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMED = f"{_URN}table:1.0 named-expression"
_NAME = f"{_URN}table:1.0 name"
_EXPRESSION = f"{_URN}table:1.0 expression"
_TABLE = f"{_URN}table:1.0 table"
_ROW = f"{_URN}table:1.0 table-row"
_CELLS = (f"{_URN}table:1.0 table-cell", f"{_URN}table:1.0 covered-table-cell")
_ROWS_REPEATED = f"{_URN}table:1.0 number-rows-repeated"
_COLUMNS_REPEATED = f"{_URN}table:1.0 number-columns-repeated"
_ROWS_SPANNED = f"{_URN}table:1.0 number-rows-spanned"
_COLUMNS_SPANNED = f"{_URN}table:1.0 number-columns-spanned"
_KNOWN = frozenset({f"{_URN}office:1.0", f"{_URN}meta:1.0", f"{_URN}manifest:1.0"})
_META_NAME = f"{_URN}meta:1.0 name"


class Carriers(NamedTuple):
    """Defined names as raw formulas, user-defined properties, merged areas by sheet."""

    names: Mapping[str, str]
    properties: Mapping[str, str]
    merged: Mapping[str, Merged]


def carriers(data: bytes, caps: Caps) -> Carriers:
    """What stands beside the cells. Raises Refused."""
    package = open_package(data, caps)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise Refused("R103", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    content = _Content(caps.merges)
    markup.check(package.required("content.xml"), content.seen)
    meta = package.part("meta.xml")
    properties = {
        element.attributes.get(_META_NAME, ""): element.text
        for element in (markup.elements(meta, _KNOWN) if meta is not None else ())
        if element.path == "document-meta/meta/user-defined"
    }
    merged = {title: tuple(areas) for title, areas in content.merged.items()}
    return Carriers(content.names, properties, merged)


class _Content:
    """Walks `content.xml`, counting rows and columns; the first `most` merged areas are kept."""

    def __init__(self, most: int) -> None:
        self.names: dict[str, str] = {}
        self.merged: dict[str, list[Area]] = {}
        self.room = most
        self.areas: list[Area] = []
        self.row = self.column = 1
        self.rows = 0

    def seen(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell(attributes)
        elif name == _ROW:
            self.row, self.column = self.row + self.rows, 1
            self.rows = _count(attributes, _ROWS_REPEATED)
        elif name == _TABLE:
            self.row, self.rows = 1, 0
            self.areas = self.merged.setdefault(attributes.get(_NAME, ""), [])
        elif name == _NAMED:
            self.names[attributes.get(_NAME, "")] = attributes.get(_EXPRESSION, "")

    def _cell(self, attributes: dict[str, str]) -> None:
        rows, columns = _count(attributes, _ROWS_SPANNED), _count(attributes, _COLUMNS_SPANNED)
        if (rows > 1 or columns > 1) and self.room > 0:
            self.room -= 1
            last = self.row + rows - 1, self.column + columns - 1
            self.areas.append((self.row, self.column, *last))
        self.column += _count(attributes, _COLUMNS_REPEATED)


def _count(attributes: Mapping[str, str], name: str) -> int:
    """A number of rows or columns; 1 where none, or none that can be, is given."""
    text = attributes.get(name, "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1
