"""Small counts in what is published: 1 and 2 are shown as `<3`, and no subtraction undoes it.

The members of a group add up to a total that is shown. Where one of them is 1 or 2, all below 3
are `<3`, zeros too; where that alone would not do, the smallest of the others are `*`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from aggregator.model import Number

SMALL = "<3"
WITHHELD = "*"
LIMIT = 3

Values = Mapping[str, Number | None]


def marks(
    groups: Iterable[Sequence[str]],
    below: Mapping[str, Sequence[str]],
    values: Values,
    sheltered: Collection[str],
) -> dict[str, str]:
    """What stands instead of the numbers that are kept back, by code.

    `groups` are sets of codes that add up to a shown total, `below` the parts of each code.
    Only `sheltered` codes are small cells; their parts are treated after them, so that a number
    kept back cannot be added up again from its parts.
    """
    found: dict[str, str] = {}
    waiting = deque((tuple(group), False) for group in groups)
    while waiting:
        group, forced = waiting.popleft()
        known = {code: value for code in group if (value := values.get(code)) is not None}
        found |= _group(known, sheltered, forced)
        waiting.extend((tuple(below[code]), code in found) for code in group if code in below)
    return found


def _group(known: Mapping[str, Number], sheltered: Collection[str], forced: bool) -> dict[str, str]:
    """`forced`: the total itself is kept back, so at least one of its parts has to be."""
    small = {code: n for code, n in known.items() if code in sheltered and n < LIMIT}
    hidden = small if forced or any(small.values()) else {}
    others = [code for code in known if code not in hidden]
    for code in sorted(others, key=lambda code: (code not in sheltered, known[code])):
        if not (_learned(hidden.values()) or (forced and not hidden)):
            break
        hidden[code] = known[code]
    alone = len(hidden) == 1
    keeps = alone or not _learned(hidden.values())
    return {code: SMALL if n < LIMIT and keeps else WITHHELD for code, n in hidden.items()}


def _learned(hidden: Collection[Number]) -> bool:
    """Whether a reader who subtracts what is shown from the total learns a small number."""
    small = sum(1 for n in hidden if n < LIMIT)
    large = len(hidden) - small
    if not small:
        return False
    if large:
        return sum(hidden) < LIMIT * large + small + 1
    return small == 1 or sum(hidden) == small * (LIMIT - 1)
