"""What earlier runs left beside the plan: `nhan-ve/PERIOD/tong-hop/ket-qua.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from aggregator.model import Key, Number

RECEIVED = "nhan-ve"
SENT = "gui-di"
OUTPUT = "tong-hop"
RETURNED = "tra-lai"
OUTCOME = "ket-qua.json"

COUNTED = "counted"
REPLACED = ("S212", "S221")
"""Why a file doesn't count any more that once did: sent again since, declared void."""

Units = Mapping[str, Mapping[Key, Number]]
"""The numbers of each unit; blanks are left out."""


class Archived(NamedTuple):
    """The numbers of one earlier period.

    `corrected` are the units whose return that counts took the place of one sent before;
    `parents` the superior of each unit at the time.
    """

    period: str
    units: Units
    corrected: frozenset[str] = frozenset()
    parents: Mapping[str, str] = {}


NOTHING = Archived("", {})


def outcome_of(home: Path, period: str) -> Path:
    """Where the outcome of a period stands, with `home` the folder of the plan."""
    return home / RECEIVED / period / OUTPUT / OUTCOME


def found(path: Path) -> Archived:
    """As `load`; a file that is no outcome counts as none."""
    try:
        return load(path)
    except (OSError, ValueError, KeyError, TypeError):
        return NOTHING


def load(path: Path) -> Archived:
    """The numbers in an outcome; nothing where there is no such file.

    Left out is what isn't really known: a unit of which a part was missing, and a number that was
    added up over blanks of the periods before it.

    Raises ValueError where the file is no outcome of ours.
    """
    if path.is_dir():
        path = path / OUTCOME
    if not path.is_file():
        return NOTHING
    data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if not isinstance(data, dict) or not isinstance(data.get("units"), list):
        raise ValueError(f"{path.name}: không phải ket-qua.json của ketnap")
    return Archived(
        str(data.get("period", "")),
        {
            str(unit["unit"]): _known(unit["values"], unit.get("blanks", {}))
            for unit in data["units"]
            if not unit.get("missing_below")
        },
        frozenset(_corrected(data.get("files", []))),
        {str(unit["unit"]): str(unit["parent"]) for unit in data["units"]},
    )


def _corrected(files: Sequence[Mapping[str, object]]) -> Iterator[str]:
    replaced = {file["unit"] for file in files if file["reason"] in REPLACED}
    yield from (str(f["unit"]) for f in files if f["status"] == COUNTED and f["unit"] in replaced)


_key = lru_cache(maxsize=4096)(Key.parse)
_NUMBERS = frozenset((int, Decimal))
"""What a number of JSON is; `true` is none."""


def _known(values: Mapping[str, Any], blanks: Mapping[str, int]) -> dict[Key, Number]:
    found = {_key(text): value for text, value in values.items() if type(value) in _NUMBERS}
    for uncertain in map(_key, blanks):
        if uncertain.column == "luy_ke":
            found.pop(uncertain, None)
    return found
