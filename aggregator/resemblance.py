"""Returns of different units with the same numbers: one file sent twice under two codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from aggregator.examined import Examined
from aggregator.model import Fault, Form, Method, Plan, Ref, Submission
from aggregator.model.packed import OTHER, apart, pack, places, unpack
from aggregator.model.returns import packed_values

LEAST_NUMBERS = 12
"""Fewer numbers than that, mostly ones, may well be the same in two party cells."""

_NO_NUMBERS = pack((None, 0))[-2:]
_IS_OTHER = bytes([*[0] * OTHER, OTHER])
_Return = tuple[Examined, Submission]


class _Typed(NamedTuple):
    """What an officer types of a period: a byte a number, nothing elsewhere; what fits no byte."""

    period: str
    codes: bytes
    others: tuple[bytes, ...]

    @property
    def numbers(self) -> int:
        """How many of them are other than 0."""
        return len(self.codes) - sum(map(self.codes.count, _NO_NUMBERS))


def alike(form: Form, plan: Plan, files: Sequence[Examined]) -> Iterator[Fault]:
    """For each counted return whose numbers of the period are another unit's: that other file.

    The first by path is believed; fewer than `LEAST_NUMBERS` numbers other than 0 say nothing.
    """
    believed: dict[_Typed, Examined] = {}
    for examined, typed in _again(form, sorted(files, key=attrgetter("path"))):
        other = believed.setdefault(typed, examined)
        unit = examined.identity.unit
        if other.identity.unit != unit and typed.numbers >= LEAST_NUMBERS:
            message = _message(plan, other, typed.numbers)
            yield Fault("C606", message, Ref(examined.path), unit)


def _again(form: Form, files: Sequence[Examined]) -> Iterator[tuple[Examined, _Typed]]:
    """The counted returns whose numbers another may give too; only a digest of each is held."""
    counted = [(each, each.submission) for each in files if each.submission and not each.reason]
    rows = [packed_values(submission)[-len(form.facts) :] for _, submission in counted]
    mask = _told_apart(form, rows)
    digests = [hash(int.from_bytes(row, "little") & mask) for row in rows]
    again = _several(counted, digests)
    digests = [hash(_typed(form, submission)) for _, submission in again]
    for examined, submission in _several(again, digests):
        yield examined, _typed(form, submission)


def _several(counted: Sequence[_Return], digests: Sequence[int]) -> list[_Return]:
    """Those of which another has the same digest."""
    times = Counter(digests)
    return [each for each, digest in zip(counted, digests, strict=True) if times[digest] > 1]


def _told_apart(form: Form, rows: Iterable[bytes]) -> int:
    """The bytes of what is typed and no row writes out: there equal numbers are alike."""
    others = 0
    for row in rows:
        if OTHER in row:
            others |= int.from_bytes(row.translate(_IS_OTHER), "little")
    return _typed_places(form)[1] & ~others


def _typed(form: Form, submission: Submission) -> _Typed:
    """Counts of units are not typed by most."""
    typed, mask = _typed_places(form)
    written, codes = apart(packed_values(submission))
    kept = int.from_bytes(codes, "little") & mask
    known, others = bytearray(kept.to_bytes(len(typed), "little")), []
    for at, text in zip(places(codes, OTHER), written.split(), strict=True):
        if typed[at]:
            other, known[at] = _plain(text)
            others += [other] if other else []
    return _Typed(submission.period, bytes(known), tuple(others))


@lru_cache(maxsize=1024)
def _plain(written: bytes) -> tuple[bytes, int]:
    """A number that is written out in the one form that equal numbers have, and its byte."""
    (number,) = unpack(written + pack((OTHER,))[-2:])
    whole = number == int(number)
    other, codes = apart(pack((int(number) if whole else number.normalize(),)))
    return other, codes[0]


@lru_cache(maxsize=4)
def _typed_places(form: Form) -> tuple[tuple[bool, ...], int]:
    """Which facts are typed; a number with every bit of their bytes set."""
    typed = tuple(
        fact.key.column == "ky" and fact.part != "weight" and fact.method is not Method.UNIT_COUNT
        for fact in form.facts
    )
    return typed, int.from_bytes(bytes([OTHER * each for each in typed]), "little")


def _message(plan: Plan, other: Examined, numbers: int) -> str:
    code = other.identity.unit
    name = plan.units[code].name if code in plan.units else code
    return f"cả {numbers} số khác 0 trong kỳ giống hệt tệp “{other.path}” của “{name}”"
