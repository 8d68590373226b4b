"""A worksheet part written the plain way, read by patterns: three times as fast as the exact way.

It is believed only where the pieces tile the whole of `<sheetData>`, row by row and cell by cell
in ascending order; anything else, odd or wrong, is declined and left to the exact reader.
"""

from __future__ import annotations

import re

from aggregator.workbook.cells.addresses import address, column_number
from aggregator.workbook.cells.book import LAST_ROW, Cell
from aggregator.workbook.cells.values import Shared, Stored, typed_cell
from aggregator.workbook.package.archive import Caps
from aggregator.workbook.package.markup import plain_body, resolved

_CELL = (
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|e)")?'
    r"(?:/>|>(<f(?: [^<>|]*)?(?:/>|>[^<|]*</f>))?(?:(<v>[^<]*|<v/)(?:</v>|>))?</c>)"
)
_ROW = r'<row r="([0-9]{1,7})"((?: [^<>]*)?)>'
_PIECE = re.compile(f"{_CELL}|{_ROW}")
_UNNAMED = re.compile(r"\((?![?])")
_TILED = re.compile(f"(?:{_UNNAMED.sub('(?:', _PIECE.pattern)}|</row>)*+")
_AROUND = re.compile(r"(?:[^<>]*+</?[^<>]*+>)*+\s*")
_MERGE = re.compile(r'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"/>')
_MOST_TAGS_AROUND = 20_000
_MOST_KNOWN = 50_000

_Read = tuple[dict[tuple[int, int], Cell], tuple[tuple[int, int, int, int], ...]]


def read_plain_sheet(xml: bytes, shared: Shared, caps: Caps, room: int) -> _Read | None:
    """(cells, merged), the same as the exact reader gives; None where it is to be asked."""
    body = plain_body(xml, "worksheet")
    if body is None or body.count("<sheetData") != 1 or body.count("<c ") > room:
        return None
    before, _, rest = body.partition("<sheetData>")
    data, _, after = rest.rpartition("</sheetData>")
    if not (_balanced(before) and _balanced(after, 1) and _TILED.fullmatch(data)):
        return None
    cells = _cells(data, shared)
    merged = _MERGE.findall(after)
    if cells is None or len(merged) != after.count("<mergeCell "):
        return None
    return cells, tuple(_area(area) for area in merged[: caps.merges])


def _balanced(text: str, closing: int = 0) -> bool:
    """Every element opened here is closed here, but for so many ends of elements around."""
    opened, ends, alone = text.count("<"), text.count("</"), text.count("/>")
    return (
        opened <= _MOST_TAGS_AROUND
        and opened + closing == 2 * ends + alone
        and _AROUND.fullmatch(text) is not None
    )


def _area(text: str) -> tuple[int, int, int, int]:
    first, _, last = text.partition(":")
    return (*address(first), *address(last))


def _cells(data: str, shared: Shared) -> dict[tuple[int, int], Cell] | None:
    cells: dict[tuple[int, int], Cell] = {}
    row = 0
    for line in data.split("</row>"):
        last, opened = 0, ""
        for letters, digits, style, kind, formula, value, number, rest in _PIECE.findall(line):
            if letters:
                column = column_number(letters)
                if digits != opened or column is None or column <= last:
                    return None
                last = column
                if value or formula:
                    cell = _cell((kind, style, value, formula != ""), shared)
                    if cell is not None:
                        cells[row, column] = cell
            elif opened or not row < int(number) <= LAST_ROW or number[0] == "0":
                return None
            else:
                row = int(number)
                opened = "" if rest.endswith("/") else number
    return cells


def _cell(written: tuple[str, str, str, bool], shared: Shared) -> Cell | None:
    if written in shared.known:
        return shared.known[written]
    kind, style, value, formula = written
    text = resolved(value[len("<v>") :]) if value else None
    cell = typed_cell(Stored(kind or "n", style or "0", text, formula), shared)
    if len(shared.known) < _MOST_KNOWN:
        shared.known[written] = cell
    return cell
