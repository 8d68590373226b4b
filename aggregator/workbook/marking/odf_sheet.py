"""Marks one sheet of somebody's OpenDocument: fills and notes, and nothing else of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from aggregator.workbook.marking.cellmarks import Place
from aggregator.workbook.marking.marks import AUTHOR, PREFIX, Mark
from aggregator.workbook.marking.odf_cells import Run, Table
from aggregator.workbook.marking.odf_names import Names, given
from aggregator.workbook.marking.odf_styles import Twins
from aggregator.workbook.package.elements import Element, within
from aggregator.workbook.package.splice import Edit, append, cut, first, set_attribute
from aggregator.workbook.package.xmltext import escape

_ROWS, _COLUMNS = "number-rows-repeated", "number-columns-repeated"


class Marker:
    """Marks the cells of a content whose elements these are."""

    def __init__(
        self, data: bytes, elements: Sequence[Element], names: Names, twins: Twins
    ) -> None:
        self._data, self._elements, self._names, self._twins = data, elements, names, twins

    def edits(self, table: Table, marks: Mapping[Place, Mark]) -> Iterator[Edit]:
        """The edits that mark these cells, and take the marks of an earlier round away.

        A cell beyond the last that is stored isn't marked: the list of findings tells of it.
        """
        places = sorted(marks)
        for row in table.rows:
            begin = bisect_left(places, (row.first, 0))
            end = bisect_left(places, (row.first + row.times, 0), begin)
            if wanted := {at: marks[at] for at in places[begin:end]}:
                yield Edit(row.element.start, row.element.end, self._rows(table, row, wanted))
            else:
                for cell in table.cells(row.element):
                    yield from self._plain(cell.element)

    def _rows(self, table: Table, row: Run, wanted: Mapping[Place, Mark]) -> bytes:
        """The rows of a run, those with marks by themselves."""
        pieces, at = [], row.first
        for number in sorted({place.row for place in wanted}):
            marks = {place.column: mark for place, mark in wanted.items() if place.row == number}
            pieces += [
                self._row(table, row.element, {}, number - at),
                self._row(table, row.element, marks, 1),
            ]
            at = number + 1
        return b"".join([*pieces, self._row(table, row.element, {}, row.first + row.times - at)])

    def _row(self, table: Table, row: Element, marks: Mapping[int, Mark], count: int) -> bytes:
        """A row with marks by column, so many times."""
        if count == 0:
            return b""
        edits: list[Edit] = []
        if count > 1 or given(row, "table", _ROWS):
            edits.append(self._set(row, _ROWS, str(count)))
        for cell in table.cells(row):
            wanted = {column: mark for column, mark in marks.items() if cell.holds(column)}
            if wanted:
                made = self._cells(table, row, cell, wanted)
                edits.append(Edit(cell.element.start, cell.element.end, made))
            else:
                edits += self._plain(cell.element)
        return cut(self._data, row, edits)

    def _cells(self, table: Table, row: Element, cell: Run, wanted: Mapping[int, Mark]) -> bytes:
        """The cells of a run, those with marks by themselves."""
        pieces, at = [], cell.first
        for column, mark in sorted(wanted.items()):
            style = table.style(row, cell.element, column)
            tint = self._twins.marked(self._twins.plain(style), mark.severity)
            named = self._set(cell.element, "style-name", tint)
            pieces += [
                self._repeated(cell.element, column - at, []),
                self._repeated(cell.element, 1, [named, *self._noted(cell.element, mark.note)]),
            ]
            at = column + 1
        return b"".join([*pieces, self._repeated(cell.element, cell.first + cell.times - at, [])])

    def _repeated(self, cell: Element, count: int, edits: Sequence[Edit]) -> bytes:
        if count == 0:
            return b""
        told = [*(edits or self._plain(cell))]
        if count > 1 or given(cell, "table", _COLUMNS):
            told.append(self._set(cell, _COLUMNS, str(count)))
        return cut(self._data, cell, told)

    def _set(self, element: Element, name: str, value: str) -> Edit:
        return set_attribute(self._data, element, self._names.name("table", name), value)

    def _plain(self, cell: Element) -> Iterator[Edit]:
        """The edits that take the mark of an earlier round from a cell."""
        style = given(cell, "table", "style-name")
        if style and (plain := self._twins.plain(style)) != style:
            yield self._set(cell, "style-name", plain)
        yield from self._without_note(self._annotation(cell))

    def _annotation(self, cell: Element) -> Element | None:
        inside = within(self._elements, cell)
        return next((e for e in inside if e.path == f"{cell.path}/annotation"), None)

    def _paragraphs(self, annotation: Element) -> list[Element]:
        inside = within(self._elements, annotation)
        return [e for e in inside if e.path == f"{annotation.path}/p"]

    def _ours(self, annotation: Element) -> list[Element]:
        """Our paragraphs of a note: from the first that begins as ours do."""
        every = self._paragraphs(annotation)
        began = (at for at, each in enumerate(every) if self._says(each).startswith(PREFIX))
        return every[next(began, len(every)) :]

    def _says(self, paragraph: Element) -> str:
        """The text of a paragraph, without what is in spans of it further in."""
        inside = within(self._elements, paragraph)
        start = next((e.inner for e in inside if e.name == "span"), paragraph.inner)
        return self._data[start : paragraph.close].decode().strip()

    def _without_note(self, annotation: Element | None) -> Iterator[Edit]:
        ours = self._ours(annotation) if annotation else []
        if annotation and ours and ours == self._paragraphs(annotation):
            yield Edit(annotation.start, annotation.end, b"")
        else:
            yield from (Edit(each.start, each.end, b"") for each in ours)

    def _noted(self, cell: Element, note: str) -> Iterator[Edit]:
        """The edits that put a note on a cell, behind the words of the sender."""
        names = self._names
        told = "".join(names.element("text", "p", "", escape(line)) for line in note.splitlines())
        there = self._annotation(cell)
        if there and len(self._ours(there)) < len(self._paragraphs(there)):
            yield from self._without_note(there)
            yield append(there, told)
            return
        yield from self._without_note(there)
        author = names.element("dc", "creator", "", AUTHOR)
        yield first(cell, names.element("office", "annotation", names.declared, author + told))
