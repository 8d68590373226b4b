"""What the sheet says of a filling: LibreOffice recalculates it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from aggregator import layout
from aggregator.layout import Slot
from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.values import exact
from aggregator.workbook.template import lines
from aggregator.workbook.template.verdicts import ERROR, WARNING
from tests.live_status.oracle import Verdict
from tests.live_status.templates import Template
from tests.live_status.typed import Filling, Typed
from tests.lo_engine.engine import LibreOffice

_BESIDE = layout.COLUMN_OF["ky"] + 1


class Seen(NamedTuple):
    """The sheet's verdict, the words of its cover, and every cell as the reader would find it."""

    verdict: Verdict
    status: str
    of_sheets: tuple[str, ...]
    progress: str
    cells: Mapping[Slot, Cell | None]


class Screen:
    """A template that is open in LibreOffice."""

    def __init__(self, office: LibreOffice, template: Template, path: Path) -> None:
        self.office, self.template = office, template
        path.write_bytes(template.data)
        self.key = office("open", str(path))
        self.office("calculation", self.key, False)
        self.office("open_locks", self.key)
        self.blocks = {title: self._block(title) for title in self._titles()}
        last = max(layout.last_row(sheet) for sheet in template.form.sheets)
        cover = lines.slot(template.form, len(template.form.identities) - 1).row
        right = layout.MARK_COLUMN
        self.areas = {layout.COVER_SHEET: [1, 1, cover, 4]} | {
            sheet.title: [1, 1, min(last, layout.last_row(sheet)), right]
            for sheet in template.form.sheets
        }

    def show(self, filling: Filling) -> Seen:
        """Type a filling in place of the one before, recalculate, look."""
        blocks = {title: self._filled(title, filling) for title in self.blocks}
        answers = self.office("fill", self.key, blocks, self.areas)
        return self._seen(filling, answers)

    def _titles(self) -> list[str]:
        return [layout.COVER_SHEET, *(sheet.title for sheet in self.template.form.sheets)]

    def _block(self, title: str) -> tuple[list[int], list[list[str]]]:
        """The cells from the first input to the last, and the formulas there."""
        slots = [s for s in (*self.template.inputs, *self.template.cover) if s.sheet == title]
        rows, columns = [slot.row for slot in slots], [slot.column for slot in slots]
        area = [min(rows), min(columns), max(rows), max(columns)]
        return area, self.office("formulas", self.key, title, area)

    def _filled(self, title: str, filling: Filling) -> tuple[list[int], list[list[float | str]]]:
        area, formulas = self.blocks[title]
        top, left = area[:2]
        rows: list[list[float | str]] = [list(row) for row in formulas]
        for slot in (*self.template.inputs, *self.template.cover):
            if slot.sheet == title:
                rows[slot.row - top][slot.column - left] = _entered(filling.get(slot))
        return area, rows

    def close(self) -> None:
        self.office("close", self.key)

    def _seen(self, filling: Filling, answers: Mapping[str, list[list[object]]]) -> Seen:
        form, slots = self.template.form, layout.cover_slots()

        def at(slot: Slot) -> object:
            return answers[slot.sheet][slot.row - 1][slot.column - 1]

        marks = {
            (sheet.title, row.row): str(at(Slot(sheet.title, row.row, layout.MARK_COLUMN)))
            for sheet in form.sheets
            for row in layout.rows(sheet)
        }
        notes = (
            slots[key]._replace(column=layout.COLUMN_OF["ky"] + 1) for key in layout.COVER_INPUTS
        )
        marks |= {(note.sheet, note.row): str(at(note)) for note in notes}
        said = {
            identity.code
            for place, identity in enumerate(lines.ordered(form))
            if str(at(lines.slot(form, place))).startswith((ERROR, WARNING))
        }
        verdict = Verdict(
            frozenset(row for row, mark in marks.items() if mark.startswith(ERROR)),
            frozenset(row for row, mark in marks.items() if mark.startswith(WARNING)),
            frozenset(said),
            (),
        )
        cells = {slot: _stored(at(slot), typed) for slot, typed in self._typed(filling).items()}
        cells |= {slot: _derived(at(slot)) for slot in self._computed()}
        sheets = tuple(str(at(layout.count_slot(n))) for n in range(len(form.sheets)))
        progress = str(at(slots["quota"]._replace(column=_BESIDE)))
        return Seen(verdict, str(at(slots["status"])), sheets, progress, cells)

    def _typed(self, filling: Filling) -> dict[Slot, Typed | None]:
        every = [*self.template.inputs, *self.template.cover]
        return {slot: filling.get(slot) for slot in every}

    def _computed(self) -> list[Slot]:
        form = self.template.form
        return [
            slot
            for key, slot in layout.slots(form).items()
            if form.indicators[key.indicator].expression or key.column in ("luy_ke", "ty_le")
            if slot not in self.template.inputs
        ]


def _entered(typed: Typed | None) -> float | str:
    """As it is typed: an apostrophe makes anything a text."""
    if typed is None:
        return ""
    if typed.kind == "text":
        return f"'{typed.value}"
    return typed.value if typed.kind == "formula" else float(typed.value)


def _stored(shown: object, typed: Typed | None) -> Cell | None:
    """A typed cell as LibreOffice would save it."""
    if typed is None:
        return None
    if typed.kind == "text":
        return Cell(State.TEXT, str(typed.value))
    formula = typed.kind == "formula"
    if shown is None or (isinstance(shown, str) and shown.startswith("#")):
        return Cell(State.ERROR, str(shown), formula)
    if isinstance(shown, str):
        return Cell(State.TEXT, shown, formula)
    state = State.DATE if typed.kind == "date" else State.NUMBER
    return Cell(state, _exact(shown), formula)


def _derived(shown: object) -> Cell | None:
    return Cell(State.NUMBER, _exact(shown), True) if isinstance(shown, float | int) else None


def _exact(number: object) -> int | Decimal:
    assert isinstance(number, float | int)
    found = exact(repr(float(number)))
    assert found is not None
    return found
