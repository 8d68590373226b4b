"""The formulas of the derived cells. They give what `figures` gives, in Excel 2010 and LibreOffice.

Blank is not zero: a formula over nothing but blanks shows nothing. SUM and COUNT skip text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from aggregator import figures, layout
from aggregator.model import CARRIED, Expression, Form, Indicator, Key, Method, Submission


def address(form: Form, code: str, column: str, home: str) -> str:
    """The cell of a number as sheet `home` refers to it: `C9`, `'Biểu 2'!C9`."""
    slot = layout.slots(form)[Key(code, column)]
    return slot.cell if slot.sheet == home else f"'{slot.sheet}'!{slot.cell}"


def addresses(form: Form, codes: Iterable[str], column: str, home: str) -> str:
    """The cells of one column, those that touch as ranges: `C18:C24,C28`."""
    return joined([layout.slots(form)[Key(code, column)] for code in codes], home)


def joined(found: list[layout.Slot], home: str) -> str:
    """Cells of one column, those that touch as ranges."""
    return ",".join(_ranges(found, home))


def _ranges(found: list[layout.Slot], home: str) -> Iterator[str]:
    runs = groupby(enumerate(found), key=lambda pair: (pair[1].sheet, pair[1].row - pair[0]))
    for (sheet, _), run in runs:
        slots = [slot for _, slot in run]
        cells = slots[0].cell if len(slots) == 1 else f"{slots[0].cell}:{slots[-1].cell}"
        yield cells if sheet == home else f"'{sheet}'!{cells}"


def total(form: Form, terms: Expression, column: str, home: str) -> str:
    """`SUM(added)-SUM(subtracted)`; blanks count as nothing."""
    added = addresses(form, (t.code for t in terms if t.sign > 0), column, home)
    taken = addresses(form, (t.code for t in terms if t.sign < 0), column, home)
    return f"SUM({added})" + (f"-SUM({taken})" if taken else "")


def formula(form: Form, code: str, column: str, submission: Submission, opens_year: bool) -> str:
    """The formula of a derived cell, or '' where the cell holds a typed number or nothing."""
    indicator = form.indicators[code]
    if column == "luy_ke" and indicator.method is Method.MEAN:
        return _mean(form, indicator, submission, opens_year)
    return _fixed(form, code, column, opens_year)


@cache
def _fixed(form: Form, code: str, column: str, opens_year: bool) -> str:
    indicator = form.indicators[code]
    home = form.sheet_of[code].title

    def at(name: str) -> str:
        return address(form, code, name, home)

    match column, indicator.method:
        case "ty_le", _:
            return _percent(at("luy_ke"), at("cung_ky"))
        case "luy_ke", Method.CLOSING:
            return _first(at("ky"))
        case _ if indicator.expression:
            return _expression(form, indicator.expression, column, home)
        case "luy_ke", Method.OPENING | Method.FLOW | Method.TRANSFER if opens_year:
            return _first(at("ky"))
        case "luy_ke", Method.OPENING:
            return _first(at(CARRIED), at("ky"))
        case "luy_ke", Method.FLOW | Method.TRANSFER:
            return _sum(at("ky"), at(CARRIED))
        case _:
            return ""


def _percent(part: str, whole: str) -> str:
    """Blank where a part is missing or `whole` is 0."""
    return f'=IFERROR(IF({part}="","",ROUND({part}*100/{whole},2)),"")'


def _sum(*cells: str) -> str:
    joined = ",".join(cells)
    return f'=IF(COUNT({joined})=0,"",SUM({joined}))'


def _first(*cells: str) -> str:
    """The first cell that is filled."""
    choice = '""'
    for cell in reversed(cells):
        choice = f"IF(COUNT({cell})=0,{choice},{cell})"
    return f"={choice}"


def _expression(form: Form, terms: Expression, column: str, home: str) -> str:
    every = addresses(form, (term.code for term in terms), column, home)
    return f'=IF(COUNT({every})=0,"",{total(form, terms, column, home)})'


def less(formula: str, gap: int) -> str:
    """The formula of a stock whose periods don't join, less by the gap."""
    return f"{formula.removesuffix(')')}{-gap:+d})"


def _mean(form: Form, indicator: Indicator, submission: Submission, opens_year: bool) -> str:
    columns = ["ky"] if opens_year else ["ky", CARRIED]
    pairs = [_weighted(form, indicator, column, submission) for column in columns]
    total, weight = ("+".join(terms) for terms in zip(*pairs, strict=True))
    return f'=IF({weight}=0,"",ROUND(({total})/({weight}),1))'


def _weighted(
    form: Form, indicator: Indicator, column: str, submission: Submission
) -> tuple[str, str]:
    """Weighted sum and weight of one column: the cells, or where those are too coarse constants."""
    home = form.sheet_of[indicator.code].title
    key, of = Key(indicator.code, column), Key(indicator.weight, column)
    total, weight = (submission.values[form.position[key, part]] for part in ("sum", "weight"))
    shown = figures.figure(form, submission, key)
    counted = figures.figure(form, submission, of)
    if shown is not None and (weight != counted or shown * (weight or 0) != total):
        return f"{total}", f"{weight}"
    mean, size = (address(form, code, column, home) for code in (key.indicator, of.indicator))
    return f"N({mean})*N({size})", f"ISNUMBER({mean})*N({size})"
