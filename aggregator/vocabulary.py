"""Coded values and their Vietnamese labels: levels, kinds of units and the other drop-downs.

The data stand in `templates/`, so that an office can correct a label or add a code.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """A level of party organisations.

    `grassroots` is `dang_bo` or `chi_bo` where the level is a TCCSĐ, else empty. `cancels` are the
    classes of transfers (`a`, `b`, `c`) that balance out inside a unit of this level. Nothing
    hangs below a `leaf`. `to` is the last day on which the name is in use.
    """

    code: str
    label: str
    grassroots: str = ""
    below_grassroots: bool = False
    leaf: bool = False
    cancels: tuple[str, ...] = ()
    to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit (loại hình)."""

    code: str
    label: str
    to: date | None = None
    source: str = ""


@cache
def levels() -> Mapping[str, Level]:
    """Every level by its code, from the top down."""
    return {
        code: Level(code, **{**entry, "cancels": tuple(entry.get("cancels", ()))})
        for code, entry in _load("levels").items()
    }


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of unit by its code, in the order of the drop-down."""
    return {code: Kind(code, **entry) for code, entry in _load("kinds").items()}


@cache
def labels(vocabulary: str) -> Mapping[str, str]:
    """code -> label of `level`, `kind` or a table of `vocabularies.toml`. Raises KeyError."""
    match vocabulary:
        case "level":
            return {code: level.label for code, level in levels().items()}
        case "kind":
            return {code: kind.label for code, kind in kinds().items()}
        case _:
            found: Mapping[str, str] = _load("vocabularies")[vocabulary]
            return found


def label(vocabulary: str, code: str) -> str:
    """The Vietnamese label of a code; a code without one stands for itself."""
    return labels(vocabulary).get(code, code)


def code(vocabulary: str, text: str) -> str | None:
    """The code that a code or a label stands for, or None. Case and spacing do not matter."""
    return _codes(vocabulary).get(folded(text))


@cache
def _codes(vocabulary: str) -> Mapping[str, str]:
    return spellings(labels(vocabulary))


def spellings(entries: Mapping[str, str]) -> Mapping[str, str]:
    """Every folded code and label of `code -> label`, with the code it stands for."""
    by_label = {folded(label): code for code, label in entries.items()}
    return by_label | {folded(code): code for code in entries}


def folded(text: str) -> str:
    """A text without the differences of case, spacing and composition."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@cache
def _load(name: str) -> dict[str, Any]:
    source = files("templates") / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
