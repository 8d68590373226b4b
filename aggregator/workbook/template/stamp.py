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
from aggregator.workbook.package.pack import Begun, archive, begin, pack, pack_fast
from aggregator.workbook.package.splice import cell_text
from aggregator.workbook.template import master
from aggregator.workbook.template.cells import cells, content, numbers_of, opens_year
from aggregator.workbook.template.content import LOOKS, Cell, Content, Filling, Numbers, texts
from aggregator.workbook.template.textparts import TextParts, order_strings, token

_CELL = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f(?:[^>]*/>|.*?</f>)")
_pack = lru_cache(maxsize=64)(pack_fast)
"""Units with some numbers in common have some sheets in common."""
_MOST_ALIKE = 256


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
        numbers = numbers_of(filling)
        keys = tuple(filling.meta)
        if keys not in self._masters:
            self._refuse_another_kind(numbers)
            first = content(self.form, filling)
            self._masters[keys] = _Master(self.form, first, self._refuse_another_kind)
        return self._masters[keys].stamp(numbers, texts(filling))

    def _refuse_another_kind(self, numbers: Numbers) -> None:
        opens = opens_year(self.form, numbers.submission)
        if (opens, numbers.typed_counts) != (self.opens_year, self.typed_counts):
            raise ValueError("the filling is of another kind than the stamper")


class _Place(NamedTuple):
    """Where a cell goes in a part: the bytes since the one before, its address, its formula.

    `formula` is the element as it stands in the part, `written` the text it was made of.
    """

    before: str
    slot: Slot
    address: str
    formula: str
    written: str


class _Sheet(NamedTuple):
    """A form sheet or the cover: its cells in order, and the bytes after the last."""

    places: Sequence[_Place]
    after: str


class _Master:
    """A finished workbook taken apart: what never changes, sheets with cells, parts with texts."""

    def __init__(self, form: Form, first: Content, refuse: Callable[[Numbers], None]) -> None:
        self.form = form
        self.refuse = refuse
        probe = _probe(first)
        built = zipparts.open_archive(master.write(form, probe))
        parts = {name: built.read(name).decode() for name in built.entries}
        order_strings(parts)
        self.styles: dict[str, str] = {}
        self.sheets = {
            f"xl/worksheets/sheet{number}.xml": self._take_apart(
                parts.pop(f"xl/worksheets/sheet{number}.xml"), title, probe
            )
            for number, title in enumerate(master.titles(form), start=1)
        }
        self.texts = TextParts(parts)
        self.fixed = begin((name, pack(part.encode())) for name, part in parts.items())
        self.begun = lru_cache(maxsize=_MOST_ALIKE)(self._begun)
        self.form_sheets = lru_cache(maxsize=16)(self._form_sheets)

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
            before = xml[at : match.start()]
            places.append(_Place(before, slot, slot.cell, element, cell.formula))
            at = match.end()
        return _Sheet(places, xml[at:])

    def stamp(self, numbers: Numbers, found: Mapping[str, str]) -> bytes:
        """The workbook with other numbers and texts."""
        return archive(self.texts.filled(found), self.begun(numbers))

    def _begun(self, numbers: Numbers) -> Begun:
        """All but the parts with texts: many units have the same numbers, or none yet."""
        self.refuse(numbers)
        found = cells(self.form, numbers)
        cover, *_ = self.sheets
        written = {cover: self._sheet(self.sheets[cover], found)}
        written |= self.form_sheets(numbers._replace(targets=()))
        return begin(((name, _pack(xml.encode())) for name, xml in written.items()), self.fixed)

    def _form_sheets(self, numbers: Numbers) -> Mapping[str, str]:
        """The sheets that no quota shows on."""
        found = cells(self.form, numbers)
        _, *others = self.sheets
        return {name: self._sheet(self.sheets[name], found) for name in others}

    def _sheet(self, sheet: _Sheet, found: Mapping[Slot, Cell]) -> str:
        pieces: list[str] = []
        for before, slot, address, formula, written in sheet.places:
            cell = found[slot]
            if cell.formula != written:
                formula = f"<f>{escape_element(cell.formula[1:])}</f>"
            pieces += (before, _cell(address, self.styles[cell.look], cell, formula))
        return "".join([*pieces, sheet.after])


def _probe(first: Content) -> Content:
    """A content in which every text is a token and every look occurs."""
    texts = {name: token(name) for name in first.texts}
    looks = dict(zip(first.cells, cycle(LOOKS), strict=False))
    cells = {slot: cell._replace(look=looks[slot]) for slot, cell in first.cells.items()}
    return Content(texts, cells, first.opens_year)


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
