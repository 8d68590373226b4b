"""Whether a conclusion can be drawn from a number: a hidden cell beside its row, 0 if so, else 1.

The same law as `checking.judged`: nothing is concluded from what can't be believed or is missing,
nor from a sum with such a part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from aggregator import layout
from aggregator.derivation import rests_on
from aggregator.model import Expression, Form, Indicator, Key, Method, Number
from aggregator.rules.grassroots import ADMITTING, ALL, nobody_admits
from aggregator.workbook.template import formulas
from aggregator.workbook.template.verdicts import Inputs, State, ticked
from aggregator.workbook.typed.number import LARGEST


def believable(number: Number) -> bool:
    """Whether a count can be one."""
    return 0 <= number <= LARGEST and number == int(number)


def has_doubt_cell(indicator: Indicator) -> bool:
    """Whether an identity may rest on the row: it counts."""
    return indicator.method not in (Method.FLAG, Method.MEAN)


def doubt_cell(form: Form, code: str) -> layout.Slot:
    """Where the hidden cell of a row stands."""
    return layout.slots(form)[Key(code, "ky")]._replace(column=layout.DOUBT_COLUMN)


def doubts(form: Form, terms: Expression, home: str) -> str:
    """`SUM(…)` of the hidden cells of some rows, as sheet `home` refers to them."""
    return f"SUM({formulas.joined([doubt_cell(form, term.code) for term in terms], home)})"


@lru_cache(maxsize=1024)
def doubt_formula(form: Form, code: str, inputs: Inputs) -> str:
    """The formula of the hidden cell; no content of a cell makes it fail."""
    indicator, home = form.indicators[code], form.sheet_of[code].title
    cell = formulas.address(form, code, "ky", home)
    if indicator.expression:
        below = doubts(form, indicator.expression, home)
        return f'=IF({below}>0,1,COUNTIF({cell},"<0"))'
    blank = "0"
    if indicator.required:
        blank = "1" if indicator.method is Method.OPENING else f"1-{ticked()}"
    number = f"OR({cell}<0,{cell}>{LARGEST},{cell}<>INT({cell}))"
    good = _nobody_admits(form, home) if says_nobody_admits(code, inputs) else "0"
    return f"=IF(ISNUMBER({cell}),IF({number},1,{good}),IF(ISBLANK({cell}),{blank},1))"


def says_nobody_admits(code: str, inputs: Inputs) -> bool:
    """Whether a row is the one where I10.tccsd is said: the counts must have been typed."""
    return inputs.typed_counts and code == ADMITTING[0]


def _nobody_admits(form: Form, home: str) -> str:
    """`rules.grassroots.nobody_admits` as a formula: 1 or 0.

    One IF inside the other, since a sum over a cell in error would make the whole fail.
    """
    others = (*ADMITTING[1:], *ALL, form.admissions)
    admitting, every, counts = (
        formulas.addresses(form, codes, "ky", home)
        for codes in (ADMITTING, ALL, (*ADMITTING, *ALL))
    )
    known = formulas.joined([doubt_cell(form, code) for code in others], home)
    admitted = formulas.address(form, form.admissions, "ky", home)
    nobody = f"AND(SUM({admitted})>0,SUM({admitting})=0,SUM({every})>0)"
    return f"IF(SUM({known})=0,IF(COUNT({counts})=4,IF({nobody},1,0),0),0)"


def doubtful(form: Form, state: State) -> frozenset[str]:
    """The rows whose hidden cell shows 1."""
    doubted = frozenset(code for code in form.indicators if _is_doubted(form, code, state))
    return frozenset(
        code for code in form.indicators if not doubted.isdisjoint(rests_on(form, code))
    )


def _is_doubted(form: Form, code: str, state: State) -> bool:
    """Whether a row is doubtful for its own number."""
    indicator, number = form.indicators[code], state.shown[Key(code, "ky")]
    if indicator.expression:
        return (number or 0) < 0
    if number is not None:
        nobody = says_nobody_admits(code, state.inputs) and nobody_admits(form, state.shown)
        return nobody or not believable(number)
    return indicator.required and not (state.nothing and indicator.method is not Method.OPENING)


def any_doubtful(terms: Expression, state: State) -> bool:
    """Whether one of the terms is."""
    return any(term.code in state.doubtful for term in terms)


def typed_below(form: Form, indicator: Indicator) -> tuple[str, ...]:
    """The typed indicators that a computed one comes down to."""
    codes = rests_on(form, indicator.code)
    typed = (code for code, each in form.indicators.items() if not each.expression)
    return tuple(code for code in typed if code in codes)


def believable_formula(form: Form, codes: Collection[str], column: str, home: str) -> str:
    """Whether all these typed numbers can be believed; no content of a cell makes it fail."""
    cells = formulas.addresses(form, codes, column, home)
    whole = "+".join(f"SUMPRODUCT(MOD({each},1))" for each in cells.split(","))
    laws = (f"COUNTA({cells})=COUNT({cells})", f"MIN({cells})>=0", f"MAX({cells})<={LARGEST}")
    return f"IFERROR(AND({','.join(laws)},{whole}=0),FALSE)"


def all_believable(codes: Iterable[str], column: str, state: State) -> bool:
    """What that formula shows."""
    numbers = (state.shown[Key(code, column)] for code in codes)
    return all(number is None or believable(number) for number in numbers)
