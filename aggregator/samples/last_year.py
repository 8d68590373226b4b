"""Last year's figures grow from period to period as this year's do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aggregator.arithmetic import add
from aggregator.figures import figure
from aggregator.model import Fact, Form, Key, Method, Number, Submission
from aggregator.samples.committees import typed_means
from aggregator.samples.returns import OPENING, change, number


def opening(members: int) -> int:
    """How many members a unit of so many had at the start of the year before: some 2% fewer."""
    return members - (members + 25) // 50


def closing_at(form: Form, year: Sequence[Submission], members: int) -> list[Submission]:
    """The periods of a whole year, the last of last year's stocks being where this one opens."""
    closed = figure(form, year[-1], Key(form.members, "cung_ky"))
    missed = members - int(closed or 0)
    return [
        change(form, own, {f"{OPENING}/cung_ky": number(form, own, f"{OPENING}/cung_ky") + missed})
        for own in year
    ]


def since_january(form: Form, before: Submission, now: Submission) -> Submission:
    """`now`, whose `cung_ky` tells one period of last year, with that of `before` added to it."""
    values = (
        _grown(fact, was, value) if fact.key.column == "cung_ky" else value
        for fact, value, was in zip(form.facts, now.values, before.values, strict=True)
    )
    return _within_probation(form, typed_means(form, replace(now, values=tuple(values))))


def _within_probation(form: Form, seen: Submission) -> Submission:
    """Of two periods drawn apart: nobody becomes a full member who was not on probation."""
    began, struck_off, formal = (
        number(form, seen, f"DB.{row}/cung_ky") for row in ("dau", "xoaten", "chinhthuc")
    )
    most = max(0, began - struck_off)
    return seen if formal <= most else change(form, seen, {"DB.chinhthuc/cung_ky": most})


def _grown(fact: Fact, was: Number | None, value: Number | None) -> Number | None:
    match fact.method:
        case Method.OPENING:
            return was
        case Method.CLOSING | Method.UNIT_COUNT:
            return value
        case _:
            return add(was, value)
