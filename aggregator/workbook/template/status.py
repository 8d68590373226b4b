"""The live status of a form, as formulas and as the values they show: one declaration for both.

A row is marked by its first fault, errors before warnings; the cover counts the rows with errors.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from aggregator import layout
from aggregator.model import (
    Expression,
    Form,
    Identity,
    Indicator,
    Key,
    Method,
    Number,
    Severity,
    Sheet,
)
from aggregator.workbook.template import formulas

ERROR = "Lỗi"
WARNING = "Xem lại"
GOOD = "Đạt"
DONE = "ĐẠT"
YES, NO = "có", "không"


class State(NamedTuple):
    """Every number as its cell shows it, the carried column included, and the cover's tick."""

    shown: Mapping[Key, Number | None]
    nothing: bool


class Condition(NamedTuple):
    """One thing that can be wrong with a row, and what the mark says then; each in both tongues."""

    when: str
    wrong: Callable[[State], bool]
    text: str
    words: Callable[[State], str]


_BROKEN: Mapping[str, tuple[str, Callable[[Number, Number], bool], str]] = {
    "=": ("<>", operator.ne, "khác"),
    "<=": (">", operator.gt, "lớn hơn"),
    ">=": ("<", operator.lt, "nhỏ hơn"),
}


@cache
def mark_formula(form: Form, code: str) -> str:
    """The formula of the mark of a row, in column `layout.MARK_COLUMN`."""
    indicator = form.indicators[code]
    chosen = _good(indicator, _cell(form, indicator))
    for condition in reversed(_conditions(form, code)):
        chosen = f"IF({condition.when},{condition.text},{chosen})"
    return f"={chosen}"


def mark(form: Form, code: str, state: State) -> str:
    """What that formula shows."""
    for condition in _conditions(form, code):
        if condition.wrong(state):
            return condition.words(state)
    return "" if state.shown[Key(code, "ky")] is None else GOOD


def _good(indicator: Indicator, cell: str) -> str:
    """Without another fault: nothing for a blank, a fault for what no number of ours can be."""
    if indicator.method is Method.FLAG:
        known = f'OR({cell}="{YES}",{cell}="{NO}")'
        return f'IF({cell}="","",IF({known},"{GOOD}","{ERROR}: chọn {YES} hoặc {NO}"))'
    judged = f'"{GOOD}"'
    if not indicator.expression and indicator.method is not Method.MEAN:
        judged = f'IF({cell}=INT({cell}),{judged},"{ERROR}: phải là số nguyên")'
    return f'IF(COUNT({cell})=0,"",{judged})'


@cache
def _conditions(form: Form, code: str) -> tuple[Condition, ...]:
    return tuple(_all_conditions(form, form.indicators[code]))


def _all_conditions(form: Form, indicator: Indicator) -> Iterator[Condition]:
    if indicator.method is Method.FLAG:
        return
    if indicator.required:
        yield _required(indicator, _cell(form, indicator))
    yield _negative(form, indicator)
    found = [i for i in form.identities if i.left[0].code == indicator.code]
    for identity in sorted(found, key=lambda i: i.severity is not Severity.ERROR):
        yield _identity(form, identity, form.sheet_of[indicator.code].title)


def _required(indicator: Indicator, cell: str) -> Condition:
    words = f"{ERROR}: thiếu số bắt buộc"
    tick = layout.cover_slots()["nothing"]
    ticked = f"'{tick.sheet}'!${layout.column_letter(tick.column)}${tick.row}"
    return Condition(
        f'AND(COUNT({cell})=0,{ticked}<>"{YES}")',
        lambda state: state.shown[Key(indicator.code, "ky")] is None and not state.nothing,
        f'"{words}"',
        lambda _: words,
    )


def _negative(form: Form, indicator: Indicator) -> Condition:
    """A derived number that is negative because a term is says nothing new."""
    home = form.sheet_of[indicator.code].title
    terms = [term.code for term in indicator.expression]
    cells = {c: formulas.address(form, indicator.code, c, home) for c in ("ky", "cung_ky")}
    when = f"MIN({','.join(cells.values())})<0"
    if terms:
        below = (
            f"AND(N({cell})<0,MIN({formulas.addresses(form, terms, column, home)})>=0)"
            for column, cell in cells.items()
        )
        when = f"OR({','.join(below)})"

    def wrong(state: State) -> bool:
        def negative(code: str, column: str) -> bool:
            return (state.shown[Key(code, column)] or 0) < 0

        return any(
            negative(indicator.code, c) and not any(negative(term, c) for term in terms)
            for c in cells
        )

    words = f"{ERROR}: số âm"
    return Condition(when, wrong, f'"{words}"', lambda _: words)


def _identity(form: Form, identity: Identity, home: str) -> Condition:
    sign, broken, word = _BROKEN[identity.relation]
    left, right = (
        formulas.total(form, terms, "ky", home) for terms in (identity.left, identity.right)
    )
    kind = ERROR if identity.severity is Severity.ERROR else WARNING
    start, end = f"{kind} {identity.code}: ", f". {identity.title}"

    def sides(state: State) -> tuple[Number, Number]:
        return _side(identity.left, state), _side(identity.right, state)

    def words(state: State) -> str:
        one, other = sides(state)
        return f"{start}{one} {word} {other}{end}"

    return Condition(
        f"{left}{sign}{right}",
        lambda state: broken(*sides(state)),
        f'"{start}"&{left}&" {word} "&{right}&"{end}"',
        words,
    )


def _side(terms: Expression, state: State) -> Number:
    return sum(t.sign * (state.shown[Key(t.code, "ky")] or 0) for t in terms)


def _cell(form: Form, indicator: Indicator) -> str:
    return layout.slots(form)[Key(indicator.code, "ky")].cell


# --- the cover --------------------------------------------------------------------------------


def marks_range(sheet: Sheet) -> str:
    """The marks of a form sheet, as the cover refers to them."""
    letter = layout.column_letter(layout.MARK_COLUMN)
    return f"'{sheet.title}'!${letter}${layout.FIRST_ROW}:${letter}${layout.last_row(sheet)}"


def count_formula(sheet: Sheet) -> str:
    """How many rows of a sheet have errors."""
    return f'=COUNTIF({marks_range(sheet)},"{ERROR}*")'


def link_formula(sheet: Sheet, count: str) -> str:
    """A link to the first row with an error, where cell `count` says there are any."""
    column = layout.column_letter(layout.COLUMN_OF["ky"])
    row = f'{layout.FIRST_ROW - 1}+MATCH("{ERROR}*",{marks_range(sheet)},0)'
    return f'=IF({count}=0,"",HYPERLINK("#\'{sheet.title}\'!{column}"&({row}),"{LINK}"))'


LINK = "Đến dòng lỗi đầu tiên"


def status_formula(counts: str) -> str:
    """The verdict over the range of counts."""
    return f'=IF(SUM({counts})=0,"{DONE}","CÒN "&SUM({counts})&" LỖI")'


def status(errors: int) -> str:
    """What that formula shows."""
    return DONE if errors == 0 else f"CÒN {errors} LỖI"
