"""What Python says of a filling: the reader and the rules, on the cells as they would be stored.

A formula sees values alone. So what isn't stored as a plain number is as good as any text, and a
date is the number behind it: of that alone (V312) a sheet can't know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from aggregator import rules
from aggregator.checking import judged
from aggregator.consolidate import grassroots
from aggregator.examine_book import unit_of
from aggregator.layout import Slot
from aggregator.model import Finding, Method, Severity
from aggregator.rollup import counted
from aggregator.workbook.cells.book import Book, Cell, State
from aggregator.workbook.returned.read import Reading, read
from aggregator.workbook.template.shown import shown
from aggregator.workbook.template.targets import progress
from aggregator.workbook.template.verdicts import State as Numbers
from tests.live_status.templates import Template

GARBAGE = Cell(State.TEXT, "???")
SHOWN = ("V301", "V302", "V303", "V304", "V305", "V307", "V308", "V313", "V314", "I10.tccsd")
"""What a sheet shows besides the identities of its form."""


class Verdict(NamedTuple):
    """Rows with errors and with warnings only, as (sheet, row); the identities that are said."""

    errors: frozenset[tuple[str, int]]
    warnings: frozenset[tuple[str, int]]
    identities: frozenset[str]
    wrongly_derived: tuple[str, ...]
    progress: str | None = None


def verdict(template: Template, cells: Mapping[Slot, Cell | None]) -> Verdict:
    """What Python says of the template with these cells, the derived ones among them."""
    plain = {slot: _as_seen(template, slot, cell) for slot, cell in cells.items()}
    reading = _reading(template, filled(template.book, plain))
    findings = _findings(template, reading)
    identities = {identity.code for identity in template.form.identities}
    shown = [f for f in findings if f.code in SHOWN or f.code in identities]
    errors = {_row(f) for f in shown if f.severity is Severity.ERROR}
    warnings = {_row(f) for f in shown if f.severity is Severity.WARNING} - errors
    said = {f.code for f in shown if f.code in identities}
    derived = tuple(f"{f.ref.sheet}!{f.ref.cell} {f.message}" for f in findings if f.code == "V309")
    told = None if reading.unread else _progress(template, reading)
    return Verdict(frozenset(errors), frozenset(warnings), frozenset(said), derived, told)


def _progress(template: Template, reading: Reading) -> str:
    assert reading.submission is not None
    state = Numbers(shown(template.form, reading.submission), False, template.columns)
    return progress(template.form, template.targets, template.columns, state)


def _row(finding: Finding) -> tuple[str, int]:
    return finding.ref.sheet, int("".join(filter(str.isdigit, finding.ref.cell)))


def _as_seen(template: Template, slot: Slot, cell: Cell | None) -> Cell | None:
    if cell is None or (slot not in template.inputs and slot not in template.cover):
        return cell
    key = template.inputs.get(slot)
    is_flag = slot == template.cover[0] or (
        key is not None and template.form.indicators[key.indicator].method is Method.FLAG
    )
    if is_flag:
        return cell if str(cell.value).strip().lower() in ("có", "không") else GARBAGE
    if cell.state is State.DATE:
        return cell._replace(state=State.NUMBER)
    return cell if cell.state is State.NUMBER else GARBAGE


def filled(book: Book, cells: Mapping[Slot, Cell | None]) -> Book:
    """The book with other cells; None is blank."""
    grids = []
    for grid in book.grids:
        changed = dict(grid.cells)
        for slot, cell in cells.items():
            if slot.sheet == grid.title:
                if cell is None:
                    changed.pop((slot.row, slot.column), None)
                else:
                    changed[slot.row, slot.column] = cell
        grids.append(replace(grid, cells=changed))
    return replace(book, grids=tuple(grids))


def _reading(template: Template, book: Book) -> Reading:
    return read(book, template.identification, template.form)


def _findings(template: Template, reading: Reading) -> list[Finding]:
    form = template.form
    assert reading.submission is not None
    unit = unit_of(template.identification, template.plan)
    submission = counted(form, reading.submission, grassroots(unit.level))
    said = judged(form, submission, unit, reading, template.plan)
    return [*(rules.stamp(fault, form) for fault in reading.faults), *said]


def strange(template: Template, cells: Mapping[Slot, Cell | None]) -> list[Slot]:
    """The cells that a sheet asks to type again, whatever Python makes of them."""
    return [slot for slot, cell in cells.items() if _as_seen(template, slot, cell) is GARBAGE]


def refused(template: Template, cells: Mapping[Slot, Cell | None]) -> set[Slot]:
    """The cells that Python would not take, or not without a repair, as they really are."""
    reading = _reading(template, filled(template.book, cells))
    places = {(f.ref.sheet, f.ref.cell) for f in reading.faults}
    places |= {(r.ref.sheet, r.ref.cell) for r in reading.repairs}
    return {slot for slot in cells if (slot.sheet, slot.cell) in places}
