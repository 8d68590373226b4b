"""Returns as a đảng ủy types them for its whole đảng bộ, and as they count once they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from aggregator import period as periods
from aggregator.arithmetic import rounded
from aggregator.consolidate import grassroots
from aggregator.model import CARRIED, Fact, Form, Key, Method, Number, Submission, Unit
from aggregator.rollup import rollup
from aggregator.samples.returns import OPENING, with_blanks


def added_up(form: Form, unit: Unit, parts: Sequence[Submission]) -> Submission:
    """What the unit types for all of its parts."""
    return typed_means(form, rollup(form, unit.code, parts, grassroots(unit.level)))


def typed_means(form: Form, seen: Submission) -> Submission:
    """The submission as it is typed: a mean age to one decimal."""
    values = tuple(_typed(form, seen, fact, value) for fact, value in _stored(form, seen))
    return with_blanks(form, replace(seen, values=values))


def _stored(form: Form, seen: Submission) -> list[tuple[Fact, Number | None]]:
    return list(zip(form.facts, seen.values, strict=True))


def _typed(form: Form, whole: Submission, fact: Fact, value: Number | None) -> Number | None:
    weight = whole.values[form.position[fact.key, "weight"]] if fact.part == "sum" else None
    if value is None or not weight:
        return value
    return rounded(Decimal(value) / Decimal(weight), 1) * weight


def as_read(form: Form, seen: Submission) -> Submission:
    """The numbers as they count: where `không phát sinh` was ticked, a blank is a zero."""
    now = {fact.key: value for fact, value in _stored(form, seen)}
    if now[Key(form.admissions, "ky")] is not None or now[Key(OPENING, "ky")] is None:
        return seen
    opens_year = periods.opens_year(seen.period)
    values = (
        0 if value is None and _zeroed(fact, opens_year) else value
        for fact, value in _stored(form, seen)
    )
    return with_blanks(form, replace(seen, values=tuple(values)))


def _zeroed(fact: Fact, opens_year: bool) -> bool:
    if fact.method in (Method.MEAN, Method.UNIT_COUNT):
        return False
    return fact.key.column != CARRIED or not opens_year
