"""The cells of a filling: its numbers, the formulas of the derived ones, the live status."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from aggregator.layout import Slot
from aggregator.model import Form
from aggregator.workbook.template import cover_cells, lines, row_cells
from aggregator.workbook.template.content import Cell, Content, Filling, Numbers, texts
from aggregator.workbook.template.cover_status import kind_of, tally
from aggregator.workbook.template.shown import opens_year, shown
from aggregator.workbook.template.verdicts import YES, Inputs, State


def content(form: Form, filling: Filling) -> Content:
    """Everything that a filling puts into a workbook of the form."""
    numbers = numbers_of(filling)
    return Content(texts(filling), cells(form, numbers), opens_year(form, numbers.submission))


def numbers_of(filling: Filling) -> Numbers:
    """What of a filling its cells depend on."""
    revision = filling.cover.get("revision")
    return Numbers(
        filling.submission.period,
        filling.submission.values,
        filling.known,
        filling.typed_counts,
        filling.meta.get("kind") == "summary",
        filling.cover.get("nothing"),
        1 if revision is None else revision,
        filling.submission.gaps,
        filling.targets,
    )


def cells(form: Form, numbers: Numbers) -> Mapping[Slot, Cell]:
    """The cells of the form sheets and of the cover."""
    state = _state(form, numbers)
    sheets = [
        [row_cells.row(form, each.code, numbers, state) for each in sheet.indicators]
        for sheet in form.sheets
    ]
    found: dict[Slot, Cell] = {}
    for parts in zip(*chain(*sheets), strict=True):
        for part in parts:
            found.update(part)
    tallies = tuple(tally([kind_of(row.mark) for row in rows]) for rows in sheets)
    found.update(cover_cells.cover(form, numbers, state.lines, tallies))
    found.update([cover_cells.asked(form, numbers.targets, state)])
    return found


def _state(form: Form, numbers: Numbers) -> State:
    submission = numbers.submission
    inputs = Inputs(opens_year(form, submission), numbers.typed_counts)
    return lines.concluded(form, State(shown(form, submission), numbers.nothing == YES, inputs))
