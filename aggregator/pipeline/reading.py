"""Every entry of a folder examined: out of the register where its content is known, else read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
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

LARGEST_TRAVELLER = 500_000
"""Larger files are read here and not on a cluster: their bytes would pile up on the way."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Hands:
    """Who reads: so many processes here, or the threads of an executor elsewhere."""

    jobs: int = 1
    executor: Executor | None = None
    threads: int = 0


class _Asked(NamedTuple):
    """What the register is asked about an entry: its content, its kind of name, its time."""

    digest: str
    flags: str
    modified: datetime

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
    asked = _asked(entries, context) if register else {}
    known = _known(entries, asked, register) if register else {}
    unknown = [entry for entry in entries if entry.real not in known]
    groups = sandbox.run(
        partial(examine.examine_all, context=context),
        _Travelling(unknown) if hands.executor else unknown,
        jobs=hands.jobs,
        died=examine.gave_up,
        progress=(lambda done: progress(len(known) + done, len(entries))) if progress else None,
        alone=_stays if hands.executor else intake.needs_isolation,
        executor=hands.executor,
        threads=hands.threads,
        heard=partial(_keep, register, asked, context) if register else None,
    )
    found = known | {entry.real: group for entry, group in zip(unknown, groups, strict=True)}
    return [examined for entry in entries for examined in found[entry.real]]


def _asked(entries: Sequence[Entry], context: Context) -> dict[bytes, _Asked]:
    """By entry, without those that are settled without a look inside or can't be had."""
    found = {}
    for entry in entries:
        if entry.regular and not entry.ours and not intake.is_system(entry.path):
            received = intake.load(entry)
            if received.data and received.fault is None:
                flags = f"{int(examine.claims_workbook(entry.path))}{int(context.strict)}"
                digest = sha256(received.data).hexdigest()
                found[entry.real] = _Asked(digest, flags, received.modified)
    return found


def _known(
    entries: Sequence[Entry], asked: Mapping[bytes, _Asked], register: Register
) -> dict[bytes, list[Examined]]:
    known = {}
    for entry in entries:
        question = asked.get(entry.real)
        text = register.find(question.key) if question else None
        records = _believed(text, entry, question.modified) if text and question else None
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
    asked: Mapping[bytes, _Asked],
    context: Context,
    entry: Entry,
    records: Sequence[Examined],
) -> None:
    """Only what was read of the very content the register was asked about."""
    question = asked.get(entry.real)
    if question is None or question != _asked([entry], context).get(entry.real):
        return
    if all(each.sha256 == question.digest for each in records if each.path == entry.path):
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
