"""Invented admissions: each person only as the set of form rows that count them, never more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from aggregator.model import Form
from aggregator.samples.shares import draw

Chances = Sequence[tuple[str, int]]


class Person(NamedTuple):
    """An age and the rows of `Biểu 2` that count whoever has it."""

    age: int
    rows: tuple[str, ...]


_STREETS = ("khu_pho", "khu_vuc", "khom", "khoi", "to_dan_pho")
_VILLAGES = ("thon", "xom", "ban", "ap")
_LOCALITIES = ("xa", "phuong")
RESIDENTIAL = frozenset((*_STREETS, *_VILLAGES, *_LOCALITIES))
"""Kinds of units whose members live there, many of them old."""

_STREET: Chances = (("kctthon", 4), ("khac", 5), ("dn3", 2), ("nong", 1), ("sv", 2))
_VILLAGE: Chances = (("kctthon", 3), ("nong", 6), ("khac", 2), ("sv", 1))
_LOCALITY: Chances = (("kctthon", 4), ("nong", 4), ("khac", 3), ("vccl", 3), ("ccxa", 2), ("hs", 1))
_OCCUPATIONS: Mapping[str, Chances] = {
    **dict.fromkeys(_STREETS, _STREET),
    **dict.fromkeys(_VILLAGES, _VILLAGE),
    **dict.fromkeys(_LOCALITIES, _LOCALITY),
    "co_quan_dang": (("ccdt", 1),),
    "co_quan_nha_nuoc": (("ccnn", 4), ("ccxa", 3), ("khac", 1)),
    "su_nghiep": (("vccl", 5), ("khac", 1)),
    "truong_hoc": (("vccl", 5), ("hs", 2), ("sv", 2)),
    "y_te": (("vccl", 5), ("khac", 1)),
    "dn_nha_nuoc": (("dn1", 1), ("dn2", 3), ("dn3", 6)),
    "kttn": (("dn1", 2), ("dn2", 4), ("dn3", 4)),
    "htx": (("nong", 3), ("khac", 1)),
    "quan_doi": (("llvt", 3), ("ccxa", 2)),
    "cong_an": (("llvt", 1),),
    "khac": (("khac", 3), ("dn3", 1)),
}
_AGES: Mapping[str, tuple[int, int]] = {"hs": (18, 18), "sv": (19, 22), "llvt": (20, 34)}
_ANY_AGE = (21, 54)

_GRADUATE: Chances = (("cd", 1), ("dh", 6), ("ths", 1))
_SKILLED: Chances = (("cnkt", 3), ("tc", 3), ("cd", 2), ("dh", 1))
_TRAINING: Mapping[str, Chances] = {
    "hs": (("", 1),),
    "sv": (("", 1),),
    "nong": (("", 4), ("cnkt", 2), ("tc", 1)),
    "khac": (("", 3), ("cnkt", 1), ("tc", 1), ("cd", 1), ("dh", 1)),
    "kctthon": (("", 2), ("tc", 2), ("cd", 1), ("dh", 2)),
    "dn3": _SKILLED,
    "llvt": _SKILLED,
}


def person(rng: Random, form: Form, kind: str) -> Person:
    """Someone a chi bộ of that kind may have admitted."""
    work = draw(rng, _OCCUPATIONS[kind])
    age = rng.randint(*_AGES.get(work, _ANY_AGE))
    training = draw(rng, _TRAINING.get(work, _GRADUATE))
    school = "thcs" if not training and work == "nong" and rng.randrange(2) else "thpt"
    rows = [f"B2.1.{work}", age_row(form, age), f"B2.3.{school}"]
    if training:
        rows.append(f"B2.4.{training}")
    rows += [f"B2.I.{trait}" for trait in _traits(rng, work, age, kind)]
    return Person(age, tuple(rows))


def age_row(form: Form, age: int) -> str:
    """The row of `2. Tuổi đời` that holds an age."""
    return next(
        i.code
        for i in form.indicators.values()
        if i.code.startswith("B2.2.") and i.low is not None and i.low <= age <= (i.high or age)
    )


def _traits(rng: Random, work: str, age: int, kind: str) -> list[str]:
    percent = {
        "nu": 12 if work == "llvt" else 48,
        "dtts": 5,
        "tongiao": 3,
        "doanvien": 85 if age <= 30 else 0,
        "chudn": 60 if work == "dn1" and kind == "kttn" else 0,
        "ketnaplai": 4 if age > 35 else 0,
    }
    return [trait for trait, chance in percent.items() if rng.randrange(100) < chance]
