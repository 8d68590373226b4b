"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from aggregator import period as periods
from aggregator.derivation import Formula, formulas
from aggregator.model import Form, Indicator, Key, Method, Number, Part, Result
from aggregator.model.adding import sums
from aggregator.model.returns import glanced, numbers_at, packed_values, picking

_ALONE = (True, True)


def in_tree_order(result: Result) -> tuple[Part, ...]:
    """The counted workbooks so that those of a unit and of all below it stand together."""
    at = {each.unit.code: place for place, each in enumerate(result.units)}
    when = {period: periods.order(period) for period in {p.submission.period for p in result.parts}}

    def key(part: Part) -> tuple[int, tuple[int, int, int], str]:
        (unit, file, _), period = part.source, part.submission.period
        return at.get(unit, len(at)), when[period], file

    return tuple(sorted(result.parts, key=key))


class Contributions:
    """What each part gives to `ky` of each input indicator.

    Where a unit sent several periods, only its first opening stock and its last closing stock
    are in the total, so the others give nothing.
    """

    def __init__(self, form: Form, parts: Sequence[Part]) -> None:
        self.codes = tuple(each.code for each in inputs(form))
        self._asked, self._places, self._means = tuple(inputs(form)), _stored(form), _means(form)
        self._stored = picking(self._places)
        self._spans, self._parts = _spans(parts), parts
        self._admissions = self.codes.index(form.admissions)

    def row(self, part: Part) -> Sequence[Number | None]:
        """The numbers of `codes` that a part gives."""
        given, stands = list(self._stored(part.submission)), self.stands(part)
        if stands != _ALONE:
            for at, indicator in enumerate(self._asked):
                if not _in_total(indicator, stands):
                    given[at] = None
        for at, mean in self._means:
            if given[at] is not None:
                given[at] = mean(glanced(part.submission))
        return given

    def stands(self, part: Part) -> tuple[bool, bool]:
        """Whether it is of the first and of the last period of its unit."""
        if not self._spans:
            return _ALONE
        period = part.submission.period
        first, last = self._spans.get(part.source.unit, (period, period))
        return period == first, period == last

    @cached_property
    def admissions(self) -> Sequence[Number | None]:
        """What each workbook adds to the number of admissions."""
        every = [part.submission for part in self._parts]
        numbers = numbers_at(every, self._places[self._admissions])
        if not self._spans:
            return numbers
        return [
            number if _in_total(self._asked[self._admissions], self.stands(part)) else None
            for part, number in zip(self._parts, numbers, strict=True)
        ]

    def total(self, code: str) -> Number:
        """What all add to one indicator, to a mean their weighted sums."""
        return self._totals[code]

    @cached_property
    def _totals(self) -> Mapping[str, Number]:
        found: dict[str, Number] = dict.fromkeys(self.codes, 0)
        alike: dict[tuple[bool, bool], list[bytes]] = {}
        for part in self._parts:
            alike.setdefault(self.stands(part), []).append(packed_values(part.submission))
        for stands, rows in alike.items():
            in_total = [at for at, each in enumerate(self._asked) if _in_total(each, stands)]
            for at, number in zip(
                in_total, sums(rows, map(self._places.__getitem__, in_total)), strict=True
            ):
                found[self.codes[at]] += number
        return found


@lru_cache(maxsize=4)
def _stored(form: Form) -> Sequence[int]:
    """The places of the stored numbers of `ky`, for a mean of its weighted sum."""
    keys = (Key(each.code, "ky") for each in inputs(form))
    parts = ("sum", "value")
    return [next(form.position[k, p] for p in parts if (k, p) in form.position) for k in keys]


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


def _in_total(indicator: Indicator, stands: tuple[bool, bool]) -> bool:
    is_first, is_last = stands
    match indicator.method:
        case Method.OPENING:
            return is_first
        case Method.CLOSING | Method.FLAG:
            return is_last
        case _:
            return True
