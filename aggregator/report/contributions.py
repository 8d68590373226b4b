"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

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
        self._admissions = form.admissions

    def row(self, part: Part) -> Sequence[Number | None]:
        """The numbers of `codes` that a part gives."""
        facts = part.submission.values
        given = self._adding(part, facts)
        for at, mean in self._means:
            if given[at] is not None:
                given[at] = mean(facts)
        return given

    def _adding(self, part: Part, facts: Facts) -> list[Number | None]:
        """The same, but of a mean its weighted sum."""
        given, period = list(self._stored(facts)), part.submission.period
        span = self.span(part)
        if span != (period, period):
            for at, indicator in enumerate(self._asked):
                if not _in_total(indicator, period, span):
                    given[at] = None
        return given

    def span(self, part: Part) -> tuple[str, str]:
        """The first and the last period of its unit, which its numbers are the start and end of."""
        period = part.submission.period
        return self._spans.get(part.source.unit, (period, period))

    @property
    def admissions(self) -> Sequence[Number | None]:
        """What each workbook adds to the number of admissions."""
        return self._added.admissions

    def total(self, code: str) -> Number:
        """What all add to one indicator."""
        return self._added.totals[code]

    @cached_property
    def _added(self) -> _Added:
        found: list[Number] = [0] * len(self.codes)
        admissions: list[Number | None] = []
        at = self.codes.index(self._admissions)
        rows = (self._adding(part, part.submission.values) for part in self._parts)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            columns = list(zip(*some, strict=True))
            admissions += columns[at]
            found = [
                sum(filter(None, column), total)
                for total, column in zip(found, columns, strict=True)
            ]
        return _Added(dict(zip(self.codes, found, strict=True)), admissions)


class _Added(NamedTuple):
    """What all workbooks add to each indicator, and each to the number of admissions."""

    totals: Mapping[str, Number]
    admissions: Sequence[Number | None]


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
