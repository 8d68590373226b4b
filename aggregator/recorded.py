"""An entry of a folder read to its end, and what the register is to keep of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from aggregator import examine, intake, stored
from aggregator.examine import Context
from aggregator.examined import Examined
from aggregator.intake import Entry
from aggregator.unchanged import State
from aggregator.workbook.isolation.unforeseen import UNFORESEEN


class Content(NamedTuple):
    """Bytes, the key under which the register knows what they are, and the file they are in."""

    digest: str
    key: str
    modified: datetime
    state: State | None


class Answer(NamedTuple):
    """The records of an entry; `text` is what is to be kept of them and their content, if any."""

    records: list[Examined]
    content: Content | None = None
    text: str = ""


def loaded(entry: Entry) -> Entry:
    """The entry with its bytes, where they can be had."""
    if not entry.regular:
        return entry
    try:
        return entry._replace(loaded=intake.load(entry))
    except UNFORESEEN:
        return entry


def content(entry: Entry, strict: bool) -> Content | None:
    """What a loaded entry holds; None where the register has nothing to say of it."""
    received = entry.loaded
    if received is None or not received.data or received.fault is not None:
        return None
    if entry.ours or intake.is_system(entry.path):
        return None
    digest = received.sha256
    return Content(digest, key(entry, digest, strict), received.modified, received.state)


def key(entry: Entry, digest: str, strict: bool) -> str:
    """Under which the register keeps what a content was found to be, as far as the name says."""
    return f"{digest} {int(examine.claims_workbook(entry.path))}{int(strict)}"


def answers(entries: Sequence[Entry], context: Context, kept: bool) -> list[Answer]:
    """What each loaded entry is; with what is to be kept of it if anything is."""
    return [_answer(entry, context, kept) for entry in entries]


def _answer(entry: Entry, context: Context, kept: bool) -> Answer:
    found = content(entry, context.strict) if kept else None
    if found is not None and entry.loaded is not None:
        entry = entry._replace(loaded=replace(entry.loaded, digest=found.digest))
    (records,) = examine.examine_all([entry], context)
    if found is None or any(each.reason == examine.NOT_UNDERSTOOD for each in records):
        return Answer(records)
    return Answer(records, found, stored.to_text(records, entry.path, found.modified))


def gave_up(entry: Entry, why: str) -> Answer:
    """The answer of an entry whose reading was cut off: `time`, `memory` or `crash`."""
    return Answer(examine.gave_up(entry, why))


def believed(text: str, entry: Entry, modified: datetime) -> list[Examined] | None:
    """The records of an entry out of what was kept; None where it has to be read."""
    try:
        return stored.from_text(text, entry.path, modified)
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        return None
