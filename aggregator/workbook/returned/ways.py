"""How each stored number of a form is read, worked out once for a form."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from aggregator.model import CARRIED, Fact, Form, Indicator, Key, Method


class Way(Enum):
    """How a stored number is read."""

    SILENT = "says nothing in the first period of a year"
    COUNT = "a count stands for itself"
    CLOSE = "is looked at closely"


@lru_cache(maxsize=16)
def ways(form: Form, first: bool) -> tuple[tuple[Key, Way], ...]:
    """For each fact its key and its way; `first`: nothing of the year lies before."""

    def way(fact: Fact) -> Way:
        if first and fact.key.column == CARRIED:
            return Way.SILENT
        return Way.CLOSE if fact.method in (Method.FLAG, Method.MEAN) else Way.COUNT

    return tuple((fact.key, way(fact)) for fact in form.facts)


@lru_cache(maxsize=16)
def counted_where_blank(form: Form, opens_year: bool) -> tuple[tuple[Key, bool], ...]:
    """For each fact its key and whether a blank there is counted; means are looked at apart."""

    def counted(fact: Fact) -> bool:
        silent = opens_year and fact.key.column == CARRIED
        return not silent and fact.method not in (Method.MEAN, Method.UNIT_COUNT)

    return tuple((fact.key, counted(fact)) for fact in form.facts)


@lru_cache(maxsize=16)
def parts_of_means(form: Form) -> tuple[int, ...]:
    """The positions of weighted sums and weights."""
    return tuple(at for at, fact in enumerate(form.facts) if fact.part != "value")


@lru_cache(maxsize=16)
def required(form: Form) -> tuple[Indicator, ...]:
    """What no return may leave blank."""
    return tuple(indicator for indicator in form.indicators.values() if indicator.required)
