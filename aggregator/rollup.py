"""Roll-up is closed: submissions of units in, a submission of their superior out.

Over units every stored number adds, except a flag, which holds only where it holds everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from aggregator.model import CARRIED, Form, Key, Method, Number, Submission
from aggregator.model.adding import added
from aggregator.model.packed import column
from aggregator.model.returns import rows

Numbers = Sequence[Number | None]
Rollup = Callable[[Form, str, Sequence[Submission], "Grassroots", int], Submission]
"""As `rollup`."""


class Grassroots(StrEnum):
    """What a unit is to the count of grassroots organisations (TCCSĐ)."""

    PARTY_COMMITTEE = "dang_bo"
    PARTY_CELL = "chi_bo"
    BELOW = "below"
    ABOVE = ""


def every(numbers: Numbers) -> Number | None:
    """A flag over units: 1 where all that answered hold, blank where none answered."""
    return min((number for number in numbers if number is not None), default=None)


def total(numbers: Numbers) -> Number | None:
    """A sum in which blank adds nothing; blank where all are."""
    filled: Iterator[Number] = filter(None, numbers)
    found = sum(filled)
    return None if not found and tuple(numbers) == (None,) * len(numbers) else found


METHODS: Mapping[Method, Callable[[Numbers], Number | None]] = {
    Method.FLOW: total,
    Method.OPENING: total,
    Method.CLOSING: total,
    Method.MEAN: total,
    Method.TRANSFER: total,
    Method.UNIT_COUNT: total,
    Method.FLAG: every,
}


def blank(form: Form, unit: str, period: str) -> Submission:
    """A submission in which nothing is reported."""
    empty = len(form.facts)
    return Submission(unit, period, (None,) * empty, (0,) * empty)


def rollup(
    form: Form,
    unit: str,
    parts: Sequence[Submission],
    grassroots: Grassroots = Grassroots.ABOVE,
    missing: int = 0,
) -> Submission:
    """The submission of `unit` made of those below it; `missing` leaves are in none of them.

    Raises ValueError when there is no part, or the parts are of several periods.
    """
    (period,) = {part.period for part in parts}
    held = [rows(part) for part in parts]
    values = tuple(_over_units(form, [numbers for numbers, _ in held]))
    blanks = _counts([counts for _, counts in held])
    known = missing + sum(part.missing for part in parts)
    gaps = Counter[str]()
    for part in parts:
        if part.gaps:
            gaps.update(dict(part.gaps))
    left = tuple(sorted((code, gap) for code, gap in gaps.items() if gap))
    total = Submission(unit, period, values, blanks, known, gaps=left)
    return counted(form, total, grassroots)


def _over_units(form: Form, packed: Sequence[bytes]) -> list[Number | None]:
    """Each stored number over units, by its law.

    Where only some units tell the opening stock of the year, that of the period stands for it:
    else the year's opening of the whole would be that of a few units beside the flows of all.
    """
    found = added(packed, total)
    for at in _not_summed(form):
        found[at] = METHODS[form.facts[at].method](column(packed, at))
    for carried, now in _openings(form):
        if found[carried] is not None:
            firsts = zip(column(packed, carried), column(packed, now), strict=True)
            found[carried] = total([new if old is None else old for old, new in firsts])
    return found


def _counts(packed: Sequence[bytes]) -> tuple[int, ...]:
    """Counts, none of them blank, added up."""
    return tuple([int(count or 0) for count in added(packed, total)])


@lru_cache(maxsize=4)
def _not_summed(form: Form) -> frozenset[int]:
    """Where the numbers stand that do not simply add."""
    laws = enumerate(METHODS[fact.method] for fact in form.facts)
    return frozenset(at for at, law in laws if law is not total)


@lru_cache(maxsize=4)
def _openings(form: Form) -> tuple[tuple[int, int], ...]:
    """Where the opening stocks of the year and of the period stand."""
    return tuple(
        (at, form.position[Key(fact.key.indicator, "ky"), fact.part])
        for at, fact in enumerate(form.facts)
        if fact.method is Method.OPENING and fact.key.column == CARRIED
    )


def counted(form: Form, submission: Submission, grassroots: Grassroots) -> Submission:
    """The submission with its own place in the count of grassroots organisations.

    Above the grassroots the count is the sum over those below; at it, the unit itself is counted;
    below it, nothing is.
    """
    if grassroots is Grassroots.ABOVE:
        return submission
    return replace(submission, values=(*with_own_count(form, submission.values, grassroots),))


def with_own_count(
    form: Form, values: Sequence[Number | None], grassroots: Grassroots
) -> Sequence[Number | None]:
    """As `counted`, of the values of a submission."""
    if grassroots is Grassroots.ABOVE:
        return values
    found = list(values)
    now, before, exhausted = (values[at] for at in _deciding(form))
    admitted = (now or 0) > 0
    in_year = admitted or (before or 0) > 0
    for at, count in _own_counts(form, grassroots, (admitted, in_year), exhausted == 1):
        found[at] = count
    return found


_COUNTED = ("ky", "luy_ke")


@lru_cache(maxsize=4)
def _deciding(form: Form) -> tuple[int, ...]:
    """Where stand the admissions of the period, those before it, and whether no source is left."""
    keys = (Key(form.admissions, "ky"), Key(form.admissions, CARRIED), Key(form.exhausted, "ky"))
    return tuple(form.position[key, "value"] for key in keys)


@lru_cache(maxsize=64)
def _own_counts(
    form: Form, grassroots: Grassroots, admitted: tuple[bool, ...], exhausted: bool
) -> tuple[tuple[int, int], ...]:
    """The counts of a unit by itself, and where they stand; `admitted` in each column."""
    found = []
    for at, fact in enumerate(form.facts):
        if fact.method is Method.UNIT_COUNT and fact.key.column in _COUNTED:
            here = admitted[_COUNTED.index(fact.key.column)]
            own = form.indicators[fact.key.indicator].grassroots
            found.append((at, _own_count(own, grassroots, here, exhausted)))
    return tuple(found)


def _own_count(own: str, grassroots: Grassroots, admitted: bool, exhausted: bool) -> int:
    kind, _, state = own.partition(".")
    if kind != grassroots:
        return 0
    if not state:
        return 1
    return int(admitted if state == "ket_nap" else exhausted and not admitted)
