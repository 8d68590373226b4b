"""The numbers of a return, as they are believed -> its Submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from operator import is_

from aggregator import period as periods
from aggregator.accumulation import stocks
from aggregator.arithmetic import rounded
from aggregator.model import CARRIED, Fact, Form, Key, Number, Submission
from aggregator.workbook import meta
from aggregator.workbook.returned.blanks import Numbers
from aggregator.workbook.returned.identity import Identification
from aggregator.workbook.returned.tables import UnitRow, lines
from aggregator.workbook.returned.ways import (
    counted_where_blank,
    parts_of_means,
    place_of,
    weight_of,
    weights_of_means,
)

Weighted = Mapping[Key, tuple[Number, int]]


def is_summary(identification: Identification) -> bool:
    """Whether the numbers were added up from others'."""
    return identification.values.get("kind") == "summary"


def assembled(
    form: Form, identification: Identification, numbers: Numbers, units: Sequence[UnitRow]
) -> Submission:
    """The submission; of a summary with what it carries of the units of its table."""
    values, summary = identification.values, is_summary(identification)
    stored = list(numbers)
    weighted = _weighted(values)
    for at in parts_of_means(form):
        stored[at] = _part_of_mean(form, form.facts[at], numbers, weighted)
    unit, period = identification.carried.unit, identification.carried.period
    missing = values.get("missing", "0")
    return Submission(
        unit=unit,
        period=period,
        values=tuple(stored),
        blanks=_carried_blanks(form, values)
        if summary and "blanks" in values
        else _blanks(form, period, numbers),
        missing=int(missing) if summary and missing.isascii() and missing.isdigit() else 0,
        lines=lines(units),
        gaps=_gaps(form, values) if summary else (),
    )


def _gaps(form: Form, values: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    try:
        found = meta.parse_gaps(values.get("gaps", ""))
    except ValueError:
        return ()
    return tuple(pair for pair in found if pair[0] in stocks(form))


def _weighted(values: Mapping[str, str]) -> Weighted:
    try:
        return meta.parse_weighted(values.get("weighted", ""))
    except (ValueError, ArithmeticError):
        return {}


def _part_of_mean(form: Form, fact: Fact, numbers: Numbers, weighted: Weighted) -> Number | None:
    """The exact sum or weight that was carried along, unless another mean was typed over it."""
    number = numbers[place_of(form)[fact.key]]
    if number is None:
        return None
    exact = weighted.get(fact.key)
    if exact is not None and exact[1] and _mean_of(exact) == number:
        return exact[0] if fact.part == "sum" else exact[1]
    weight = numbers[weight_of(form, fact.key)]
    if fact.part == "weight":
        return weight
    return None if weight is None else number * weight


def _mean_of(exact: tuple[Number, int]) -> Decimal:
    return rounded(Decimal(exact[0]) / exact[1], 1)


def _carried_blanks(form: Form, values: Mapping[str, str]) -> tuple[int, ...]:
    try:
        carried = meta.parse_blanks(values["blanks"])
    except ValueError:
        carried = {}
    return tuple(carried.get(fact.key, 0) if fact.part != "weight" else 0 for fact in form.facts)


def _blanks(form: Form, period: str, numbers: Numbers) -> tuple[int, ...]:
    """1 for each fact that was left blank; a mean is only missed where there is a weight."""
    weights = [numbers[at] for at in weights_of_means(form)]
    weighed = tuple([weight is not None and weight != 0 for weight in weights])
    blank = bytes(map(is_, numbers, repeat(None)))
    return _where_blank(form, periods.opens_year(period), blank, weighed)


@lru_cache(maxsize=4096)
def _where_blank(
    form: Form, opens_year: bool, blank: bytes, weighed: tuple[bool, ...]
) -> tuple[int, ...]:
    """Many returns leave the same cells blank: kept once, they take half the memory."""
    counted = counted_where_blank(form, opens_year)
    blanks = [int(empty and counts) for empty, counts in zip(blank, counted, strict=True)]
    for at, has_weight in zip(parts_of_means(form), weighed, strict=True):
        silent = opens_year and form.facts[at].key.column == CARRIED
        if form.facts[at].part == "sum" and blank[at] and not silent:
            blanks[at] = int(has_weight)
    return tuple(blanks)
