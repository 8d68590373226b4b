"""One unit over several periods: its submissions in, the submission of a report period out.

Over the periods of a year flows add, an opening stock is the first, a closing stock the last. Where
leaves lack in a part they are not forgotten: one that comes later brings along what it carries and
the stock it opens with, one that comes no more leaves its stock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from aggregator import period as periods
from aggregator.figures import figure
from aggregator.model import CARRIED, Fact, Form, Key, Method, Number, Submission
from aggregator.rollup import total


class _Moved(NamedTuple):
    """Of one stock what later parts open with beyond the end of those before, and what is left."""

    brought: Number
    left: Number


class _Parts(NamedTuple):
    """The parts in their order; those before which something may lack; how stocks moved."""

    ordered: Sequence[Submission]
    late: frozenset[int]
    moved: Mapping[str, _Moved]


def accumulate(
    form: Form, period: str, parts: Sequence[Submission], are_joined: bool = True
) -> Submission:
    """One unit's submission for a report period from those of its basic periods, in any order.

    Where they are of different people, they are not `are_joined`: nothing is brought or left.
    """
    ordered = sorted(parts, key=lambda part: periods.order(part.period))
    joined = _Parts(ordered, frozenset(), {})
    if are_joined:
        joined = joined._replace(late=_late(ordered), moved=_movements(form, ordered))
    values = tuple(_over_time(form, fact, joined) for fact in form.facts)
    blanks = tuple(map(max, zip(*(part.blanks for part in ordered), strict=True)))
    last = ordered[-1]
    missing = max(part.missing for part in ordered)
    found = Submission(last.unit, period, values, blanks, missing, last.lines)
    ends = {code: figure(form, last, Key(code, "ky")) for code in stocks(form)}
    left = {form.indicators[code].continues: moved.left for code, moved in joined.moved.items()}
    stands = {code: end if end is None else end + left.get(code, 0) for code, end in ends.items()}
    return closing_at(form, found, stands)


@lru_cache(maxsize=4)
def stocks(form: Form) -> tuple[str, ...]:
    """The closing stocks that follow from an opening stock and flows."""
    found = form.indicators.values()
    return tuple(i.code for i in found if i.method is Method.CLOSING and i.expression)


def closing_at(form: Form, total: Submission, stands: Mapping[str, Number | None]) -> Submission:
    """The submission with its closing stocks as they stand, whatever opening and flows make."""
    made = replace(total, gaps=())
    gaps = []
    for code, stand in stands.items():
        number = figure(form, made, Key(code, "ky"))
        if number is not None and stand is not None and number != stand:
            gaps.append((code, int(number - stand)))
    return replace(total, gaps=tuple(gaps))


def _late(ordered: Sequence[Submission]) -> frozenset[int]:
    """The parts that may carry what lacks in those before: a leaf of theirs, or a whole period."""
    steps = enumerate(pairwise(ordered), start=1)
    return frozenset(
        at
        for at, (before, part) in steps
        if before.missing or periods.previous(part.period) != before.period
    )


def _movements(form: Form, ordered: Sequence[Submission]) -> Mapping[str, _Moved]:
    """How each stock moved with the leaves that came and went, by the code of its opening."""
    if not any(part.missing for part in ordered):
        return {}
    openings = (each for each in form.indicators.values() if each.method is Method.OPENING)
    return {each.code: _moved(form, each.code, each.continues, ordered) for each in openings}


def _moved(form: Form, opening: str, closing: str, ordered: Sequence[Submission]) -> _Moved:
    brought: Number = 0
    left: Number = 0
    for before, part in pairwise(ordered):
        ended = figure(form, before, Key(closing, "ky"))
        opens = figure(form, part, Key(opening, "ky"))
        if ended is None or opens is None or opens == ended:
            continue
        more = opens - ended
        if more < 0 and part.missing:
            left -= more
        elif more > 0 and left:
            left = left - more if left > more else 0
        elif more > 0 and before.missing:
            brought += more
    return _Moved(brought, left)


def _over_time(form: Form, fact: Fact, parts: _Parts) -> Number | None:
    numbers = _numbers(form, fact, parts.ordered)
    if fact.key.column == CARRIED:
        return _carried(form, fact, parts) if parts.late else numbers[0]
    if fact.key.column == "cung_ky":
        return numbers[-1]
    code = fact.key.indicator
    match fact.method:
        case Method.OPENING:
            return total([numbers[0], parts.moved[code].brought]) if parts.moved else numbers[0]
        case Method.CLOSING | Method.FLAG:
            return numbers[-1]
        case Method.UNIT_COUNT:
            last = parts.ordered[-1]
            return last.values[form.position[Key(code, "luy_ke"), "value"]]
        case _:
            return total(numbers)


def _numbers(form: Form, fact: Fact, ordered: Sequence[Submission]) -> list[Number | None]:
    at = form.position[fact.key, fact.part]
    return [part.values[at] for part in ordered]


def _carried(form: Form, fact: Fact, parts: _Parts) -> Number | None:
    """What the first part carries, with what later ones carry that lacks in those before."""
    carried = _numbers(form, fact, parts.ordered)
    now = _numbers(form, fact._replace(key=Key(fact.key.indicator, "ky")), parts.ordered)
    if fact.part == "sum":
        weight = fact._replace(part="weight")
        if _carried(form, weight, parts) == _numbers(form, weight, parts.ordered)[0]:
            return carried[0]  # Of the same people: a mean that is carried is only rounded.
    if fact.method is Method.OPENING:
        return _opening_of_the_year(carried, now[0], parts.late)
    found, made = carried[0], carried[0] or 0
    for at, there in enumerate(carried[1:], start=1):
        made += now[at - 1] or 0
        if at in parts.late and there is not None and there > made:
            found, made = (found or 0) + there - made, there
    return found


def _opening_of_the_year(
    carried: Sequence[Number | None], first: Number | None, late: frozenset[int]
) -> Number | None:
    """As the first part carries it or, opening the year, has it; more where later ones do."""
    found, known = carried[0], first if carried[0] is None else carried[0]
    for at in sorted(late):
        there = carried[at]
        if there is not None and there > (known or 0):
            found = known = there
    return found
