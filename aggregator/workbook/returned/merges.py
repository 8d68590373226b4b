"""Inputs that a merged cell swallowed: a merge keeps its first cell and drops the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator.model import Fault, Form, Key, Ref, Sheet
from aggregator.workbook.returned.found import Anchored, Found, address


def swallowed(form: Form, anchored: Anchored) -> Iterator[tuple[Fault, tuple[Key, ...]]]:
    """One fault for each merge over inputs that aren't its first cell, with their keys."""
    for sheet in form.sheets:
        found = anchored.sheets.get(sheet.title)
        if found is None or not found.grid.merged:
            continue
        inputs = _inputs(form, sheet, found)
        for top, left, bottom, right in found.grid.merged:
            lost = tuple(
                key
                for (row, column), key in inputs.items()
                if top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            )
            if lost:
                area = f"{address(top, left)}:{address(bottom, right)}"
                yield _fault(form, found, area, lost), lost


def _inputs(form: Form, sheet: Sheet, found: Found) -> Mapping[tuple[int, int], Key]:
    here = {indicator.code for indicator in sheet.indicators}
    keys = {fact.key for fact in form.facts if fact.key.indicator in here}
    places = ((found.place(key), key) for key in sorted(keys))
    return {place: key for place, key in places if place is not None}


def _fault(form: Form, found: Found, area: str, lost: tuple[Key, ...]) -> Fault:
    label = form.indicators[lost[0].indicator].label
    more = f" và {len(lost) - 1} ô nhập khác" if len(lost) > 1 else ""
    message = f"vùng gộp {area} che ô nhập “{label}”{more}"
    return Fault("S219", message, Ref(sheet=found.grid.title, cell=area.partition(":")[0]))
