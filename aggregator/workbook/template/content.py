"""What differs from one workbook of a form to the next, and its texts.

The writer puts it on the sheets, the stamp into a finished workbook; neither knows a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from aggregator import layout
from aggregator import period as periods
from aggregator.layout import Slot
from aggregator.model import Carried, Key, Number, Submission
from aggregator.workbook.template.targets import Target

_NEVER_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Filling(NamedTuple):
    """One workbook about one unit and period.

    `meta` is what sheet `_ketnap` carries, `cover` what stands at the keys of the cover; `known`
    are the numbers that are locked because they were known before; `typed_counts` opens the
    counts of grassroots organisations, which the engine makes at the grassroots and below.
    `targets` belong to the lines of the quota on the cover; None where its numbers don't decide.
    """

    meta: Mapping[str, str]
    cover: Mapping[str, str | int | None]
    submission: Submission
    known: frozenset[Key] = frozenset()
    typed_counts: bool = False
    targets: tuple[Target | None, ...] = ()


LOOKS = (
    *("input", "input_mean", "input_flag", "input_text"),
    *("locked", "locked_mean", "locked_flag", "locked_text"),
    *(
        "derived",
        "mean",
        "percent",
        "mark",
        "status",
        "cell",
        "cell_link",
        "note",
        "hidden",
        "link",
    ),
)
"""Every format that a cell of a filling may have."""


class Cell(NamedTuple):
    """A value under a named format of `style`, with the formula that gives it, if any."""

    value: Number | str | None
    look: str
    formula: str = ""


@dataclass(frozen=True)
class Content:
    """Texts by name (`meta.unit`, `cover.name`, `head.period`, …) and cells by place.

    `opens_year` hides the carried column.
    """

    texts: Mapping[str, str]
    cells: Mapping[Slot, Cell]
    opens_year: bool


@dataclass(frozen=True, eq=False)
class Ways:
    """Where among the sources of a workbook stands what each of its facts comes from.

    There is one for all workbooks that agree in everything else their numbers follow from.
    """

    facts: tuple[tuple[int, ...], ...]


class Origin(NamedTuple):
    """Facts that come by the same ways from equal sources are equal, and known to be so."""

    sources: tuple[Hashable, ...]
    ways: Ways


class Traced(NamedTuple):
    """A filling told by its origin: `bare` of it has no numbers yet, `whole` makes it."""

    bare: Filling
    origin: Origin
    whole: Callable[[], Filling]


class Numbers(NamedTuple):
    """All that the cells of a filling depend on: equal ones give equal cells."""

    period: str
    values: tuple[Number | None, ...]
    known: frozenset[Key]
    typed_counts: bool
    locked: bool
    nothing: str | int | None
    revision: str | int
    gaps: tuple[tuple[str, int], ...] = ()
    targets: tuple[Target | None, ...] = ()

    @property
    def submission(self) -> Submission:
        """The numbers as those of nobody."""
        return Submission("", self.period, self.values, (), gaps=self.gaps)


_CARRIED = tuple((key, f"cover.{key}") for key in layout.COVER_KEYS if key in Carried._fields)
_WORDED = tuple(
    (key, f"cover.{key}")
    for key in layout.COVER_KEYS
    if key not in (*Carried._fields, *layout.COVER_INPUTS, "status")
)
"""Codes are those of the identity; the rest is as the caller words it."""
_ANCHORS = tuple(zip(layout.ANCHOR_NAMES, ("unit", "period", "plan"), strict=True))


def texts(filling: Filling) -> dict[str, str]:
    """Every text by its name."""
    values, label = filling.meta, periods.label(filling.submission.period)
    found = dict(zip(_named(tuple(values)), values.values(), strict=True))
    for key, name in _CARRIED:
        found[name] = values[key] if key in values else _worded(key, filling)
    for key, name in _WORDED:
        found[name] = _worded(key, filling)
    for name, key in _ANCHORS:
        found[f"name.{name}"] = '"' + values.get(key, "").replace('"', '""') + '"'
    found["note.plan"] = values.get("plan_title", "")
    found["note.period"] = label
    found["head.above"] = values.get("parent_name") or values.get("issuer", "")
    found["head.unit"] = values.get("name", "")
    found["head.period"] = f"Kỳ báo cáo: {label}"
    if "".join(found.values()).replace("\n", "").isprintable():
        return found
    return {name: _NEVER_IN_XML.sub("", text) for name, text in found.items()}


@lru_cache(maxsize=16)
def _named(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"meta.{key}" for key in keys)


def _worded(key: str, filling: Filling) -> str:
    value = filling.cover.get(key)
    return filling.meta.get(key, "") if value is None else str(value)
