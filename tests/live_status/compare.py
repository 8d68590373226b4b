"""One filling after the other, judged by the sheet and by Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.live_status.oracle import refused, strange, verdict
from tests.live_status.sheets import Screen, Seen
from tests.live_status.templates import Template
from tests.live_status.typed import filling
from tests.lo_engine.engine import LibreOffice


def differences(
    office: LibreOffice, template: Template, seeds: range, folder: Path
) -> Iterator[tuple[int, list[str]]]:
    """Of each seed what the sheet and Python say differently."""
    screen = Screen(office, template, folder / "mau.xlsx")
    for seed in seeds:
        typed = filling(Random(seed), template.form, template)
        yield seed, list(_differences(template, screen.show(typed)))
    screen.close()


def _differences(template: Template, seen: Seen) -> Iterator[str]:
    ours, theirs = verdict(template, seen.cells), seen.verdict
    for name in ("errors", "warnings", "identities"):
        one, other = getattr(ours, name), getattr(theirs, name)
        if one != other:
            yield f"{name}: only Python {sorted(one - other)}, only the sheet {sorted(other - one)}"
    yield from ours.wrongly_derived
    errors = len(ours.errors)
    status = f"CÒN {errors} LỖI" if errors else "ĐẠT"
    if seen.status != status:
        yield f"status: {seen.status}, expected {status}"
    for sheet, shown in zip(template.form.sheets, seen.of_sheets, strict=True):
        wrong = sum(title == sheet.title for title, _ in ours.errors)
        start = f"CÒN {wrong} LỖI" if wrong else "ĐẠT"
        if shown.partition(";")[0] != start:
            yield f"{sheet.title}: {shown}, expected {start}"
    if ours.progress is not None and ours.progress != seen.progress:
        yield f"progress: {seen.progress}, expected {ours.progress}"
    harsh = refused(template, seen.cells)
    for slot in strange(template, seen.cells):
        if slot not in harsh:
            yield f"{slot.sheet}!{slot.cell}: Python takes {seen.cells[slot]} as it is"
