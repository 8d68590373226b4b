"""Many templates from one: a master is built and taken apart once, then only its cells and texts
are put in. A stamped workbook holds what a full build with the same filling holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import cycle

from aggregator.model import Form
from aggregator.workbook.known import Known
from aggregator.workbook.package import zipparts
from aggregator.workbook.package.pack import Begun, Packed, archive, begin, pack
from aggregator.workbook.template import master
from aggregator.workbook.template.basis import Basis
from aggregator.workbook.template.book import Book, Said
from aggregator.workbook.template.cells import content, numbers_of
from aggregator.workbook.template.content import LOOKS, Content, Filling, Numbers, Traced, texts
from aggregator.workbook.template.placed import Pieces, Styles, take_apart
from aggregator.workbook.template.stamped_cover import StampedCover
from aggregator.workbook.template.stamped_sheet import StampedSheet
from aggregator.workbook.template.textparts import TextParts, order_strings, token
from aggregator.workbook.template.verdicts import Inputs

_MOST_ALIKE = 256


class Stamper:
    """Stamps templates of one form.

    `opens_year` and `typed_counts` must be those of every filling. A master is built from the
    first filling, and another one where a filling carries other keys.
    """

    def __init__(self, form: Form, opens_year: bool, typed_counts: bool) -> None:
        self.form = form
        self.inputs = Inputs(opens_year, typed_counts)
        self.basis = Basis(form, self.inputs)
        self._masters: dict[tuple[str, ...], _Master] = {}

    def stamp(self, filling: Filling) -> bytes:
        """The template workbook of one unit and period. Raises ValueError on another kind."""
        return self._master(filling).stamp(numbers_of(filling), texts(filling))

    def stamp_traced(self, traced: Traced) -> bytes:
        """The same of a filling that isn't made where what it leads to was stamped before."""
        bare = traced.bare
        found = texts(bare)
        book = Book(
            self.basis,
            numbers_of(bare),
            lambda: numbers_of(traced.whole()),
            traced.origin,
        )
        return self._master(bare).stamp_book(book, found)

    def _master(self, filling: Filling) -> _Master:
        keys = tuple(filling.meta)
        if keys not in self._masters:
            self._masters[keys] = _Master(self.basis, content(self.form, filling))
        return self._masters[keys]


class _Master:
    """A finished workbook taken apart: what never changes, sheets with cells, parts with texts."""

    def __init__(self, basis: Basis, first: Content) -> None:
        self.basis = basis
        form, probe = basis.form, _probe(first)
        built = zipparts.open_archive(master.write(form, probe))
        parts = {name: built.read(name).decode() for name in built.entries}
        order_strings(parts)
        styles: Styles = {}
        titles = enumerate(master.titles(form), start=1)
        names = {title: f"xl/worksheets/sheet{number}.xml" for number, title in titles}
        cover, *sheets = (
            _taken(parts.pop(name), title, probe, styles) for title, name in names.items()
        )
        self.names = tuple(names.values())
        self.cover = StampedCover(basis, cover, styles)
        self.sheets = [
            StampedSheet(basis, sheet, pieces, styles)
            for sheet, pieces in zip(form.sheets, sheets, strict=True)
        ]
        self.said = Said(basis)
        self.texts = TextParts(parts)
        self.fixed = begin((name, pack(part.encode())) for name, part in parts.items())
        self.begun = Known(self._begin, _MOST_ALIKE)

    def stamp(self, numbers: Numbers, found: Mapping[str, str]) -> bytes:
        """The workbook with other numbers and texts."""
        if numbers.known:
            return self.stamp_book(self._book(numbers), found)
        return archive(self.texts.filled(found), self.begun[numbers])

    def stamp_book(self, book: Book, found: Mapping[str, str]) -> bytes:
        """The workbook of a book, with these texts."""
        return archive((*self._sheets(book, False), *self.texts.filled(found)), self.fixed)

    def _book(self, numbers: Numbers) -> Book:
        return Book(self.basis, numbers, lambda: numbers)

    def _begin(self, numbers: Numbers) -> Begun:
        """All but the parts with texts: in the first quarter many units have the same numbers."""
        return begin(self._sheets(self._book(numbers), True), self.fixed)

    def _sheets(self, book: Book, for_many: bool) -> Iterable[tuple[str, Packed]]:
        said = self.said(book)
        bodies = [sheet.body(book, said) for sheet in self.sheets]
        tallies = tuple([body.tally for body in bodies])
        packed = [self.cover.packed(book, said, tallies)]
        for sheet, body in zip(self.sheets, bodies, strict=True):
            packed.append(sheet.packed(body, tallies, for_many))
        return zip(self.names, packed, strict=True)


def _taken(xml: str, title: str, probe: Content, styles: Styles) -> Pieces:
    return take_apart(xml, {s: c for s, c in probe.cells.items() if s.sheet == title}, styles)


def _probe(first: Content) -> Content:
    """A content in which every text is a token and every look occurs."""
    texts = {name: token(name) for name in first.texts}
    looks = dict(zip(first.cells, cycle(LOOKS), strict=False))
    cells = {slot: cell._replace(look=looks[slot]) for slot, cell in first.cells.items()}
    return Content(texts, cells, first.opens_year)
