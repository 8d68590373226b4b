"""Every entry of a folder examined: out of the register where its content is known, else read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple, overload

from aggregator import examine, intake, stored
from aggregator.examine import Context
from aggregator.examined import Examined
from aggregator.intake import Entry
from aggregator.register import Register
from aggregator.workbook.isolation import sandbox
from aggregator.workbook.isolation.unforeseen import UNFORESEEN

FEW = 300
"""Up to so many files, another process costs more than it saves."""
LARGEST_TRAVELLER = 500_000
"""Larger files are read here and not on a cluster: their bytes would pile up on the way."""

_BATCH = 200
_MOST_HELD = 16_000_000
"""Files, and bytes of theirs, that are held at a time where this process alone reads."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Hands:
    """Who reads: so many processes here, or the threads of an executor elsewhere."""

    jobs: int = 1
    executor: Executor | None = None
    threads: int = 0


class _Seen(NamedTuple):
    """An entry before it is read: whether only a process of its own may; content, name, time.

    `digest` is empty where the register has nothing to say of it.
    """

    alone: bool = False
    digest: str = ""
    flags: str = ""
    modified: datetime = datetime.fromtimestamp(0, UTC)

    @property
    def key(self) -> str:
        return f"{self.digest} {self.flags}"


class _Looked(NamedTuple):
    entry: Entry
    seen: _Seen


def read_all(
    entries: Sequence[Entry],
    context: Context,
    hands: Hands,
    register: Register | None = None,
    progress: Progress | None = None,
) -> list[Examined]:
    """The records of all entries in their order, the same with a register and without."""
    found: list[Examined] = []
    at = 0
    for batch in _batches(entries, context, register is not None, hands):
        told = partial(_told, progress, at, len(entries)) if progress else None
        for group in _read(batch, context, hands, register, told):
            found += group
        at += len(batch)
    return found


def _told(progress: Progress, before: int, of: int, done: int) -> None:
    progress(before + done, of)


def _batches(
    entries: Sequence[Entry], context: Context, hashed: bool, hands: Hands
) -> Iterator[list[_Looked]]:
    """The entries as they are looked at; those read in this process keep their bytes for it."""
    batch: list[_Looked] = []
    held = 0
    alone_here = hands.jobs == 1 and hands.executor is None
    for entry in entries:
        looked = _look(entry, context, hashed)
        if alone_here and not looked.seen.alone:
            held += len(looked.entry.loaded.data) if looked.entry.loaded else 0
        else:
            looked = looked._replace(entry=entry)
        batch.append(looked)
        if held > _MOST_HELD or (alone_here and len(batch) == _BATCH):
            yield batch
            batch, held = [], 0
    yield batch


def _read(
    batch: Sequence[_Looked],
    context: Context,
    hands: Hands,
    register: Register | None,
    progress: Callable[[int], None] | None,
) -> list[list[Examined]]:
    seen = {entry.real: each for entry, each in batch}
    known = _known(batch, register) if register else {}
    unknown = [entry for entry, _ in batch if entry.real not in known]
    groups = sandbox.run(
        partial(examine.examine_all, context=context),
        _Travelling(unknown) if hands.executor else unknown,
        jobs=hands.jobs,
        died=examine.gave_up,
        progress=(lambda done: progress(len(known) + done)) if progress else None,
        alone=_stays if hands.executor else lambda entry: seen[entry.real].alone,
        executor=hands.executor,
        threads=hands.threads,
        heard=partial(_keep, register, seen, context) if register else None,
    )
    found = known | {entry.real: group for entry, group in zip(unknown, groups, strict=True)}
    return [found[entry.real] for entry, _ in batch]


def _look(entry: Entry, context: Context, hashed: bool) -> _Looked:
    """An entry with its bytes, and what is to be known of it before it is read."""
    if not entry.regular or entry.ours or intake.is_system(entry.path):
        return _Looked(entry, _Seen())
    try:
        received = intake.load(entry)
        looked = entry._replace(loaded=received)
        alone = intake.needs_isolation(looked)
    except UNFORESEEN:
        return _Looked(entry, _Seen(alone=True))
    if not hashed or not received.data or received.fault is not None:
        return _Looked(looked, _Seen(alone))
    received = replace(received, digest=received.sha256)
    flags = f"{int(examine.claims_workbook(entry.path))}{int(context.strict)}"
    seen = _Seen(alone, received.digest, flags, received.modified)
    return _Looked(looked._replace(loaded=received), seen)


def _known(batch: Sequence[_Looked], register: Register) -> dict[bytes, list[Examined]]:
    asked: dict[str, list[_Looked]] = {}
    for looked in batch:
        if looked.seen.digest:
            asked.setdefault(looked.seen.key, []).append(looked)
    known = {}
    for key, text in register.find_all(asked):
        for entry, seen in asked[key]:
            records = _believed(text, entry, seen.modified)
            if records is not None:
                known[entry.real] = records
    return known


def _believed(text: str, entry: Entry, modified: datetime) -> list[Examined] | None:
    try:
        return stored.from_text(text, entry.path, modified)
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        return None


def _keep(
    register: Register,
    seen: Mapping[bytes, _Seen],
    context: Context,
    entry: Entry,
    records: Sequence[Examined],
) -> None:
    """Only what was read to its end of the very content the register was asked about."""
    if any(each.reason == examine.NOT_UNDERSTOOD for each in records):
        return
    question = seen[entry.real]
    whole = [each for each in records if each.path == entry.path]
    if not question.digest or any(each.sha256 != question.digest for each in whole):
        return
    if [each.modified for each in whole] == [question.modified] or (
        _look(entry, context, hashed=True).seen == question
    ):
        register.keep(question.key, stored.to_text(records, entry.path, question.modified))


def _stays(entry: Entry) -> bool:
    """Whether an entry is read on this machine even where there is a cluster."""
    too_large = entry.loaded is not None and len(entry.loaded.data) > LARGEST_TRAVELLER
    return not entry.regular or too_large or intake.needs_isolation(entry)


class _Travelling(Sequence[Entry]):
    """Entries with their bytes, which are loaded when an entry is asked for and not kept."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(at, slice):
            return _Travelling(self._entries[at])
        entry = self._entries[at]
        return entry._replace(loaded=intake.load(entry)) if entry.regular else entry
