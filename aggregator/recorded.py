"""An entry of a folder read to its end, and what the register is to keep of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aggregator import examine, intake, stored
from aggregator.examine_book import Context
from aggregator.examined import Examined
from aggregator.intake import Entry
from aggregator.stored import Found
from aggregator.unchanged import State
from aggregator.workbook.cells.opened import opened
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.sniff import sniff

_SMALL = 200_000


class Content(NamedTuple):
    """What a loaded entry holds, and the state of the file it is in."""

    found: Found
    state: State | None


class Answer(NamedTuple):
    """The records of an entry; `kept` is what is to be kept of them and their content, if any."""

    records: list[Examined]
    content: Content | None = None
    kept: bytes = b""


def loaded(entry: Entry) -> Entry:
    """The entry with its bytes, where they can be had."""
    if not entry.regular:
        return entry
    try:
        return entry._replace(loaded=intake.load(entry))
    except UNFORESEEN:
        return entry


def hashed(entry: Entry) -> Entry:
    """The entry with the digest of its bytes worked out, if it is loaded."""
    received = entry.loaded
    if received is None or not received.data:
        return entry
    return entry._replace(loaded=received._replace(digest=received.sha256))


def read_ahead(entry: Entry) -> Entry:
    """The entry with what a small plain workbook holds; else as it is: its turn will come."""
    if entry.ours:
        return entry
    try:
        received = loaded(entry).loaded
        if received is None or received.fault is not None or len(received.data) > _SMALL:
            return entry
        if sniff(received.data) != "xlsx" or intake.needs_isolation(entry):
            return entry
        workbook = opened(received.data, "xlsx")
    except UNFORESEEN:
        return entry
    return entry._replace(loaded=received._replace(workbook=workbook))


def content(entry: Entry) -> Content | None:
    """What a loaded entry holds; None where the register has nothing to say of it."""
    received = entry.loaded
    if received is None or not received.data or received.fault is not None:
        return None
    if entry.ours or intake.is_system(entry.path):
        return None
    return Content(Found(entry.path, received.sha256, received.modified), received.state)


def key(found: Found | Examined) -> str:
    """Under which the register keeps what a content was found to be, as far as the name says."""
    return f"{found.sha256} {int(examine.claims_workbook(found.path))}"


def answers(entries: Sequence[Entry], context: Context, kept: bool) -> list[Answer]:
    """What each loaded entry is; with what is to be kept of it if anything is."""
    return [_answer(entry, context, kept) for entry in entries]


def _answer(entry: Entry, context: Context, kept: bool) -> Answer:
    entry = hashed(entry)
    held = content(entry) if kept else None
    (records,) = examine.examine_all([entry], context)
    if held is None or any(each.reason == examine.NOT_UNDERSTOOD for each in records):
        return Answer(records)
    return Answer(records, held, stored.to_bytes(records, held.found))


def gave_up(entry: Entry, why: str) -> Answer:
    """The answer of an entry whose reading was cut off: `time`, `memory` or `crash`."""
    return Answer(examine.gave_up(entry, why))


def believed(kept: bytes, found: Found) -> list[Examined] | None:
    """The records of an entry out of what was kept; None where it has to be read."""
    try:
        return stored.from_bytes(kept, found)
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        return None
