"""Small counts in what is published: 1 and 2 are shown as `<3`, and no subtraction undoes it.

The members of a group add up to a total that is shown, so a group keeps either none of its
numbers back or enough of them that the small ones stay open. Zeros and twos are `<3` alike;
a larger number that has to be kept back with them is `*`.
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
        found |= _group(group, values, sheltered, forced)
        waiting.extend((tuple(below[code]), code in found) for code in group if code in below)
    return found


def _group(
    group: Sequence[str], values: Values, sheltered: Collection[str], forced: bool
) -> dict[str, str]:
    known = {code: value for code in group if (value := values.get(code)) is not None}
    hidden = {code: n for code, n in known.items() if code in sheltered and 0 < n < LIMIT}
    spare = sorted(
        (code for code in known if code not in hidden),
        key=lambda code: (code not in sheltered, known[code]),
    )
    if forced and not hidden and spare:
        hidden[spare[0]] = known[spare.pop(0)]
    while spare and _revealed(tuple(hidden.values())):
        hidden[spare[0]] = known[spare.pop(0)]
    open_still = len(hidden) == 1 or not _revealed(tuple(hidden.values()))
    return {c: SMALL if n < LIMIT and open_still else WITHHELD for c, n in hidden.items()}


def _revealed(hidden: Sequence[Number]) -> bool:
    """Whether a reader who subtracts what is shown from the total learns a small number."""
    small = sum(1 for n in hidden if n < LIMIT)
    large = len(hidden) - small
    if not small:
        return False
    if large:
        return sum(hidden) < LIMIT * large + small + 1
    return small == 1 or sum(hidden) == small * (LIMIT - 1)
