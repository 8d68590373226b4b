"""Invented returns: plausible numbers of one chi bộ that fit every identity of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from random import Random
from typing import NamedTuple

from aggregator.arithmetic import rounded
from aggregator.model import CARRIED, Fact, Form, Key, Method, Number, Submission
from aggregator.samples.people import RESIDENTIAL, Person, person

OPENING = "B1.A"
REQUIRED = (OPENING, "B1.B1", "B2.I")


class Habit(Enum):
    """How an officer shows that there was nothing of something."""

    ZEROS = "types every zero"
    BLANKS = "leaves the cell blank"
    TICK = "leaves the form blank and ticks `không phát sinh`"


class Quarter(NamedTuple):
    """What happened in a unit in one period; `probation` is drawn where it isn't known before.

    `recent` of those on probation were admitted this year, too late to be recognised in it.
    """

    opening: int
    admitted: tuple[Person, ...]
    came: int = 0
    left: int = 0
    exhausted: bool = False
    probation: int | None = None
    recent: int = 0


class Column(NamedTuple):
    """One typed column: counts by row (absent is zero) and the mean age, if anyone has one."""

    counts: Mapping[str, int]
    mean: Decimal | None


def quarter(
    rng: Random,
    form: Form,
    kind: str,
    opening: int,
    admissions: int,
    *,
    came: int = 0,
    left: int = 0,
    exhausted: bool = False,
    probation: int | None = None,
    recent: int = 0,
) -> Quarter:
    """A quarter with that many invented admissions."""
    people = tuple(person(rng, form, kind) for _ in range(admissions))
    return Quarter(opening, people, came, left, exhausted, probation, recent)


def column(rng: Random, kind: str, seen: Quarter) -> Column:
    """The numbers of a quarter, partitions and subsets exact by counting the same people."""
    counts = Counter(row for one in seen.admitted for row in one.rows)
    counts.update(_members(rng, kind, seen))
    counts.update(_probation(rng, seen, counts["B1.C3d"]))
    if not seen.exhausted:
        counts.update(_candidates(rng, kind, len(seen.admitted)))
    ages = [one.age for one in seen.admitted]
    return Column(counts, rounded(Decimal(sum(ages)) / len(ages), 1) if ages else None)


def _happens(rng: Random, per_mille: int) -> int:
    return int(rng.randrange(1000) < per_mille)


def _members(rng: Random, kind: str, seen: Quarter) -> dict[str, int]:
    resident = kind in RESIDENTIAL
    struck_off = _happens(rng, 12)
    admissions = len(seen.admitted)
    return {
        OPENING: seen.opening,
        "B1.B1": admissions,
        "B2.I": admissions,
        "B1.B2a": _happens(rng, 25),
        "B1.B2b": _happens(rng, 60) * rng.randint(1, 2),
        "B1.B2c": seen.came,
        "B1.B3": _happens(rng, 4),
        "B1.C1": _happens(rng, 4 * seen.opening if resident else seen.opening // 3),
        "B1.C2": _happens(rng, 4),
        "B1.C3": struck_off,
        "B1.C3d": struck_off * _happens(rng, 400) * int(seen.probation != 0),
        "B1.C4": _happens(rng, 5),
        "B1.C5a": _happens(rng, 25),
        "B1.C5b": _happens(rng, 60),
        "B1.C5c": seen.left,
    }


def _candidates(rng: Random, kind: str, admissions: int) -> dict[str, int]:
    trained = admissions + _happens(rng, 450) + _happens(rng, 100)
    friends = trained + rng.randint(0, 3 if kind in RESIDENTIAL or kind == "truong_hoc" else 2)
    checked = _happens(rng, 300)
    return {
        "N.gioithieu": trained + _happens(rng, 300),
        "N.camtinh": friends,
        "N.boiduong": trained,
        "N.gcn": trained - _happens(rng, 200) if trained else 0,
        "N.hoso_tham_tra": checked,
        "N.hoso_gui": admissions + checked * _happens(rng, 500),
        "N.quyetdinh": admissions,
        "N.le": admissions,
    }


def _probation(rng: Random, seen: Quarter, struck_off: int) -> dict[str, int]:
    drawn = struck_off + _happens(rng, min(900, 25 * seen.opening)) + _happens(rng, 80)
    before = drawn if seen.probation is None else seen.probation
    return {
        "DB.dau": before,
        "DB.xoaten": struck_off,
        "DB.chinhthuc": max(before - struck_off - seen.recent, 0) * _happens(rng, 350),
        "N.het_nguon": int(seen.exhausted),
    }


def submission(
    form: Form, unit: str, period: str, columns: Mapping[str, Column], habit: Habit
) -> Submission:
    """What the chi bộ typed: `columns` holds `ky` and, where it is known, `cung_ky`."""
    values = tuple(_typed(fact, columns.get(fact.key.column), habit) for fact in form.facts)
    return with_blanks(form, Submission(unit, period, values, (0,) * len(values)))


def _typed(fact: Fact, column: Column | None, habit: Habit) -> Number | None:
    code = fact.key.indicator
    if column is None or fact.method is Method.UNIT_COUNT:
        return None
    if fact.method is Method.MEAN:
        if column.mean is None:
            return None
        admissions = column.counts["B2.I"]
        return admissions if fact.part == "weight" else column.mean * admissions
    count = column.counts.get(code, 0)
    if fact.key.column == "ky" and habit is Habit.TICK:
        return count if code == OPENING else None
    typed = code in REQUIRED or fact.key.column == CARRIED or habit is not Habit.BLANKS
    return count if count or typed else None


def with_blanks(form: Form, seen: Submission) -> Submission:
    """The submission with its blank input cells counted."""
    blanks = tuple(
        int(value is None and fact.key.column != CARRIED and fact.method is not Method.UNIT_COUNT)
        for fact, value in zip(form.facts, seen.values, strict=True)
    )
    return replace(seen, blanks=blanks)


def change(form: Form, seen: Submission, edits: Mapping[str, int | None]) -> Submission:
    """The submission with other numbers in some cells: `{"B1.C1/ky": -1}`."""
    values = list(seen.values)
    for key, value in edits.items():
        values[form.position[Key.parse(key), "value"]] = value
    return with_blanks(form, replace(seen, values=tuple(values)))


def number(form: Form, seen: Submission, key: str) -> int:
    """A stored count, blank as 0: to build another number on."""
    value = seen.values[form.position[Key.parse(key), "value"]]
    return 0 if value is None else int(value)
