"""What differs from one workbook of a form to the next, and its texts.

The writer puts it on the sheets, the stamp into a finished workbook; neither knows a rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from aggregator import layout
from aggregator import period as periods
from aggregator.layout import Slot
from aggregator.model import Carried, Key, Number, Submission
from aggregator.workbook.template.targets import Target

_NEVER_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Filling:
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


_COVER_TEXTS = tuple(
    (key, f"cover.{key}")
    for key in layout.COVER_KEYS
    if key not in (*layout.COVER_INPUTS, "status")
)


def texts(filling: Filling) -> dict[str, str]:
    """Every text by its name."""
    values, label = filling.meta, periods.label(filling.submission.period)
    found = {f"meta.{key}": text for key, text in values.items()}
    found |= {name: _cover_text(key, filling) for key, name in _COVER_TEXTS}
    found |= {
        "note.plan": values.get("plan_title", ""),
        "note.period": label,
        "head.above": values.get("parent_name") or values.get("issuer", ""),
        "head.unit": values.get("name", ""),
        "head.period": f"Kỳ báo cáo: {label}",
    }
    for name, key in zip(layout.ANCHOR_NAMES, ("unit", "period", "plan"), strict=True):
        found[f"name.{name}"] = '"' + values.get(key, "").replace('"', '""') + '"'
    if "".join(found.values()).replace("\n", "").isprintable():
        return found
    return {name: _NEVER_IN_XML.sub("", text) for name, text in found.items()}


def _cover_text(key: str, filling: Filling) -> str:
    """Codes are those of the identity; the rest is as the caller words it."""
    if key in Carried._fields and key in filling.meta:
        return filling.meta[key]
    value = filling.cover.get(key)
    return filling.meta.get(key, "") if value is None else str(value)
