"""A cover that names another unit, period or plan than the workbook was made for."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import layout
from aggregator import period as periods
from aggregator.model import Carried, Fault, Ref
from aggregator.workbook.returned.cover import CoverCells, before
from aggregator.workbook.returned.identity import VOTED
from aggregator.workbook.typed.text import fold


def retyped(cells: CoverCells, carried: Carried) -> Iterator[Fault]:
    """What was typed over on the cover; a lost or emptied cell says nothing."""
    for key in VOTED:
        cell, code = cells.get(key), str(getattr(carried, key))
        if cell is None or cell.value is None or not code:
            continue
        if not _says(key, str(cell.value).strip(), code):
            label = layout.COVER_KEYS[key]
            message = f"{label} ghi “{before(cell)}”, nhưng tệp này được phát cho “{code}”"
            ref = Ref(sheet=layout.COVER_SHEET, cell=layout.cover_slots()[key].cell)
            yield Fault("S223", message, ref)


def _says(key: str, text: str, code: str) -> bool:
    if text in ("", code):
        return True
    return key == "period" and periods.is_period(code) and fold(text) == fold(periods.label(code))
