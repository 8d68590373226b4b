"""Every entry of a folder examined: out of the register where its content is known, else read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, overload

from aggregator import __version__, examine, intake, stored
from aggregator.examine import Context, Examined
from aggregator.intake import Entry
from aggregator.register import RECORD_FORMAT, Register
from aggregator.workbook.isolation import sandbox
from aggregator.workbook.isolation.unforeseen import UNFORESEEN

LARGEST_TRAVELLER = 500_000
"""Larger files are read here and not on a cluster: their bytes would pile up on the way."""

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


def read_all(
    entries: Sequence[Entry],
    context: Context,
    hands: Hands,
    register: Register | None = None,
    progress: Progress | None = None,
) -> list[Examined]:
    """The records of all entries in their order, the same with a register and without."""
    seen = {entry.real: _look(entry, context, register is not None) for entry in entries}
    known = _known(entries, seen, register) if register else {}
    unknown = [entry for entry in entries if entry.real not in known]
    groups = sandbox.run(
        partial(examine.examine_all, context=context),
        _Travelling(unknown) if hands.executor else unknown,
        jobs=hands.jobs,
        died=examine.gave_up,
        progress=(lambda done: progress(len(known) + done, len(entries))) if progress else None,
        alone=_stays if hands.executor else lambda entry: seen[entry.real].alone,
        executor=hands.executor,
        threads=hands.threads,
        heard=partial(_keep, register, seen, context) if register else None,
    )
    found = known | {entry.real: group for entry, group in zip(unknown, groups, strict=True)}
    return [examined for entry in entries for examined in found[entry.real]]


def _look(entry: Entry, context: Context, hashed: bool) -> _Seen:
    """What is to be known of an entry before it is read; its bytes are had only once for it."""
    if not entry.regular or entry.ours or intake.is_system(entry.path):
        return _Seen()
    try:
        received = intake.load(entry)
        alone = intake.needs_isolation(entry._replace(loaded=received))
    except UNFORESEEN:
        return _Seen(alone=True)
    if not hashed or not received.data or received.fault is not None:
        return _Seen(alone)
    flags = f"{int(examine.claims_workbook(entry.path))}{int(context.strict)}"
    return _Seen(alone, sha256(received.data).hexdigest(), flags, received.modified)


def _known(
    entries: Sequence[Entry], seen: Mapping[bytes, _Seen], register: Register
) -> dict[bytes, list[Examined]]:
    asked: dict[str, list[Entry]] = {}
    for entry in entries:
        if seen[entry.real].digest:
            asked.setdefault(seen[entry.real].key, []).append(entry)
    known = {}
    for key, text in register.find_all(asked):
        for entry in asked[key]:
            records = _believed(text, entry, seen[entry.real].modified)
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
        _look(entry, context, hashed=True) == question
    ):
        register.keep(question.key, stored.to_text(records, entry.path, question.modified))


def context_of(plan_sha256: str) -> str:
    """A digest of all that a record depends on beside the file itself and `strict`."""
    parts = [RECORD_FORMAT, __version__, plan_sha256, _installed()]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _installed() -> list[tuple[str, int, int]]:
    """The files that make up this installation: a checkout changes without a new version."""
    found = []
    for package in ("aggregator", "templates"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*.py")) + sorted(root.rglob("*.toml")):
            state = path.stat()
            found.append((path.relative_to(root).as_posix(), state.st_size, state.st_mtime_ns))
    return found


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
