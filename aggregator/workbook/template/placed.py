"""A finished sheet taken apart at its cells, and cells written as a finished sheet holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape as escape_element

from aggregator.layout import Slot
from aggregator.workbook.package.xmltext import cell_text
from aggregator.workbook.template.content import Cell

_CELL = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f(?:[^>]*/>|.*?</f>)")


class Place(NamedTuple):
    """Where a cell goes in a part: the text since the one before, its address, its formula.

    `formula` is the element as it stands in the part, `written` the text it was made of.
    """

    before: str
    slot: Slot
    address: str
    formula: str
    written: str


class Pieces(NamedTuple):
    """A sheet: its cells in order, and the text after the last."""

    places: list[Place]
    after: str

    def by_row(self) -> dict[int, list[Place]]:
        """The cells of each row."""
        rows = groupby(self.places, key=lambda place: place.slot.row)
        return {row: list(places) for row, places in rows}


Styles = dict[str, str]
"""The number of the format of each look."""


def take_apart(xml: str, cells: Mapping[Slot, Cell], styles: Styles) -> Pieces:
    """The sheet that was built with these cells of it; adds to `styles` what they look like."""
    slots = {slot.cell: slot for slot in cells}
    places: list[Place] = []
    at = 0
    for match in _CELL.finditer(xml):
        slot = slots.get(match[1])
        if slot is None:
            continue
        cell = cells[slot]
        styles[cell.look] = match[2]
        formula = _FORMULA.search(match[3] or "")
        element = formula[0] if formula else ""
        places.append(Place(xml[at : match.start()], slot, slot.cell, element, cell.formula))
        at = match.end()
    return Pieces(places, xml[at:])


def put(places: Iterable[Place], cells: Mapping[Slot, Cell], styles: Styles) -> bytes:
    """The part from the first of these places to behind the last, with the cells in it."""
    pieces: list[str] = []
    for before, slot, address, formula, written in places:
        cell = cells[slot]
        if cell.formula != written:
            formula = f"<f>{escape_element(cell.formula[1:])}</f>"
        pieces += (before, _cell(address, styles[cell.look], cell, formula))
    return "".join(pieces).encode()


def _cell(address: str, style: str, cell: Cell, formula: str) -> str:
    start = f'<c r="{address}" s="{style}"'
    value = cell.value
    if formula:
        kind = ' t="str"' if isinstance(value, str) or value is None else ""
        shown = "" if value is None else escape_element(str(value))
        return f"{start}{kind}>{formula}<v>{shown}</v></c>"
    if value is None:
        return f"{start}/>"
    if isinstance(value, str):
        return f'{start} t="inlineStr"><is><t>{cell_text(value)}</t></is></c>'
    return f"{start}><v>{value}</v></c>"
