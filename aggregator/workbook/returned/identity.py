"""Who a workbook says it is: three carriers vote.

The carriers are the hidden sheet, the custom document properties and the defined names. A lost
one is a repair, a conflict without majority a rejection; no carrier at all is not our workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from aggregator import forms, layout
from aggregator.model import Carried, Fault, Form, Ref, Repair
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


@dataclass(frozen=True, slots=True)
class Identification:
    """The outcome of the vote. `values` is what `_ketnap` holds, or what is left of it."""

    carried: Carried
    values: Mapping[str, str]
    repairs: tuple[Repair, ...] = ()
    fault: Fault | None = None


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
        return Identification(_carried(hidden), hidden)
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
    return Identification(_carried(values), values, () if conflict else repairs, fault)


def _carried(values: Mapping[str, str]) -> Carried:
    return Carried(*map(unnamed, meta.carried(values)))


def _readings(book: Book, hidden: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    names = {key: unquoted(book.names.get(f"ketnap.{key}", "")) or "" for key in VOTED}
    said = {"sheet": hidden, "properties": book.properties, "names": names}
    return {
        carrier: tuple(unnamed(values.get(key, "")) for key in VOTED)
        for carrier, values in said.items()
    }


def _repair(carrier: str, reading: tuple[str, ...], winner: tuple[str, ...]) -> Repair:
    sheet = layout.META_SHEET if carrier == "sheet" else ""
    before = " · ".join(reading).strip(" ·")
    return Repair(
        "T105", Ref(sheet=sheet), f"{_CARRIER_NAMES[carrier]}: {before}", " · ".join(winner)
    )


def _conflict(present: Mapping[str, tuple[str, ...]]) -> str:
    shown = (f"{_CARRIER_NAMES[name]} ghi {' · '.join(value)}" for name, value in present.items())
    return "; ".join(shown)


def form_of(identity: Carried, otherwise: str) -> Form:
    """The form a workbook says it was made by, where it lost that the other. Raises KeyError."""
    form = forms.load(identity.form or otherwise or forms.CURRENT)
    if identity.form_version not in ("", form.version):
        raise KeyError(identity.form_version)
    return form
