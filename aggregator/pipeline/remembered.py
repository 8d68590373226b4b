"""What earlier runs know of the entries of a folder, and what this one adds to it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path, PurePath

from aggregator import recorded
from aggregator.examined import Examined
from aggregator.intake import Entry, modified_at
from aggregator.recorded import Answer, Content
from aggregator.register import Place, Receipt, Register, storable
from aggregator.unchanged import is_lasting, state_of

_AT_A_TIME = 500


class Remembered:
    """The register as seen from one folder; `home` is the folder it lies in."""

    def __init__(self, register: Register, home: Path, folder: Path) -> None:
        self._register = register
        self._below = PurePath(os.path.relpath(folder.resolve(), home.resolve()))
        self._prefix = storable((self._below / "x").as_posix()[:-1])
        self._looked = register.moment()
        self._places: list[Place] = []
        self._unchanged: set[bytes] = set()

    def known(self, entries: Sequence[Entry], strict: bool) -> dict[bytes, list[Examined]]:
        """The records of the entries whose content the register knows, by their real paths."""
        if self._register.is_empty():
            return {}
        asked: dict[str, list[tuple[Entry, datetime]]] = {}
        for entry, key, modified in self._contents(entries, strict):
            asked.setdefault(key, []).append((entry, modified))
        known = {}
        for key, text in self._register.find_all(asked):
            for entry, modified in asked[key]:
                records = recorded.believed(text, entry, modified)
                if records is not None:
                    known[entry.real] = records
        self._unchanged &= known.keys()
        return known

    def keep(self, entry: Entry, answer: Answer) -> Answer:
        """Note what an entry was read to be; the answer without what is only for the register."""
        if answer.content is None:
            return answer
        self._register.keep(answer.content.key, answer.text)
        self._found(entry, answer.content)
        return Answer(answer.records)

    def receive(self, entries: Sequence[Entry], groups: Sequence[Sequence[Examined]]) -> None:
        """Note when the contents of the entries came, but of those that are as they were."""
        receipts = (
            Receipt(examined.sha256, (self._below / examined.path).as_posix())
            for entry, group in zip(entries, groups, strict=True)
            if entry.real not in self._unchanged
            for examined in group
            if examined.sha256
        )
        self._register.receive(receipts, self._places)

    def _contents(
        self, entries: Sequence[Entry], strict: bool
    ) -> Iterator[tuple[Entry, str, datetime]]:
        """Each entry of which the register may know something, the key of it, its time."""
        for start in range(0, len(entries), _AT_A_TIME):
            some = entries[start : start + _AT_A_TIME]
            paths = (self._prefix + entry.path for entry in some)
            places = {place.path: place for place in self._register.places(paths)}
            for entry in some:
                place = places.get(self._prefix + entry.path)
                modified = _modified(entry, place) if place is not None else None
                if place is not None and modified is not None:
                    self._unchanged.add(entry.real)
                    yield entry, recorded.key(entry, place.sha256, strict), modified
                elif (content := recorded.content(recorded.loaded(entry), strict)) is not None:
                    self._found(entry, content)
                    yield entry, content.key, content.modified

    def _found(self, entry: Entry, content: Content) -> None:
        if content.state is not None and is_lasting(content.state, self._looked):
            path = self._prefix + entry.path
            self._places.append(Place(path, content.state.text(), content.digest))


def _modified(entry: Entry, place: Place) -> datetime | None:
    """The time of a file that may be read and is as it was found at the place, else None."""
    if not entry.regular or entry.ours:
        return None
    try:
        status = os.lstat(entry.real)
    except OSError:
        return None
    if state_of(status).text() != place.state or not os.access(entry.real, os.R_OK):
        return None
    return modified_at(status)
