"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from aggregator import period as periods
from aggregator.derivation import Facts, Formula, formulas
from aggregator.model import Form, Indicator, Key, Method, Number, Part


class Contributions(NamedTuple):
    """What each counted workbook gives: a row of the numbers of `codes`, the input indicators."""

    codes: tuple[str, ...]
    rows: Sequence[Sequence[Number | None]]

    def of(self, code: str) -> Iterator[Number | None]:
        """What each workbook gives to one indicator."""
        return map(itemgetter(self.codes.index(code)), self.rows)

    def total(self, code: str) -> Number:
        """What all give to it."""
        return sum(filter(None, self.of(code)))


def contributions(form: Form, parts: Sequence[Part]) -> Contributions:
    """What each part gives to `ky` of each input indicator.

    Where a unit sent several periods, only its first opening stock and its last closing stock
    are in the total, so the others give nothing.
    """
    asked, spans, stored, means = tuple(inputs(form)), _spans(parts), _stored(form), _means(form)
    found: list[Sequence[Number | None]] = []
    for part in parts:
        facts, period = part.submission.values, part.submission.period
        given = list(stored(facts))
        for at, mean in means:
            given[at] = mean(facts)
        span = spans[part.source.unit]
        if span != (period, period):
            for at, indicator in enumerate(asked):
                if not _in_total(indicator, period, span):
                    given[at] = None
        found.append(tuple(given))
    return Contributions(tuple(each.code for each in asked), found)


@lru_cache(maxsize=4)
def _stored(form: Form) -> Callable[[Facts], tuple[Number | None, ...]]:
    """The stored numbers of `ky`, for a mean its weighted sum."""
    keys = (Key(each.code, "ky") for each in inputs(form))
    parts = ("sum", "value")
    places = (next(form.position[k, p] for p in parts if (k, p) in form.position) for k in keys)
    return itemgetter(*places)


@lru_cache(maxsize=4)
def _means(form: Form) -> tuple[tuple[int, Formula], ...]:
    every = formulas(form)
    return tuple(
        (at, every[Key(each.code, "ky")])
        for at, each in enumerate(inputs(form))
        if each.method is Method.MEAN
    )


def inputs(form: Form) -> Iterator[Indicator]:
    """The indicators that are typed, in the order of the form."""
    return (indicator for indicator in form.indicators.values() if indicator.input)


def _spans(parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for part in sorted(parts, key=lambda part: periods.order(part.submission.period)):
        first, _ = found.get(part.source.unit, (part.submission.period, ""))
        found[part.source.unit] = first, part.submission.period
    return found


def _in_total(indicator: Indicator, period: str, span: tuple[str, str]) -> bool:
    match indicator.method:
        case Method.OPENING:
            return period == span[0]
        case Method.CLOSING | Method.FLAG:
            return period == span[1]
        case _:
            return True
