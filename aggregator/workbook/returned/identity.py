"""Who a workbook says it is: three carriers vote.

The carriers are the hidden sheet, the custom document properties and the defined names. A lost
one is a repair, a conflict without majority a rejection; no carrier at all is not our workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from aggregator import forms, layout
from aggregator.model import Carried, Fault, Form, Plan, Ref, Repair
from aggregator.plan.codes import is_plain
from aggregator.workbook import meta
from aggregator.workbook.cells.book import Book, unquoted
from aggregator.workbook.cells.byrow import beside
from aggregator.workbook.typed.unnamed import unnamed

VOTED = ("plan", "unit", "period")
_CARRIER_NAMES = {
    "sheet": "sheet ẩn _ketnap",
    "properties": "thuộc tính tài liệu",
    "names": "tên đã đặt ketnap.*",
}


_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Identification:
    """The outcome of the vote. `values` is what `_ketnap` holds, or what is left of it."""

    carried: Carried
    values: Mapping[str, str]
    repairs: tuple[Repair, ...] = ()
    fault: Fault | None = None

    def is_of(self, plan: Plan | None) -> bool:
        """Whether the plan knows what it says it is; without a plan, whether it can be a unit."""
        said = self.carried
        if plan is None:
            return is_plain(said.unit)
        return said.plan == plan.code and said.unit in plan.units

    def without_names(self) -> Identification:
        """The same, where nothing vouches for what stands in place of a code."""
        repairs = [replace(each, after=_unnamed(each.after)) for each in self.repairs]
        return replace(self, carried=Carried(*map(unnamed, self.carried)), repairs=tuple(repairs))


def hidden_values(book: Book) -> dict[str, str]:
    """Keys and values of sheet `_ketnap`; empty when the sheet is lost."""
    grid = book.grid(layout.META_SHEET)
    if grid is None:
        return {}
    return {
        str(key.value): "" if value is None else str(value.value)
        for key, value in beside(grid.cells, 1, 2)
    }


def identify(book: Book) -> Identification | None:
    """The identity of a workbook, or None when it carries none."""
    hidden = hidden_values(book)
    if hidden.get("kind") in ("plan", "check"):
        return Identification(meta.carried(hidden), hidden)
    readings = _readings(book, hidden)
    present = {carrier: reading for carrier, reading in readings.items() if any(reading)}
    if not present:
        return None
    winner, votes = Counter(present.values()).most_common(1)[0]
    values = dict(book.properties) | hidden | dict(zip(VOTED, winner, strict=True))
    values.setdefault("kind", "template")
    repairs = tuple(
        _repair(carrier, readings[carrier], winner)
        for carrier in readings
        if readings[carrier] != winner
    )
    conflict = votes * 2 <= len(present) and len(present) > 1
    fault = Fault("S203", _conflict(present)) if conflict else None
    carried = _unnamed_but(VOTED, meta.carried(values))
    return Identification(carried, values, () if conflict else repairs, fault)


def _unnamed_but(voted: Container[str], said: Carried) -> Carried:
    """What isn't voted on is of our making, where it may name a person it isn't."""
    told = said._asdict()
    return Carried(**{k: v if k in voted else unnamed(v) for k, v in told.items()})


def _readings(book: Book, hidden: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        "sheet": tuple(hidden.get(key, "") for key in VOTED),
        "properties": tuple(book.properties.get(key, "") for key in VOTED),
        "names": tuple(unquoted(book.names.get(f"ketnap.{key}", "")) or "" for key in VOTED),
    }


def _unnamed(joined: str) -> str:
    return _BETWEEN.join(map(unnamed, joined.split(_BETWEEN)))


def _repair(carrier: str, reading: tuple[str, ...], winner: tuple[str, ...]) -> Repair:
    sheet = layout.META_SHEET if carrier == "sheet" else ""
    pairs = zip(reading, winner, strict=True)
    before = _BETWEEN.join([said if said == won else unnamed(said) for said, won in pairs])
    return Repair(
        "T105",
        Ref(sheet=sheet),
        f"{_CARRIER_NAMES[carrier]}: {before.strip(' ·')}",
        _BETWEEN.join(winner),
    )


def _conflict(present: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(
        f"{_CARRIER_NAMES[name]} ghi {_BETWEEN.join(map(unnamed, value))}"
        for name, value in present.items()
    )


def form_of(identity: Carried, otherwise: str) -> Form:
    """The form a workbook says it was made by, where it lost that the other. Raises KeyError."""
    form = forms.load(identity.form or otherwise or forms.CURRENT)
    if identity.form_version not in ("", form.version):
        raise KeyError(identity.form_version)
    return form
