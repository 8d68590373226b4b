"""What earlier runs know of the entries of a folder, and what this one adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from aggregator import recorded
from aggregator.examined import Examined
from aggregator.intake import Entry
from aggregator.pipeline import untouched
from aggregator.pipeline.pieces import Pieces
from aggregator.pipeline.untouched import File, Untouched
from aggregator.recorded import Answer, Content
from aggregator.register import Place, Receipt, Register
from aggregator.stored import Found
from aggregator.unchanged import is_lasting, reader
from aggregator.workbook.cells.learning import LEARNT

_ROWS = "rows"
"""The key of what the reader learnt, in the register."""
_AT_A_TIME = 500
_ROOM = 16_000_000
"""Bytes of unknown files that are not read a second time to be examined."""


class Remembered:
    """The register in `home` as seen from one folder, some files of which are `same` as before."""

    def __init__(self, register: Register, home: Path, folder: Path, same: Untouched) -> None:
        self._register = register
        self._home, self._folder = home, folder
        self._prefix = untouched.prefix(home, folder)
        self._same = same
        self._looked = register.moment()
        self._reader = reader()
        self._noticed: list[tuple[Found, str, bool]] = []
        self._unchanged: frozenset[bytes] = frozenset()
        self._pieces = Pieces(register, self._prefix)
        self._at_hand: dict[bytes, Entry] = {}
        self._room = _ROOM

    def is_empty(self) -> bool:
        """Whether nothing is known of any content."""
        return self._register.is_empty()

    def known(self, entries: Sequence[Entry]) -> dict[bytes, list[Examined]]:
        """The records of the entries whose content the register knows, by their real paths."""
        if self.is_empty():
            return {}
        files = self._files(entries)
        at_once = self._pieces.read({file.key: file.found for file in files})
        known = {
            file.real: [record]
            for file in files
            if (record := at_once.get(file.key)) and record.path == file.found.path
        }
        rest = _by_key(file for file in files if file.real not in known)
        for key, kept in self._register.find_all(rest):
            for file in rest[key]:
                if (records := recorded.believed(kept, file.found)) is not None:
                    known[file.real] = records
                    self._pieces.add(file.found, records)
        self._unchanged = frozenset(known)
        same = {file.real for file in files}
        others = [entry for entry in entries if entry.real not in same]
        for start in range(0, len(others), _AT_A_TIME):
            known.update(self._looked_up(others[start : start + _AT_A_TIME]))
        return known

    def _files(self, entries: Sequence[Entry]) -> Sequence[File]:
        """The untouched by this register, which need not be the one that was looked at first."""
        same, self._same = self._same, untouched.NOTHING
        if same.home != self._home.resolve():
            same = untouched.untouched(self._home, self._folder, entries)
        return same.files

    def recall(self) -> None:
        """Let the reader know again the shapes of rows that earlier runs met."""
        with suppress(ValueError, TypeError, AttributeError):
            LEARNT.take(self._register.find(_ROWS) or b"{}")

    def at_hand(self, entry: Entry) -> Entry:
        """The entry, with its bytes where they were read to look it up."""
        return self._at_hand.pop(entry.real, entry)

    def keep(self, entry: Entry, answer: Answer) -> Answer:
        """Note what an entry was read to be; the answer without what is only for the register."""
        if answer.content is None:
            return answer
        self._register.keep(recorded.key(answer.content.found), answer.kept)
        self._notice(entry, answer.content, answer.records)
        return Answer(answer.records)

    def receive(self, entries: Sequence[Entry], groups: Sequence[Sequence[Examined]]) -> None:
        """Note when the contents of the entries came, but of those that are as they were."""
        self._pieces.keep()
        if news := LEARNT.news():
            self._register.keep(_ROWS, news)
        receipts = (
            Receipt(examined.sha256, self._prefix + examined.path)
            for entry, group in zip(entries, groups, strict=True)
            if entry.real not in self._unchanged
            for examined in group
            if examined.sha256
        )
        places = (
            Place(self._prefix + found.path, state, recorded.key(found), is_return)
            for found, state, is_return in self._noticed
        )
        self._register.receive(receipts, places)

    def _looked_up(self, entries: Sequence[Entry]) -> Iterator[tuple[bytes, list[Examined]]]:
        """The records of those of the entries whose bytes were met before, here or elsewhere."""
        asked: dict[str, list[tuple[Entry, Content]]] = {}
        for entry in entries:
            loaded = recorded.hashed(recorded.loaded(entry))
            if (content := recorded.content(loaded)) is not None:
                self._hold(loaded)
                asked.setdefault(recorded.key(content.found), []).append((entry, content))
        for key, kept in self._register.find_all(asked):
            for entry, content in asked[key]:
                records = recorded.believed(kept, content.found)
                if records is not None:
                    self._let_go(entry)
                    self._notice(entry, content, records)
                    yield entry.real, records

    def _hold(self, entry: Entry) -> None:
        size = len(entry.loaded.data) if entry.loaded else 0
        if size <= self._room:
            self._room -= size
            self._at_hand[entry.real] = entry

    def _let_go(self, entry: Entry) -> None:
        held = self.at_hand(entry)
        self._room += len(held.loaded.data) if held.loaded else 0

    def _notice(self, entry: Entry, content: Content, records: Sequence[Examined]) -> None:
        """Where the content lies, if the state of its file tells it from any later one."""
        self._pieces.add(content.found, records)
        state = content.state
        if state is not None and is_lasting(state, self._looked):
            is_return = [r.path for r in records if r.submission] == [entry.path]
            self._noticed.append((content.found, state.text(self._reader), is_return))


def _by_key(files: Iterable[File]) -> dict[str, list[File]]:
    found: dict[str, list[File]] = {}
    for file in files:
        found.setdefault(file.key, []).append(file)
    return found
