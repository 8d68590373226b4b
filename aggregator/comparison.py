"""In which numbers two returns of one unit and period differ, and what that does to the totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from aggregator import wording
from aggregator.figures import figure
from aggregator.model import Change, Form, Key, Method, Number, Submission

ADDING = frozenset({Method.FLOW, Method.OPENING, Method.CLOSING, Method.TRANSFER})
"""What adds over units without more: a difference below is the same difference in every total."""


def typed(form: Form, before: Submission, after: Submission) -> tuple[Change, ...]:
    """The inputs that differ, in the order of the form."""
    return tuple(
        Change(key, figure(form, before, key), figure(form, after, key))
        for key in dict.fromkeys(f.key for f in form.facts if f.method is not Method.UNIT_COUNT)
        if _exact(form, before, key) != _exact(form, after, key)
    )


def totals(
    form: Form, codes: Sequence[str], before: Submission, after: Submission
) -> tuple[Change, ...]:
    """Those of the indicators that differ, in the period and since 1 January."""
    return tuple(
        Change(key, one, other)
        for key in _adding(form, codes)
        if (one := figure(form, before, key)) != (other := figure(form, after, key))
    )


def carried(form: Form, own: Submission, known: Mapping[str, Number | None]) -> tuple[Change, ...]:
    """Where a superior's summary tells (`known`) otherwise of a unit than its own return."""
    return tuple(
        Change(key, one, known[key.indicator])
        for key in _adding(form, tuple(known))
        if key.column == "luy_ke" and (one := figure(form, own, key)) != known[key.indicator]
    )


def in_words(form: Form, before: Submission, after: Submission) -> str:
    """`khác 12 ô, kết nạp trong kỳ 3 → 5`."""
    changes = typed(form, before, after)
    if not changes:
        return "số liệu như nhau"
    found = {change.key: change for change in changes}
    admitted = found.get(Key(form.admissions, "ky"))
    told = f"khác {wording.number(len(changes))} ô"
    return f"{told}, kết nạp trong kỳ {arrow(admitted)}" if admitted else told


def arrow(change: Change) -> str:
    """`3 → 5`; a blank is said."""
    one, other = (wording.number(n) or "trống" for n in (change.before, change.after))
    return f"{one} → {other}"


def difference(form: Form, change: Change) -> Number | None:
    """By how much a total grows with the change, blank adding nothing; None where it can't be."""
    if form.indicators[change.key.indicator].method not in ADDING:
        return None
    return (change.after or 0) - (change.before or 0)


def _adding(form: Form, codes: Sequence[str]) -> Iterator[Key]:
    for code in form.indicators:
        if code in codes and form.indicators[code].method in ADDING:
            yield Key(code, "ky")
            yield Key(code, "luy_ke")


def _exact(form: Form, submission: Submission, key: Key) -> Number | Fraction | None:
    """The number as it was typed; of a mean not the rounded one."""
    if form.indicators[key.indicator].method is not Method.MEAN:
        return figure(form, submission, key)
    total, weight = (submission.values[form.position[key, part]] for part in ("sum", "weight"))
    return Fraction(total) / Fraction(weight) if total is not None and weight else None
