"""A superior's own return beside those of the units below it: whether they say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from aggregator import figures, wording
from aggregator.model import Fault, Form, Plan, Submission, UnitResult

Alone = Callable[[str, Mapping[str, Submission]], UnitResult]
"""What a superior's numbers would be if only those returns had come."""


class Overlap(NamedTuple):
    """A superior's own return, and what the complete returns of the units below it add up to."""

    own: Submission
    below: Submission
    units: int


def overlaps(
    plan: Plan, superiors: Iterable[str], counted: Mapping[str, Submission], alone: Alone
) -> Iterator[Overlap]:
    """Where the returns below a superior's own, which counts, are complete."""
    for code in superiors:
        beneath = plan.below(code)[1:] if plan.children[code] else ()
        rest = {unit: counted[unit] for unit in beneath if unit in counted}
        if not rest:
            continue
        below = alone(code, rest)
        if below.submission is not None and not below.missing_below:
            yield Overlap(counted[code], below.submission, len(rest))


def contradicted(form: Form, found: Overlap) -> Iterator[Fault]:
    """That the two differ: in which number first, and in how many more."""
    ours = figures.figures(form, found.own)
    theirs = figures.figures(form, found.below)
    different = [key for key in ours if ours[key] != theirs[key] and key.column == "ky"]
    if different:
        key = different[0]
        label = form.indicators[key.indicator].label
        own, below = (wording.number(n[key]) or "trống" for n in (ours, theirs))
        more = f"; và {len(different) - 1} chỉ tiêu khác" if len(different) > 1 else ""
        yield Fault(
            "S216",
            f"“{label}” là {own}, cộng {found.units} đơn vị bên dưới là {below}{more}",
            unit=found.own.unit,
        )
