"""From the stored facts of a submission to every number of the form, exactly.

Expressions: a derived number is null when all its terms are. `luy_ke` is what was carried into
the period plus the period; an opening stock is the year's first, a closing stock the latest.
`ty_le` is `luy_ke` as a percentage of `cung_ky`, two decimals, half up. A mean is its weighted
sum over its weight, one decimal, half up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from aggregator import period as periods
from aggregator.model import CARRIED, Expression, Form, Indicator, Key, Method, Number, Submission

Figures = Mapping[Key, Number | None]


def figures(form: Form, submission: Submission) -> dict[Key, Number | None]:
    """Every number of the form that applies, blank as None, in the order of the form."""
    facts = _Facts(form, submission)
    shown: dict[Key, Number | None] = {}
    for indicator in form.indicators.values():
        if indicator.method is Method.FLAG:
            shown[Key(indicator.code, "ky")] = facts.value(indicator, "ky")
            continue
        for column in ("ky", "luy_ke", "cung_ky"):
            shown[Key(indicator.code, column)] = facts.value(indicator, column)
        if indicator.method is not Method.MEAN:
            shown[Key(indicator.code, "ty_le")] = percent(
                shown[Key(indicator.code, "luy_ke")], shown[Key(indicator.code, "cung_ky")]
            )
    return shown


def figure(form: Form, submission: Submission, key: Key) -> Number | None:
    """One number of the form, of any column but `ty_le`; a flag stands only in `ky`."""
    return _Facts(form, submission).value(form.indicators[key.indicator], key.column)


def percent(part: Number | None, whole: Number | None) -> Decimal | None:
    """`part` as a percentage of `whole`; None where either is missing or `whole` is 0."""
    if part is None or not whole:
        return None
    return rounded(Decimal(part) * 100 / Decimal(whole), 2)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as reports print it."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def add(*numbers: Number | None) -> Number | None:
    """A sum in which blank adds nothing; blank when all are."""
    known = [number for number in numbers if number is not None]
    return sum(known[1:], start=known[0]) if known else None


class _Facts:
    """The facts of one submission, looked up by indicator, column and part."""

    def __init__(self, form: Form, submission: Submission) -> None:
        self.form = form
        self.values = submission.values
        self.opens_year = periods.opens_year(submission.period)

    def fact(self, code: str, column: str, part: str = "value") -> Number | None:
        return self.values[self.form.position[Key(code, column), part]]

    def value(self, indicator: Indicator, column: str) -> Number | None:
        if indicator.expression:
            latest = column == "luy_ke" and indicator.method is Method.CLOSING
            return self.expression(indicator.expression, "ky" if latest else column)
        if indicator.method is Method.MEAN:
            return self._mean(indicator.code, column)
        if column == "luy_ke":
            return self._accumulated(indicator)
        return self.fact(indicator.code, column)

    def expression(self, terms: Expression, column: str) -> Number | None:
        return add(
            *(
                None if value is None else term.sign * value
                for term in terms
                for value in [self.value(self.form.indicators[term.code], column)]
            )
        )

    def _accumulated(self, indicator: Indicator, part: str = "value") -> Number | None:
        code = indicator.code
        if indicator.method is Method.UNIT_COUNT:
            return self.fact(code, "luy_ke")
        now = self.fact(code, "ky", part)
        if self.opens_year or indicator.method is Method.CLOSING:
            return now
        before = self.fact(code, CARRIED, part)
        if indicator.method is Method.OPENING:
            return now if before is None else before
        return add(before, now)

    def _mean(self, code: str, column: str) -> Decimal | None:
        if column == "luy_ke":
            indicator = self.form.indicators[code]
            total = self._accumulated(indicator, "sum")
            weight = self._accumulated(indicator, "weight")
        else:
            total, weight = (self.fact(code, column, part) for part in ("sum", "weight"))
        if total is None or not weight:
            return None
        return rounded(Decimal(total) / Decimal(weight), 1)
