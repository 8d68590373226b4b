"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from aggregator import figures
from aggregator import period as periods
from aggregator.figures import Facts, Formula
from aggregator.model import Form, Indicator, Key, Method, Number, Part

Contributions = Sequence[Mapping[str, Number | None]]
"""For each counted workbook what it gives, by the code of each input indicator."""


def contributions(form: Form, parts: Sequence[Part]) -> Contributions:
    """By the code of each input indicator what each part gives to its `ky`.

    Where a unit sent several periods, only its first opening stock and its last closing stock
    are in the total, so the others give nothing.
    """
    spans, codes, stored = _spans(parts), [each.code for each in inputs(form)], _stored(form)
    means = _means(form)
    found: list[Mapping[str, Number | None]] = []
    for part in parts:
        facts, period = part.submission.values, part.submission.period
        given = dict(zip(codes, stored(facts), strict=True))
        for code, mean in means:
            given[code] = mean(facts)
        span = spans[part.source.unit]
        if span != (period, period):
            for indicator in inputs(form):
                if not _in_total(indicator, period, span):
                    given[indicator.code] = None
        found.append(given)
    return found


@lru_cache(maxsize=4)
def _stored(form: Form) -> Callable[[Facts], tuple[Number | None, ...]]:
    """The stored numbers of `ky`, for a mean its weighted sum."""
    keys = (Key(each.code, "ky") for each in inputs(form))
    parts = ("sum", "value")
    places = (next(form.position[k, p] for p in parts if (k, p) in form.position) for k in keys)
    return itemgetter(*places)


@lru_cache(maxsize=4)
def _means(form: Form) -> tuple[tuple[str, Formula], ...]:
    every = figures.formulas(form)
    means = (each.code for each in inputs(form) if each.method is Method.MEAN)
    return tuple((code, every[Key(code, "ky")]) for code in means)


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
