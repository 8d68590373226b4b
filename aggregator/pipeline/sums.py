"""What branches added up to in an earlier run, known again by the numbers of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from aggregator.model import Form, Submission, packed
from aggregator.model.packed import unread
from aggregator.model.returns import rows
from aggregator.register import Register
from aggregator.rollup import Grassroots, Rollup, rollup

_DIGEST = 32
_LENGTH = 4


class _Rows(NamedTuple):
    """The numbers of a branch, packed."""

    values: bytes
    blanks: bytes


@contextmanager
def remembered(home: Path, context: str, unit: str, period: str) -> Iterator[Rollup]:
    """`rollup`, with what the register knows of this unit and period; what is new it is told."""
    if not context:
        yield rollup
        return
    key = f"sums {period} {unit}"
    with Register(home, context) as register:
        known = _from_bytes(register.find(key) or b"")
        sums = _Sums(known)
        yield sums.rollup
        if sums.used.keys() != known.keys():
            register.keep(key, _to_bytes(sums.used))


class _Sums:
    """`used` are the sums that were asked for, by the digest of what they follow from."""

    def __init__(self, known: Mapping[bytes, _Rows]) -> None:
        self._known = known
        self.used: dict[bytes, _Rows] = {}

    def rollup(
        self,
        form: Form,
        unit: str,
        parts: Sequence[Submission],
        grassroots: Grassroots = Grassroots.ABOVE,
        missing: int = 0,
    ) -> Submission:
        """As `rollup` gives it, packed."""
        if any(part.gaps for part in parts):
            return rollup(form, unit, parts, grassroots, missing)
        digest = _digest(form, parts, grassroots)
        made = self._known.get(digest)
        if made is None:
            total = packed(rollup(form, unit, parts, grassroots, missing))
            made = _Rows(*rows(total))
        self.used[digest] = made
        known = missing + sum(part.missing for part in parts)
        values, blanks = map(unread, made)
        return Submission(unit, parts[0].period, values, blanks, known)


def _digest(form: Form, parts: Sequence[Submission], grassroots: Grassroots) -> bytes:
    """Of all that the numbers of a branch follow from; a row of a form tells where it ends."""
    periods = sorted({part.period for part in parts})
    head = repr((form.code, form.version, periods, grassroots.value)).encode()
    return sha256(b"".join([head, *chain.from_iterable(map(rows, parts))])).digest()


def _to_bytes(sums: Mapping[bytes, _Rows]) -> bytes:
    pieces: list[bytes] = []
    for digest, made in sums.items():
        lengths = [len(row).to_bytes(_LENGTH, "little") for row in made]
        pieces += (digest, *lengths, *made)
    return b"".join(pieces)


def _from_bytes(data: bytes) -> dict[bytes, _Rows]:
    found: dict[bytes, _Rows] = {}
    at = 0
    while at < len(data):
        head = at + _DIGEST
        middle = head + 2 * _LENGTH
        values = int.from_bytes(data[head : head + _LENGTH], "little")
        blanks = int.from_bytes(data[head + _LENGTH : middle], "little")
        end = middle + values
        found[data[at:head]] = _Rows(data[middle:end], data[end : end + blanks])
        at = end + blanks
    return found
