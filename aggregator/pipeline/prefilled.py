"""The numbers of a template that are known before anybody types: of many units at little cost."""

from __future__ import annotations

from functools import lru_cache
from itertools import compress, repeat
from operator import is_not
from typing import NamedTuple

from aggregator import period as periods
from aggregator.consolidate import grassroots
from aggregator.earlier import Archived
from aggregator.lineage import restated
from aggregator.model import CARRIED, Form, Key, Method, Number, Plan, Submission
from aggregator.rollup import Grassroots, with_own_count
from aggregator.told import Wanted, wanted_of
from aggregator.workbook import meta
from aggregator.workbook.template.content import Origin, Ways

_MOST_ALIKE = 256
_MOST_PATTERNS = 1024


def prefilled(
    plan: Plan, form: Form, unit: str, period: str, before: Archived, last_year: Archived
) -> tuple[Submission, frozenset[Key]]:
    """What is known of a unit, as of nobody, and which of the numbers are locked."""
    found = _found(plan, form, unit, period, before, last_year)
    return _filled(form, period, grassroots(plan.units[unit].level), found, before.period != "")


def origin(
    plan: Plan, form: Form, unit: str, period: str, before: Archived, last_year: Archived
) -> Origin | None:
    """What that comes from: the earlier numbers. None where nothing is known of earlier periods."""
    if not before.units and not last_year.units:
        return None
    found = _found(plan, form, unit, period, before, last_year)
    opens = periods.opens_year(period)
    at = _sources(form, opens).admissions
    admitted = at is not None and (found[at] or 0) > 0
    kind = grassroots(plan.units[unit].level)
    return Origin((*found, admitted), _ways(form, opens, kind, before.period != ""))


def _found(
    plan: Plan, form: Form, unit: str, period: str, before: Archived, last_year: Archived
) -> tuple[Number | None, ...]:
    opens = periods.opens_year(period)
    sources = _sources(form, opens)
    found = [
        *wanted_of(restated(form, plan, unit, period, before), sources.before),
        *wanted_of(restated(form, plan, unit, period, last_year), sources.last_year),
    ]
    if opens and found[sources.opening] is None:
        found[sources.opening] = plan.units[unit].members_start
    return tuple(found)


@lru_cache(maxsize=32)
def _ways(form: Form, opens_year: bool, _kind: Grassroots, _is_known_before: bool) -> Ways:
    """Where among the numbers found, and the answer whether anybody was admitted behind them,
    stands what each fact comes from."""
    sources = _sources(form, opens_year)
    behind = len(sources.keys)
    facts: list[tuple[int, ...]] = [(at,) if at < behind else () for at in sources.places]
    for total, weight in _means(form):
        facts[total] += facts[weight]
    for at, fact in enumerate(form.facts):
        if fact.method is Method.UNIT_COUNT:
            facts[at] += (behind,)
    return Ways(tuple(facts))


class _Sources(NamedTuple):
    """Which numbers of the period before and of last year are known in a template.

    `keys` are what they are there. `places`: where among them each fact of a submission stands, or
    behind the last; `opening`: where the opening of the members does, which the plan may tell;
    `admissions`: where those of the year do.
    """

    before: Wanted
    last_year: Wanted
    keys: tuple[Key, ...]
    places: tuple[int, ...]
    opening: int
    admissions: int | None


@lru_cache(maxsize=8)
def _sources(form: Form, opens_year: bool) -> _Sources:
    before: dict[Key, Key] = {}
    last_year: dict[Key, Key] = {}
    for fact in form.facts:
        code, column = fact.key
        if column == "cung_ky":
            last_year[fact.key] = Key(code, "luy_ke")
        elif column == CARRIED and not opens_year:
            before[fact.key] = Key(code, "luy_ke")
        elif column == "ky" and fact.method is Method.OPENING:
            before[fact.key] = Key(form.indicators[code].continues, "ky")
    opening = next(i for i in form.indicators.values() if i.continues == form.members)
    found = (*before, *last_year)
    places = {key: at for at, key in enumerate(found)}
    return _Sources(
        Wanted(tuple(before.values())),
        Wanted(tuple(last_year.values())),
        found,
        tuple(places.get(key, len(places)) for key in _numbers(form)),
        places[Key(opening.code, "ky")],
        places.get(Key(form.admissions, CARRIED)),
    )


@lru_cache(maxsize=_MOST_ALIKE)
def _filled(
    form: Form,
    period: str,
    kind: Grassroots,
    found: tuple[Number | None, ...],
    is_known_before: bool,
) -> tuple[Submission, frozenset[Key]]:
    """The same of all units with these numbers."""
    opens = periods.opens_year(period)
    sources = _sources(form, opens)
    behind = (*found, None)
    values = [behind[at] for at in sources.places]
    for total, weight in _means(form):
        values[total] = _times(values[total], values[weight])
    whole = tuple(with_own_count(form, values, kind))
    present = tuple(map(is_not, found, repeat(None)))
    filled = Submission("", period, whole, (0,) * len(whole))
    return filled, _locked(form, opens, present, is_known_before)


@lru_cache(maxsize=_MOST_PATTERNS)
def _locked(
    form: Form, opens_year: bool, present: tuple[bool, ...], is_known_before: bool
) -> frozenset[Key]:
    """What may not be typed over: an opening where it was counted, not where the plan says it."""
    known = compress(_sources(form, opens_year).keys, present)
    return frozenset(key for key in known if key.column != "ky" or is_known_before)


@lru_cache(maxsize=4)
def _means(form: Form) -> tuple[tuple[int, int], ...]:
    """Where the weighted sum of each mean stands, and its weight."""
    place = form.position
    return tuple((place[key, "sum"], place[key, "weight"]) for key in meta.means(form))


@lru_cache(maxsize=4)
def _numbers(form: Form) -> tuple[Key, ...]:
    """Which number each fact of a submission is; for the weighted sum of a mean the mean."""
    return tuple(
        Key(form.indicators[fact.key.indicator].weight, fact.key.column)
        if fact.part == "weight"
        else fact.key
        for fact in form.facts
    )


def _times(mean: Number | None, weight: Number | None) -> Number | None:
    return None if mean is None or weight is None else mean * weight
