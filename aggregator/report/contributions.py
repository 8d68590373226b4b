"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter

from aggregator import period as periods
from aggregator.derivation import Facts, Formula, formulas
from aggregator.model import Form, Indicator, Key, Method, Number, Part
from aggregator.report.each import Each

_ROWS_AT_ONCE = 256


class Contributions:
    """What each part gives to `ky` of each input indicator.

    Where a unit sent several periods, only its first opening stock and its last closing stock
    are in the total, so the others give nothing.
    """

    def __init__(self, form: Form, parts: Sequence[Part]) -> None:
        self.codes = tuple(each.code for each in inputs(form))
        self.rows = Each(self.row, parts)
        self._asked, self._stored, self._means = tuple(inputs(form)), _stored(form), _means(form)
        self._spans, self._parts = _spans(parts), parts

    def row(self, part: Part) -> Sequence[Number | None]:
        """The numbers of `codes` that a part gives."""
        given = self._adding(part)
        for at, mean in self._means:
            if given[at] is not None:
                given[at] = mean(part.submission.values)
        return given

    def _adding(self, part: Part) -> list[Number | None]:
        """The same, but of a mean its weighted sum."""
        facts, period = part.submission.values, part.submission.period
        given = list(self._stored(facts))
        span = self._spans.get(part.source.unit, (period, period))
        if span != (period, period):
            for at, indicator in enumerate(self._asked):
                if not _in_total(indicator, period, span):
                    given[at] = None
        return given

    def of(self, code: str) -> Iterator[Number | None]:
        """What each workbook adds to one indicator."""
        at = self.codes.index(code)
        return (self._adding(part)[at] for part in self._parts)

    def total(self, code: str) -> Number:
        """What all add to it."""
        return self._totals[code]

    @cached_property
    def _totals(self) -> Mapping[str, Number]:
        found: list[Number] = [0] * len(self.codes)
        rows = map(self._adding, self._parts)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            columns = zip(*some, strict=True)
            found = [
                sum(filter(None, column), total)
                for total, column in zip(found, columns, strict=True)
            ]
        return dict(zip(self.codes, found, strict=True))


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
    """The first and the last period of each unit; nothing where there is only one period."""
    found: dict[str, tuple[str, str]] = {}
    if len({part.submission.period for part in parts}) < 2:
        return found
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
