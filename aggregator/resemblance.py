"""Returns of different units with the same numbers: one file sent twice under two codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress

from aggregator.examined import Examined
from aggregator.model import Fault, Form, Method, Number, Plan, Ref, Submission

LEAST_NUMBERS = 12
"""Fewer numbers than that, mostly ones, may well be the same in two party cells."""


def alike(form: Form, plan: Plan, files: Sequence[Examined]) -> Iterator[Fault]:
    """For each counted return whose numbers of the period are another unit's: that other file.

    The first by path is believed; fewer than `LEAST_NUMBERS` numbers other than 0 say nothing.
    """
    believed: dict[tuple[str, int], list[Examined]] = {}
    for examined in sorted(files, key=lambda each: each.path):
        if examined.reason or examined.submission is None:
            continue
        typed = _typed(form, examined.submission)
        numbers = len(tuple(filter(None, typed)))
        if numbers < LEAST_NUMBERS:
            continue
        unit, period = examined.identity.unit, examined.submission.period
        others = believed.setdefault((period, hash(typed)), [])
        other = next((each for each in others if _gives(form, each, typed)), None)
        if other is None:
            others.append(examined)
        elif other.identity.unit != unit:
            yield Fault("C606", _message(plan, other, numbers), Ref(examined.path), unit)


def _gives(form: Form, examined: Examined, typed: tuple[Number | None, ...]) -> bool:
    return examined.submission is not None and _typed(form, examined.submission) == typed


def _typed(form: Form, submission: Submission) -> tuple[Number | None, ...]:
    """What an officer types of the period; counts of units are not typed by most."""
    return tuple(compress(submission.values, _is_typed(form)))


@lru_cache(maxsize=4)
def _is_typed(form: Form) -> tuple[bool, ...]:
    return tuple(
        fact.key.column == "ky" and fact.part != "weight" and fact.method is not Method.UNIT_COUNT
        for fact in form.facts
    )


def _message(plan: Plan, other: Examined, numbers: int) -> str:
    code = other.identity.unit
    name = plan.units[code].name if code in plan.units else code
    return f"cả {numbers} số khác 0 trong kỳ giống hệt tệp “{other.path}” của “{name}”"
