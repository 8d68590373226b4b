"""Packed rows added up, column by column, without making a number of theirs.

The byte of a number is one more than it. As many rows as keep a sum of bytes below 2**16 are added
at once, as whole numbers with two bytes a column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from aggregator.model.basics import Number
from aggregator.model.packed import OTHER, apart, column, numbers_of, places, written_out

Law = Callable[[Sequence[Number | None]], Number | None]

_AT_ONCE = 255
_IS_FILLED = bytes([0, *[1] * 255])
_WITHOUT_OTHERS = bytes([*range(OTHER), 0])


def added(rows: Sequence[bytes], law: Law) -> list[Number | None]:
    """The sum of each column, None where all of it is blank: what `law` gives, which is asked only
    where a number is written out. Raises ValueError for no rows, and where their lengths differ.
    """
    others: dict[int, list[Number]] = {}
    plain: list[bytes] = []
    for row in rows:
        written, codes = apart(row)
        if written:
            for at, number in written_out(written, codes):
                others.setdefault(at, []).append(number)
            codes = codes.translate(_WITHOUT_OTHERS)
        plain.append(codes)
    (width,) = set(map(len, plain))
    several = [
        _together(plain[start : start + _AT_ONCE], width)
        for start in range(0, len(plain), _AT_ONCE)
    ]
    found = several[0] if len(several) == 1 else list(map(law, zip(*several, strict=True)))
    for at, numbers in others.items():
        found[at] = law([found[at], *numbers])
    return found


def sums(rows: Sequence[bytes], wanted: Iterable[int]) -> Iterator[Number]:
    """The sums of some columns of rows, one at least, of one length; blank adds nothing."""
    every = b"".join([apart(row)[1] for row in rows])
    width = len(every) // len(rows)
    for at in wanted:
        codes = every[at::width]
        if OTHER in codes:
            yield sum(filter(None, column(rows, at)))
        else:
            yield sum(codes) - len(codes) + codes.count(0)


def _together(rows: Sequence[bytes], width: int) -> list[Number | None]:
    """The sums of so many rows as fit, none with a number that is written out."""
    wide, sums, filled = bytearray(2 * width), 0, 0
    for codes, times in Counter(rows).items():
        wide[::2] = codes
        sums += times * int.from_bytes(wide, "little")
        filled += times * int.from_bytes(codes.translate(_IS_FILLED), "little")
    counts = filled.to_bytes(width, "little")
    wide[::2] = counts
    sums -= int.from_bytes(wide, "little")
    wide[::2] = counts.translate(_IS_FILLED)
    sums += int.from_bytes(wide, "little")
    both = sums.to_bytes(2 * width, "little")
    low, high = both[::2], both[1::2]
    found = list(numbers_of(low))
    for at in chain(places(high.translate(_IS_FILLED), 1), places(low, OTHER)):
        found[at] = low[at] + 256 * high[at] - 1
    return found
