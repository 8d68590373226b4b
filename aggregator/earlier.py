"""What earlier runs left beside the plan: `nhan-ve/PERIOD/tong-hop/ket-qua.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from aggregator.model import Key, Number
from aggregator.told import Rows, known

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


def left_by(home: Path, period: str) -> Archived:
    """As `load` of what a period left beside the plan; nothing where that is no outcome of it."""
    try:
        archived = load(outcome_of(home, period))
    except (OSError, ValueError, KeyError, TypeError):
        return NOTHING
    return archived if archived.period == period else NOTHING


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
    with path.open(encoding="utf-8") as lines:
        try:
            return _by_lines(lines)
        except (ValueError, KeyError, TypeError):
            lines.seek(0)
            return _whole(path.name, json.load(lines, parse_float=Decimal))


_FRAME = ("{\n", " ],\n", "}\n")
_WHOLE = '},"missing_below":0}'
"""How the entry of a unit ends of which no part was missing."""


def _by_lines(lines: Iterable[str]) -> Archived:
    """An outcome as we lay it out, an entry a line: never whole in memory.

    Raises ValueError, KeyError or TypeError where it is laid out otherwise.
    """
    reader = _Reader()
    within, period, line = "", "", ""
    for line in lines:
        if line.startswith("  {"):
            reader.read(within, line.strip().removesuffix(","))
        elif line.startswith(' "'):
            within, _, told = line.strip().removesuffix(",").partition(": ")
            if within == '"period"':
                period = str(json.loads(told))
        elif line not in _FRAME:
            raise ValueError("laid out otherwise")
    if line != "}\n" or not reader.units:
        raise ValueError("laid out otherwise")
    return Archived(period, reader.units, frozenset(reader.files.corrected), reader.parents)


class _Reader:
    """What the entries of an outcome say of files and units."""

    def __init__(self) -> None:
        self.units: dict[str, Mapping[Key, Number]] = {}
        self.parents: dict[str, str] = {}
        self.files = _Files()
        self._rows = Rows()

    def read(self, within: str, entry: str) -> None:
        """An entry of the list of that name."""
        if within == '"files"':
            self.files.add(json.loads(entry))
        elif within == '"units"':
            self._unit(entry)

    def _unit(self, entry: str) -> None:
        begin, _, rest = entry.partition(',"values":{')
        values, _, end = rest.rpartition('},"blanks":{')
        unit = json.loads(begin + "}")
        code = str(unit["unit"])
        self.parents[code] = str(unit["parent"])
        if end.endswith(_WHOLE):
            self.units[code] = self._rows.numbers(values, end.removesuffix(_WHOLE))
        elif not json.loads('{"blanks":{' + end)["missing_below"]:
            raise ValueError("laid out otherwise")


def _whole(name: str, data: object) -> Archived:
    if not isinstance(data, dict) or not isinstance(data.get("units"), list):
        raise ValueError(f"{name}: không phải ket-qua.json của ketnap")
    return Archived(
        str(data.get("period", "")),
        {
            str(unit["unit"]): known(unit["values"], unit.get("blanks", {}))
            for unit in data["units"]
            if not unit.get("missing_below")
        },
        frozenset(_Files(data.get("files", [])).corrected),
        {str(unit["unit"]): str(unit["parent"]) for unit in data["units"]},
    )


class _Files:
    """Of which units a file counts, and of which one doesn't any more."""

    def __init__(self, files: Iterable[Mapping[str, object]] = ()) -> None:
        self.counted: set[str] = set()
        self.replaced: set[str] = set()
        for file in files:
            self.add(file)

    def add(self, file: Mapping[str, object]) -> None:
        """Note what a file is."""
        if file["reason"] in REPLACED:
            self.replaced.add(str(file["unit"]))
        if file["status"] == COUNTED:
            self.counted.add(str(file["unit"]))

    @property
    def corrected(self) -> set[str]:
        """The units of which a file took the place of one that counted."""
        return self.counted & self.replaced
