"""The cells of one row of a form: its numbers, the mark in the margin, the hidden cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import CARRIED, Form, Indicator, Key, Method, Number, Submission
from aggregator.workbook.template import formulas, marks
from aggregator.workbook.template.content import Cell, Numbers
from aggregator.workbook.template.soundness import doubt_cell, doubt_formula, has_doubt_cell
from aggregator.workbook.template.verdicts import NO, YES, Inputs, State

Placed = Mapping[Slot, Cell]


class Row(NamedTuple):
    """The cells of a row: its numbers, the mark, the hidden cell where it has one."""

    numbers: Placed
    margin: Placed
    doubt: Placed

    @property
    def mark(self) -> str:
        """What the mark shows."""
        (cell,) = self.margin.values()
        return str(cell.value)


def row(form: Form, code: str, what: Numbers, state: State) -> Row:
    """The row of an indicator in a workbook of these numbers; their period doesn't matter."""
    inputs, doubt = state.inputs, {}
    mark = marks.mark(form, code, inputs, state)
    beside = layout.slots(form)[Key(code, "ky")]._replace(column=layout.MARK_COLUMN)
    margin = {beside: Cell(mark, "mark", marks.mark_formula(form, code, inputs))}
    if has_doubt_cell(form.indicators[code]):
        shown, formula = int(code in state.doubtful), doubt_formula(form, code, inputs)
        doubt = {doubt_cell(form, code): Cell(shown, "hidden", formula)}
    return Row(dict(_number_cells(form, code, what, state)), margin, doubt)


class Spot(NamedTuple):
    """The cell of one number: its looks where it is typed and where it is known, its formula."""

    key: Key
    slot: Slot
    typed: str
    known: str
    formula: str


def _number_cells(
    form: Form, code: str, what: Numbers, state: State
) -> Iterator[tuple[Slot, Cell]]:
    indicator, gap = form.indicators[code], dict(what.gaps).get(code)
    for key, slot, typed, known, formula in spots(form, state.inputs)[code]:
        if formula and indicator.method is Method.MEAN:
            formula = formulas.formula(form, *key, what.submission, state.inputs.opens_year)
        elif key.column == "ky" and gap is not None:
            formula = formulas.less(formula, gap)
        look = known if what.locked or key in what.known else typed
        yield slot, Cell(_as_text(indicator, state.shown[key]), look, formula)


@lru_cache(maxsize=16)
def spots(form: Form, inputs: Inputs) -> Mapping[str, tuple[Spot, ...]]:
    """The cells of numbers of each row, by indicator."""
    opens = inputs.opens_year
    nobody = Submission("", "", (None,) * len(form.facts), ())
    found: dict[str, list[Spot]] = {code: [] for code in form.indicators}
    for key, slot in layout.slots(form).items():
        if key.column != CARRIED or not opens:
            formula = formulas.formula(form, *key, nobody, opens)
            looks = _looks(form.indicators[key.indicator], key, inputs.typed_counts, bool(formula))
            found[key.indicator].append(Spot(key, slot, *looks, formula))
    return {code: tuple(each) for code, each in found.items()}


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
