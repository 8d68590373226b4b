"""The cells of a filling: its numbers, the formulas of the derived ones, the live status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from aggregator import figures, layout
from aggregator import period as periods
from aggregator.layout import Slot
from aggregator.model import CARRIED, Form, Indicator, Key, Method, Number, Sheet, Submission
from aggregator.workbook.template import cover_status, formulas, lines, marks
from aggregator.workbook.template.content import Cell, Content, Filling, Numbers, texts
from aggregator.workbook.template.cover_status import Live, Tally
from aggregator.workbook.template.soundness import (
    doubt_cell,
    doubt_formula,
    has_doubt_cell,
    is_doubtful,
)
from aggregator.workbook.template.targets import progress, progress_formula
from aggregator.workbook.template.verdicts import NO, YES, Inputs, State


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
    found, inputs, state = _but_for_targets(form, numbers._replace(targets=()))
    slot = layout.cover_slots()["quota"]
    live = Live(
        progress_formula(form, numbers.targets, inputs),
        progress(form, numbers.targets, inputs, state),
    )
    return {**found, slot._replace(column=slot.column + 1): _live(live, "cell")}


@lru_cache(maxsize=16)
def _but_for_targets(form: Form, numbers: Numbers) -> tuple[Mapping[Slot, Cell], Inputs, State]:
    """All cells but how far the quotas are: many units of a plan differ in these alone."""
    inputs = Inputs(opens_year(form, numbers.submission), numbers.typed_counts)
    state = State(shown(form, numbers.submission), numbers.nothing == YES, inputs)
    state = state._replace(lines=lines.verdicts(form, state))
    found = dict(_form_cells(form, numbers, inputs, state))
    tallies = {sheet.title: _tally(found, sheet.title) for sheet in form.sheets}
    found.update(_cover_cells(form, numbers, state, tallies))
    return found, inputs, state


def opens_year(form: Form, submission: Submission) -> bool:
    """Whether nothing is carried in: a report period without its first return carries something."""
    carried = map(submission.values.__getitem__, _carried(form))
    return periods.opens_year(submission.period) and set(carried) <= {None}


@lru_cache(maxsize=4)
def _carried(form: Form) -> tuple[int, ...]:
    return tuple(at for at, fact in enumerate(form.facts) if fact.key.column == CARRIED)


def shown(form: Form, submission: Submission) -> dict[Key, Number | None]:
    """Every number of the form as its cell shows it, the carried column included."""
    numbers = figures.figures(form, submission)
    opens = opens_year(form, submission)
    for key in layout.slots(form):
        if key.column == CARRIED:
            numbers[key] = None if opens else figures.figure(form, submission, key)
    return numbers


class _Spot(NamedTuple):
    """The cell of one number: its looks where it is typed and where it is known, its formula."""

    key: Key
    slot: Slot
    indicator: Indicator
    typed: str
    known: str
    formula: str


def _form_cells(
    form: Form, what: Numbers, inputs: Inputs, state: State
) -> Iterator[tuple[Slot, Cell]]:
    submission, gaps = what.submission, dict(what.gaps)
    opens = inputs.opens_year
    for key, slot, indicator, typed, known, formula in _spots(form, inputs):
        if formula and indicator.method is Method.MEAN:
            formula = formulas.formula(form, *key, submission, opens)
        elif key.column == "ky" and key.indicator in gaps:
            formula = formulas.less(formula, gaps[key.indicator])
        look = known if what.locked or key in what.known else typed
        yield slot, Cell(_as_text(indicator, state.shown[key]), look, formula)
    for code, slot, formula in _marks(form, inputs):
        yield slot, Cell(marks.mark(form, code, inputs, state), "mark", formula)
    for code, slot, formula in _doubts(form, inputs):
        yield slot, Cell(int(is_doubtful(form, code, state)), "hidden", formula)


@lru_cache(maxsize=16)
def _spots(form: Form, inputs: Inputs) -> tuple[_Spot, ...]:
    opens = inputs.opens_year
    nobody = Submission("", "", (None,) * len(form.facts), ())
    found = []
    for key, slot in layout.slots(form).items():
        if key.column != CARRIED or not opens:
            indicator = form.indicators[key.indicator]
            formula = formulas.formula(form, *key, nobody, opens)
            looks = _looks(indicator, key, inputs.typed_counts, bool(formula))
            found.append(_Spot(key, slot, indicator, *looks, formula))
    return tuple(found)


@lru_cache(maxsize=16)
def _marks(form: Form, inputs: Inputs) -> tuple[tuple[str, Slot, str], ...]:
    slots = layout.slots(form)
    places = ((code, slots[Key(code, "ky")]) for code in form.indicators)
    return tuple(
        (code, slot._replace(column=layout.MARK_COLUMN), marks.mark_formula(form, code, inputs))
        for code, slot in places
    )


@lru_cache(maxsize=4)
def _doubts(form: Form, inputs: Inputs) -> tuple[tuple[str, Slot, str], ...]:
    return tuple(
        (code, doubt_cell(form, code), doubt_formula(form, code, inputs))
        for code, indicator in form.indicators.items()
        if has_doubt_cell(indicator)
    )


def _as_text(indicator: Indicator, value: Number | None) -> Number | str | None:
    if indicator.method is Method.FLAG and value is not None:
        return YES if value == 1 else NO
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def _looks(indicator: Indicator, key: Key, typed_counts: bool, derived: bool) -> tuple[str, str]:
    """The looks of a typed and of a known number; of one that is computed they are the same."""
    suffix = {Method.MEAN: "_mean", Method.FLAG: "_flag"}.get(indicator.method, "")
    if key.column == "ty_le":
        return "percent", "percent"
    if derived and indicator.method is Method.MEAN:
        return "mean", "mean"
    if derived or (indicator.method is Method.UNIT_COUNT and not typed_counts):
        return "derived", "derived"
    return f"input{suffix}", f"locked{suffix}"


def _tally(found: Mapping[Slot, Cell], title: str) -> Tally:
    in_margin = (
        cell.value
        for slot, cell in found.items()
        if slot.column == layout.MARK_COLUMN and slot.sheet == title
    )
    return cover_status.tally([str(value) for value in in_margin])


def _cover_cells(
    form: Form, what: Numbers, state: State, tallies: Mapping[str, Tally]
) -> Iterator[tuple[Slot, Cell]]:
    for at, sheet in enumerate(form.sheets):
        slot, tally = layout.count_slot(at), tallies[sheet.title]
        yield slot, _live(cover_status.of_sheet(sheet, tally), "cell")
        beside = slot._replace(column=slot.column + 1)
        yield beside, _live(cover_status.first_cell(sheet, tally), "cell_link")
        yield from _in_the_head(sheet, tallies, form)
    for at, identity in enumerate(lines.ordered(form)):
        slot, verdict = lines.slot(form, at), state.lines[identity.code]
        yield slot, Cell(verdict, "cell", lines.line_formula(form, identity))
        hidden = slot._replace(column=layout.CODE_COLUMN)
        yield (
            hidden,
            Cell(lines.key(identity, verdict), "hidden", lines.key_formula(form, at)),
        )
    slots = layout.cover_slots()
    yield slots["status"], _live(cover_status.status(form, tallies), "status")
    look = "locked_text" if what.locked else "input_text"
    yield slots["nothing"], Cell(what.nothing, look)
    yield slots["revision"], Cell(what.revision, look)
    notes = dict(cover_status.beside_inputs())
    notes["status"] = cover_status.remaining(form, tallies)
    for key, live in notes.items():
        yield slots[key]._replace(column=slots[key].column + 1), _live(live, "note")


def _in_the_head(
    sheet: Sheet, tallies: Mapping[str, Tally], form: Form
) -> Iterator[tuple[Slot, Cell]]:
    """Above the marks of a sheet: how the workbook stands, and the way back to its cover."""
    above, below, *_ = layout.TITLE_ROWS
    back = cover_status.back(cover_status.status(form, tallies).shown)
    yield Slot(sheet.title, above, layout.MARK_COLUMN), _live(back, "link")
    own = cover_status.repeated(form, sheet, tallies[sheet.title])
    yield Slot(sheet.title, below, layout.MARK_COLUMN), _live(own, "mark")


def _live(live: Live, look: str) -> Cell:
    return Cell(live.shown, look, live.formula)
