"""What came back: the identity and the numbers of one submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from aggregator.model.basics import Number
from aggregator.model.packed import (
    as_glanced,
    as_held,
    as_packed,
    column,
    may_hold_packed,
    pack,
    pack_once,
    picked,
    unread,
)


class Carried(NamedTuple):
    """What a workbook says of itself, on the hidden sheet `_ketnap`."""

    kind: str = ""
    format: str = ""
    plan: str = ""
    unit: str = ""
    parent: str = ""
    period: str = ""
    form: str = ""
    form_version: str = ""
    fingerprint: str = ""


class Line(NamedTuple):
    """A unit below, as the per-unit table of a summary carries it upward.

    `values` holds the measures that quotas need, cumulative from 1 January, by indicator code;
    `uncarried` counts the leaves in it of which the periods before are not known.
    """

    unit: str
    status: str
    values: Mapping[str, Number | None]
    uncarried: int = 0


class Source(NamedTuple):
    """A workbook that a submission was read from or made of."""

    unit: str
    file: str
    sha256: str


@may_hold_packed(values=pack, blanks=pack_once)
@dataclass(frozen=True, slots=True)
class Submission:
    """One unit's numbers for one period: a filled template, or a roll-up. The only type there is.

    `values` and `blanks` are aligned with `form.facts`; `blanks` counts the leaves whose cell was
    blank. `missing` counts the expected leaves below that are not in the numbers. `lines` are
    the units below as far as they are known. `gaps`: by how much closing stocks (code, amount) lie
    below opening and flows, over periods that don't join (overtime).
    """

    unit: str
    period: str
    values: tuple[Number | None, ...]
    blanks: tuple[int, ...]
    missing: int = 0
    lines: tuple[Line, ...] = ()
    gaps: tuple[tuple[str, int], ...] = ()


def packed(submission: Submission) -> Submission:
    """The same in an eighth of the memory, for one that is kept till the end of a run."""
    values, blanks = rows(submission)
    return replace(submission, values=unread(values), blanks=unread(blanks))


def rows(submission: Submission) -> tuple[bytes, bytes]:
    """Its values and blanks packed."""
    return packed_values(submission), _blanks(submission)


def packed_rows(submissions: Sequence[Submission]) -> list[bytes]:
    """The values of several packed, then their blanks."""
    held = [*map(_held, submissions), *map(_held_blanks, submissions)]
    if set(map(type, held)) <= {bytes}:
        return cast("list[bytes]", held)
    return [*map(packed_values, submissions), *map(_blanks, submissions)]


def glanced(submission: Submission) -> Sequence[Number | None]:
    """Its values for somebody who asks for few of them."""
    return _glanced(submission)


def picking(places: Sequence[int]) -> Callable[[Submission], tuple[Number | None, ...]]:
    """How the values at some places, two at least, are had of any submission."""
    return picked(_held, places)


def numbers_at(submissions: Sequence[Submission], at: int) -> list[Number | None]:
    """The value of each of them at one place."""
    held = list(map(_held, submissions))
    packed = [row for row in held if isinstance(row, bytes)]
    if len(packed) == len(held):
        return column(packed, at)
    return [glanced(submission)[at] for submission in submissions]


_held, _held_blanks = (as_held(Submission, name) for name in ("values", "blanks"))
_glanced, glanced_blanks = (as_glanced(Submission, name) for name in ("values", "blanks"))
packed_values, _blanks = (as_packed(Submission, name) for name in ("values", "blanks"))
