"""How far a unit is with what it was asked for: live on the cover, beside the text of its quota."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aggregator import layout
from aggregator.model import CARRIED, Form, Key, Method
from aggregator.workbook.template import formulas
from aggregator.workbook.template.verdicts import SILENT, Inputs, State, ticked

_NOT_CARRIED = "Chưa có lũy kế kỳ trước"


class Target(NamedTuple):
    """The least number of the year that a unit was given for an indicator."""

    measure: str
    required: int


def progress_formula(form: Form, targets: Sequence[Target | None], inputs: Inputs) -> str:
    """A line for each quota; an empty one where the numbers of the sheet don't decide."""
    each = ('""' if target is None else _line(form, target, inputs) for target in targets)
    return "=" + ("&CHAR(10)&".join(each) or '""')


def progress(form: Form, targets: Sequence[Target | None], inputs: Inputs, state: State) -> str:
    """What that formula shows."""
    return "\n".join(
        "" if target is None else _told(form, target, inputs, state) for target in targets
    )


def _line(form: Form, target: Target, inputs: Inputs) -> str:
    cell = formulas.address(form, target.measure, "luy_ke", layout.COVER_SHEET)
    number, required = f"N({cell})", target.required
    left = f'IF({number}<{required},"còn thiếu "&{required}-{number},"đã đạt")'
    told = f'"{_begin(form, target)}"&{number}&"/{required}: "&{left}'
    told = f'IF(COUNT({cell})+{ticked()}=0,"{SILENT}",{told})'
    if _is_carried(form, target, inputs):
        carried = formulas.address(form, target.measure, CARRIED, layout.COVER_SHEET)
        told = f'IF(COUNT({carried})+{ticked()}=0,"{_NOT_CARRIED}",{told})'
    return f'IFERROR({told},"{SILENT}")'


def _told(form: Form, target: Target, inputs: Inputs, state: State) -> str:
    number, required = state.shown[Key(target.measure, "luy_ke")], target.required
    if not state.nothing:
        key = Key(target.measure, CARRIED)
        if _is_carried(form, target, inputs) and state.shown[key] is None:
            return _NOT_CARRIED
        if number is None:
            return SILENT
    reached = number or 0
    left = f"còn thiếu {required - reached}" if reached < required else "đã đạt"
    return f"{_begin(form, target)}{reached}/{required}: {left}"


def _is_carried(form: Form, target: Target, inputs: Inputs) -> bool:
    key = Key(target.measure, CARRIED)
    return not inputs.opens_year and key in layout.slots(form)


def _begin(form: Form, target: Target) -> str:
    stock = form.indicators[target.measure].method in (Method.CLOSING, Method.OPENING)
    return "Hiện có " if stock else "Từ đầu năm "
