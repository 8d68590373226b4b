"""How each stored number of a form is read, worked out once for a form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from aggregator.model import CARRIED, Fact, Form, Indicator, Key, Method, Number
from aggregator.workbook.cells.book import Cell
from aggregator.workbook.typed.number import LARGEST, Typed, count, flag, mean, plain_count


@lru_cache(maxsize=16)
def silent_ones(form: Form, first: bool) -> tuple[bool, ...]:
    """For each fact whether it says nothing: what is carried into the first period of a year."""
    return tuple(first and fact.key.column == CARRIED for fact in form.facts)


@lru_cache(maxsize=16)
def facts_of(form: Form) -> Mapping[str, slice]:
    """By indicator where its facts stand among those of the form."""
    found: dict[str, slice] = {code: slice(0) for code in form.indicators}
    for at, fact in enumerate(form.facts):
        start = found[fact.key.indicator].start
        found[fact.key.indicator] = slice(at if start is None else start, at + 1)
    return found


def typed(fact: Fact, cell: Cell | None) -> Typed:
    """What was typed for a fact; of a mean the same for both its parts."""
    match fact.method:
        case Method.FLAG:
            return flag(cell)
        case Method.MEAN:
            return mean(cell)
        case _:
            return count(cell)


def clean(fact: Fact, cell: Cell | None) -> Number | None:
    """The number in a cell, where nothing else is to be said of it."""
    if cell is None:
        return None
    if fact.method not in (Method.FLAG, Method.MEAN):
        return plain_count(cell)
    value, repair, fault, _ = typed(fact, cell)
    return None if repair or fault or value is None or value > LARGEST else value


@lru_cache(maxsize=16)
def place_of(form: Form) -> Mapping[Key, int]:
    """Where the number of each key stands among the facts; of a mean the first part."""
    return {fact.key: at for at, fact in reversed([*enumerate(form.facts)])}


@lru_cache(maxsize=16)
def counted_where_blank(form: Form, opens_year: bool) -> tuple[bool, ...]:
    """For each fact whether a blank there is counted; means are looked at apart."""

    def counted(fact: Fact) -> bool:
        silent = opens_year and fact.key.column == CARRIED
        return not silent and fact.method not in (Method.MEAN, Method.UNIT_COUNT)

    return tuple(counted(fact) for fact in form.facts)


@lru_cache(maxsize=16)
def parts_of_means(form: Form) -> tuple[int, ...]:
    """The positions of weighted sums and weights."""
    return tuple(at for at, fact in enumerate(form.facts) if fact.part != "value")


def weight_of(form: Form, mean: Key) -> int:
    """Where the number that a mean is weighted by stands."""
    return place_of(form)[Key(form.indicators[mean.indicator].weight, mean.column)]


@lru_cache(maxsize=16)
def weights_of_means(form: Form) -> tuple[int, ...]:
    """Where the weight of each part of a mean stands."""
    return tuple(weight_of(form, form.facts[at].key) for at in parts_of_means(form))


@lru_cache(maxsize=16)
def required(form: Form) -> tuple[Indicator, ...]:
    """What no return may leave blank."""
    return tuple(indicator for indicator in form.indicators.values() if indicator.required)
