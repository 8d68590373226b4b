"""The mark in the margin of each row of a form: its first fault in words, as a formula and as it
shows. Errors go before warnings, what is wrong with its own cells before what it contradicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from aggregator import layout
from aggregator.model import CARRIED, Form, Indicator, Key, Method
from aggregator.rules.grassroots import nobody_admits
from aggregator.workbook.template import formulas, lines
from aggregator.workbook.template.soundness import (
    all_believable,
    any_doubtful,
    believable_formula,
    doubt_cell,
    doubts,
    has_doubt_cell,
    says_nobody_admits,
    typed_below,
)
from aggregator.workbook.template.verdicts import (
    BLANK,
    ERROR,
    GOOD,
    NO,
    WARNING,
    YES,
    ZEROED,
    Inputs,
    State,
    is_flag,
    numbering,
    ticked,
)
from aggregator.workbook.typed.number import LARGEST

_MISSING = f"{ERROR}: thiếu số bắt buộc"
_NO_OPENING = f"{WARNING}: chưa có số đầu kỳ, đang tính là 0"
_NOT_CARRIED = f"{WARNING}: chưa có lũy kế đến hết kỳ trước"
_NOBODY = f"{ERROR} I10.tccsd: có kết nạp mà chưa ghi tổ chức nào có kết nạp"
_NEGATIVE = "số âm"
_COUNT = "gõ lại số nguyên, từ 0 trở lên"
_MEAN = "gõ lại một số, từ 0 trở lên"
_FLAG = f"chọn {YES} hoặc {NO}"


def start(column: str) -> str:
    """How a mark begins that is about a cell of that column."""
    return f"{ERROR} cột {numbering(column)}: "


class Case(NamedTuple):
    """One thing that can be wrong with a row: as a formula, and what it says of a state if so.

    Where `when` is empty the text is an error unless it is so.
    """

    when: str
    text: str
    told: Callable[[State], str]


@lru_cache(maxsize=1024)
def mark_formula(form: Form, code: str, inputs: Inputs) -> str:
    """The formula of the mark of a row, in column `layout.MARK_COLUMN`."""
    chosen = _otherwise(form, form.indicators[code], inputs)
    for case in reversed(_cases(form, code, inputs)):
        chosen = (
            f"IF({case.when},{case.text},{chosen})"
            if case.when
            else f"IFERROR({case.text},{chosen})"
        )
    return f"={chosen}"


def mark(form: Form, code: str, inputs: Inputs, state: State) -> str:
    """What that formula shows."""
    for case in _cases(form, code, inputs):
        if told := case.told(state):
            return told
    if state.shown[Key(code, "ky")] is not None:
        return GOOD
    indicator = form.indicators[code]
    if indicator.method is Method.MEAN:
        return BLANK if (state.shown[Key(indicator.weight, "ky")] or 0) > 0 else ""
    if not inputs.columns(indicator):
        return ""
    return ZEROED if state.nothing else BLANK


def _otherwise(form: Form, indicator: Indicator, inputs: Inputs) -> str:
    cell, blank = _cell(form, indicator.code, "ky"), '""'
    if indicator.method is Method.MEAN:
        blank = f'IF(COUNTIF({_cell(form, indicator.weight, "ky")},">0"),"{BLANK}","")'
    elif inputs.columns(indicator):
        blank = f'IF({ticked()},"{ZEROED}","{BLANK}")'
    return f'IF({_is_blank(indicator, cell)},{blank},"{GOOD}")'


def _is_blank(indicator: Indicator, cell: str) -> str:
    return f"ISBLANK({cell})" if indicator.method is Method.FLAG else f"COUNT({cell})=0"


def _cell(form: Form, code: str, column: str) -> str:
    return formulas.address(form, code, column, form.sheet_of[code].title)


@lru_cache(maxsize=1024)
def _cases(form: Form, code: str, inputs: Inputs) -> tuple[Case, ...]:
    return tuple(_all_cases(form, form.indicators[code], inputs))


def _all_cases(form: Form, indicator: Indicator, inputs: Inputs) -> Iterator[Case]:
    """First things first."""
    if says_nobody_admits(indicator.code, inputs):
        yield _nobody_admits(form, indicator.code)
    for column in inputs.columns(indicator):
        yield _own_fault(form, indicator, column)
    if any(term.sign < 0 for term in indicator.expression):
        yield _below_zero(form, indicator)
        yield _last_year_below_zero(form, indicator)
    opening = indicator.required and indicator.method is Method.OPENING
    if indicator.required:
        yield _lacking(form, indicator.code, "ky", _MISSING, even_if_ticked=False)
    if has_doubt_cell(indicator):
        yield _contradiction(form, indicator.code, ERROR)
    if opening:
        yield _lacking(form, indicator.code, "ky", _NO_OPENING, even_if_ticked=True)
    elif indicator.required and CARRIED in inputs.columns(indicator):
        yield _lacking(form, indicator.code, CARRIED, _NOT_CARRIED, even_if_ticked=False)
    if has_doubt_cell(indicator):
        yield _contradiction(form, indicator.code, WARNING)


def _nobody_admits(form: Form, code: str) -> Case:
    """Doubt falls on a 0 where no organisation is said to have admitted anybody."""
    cell, doubt = _cell(form, code, "ky"), doubt_cell(form, code).cell

    def told(state: State) -> str:
        return _NOBODY if nobody_admits(form, state.shown) else ""

    return Case(f"AND(ISNUMBER({cell}),COUNTIF({cell},0),{doubt}>0)", f'"{_NOBODY}"', told)


def _own_fault(form: Form, indicator: Indicator, column: str) -> Case:
    """What no number of ours can be; a workbook that nobody typed in holds only numbers."""
    cell, begin = _cell(form, indicator.code, column), start(column)
    if indicator.method is Method.FLAG:
        when = f"NOT(OR(ISBLANK({cell}),{is_flag(cell)}))"
        return Case(when, f'"{begin}{_FLAG}"', lambda _: "")
    words = begin + (_MEAN if indicator.method is Method.MEAN else _COUNT)
    fraction = "" if indicator.method is Method.MEAN else f",{cell}<>INT({cell})"
    number = f"OR({cell}<0,{cell}>{LARGEST}{fraction})"
    wrong = f"IF(ISNUMBER({cell}),{number},NOT(ISBLANK({cell})))"
    if column == "ky" and has_doubt_cell(indicator):
        doubt = f"{doubt_cell(form, indicator.code).cell}>0"
        wrong = f"AND({doubt},NOT(ISBLANK({cell})))" if indicator.required else doubt

    def told(state: State) -> str:
        number = state.shown[Key(indicator.code, column)]
        return "" if number is None or 0 <= number <= LARGEST else words

    return Case(wrong, f'"{words}"', told)


def _below_zero(form: Form, indicator: Indicator) -> Case:
    """A computed number below zero, where no number that it rests on is to blame."""
    terms, words = indicator.expression, f"{start('ky')}{_NEGATIVE}"

    def told(state: State) -> str:
        is_negative = (state.shown[Key(indicator.code, "ky")] or 0) < 0
        return words if is_negative and not any_doubtful(terms, state) else ""

    below = doubts(form, terms, form.sheet_of[indicator.code].title)
    negative = f'COUNTIF({_cell(form, indicator.code, "ky")},"<0")'
    return Case(f"AND({below}=0,{negative})", f'"{words}"', told)


def _last_year_below_zero(form: Form, indicator: Indicator) -> Case:
    codes, words = typed_below(form, indicator), f"{start('cung_ky')}{_NEGATIVE}"

    def told(state: State) -> str:
        is_negative = (state.shown[Key(indicator.code, "cung_ky")] or 0) < 0
        return words if is_negative and all_believable(codes, "cung_ky", state) else ""

    below = believable_formula(form, codes, "cung_ky", form.sheet_of[indicator.code].title)
    negative = f'COUNTIF({_cell(form, indicator.code, "cung_ky")},"<0")'
    return Case(f"AND({below},{negative})", f'"{words}"', told)


def _lacking(form: Form, code: str, column: str, words: str, even_if_ticked: bool) -> Case:
    def told(state: State) -> str:
        lacks = state.shown[Key(code, column)] is None
        return words if lacks and (even_if_ticked or not state.nothing) else ""

    blank = f"COUNT({_cell(form, code, column)})=0"
    when = blank if even_if_ticked else f"AND({blank},{ticked()}=0)"
    return Case(when, f'"{words}"', told)


def _contradiction(form: Form, code: str, kind: str) -> Case:
    """The first of the identities said at the row that is broken, with its title."""
    words = lines.first_said(form, _code_cell(form, code), kind)

    def told(state: State) -> str:
        for identity in lines.said_at(form, code, kind):
            verdict = state.lines[identity.code]
            if verdict.startswith(kind):
                return f"{verdict}. {identity.title}"
        return ""

    return Case("", words, told)


def _code_cell(form: Form, code: str) -> str:
    return layout.slots(form)[Key(code, "ky")]._replace(column=layout.CODE_COLUMN).cell
