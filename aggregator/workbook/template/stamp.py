"""Many templates from one: a master is built and taken apart once, then only its cells and texts
are put in. A stamped workbook holds what a full build with the same filling holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import cycle
from typing import NamedTuple
from xml.sax.saxutils import escape as escape_element

from aggregator.layout import Slot
from aggregator.model import Form
from aggregator.workbook.package import zipparts
from aggregator.workbook.package.pack import archive, pack
from aggregator.workbook.package.splice import cell_text, escape
from aggregator.workbook.template import master
from aggregator.workbook.template.content import LOOKS, Cell, Content, Filling, content

_CELL = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"[^>]*?(?:/>|>(.*?)</c>)')
_FORMULA = re.compile(r"<f(?:[^>]*/>|.*?</f>)")
_TOKEN = re.compile("\ue000([^\ue001]*)\ue001")
_STRINGS = "xl/sharedStrings.xml"
_USES = re.compile(rb' count="\d+"')
_ESCAPES: Mapping[str, Callable[[str], str]] = {
    _STRINGS: cell_text,
    "xl/workbook.xml": escape,
    "docProps/custom.xml": escape,
}
"""The parts that hold texts."""

_pack = lru_cache(maxsize=64)(pack)
"""Units without numbers of their own share their form sheets."""


class Stamper:
    """Stamps templates of one form.

    `opens_year` and `typed_counts` must be those of every filling. A master is built from the
    first filling, and another one where a filling carries other keys.
    """

    def __init__(self, form: Form, opens_year: bool, typed_counts: bool) -> None:
        self.form = form
        self.opens_year = opens_year
        self.typed_counts = typed_counts
        self._masters: dict[tuple[str, ...], _Master] = {}

    def stamp(self, filling: Filling) -> bytes:
        """The template workbook of one unit and period. Raises ValueError on another kind."""
        what = content(self.form, filling)
        if (what.opens_year, filling.typed_counts) != (self.opens_year, self.typed_counts):
            raise ValueError("the filling is of another kind than the stamper")
        keys = tuple(what.texts)
        if keys not in self._masters:
            self._masters[keys] = _Master(self.form, what)
        return self._masters[keys].stamp(what)


class _Place(NamedTuple):
    """Where a cell goes in a part: the bytes since the one before, its address, its formula.

    `formula` is the element as it stands in the part, `written` the text it was made of.
    """

    before: str
    slot: Slot
    formula: str
    written: str


class _Sheet(NamedTuple):
    """A form sheet or the cover: its cells in order, and the bytes after the last."""

    places: Sequence[_Place]
    after: str


class _Master:
    """A finished workbook taken apart."""

    def __init__(self, form: Form, first: Content) -> None:
        probe = _probe(first)
        built = zipparts.open_archive(master.write(form, probe))
        parts = {name: built.read(name) for name in built.entries}
        # How often the texts are used varies with the filling, and says nothing to a reader.
        parts[_STRINGS] = _USES.sub(b"", parts[_STRINGS], count=1)
        self.fixed = {name: pack(part) for name, part in parts.items()}
        self.styles: dict[str, str] = {}
        self.sheets = {
            f"xl/worksheets/sheet{number}.xml": self._take_apart(
                parts[f"xl/worksheets/sheet{number}.xml"].decode(), title, probe
            )
            for number, title in enumerate(master.titles(form), start=1)
        }
        self.texts = {name: _TOKEN.split(_spaced(parts[name].decode())) for name in _ESCAPES}

    def _take_apart(self, xml: str, title: str, probe: Content) -> _Sheet:
        slots = {slot.cell: slot for slot in probe.cells if slot.sheet == title}
        places: list[_Place] = []
        at = 0
        for match in _CELL.finditer(xml):
            slot = slots.get(match[1])
            if slot is None:
                continue
            cell = probe.cells[slot]
            self.styles[cell.look] = match[2]
            formula = _FORMULA.search(match[3] or "")
            element = formula[0] if formula else ""
            places.append(_Place(xml[at : match.start()], slot, element, cell.formula))
            at = match.end()
        return _Sheet(places, xml[at:])

    def stamp(self, what: Content) -> bytes:
        """The workbook with other texts and cells."""
        changed = {name: self._sheet(sheet, what.cells) for name, sheet in self.sheets.items()}
        for name, pieces in self.texts.items():
            changed[name] = _filled(pieces, what.texts, _ESCAPES[name])
        return archive(
            (name, _pack(changed[name].encode()) if name in changed else packed)
            for name, packed in self.fixed.items()
        )

    def _sheet(self, sheet: _Sheet, cells: Mapping[Slot, Cell]) -> str:
        pieces: list[str] = []
        for place in sheet.places:
            cell = cells[place.slot]
            formula = place.formula
            if cell.formula != place.written:
                formula = f"<f>{escape_element(cell.formula[1:])}</f>"
            pieces += (place.before, _cell(place.slot.cell, self.styles[cell.look], cell, formula))
        return "".join([*pieces, sheet.after])


def _probe(first: Content) -> Content:
    """A content in which every text is a token and every look occurs."""
    texts = {name: f"\ue000{name}\ue001" for name in first.texts}
    looks = dict(zip(first.cells, cycle(LOOKS), strict=False))
    cells = {slot: cell._replace(look=looks[slot]) for slot, cell in first.cells.items()}
    return Content(texts, cells, first.opens_year)


def _spaced(xml: str) -> str:
    return xml.replace("<t>\ue000", '<t xml:space="preserve">\ue000')


def _filled(pieces: Sequence[str], texts: Mapping[str, str], escaped: Callable[[str], str]) -> str:
    """Pieces of XML and names of texts by turns."""
    return "".join(escaped(texts[piece]) if at % 2 else piece for at, piece in enumerate(pieces))


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
