"""The cells of the cover, and those that repeat it above the marks of each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import Form, Sheet
from aggregator.workbook.template import cover_status, lines
from aggregator.workbook.template.content import Cell, Numbers
from aggregator.workbook.template.cover_status import Live, Tallies
from aggregator.workbook.template.targets import Target, progress, progress_formula
from aggregator.workbook.template.verdicts import State

Placed = Iterator[tuple[Slot, Cell]]


def cover(form: Form, what: Numbers, verdicts: Mapping[str, str], tallies: Tallies) -> Placed:
    """All but how far the quotas are; and what repeats the cover on each sheet."""
    for at, (sheet, tally) in enumerate(zip(form.sheets, tallies, strict=True)):
        slot = layout.count_slot(at)
        yield slot, _live(cover_status.of_sheet(sheet, tally), "cell")
        beside = slot._replace(column=slot.column + 1)
        yield beside, _live(cover_status.first_cell(sheet, tally), "cell_link")
        yield from head(form, sheet, tallies)
    yield from _of_identities(form, verdicts)
    slots = layout.cover_slots()
    yield slots["status"], _live(cover_status.status(form, tallies), "status")
    look = "locked_text" if what.locked else "input_text"
    yield slots["nothing"], Cell(what.nothing, look)
    yield slots["revision"], Cell(what.revision, look)
    notes = dict(cover_status.beside_inputs())
    notes["status"] = cover_status.remaining(form, tallies)
    for key, live in notes.items():
        yield slots[key]._replace(column=slots[key].column + 1), _live(live, "note")


def _of_identities(form: Form, verdicts: Mapping[str, str]) -> Placed:
    for at, identity in enumerate(lines.ordered(form)):
        slot, verdict = lines.slot(form, at), verdicts[identity.code]
        yield slot, Cell(verdict, "cell", lines.line_formula(form, identity))
        hidden = slot._replace(column=layout.CODE_COLUMN)
        told = Cell(lines.key(identity, verdict), "hidden", lines.key_formula(form, at))
        yield hidden, told


def asked(form: Form, targets: Sequence[Target | None], state: State) -> tuple[Slot, Cell]:
    """How far the quotas are."""
    live = Live(
        progress_formula(form, targets, state.inputs),
        progress(form, targets, state.inputs, state),
    )
    return asked_slot(), _live(live, "cell")


def asked_slot() -> Slot:
    """Where that stands: beside the quotas."""
    slot = layout.cover_slots()["quota"]
    return slot._replace(column=slot.column + 1)


def head(form: Form, sheet: Sheet, tallies: Tallies) -> Placed:
    """Above the marks of a sheet: how the workbook stands, and the way back to its cover."""
    above, below, *_ = layout.TITLE_ROWS
    back = cover_status.back(cover_status.status(form, tallies).shown)
    yield Slot(sheet.title, above, layout.MARK_COLUMN), _live(back, "link")
    own = cover_status.repeated(form, sheet, tallies[form.sheets.index(sheet)])
    yield Slot(sheet.title, below, layout.MARK_COLUMN), _live(own, "mark")


def _live(live: Live, look: str) -> Cell:
    return Cell(live.shown, look, live.formula)
