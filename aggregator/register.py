"""The register, `.ketnap/so.sqlite`: when each content first came, and what it was found to be.

It may be deleted at any time and changes nothing but the speed: whatever is wrong with it, the
run goes on without it. What a record depends on is in its key; records of another `context`
(plan, forms, version) are dropped as soon as new ones are written. Beside them stands where each
content was last found, with the state of its file, so that a file that did not change isn't read.
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from zlib import crc32

from aggregator import register_file
from aggregator.unchanged import Moment, moment_at

RECORD_FORMAT = 9
"""Raised with every change of what a stored record says or means."""

_BATCH = 500


class Receipt(NamedTuple):
    """A content, and the path it came under, relative to the folder of the register's folder."""

    sha256: str
    path: str


class Place(NamedTuple):
    """Where a content was found, relative as in a receipt, and the state of the file then.

    `key` is that of its record, `is_return` whether it is one that was read, and so no plan.
    """

    path: str
    state: str
    key: str
    is_return: bool


class Seen(NamedTuple):
    """A receipt with its time (UTC, ISO 8601)."""

    sha256: str
    path: str
    time: str


class Register:
    """The register of one folder; without a usable file it knows nothing and keeps nothing."""

    def __init__(self, home: Path, context: str, *, strict: bool = False) -> None:
        self._path = register_file.of(home)
        self._context = context
        self._kind = str(int(strict))
        self._records: list[tuple[str, str, int, bytes]] = []
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._database = register_file.opened(self._path)

    def __enter__(self) -> Register:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._records:
            self._write()
        self._close()

    def moment(self) -> Moment | None:
        """Now, by the clock of the disk the register lies on."""
        return moment_at(self._path.parent) if self._database is not None else None

    def is_empty(self) -> bool:
        """Whether it knows no record at all."""
        if self._database is None:
            return True
        query = "SELECT NOT EXISTS (SELECT 1 FROM records WHERE context = ?)"
        try:
            return bool(self._database.execute(query, (self._context,)).fetchone()[0])
        except sqlite3.Error as error:
            self._give_up(error)
            return True

    def find(self, key: str) -> bytes | None:
        """The record kept under the key, None where there is none or it is damaged."""
        return dict(self.find_all((key,))).get(key)

    def find_all(self, keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Each of the keys under which a record is kept, with it, in no order."""
        wanted = (key + self._kind for key in keys)
        while self._database is not None and (some := tuple(islice(wanted, _BATCH))):
            query = (
                "SELECT key, checksum, record FROM records"
                f" WHERE context = ? AND key IN ({','.join('?' * len(some))})"
            )
            try:
                rows = self._database.execute(query, (self._context, *some)).fetchall()
            except sqlite3.Error as error:
                self._give_up(error)
                return
            for key, checksum, record in rows:
                if _is_whole(record, checksum):
                    yield key.removesuffix(self._kind), record

    def keep(self, key: str, record: bytes) -> None:
        """Remember a record; it is on disk a moment later."""
        self._records.append((key + self._kind, self._context, crc32(record), record))
        if len(self._records) >= _BATCH:
            self._write()

    def receive(self, receipts: Iterable[Receipt], places: Iterable[Place]) -> None:
        """Note contents that came, the first note of each stands, and where they are now."""
        noted = ((sha256, storable(path), self._now) for sha256, path in receipts)
        self._write(noted, places)

    def _write(
        self, receipts: Iterable[tuple[str, str, str]] = (), places: Iterable[Place] = ()
    ) -> None:
        """One short transaction, so that two runs at once wait for each other only a moment."""
        records, self._records = self._records, []
        if self._database is None:
            return
        try:
            with self._database as database:
                database.execute("BEGIN IMMEDIATE")
                if records:
                    others = "DELETE FROM records WHERE context <> ?"
                    database.execute(others, (self._context,))
                database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", records)
                database.executemany("INSERT OR IGNORE INTO receipts VALUES (?, ?, ?)", receipts)
                database.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", places)
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        self._close()
        if register_file.is_damage(error):
            with contextlib.suppress(OSError):
                register_file.remove(self._path)

    def _close(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None


def places(home: Path, prefix: str) -> Iterator[tuple[str, str, str, bool]]:
    """The known places with paths that begin so, in their order; of a damaged register few.

    Each as a `Place` says it, but for its type.
    """
    query = "SELECT * FROM places WHERE path > ? AND path < ? ORDER BY path LIMIT ?"
    start, end = prefix, _end(prefix)
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(register_file.connected(register_file.of(home))) as database,
    ):
        while rows := database.execute(query, (start, end, _BATCH)).fetchall():
            yield from [row for row in rows if isinstance(row[2], str)]
            if (last := rows[-1][0]) <= start:
                return
            start = last


def _end(prefix: str) -> str:
    return prefix + chr(sys.maxunicode)


def receipts(home: Path) -> tuple[Seen, ...]:
    """When each content first came, the earliest first. Raises sqlite3.Error."""
    if not register_file.is_in(home):
        return ()
    with contextlib.closing(register_file.connected(register_file.of(home))) as database:
        query = "SELECT sha256, path, seen FROM receipts ORDER BY seen, path"
        rows = database.execute(query).fetchall()
    return tuple(Seen(str(sha256), str(shown), str(time)) for sha256, shown, time in rows)


def _is_whole(record: object, checksum: int) -> bool:
    return isinstance(record, bytes) and crc32(record) == checksum


def digest_of(key: str) -> str:
    """The digest of the content that a place or a record is of."""
    return key.partition(" ")[0]


def storable(text: str) -> str:
    """The text of a name, whose bytes need not be UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
