"""Last year's figures grow from period to period as this year's do."""

from __future__ import annotations

from dataclasses import replace

from aggregator.figures import add
from aggregator.model import Fact, Form, Method, Number, Submission
from aggregator.samples.committees import typed_means
from aggregator.samples.returns import change, number


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
