"""The numbers of the units in a `ket-qua.json` of ours, row by row: most rows come again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from operator import call
from typing import Any

from aggregator.derivation import Picked, picked
from aggregator.model import Key, Number

_MOST_ROWS = 4096
_START, _CUMULATIVE = "/ky", "/luy_ke"
_SPLIT = f'{_START}":'
"""No string holds this: what comes before it is a key, the first of its row."""
_EXACT = json.JSONDecoder(parse_float=Decimal)
_NUMBERS = frozenset((int, Decimal))
"""What a number of JSON is; `true` is none."""

Row = tuple[Number | None, ...]

_key = lru_cache(maxsize=4096)(Key.parse)


def known(values: Mapping[str, Any], blanks: Mapping[str, int]) -> dict[Key, Number]:
    """The numbers among values, but for those added up over blanks of the periods before."""
    found = {_key(text): value for text, value in values.items() if type(value) in _NUMBERS}
    for uncertain in filter(_is_cumulative, blanks):
        found.pop(_key(uncertain), None)
    return found


def _is_cumulative(name: str) -> bool:
    return name.endswith(_CUMULATIVE)


class Rows:
    """Reads the numbers of the units of one file."""

    def __init__(self) -> None:
        self._layouts: dict[int, Layout] = {}

    def numbers(self, values: str, blanks: str) -> Mapping[Key, Number]:
        """What a unit is known to have, from the members of two JSON objects. Raises ValueError."""
        begin, *rows = values.split(_SPLIT)
        uncertain: Sequence[str] = ()
        if _CUMULATIVE in blanks:
            uncertain = [each for each in json.loads(f"{{{blanks}}}") if _is_cumulative(each)]
        try:
            if len(rows) not in self._layouts:
                self._layouts[len(rows)] = Layout([*json.loads(f"{{{values}}}")])
            return self._layouts[len(rows)].told(begin, rows, uncertain)
        except (ValueError, KeyError):
            found = _EXACT.decode(f"{{{values}}}")
            return known(found, dict.fromkeys(uncertain, 1))


@dataclass(frozen=True, eq=False)
class Wanted:
    """Keys that are asked of many units."""

    keys: tuple[Key, ...]


class Told(Mapping[Key, Number]):
    """The numbers of a unit; blanks are left out."""

    __slots__ = ("_layout", "_rows")

    def __init__(self, layout: Layout, rows: Sequence[Row]) -> None:
        self._layout, self._rows = layout, rows

    def __getitem__(self, key: Key) -> Number:
        row, column = self._layout.places[key]
        number = self._rows[row][column]
        if number is None:
            raise KeyError(key)
        return number

    def __iter__(self) -> Iterator[Key]:
        each = zip(self._layout.keys, chain.from_iterable(self._rows), strict=True)
        return (key for key, number in each if number is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def wanted(self, wanted: Wanted) -> Sequence[Number | None]:
        """The numbers of those keys, in their order."""
        return self._layout.found(wanted)((*chain.from_iterable(self._rows), None))


def wanted_of(known: Mapping[Key, Number], wanted: Wanted) -> Sequence[Number | None]:
    """Of a unit, or of what was added up of several, the numbers of some keys in their order."""
    if isinstance(known, Told):
        return known.wanted(wanted)
    return [known.get(key) for key in wanted.keys] if known else (None,) * len(wanted.keys)


class Layout:
    """Which keys the units of a file have, in which rows.

    Raises ValueError where the rows don't begin as ours do.
    """

    def __init__(self, names: Sequence[str]) -> None:
        starts = [at for at, name in enumerate(names) if name.endswith(_START)]
        if starts[:1] != [0]:
            raise ValueError("rows that begin with another column")
        rows = [names[at:to] for at, to in zip(starts, (*starts[1:], None), strict=True)]
        behind = [f',"{row[0].removesuffix(_START)}' for row in rows[1:]]
        self._begin = f'"{names[0].removesuffix(_START)}'
        self._rows = [
            lru_cache(maxsize=_MOST_ROWS)(partial(_row, row, after))
            for row, after in zip(rows, (*behind, ""), strict=True)
        ]
        self.keys = tuple(map(_key, names))
        self.places = {
            _key(name): (at, column)
            for at, row in enumerate(rows)
            for column, name in enumerate(row)
        }
        self.found = lru_cache(maxsize=None)(self._found)

    def told(self, begin: str, pieces: Sequence[str], uncertain: Sequence[str]) -> Told:
        """The numbers of a unit as they are written, split at its rows, but for the uncertain ones.

        Raises ValueError where the keys are others, KeyError where an uncertain one is.
        """
        if begin != self._begin or len(pieces) != len(self._rows):
            raise ValueError("other rows")
        rows = tuple(map(call, self._rows, pieces))
        return Told(self, self._without(rows, uncertain) if uncertain else rows)

    def _without(self, rows: Sequence[Row], uncertain: Sequence[str]) -> Sequence[Row]:
        left = list(rows)
        for name in uncertain:
            at, column = self.places[_key(name)]
            left[at] = (*left[at][:column], None, *left[at][column + 1 :])
        return tuple(left)

    def _found(self, wanted: Wanted) -> Picked:
        """Takes the wanted keys from all; what isn't there is what stands behind the last."""
        places = {key: at for at, key in enumerate(self.keys)}
        return picked([places.get(key, -1) for key in wanted.keys])


def _row(names: Sequence[str], behind: str, piece: str) -> Row:
    """The numbers of a row: what stands between the start of its first key and that of the next."""
    if not piece.endswith(behind):
        raise ValueError("another row behind")
    found = _EXACT.decode(f'{{"{names[0]}":{piece[: len(piece) - len(behind)]}}}')
    if [*found] != [*names]:
        raise ValueError("other keys")
    return tuple(each if type(each) in _NUMBERS else None for each in found.values())
