"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from aggregator import figures
from aggregator import period as periods
from aggregator.figures import Formula
from aggregator.model import Form, Indicator, Key, Method, Number, Part


def contributions(form: Form, parts: Sequence[Part]) -> list[Mapping[str, Number | None]]:
    """By the code of each input indicator what each part gives to its `ky`.

    Where a unit sent several periods, only its first opening stock and its last closing stock
    are in the total, so the others give nothing.
    """
    spans, formulas = _spans(parts), _formulas(form)
    found: list[Mapping[str, Number | None]] = []
    for part in parts:
        facts, period = part.submission.values, part.submission.period
        given = {code: formula(facts) for code, formula in formulas}
        span = spans[part.source.unit]
        if span != (period, period):
            for indicator in inputs(form):
                if not _in_total(indicator, period, span):
                    given[indicator.code] = None
        found.append(given)
    return found


@lru_cache(maxsize=4)
def _formulas(form: Form) -> tuple[tuple[str, Formula], ...]:
    every = figures.formulas(form)
    return tuple((each.code, every[Key(each.code, "ky")]) for each in inputs(form))


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
