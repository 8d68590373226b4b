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

from aggregator.unchanged import Moment, moment_at

FOLDER = ".ketnap"
FILE = "so.sqlite"
RECORD_FORMAT = 9
"""Raised with every change of what a stored record says or means."""

_SCHEMA = (
    "CREATE TABLE receipts (sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, seen TEXT NOT NULL)",
    "CREATE TABLE records (key TEXT PRIMARY KEY, context TEXT NOT NULL,"
    " checksum INTEGER NOT NULL, record BLOB NOT NULL)",
    "CREATE TABLE places (path TEXT PRIMARY KEY, state TEXT NOT NULL, key TEXT NOT NULL,"
    " is_return INTEGER NOT NULL) WITHOUT ROWID",
)
_BATCH = 500
_PATIENCE_SECONDS = 2.0
_LONGEST_RECORD = 50_000_000


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
        self._path = home / FOLDER / FILE
        self._context = context
        self._kind = str(int(strict))
        self._records: list[tuple[str, str, int, bytes]] = []
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._database = _opened(self._path)

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
        if _is_damage(error):
            with contextlib.suppress(OSError):
                _remove(self._path)

    def _close(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None


def is_in(home: Path) -> bool:
    """Whether the folder has a register; nothing is read through a link."""
    path = home / FOLDER / FILE
    return path.is_file() and not (path.parent.is_symlink() or path.is_symlink())


def places(home: Path, prefix: str) -> Iterator[tuple[str, str, str, bool]]:
    """The known places with paths that begin so, in their order; of a damaged register few.

    Each as a `Place` says it, but for its type.
    """
    query = "SELECT * FROM places WHERE path > ? AND path < ? ORDER BY path LIMIT ?"
    start, end = prefix, _end(prefix)
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(_connected(home / FOLDER / FILE)) as database,
    ):
        while rows := database.execute(query, (start, end, _BATCH)).fetchall():
            yield from (row for row in rows if isinstance(row[2], str))
            if (last := rows[-1][0]) <= start:
                return
            start = last


def _end(prefix: str) -> str:
    return prefix + chr(sys.maxunicode)


def receipts(home: Path) -> tuple[Seen, ...]:
    """When each content first came, the earliest first. Raises sqlite3.Error."""
    if not is_in(home):
        return ()
    with contextlib.closing(_connected(home / FOLDER / FILE)) as database:
        query = "SELECT sha256, path, seen FROM receipts ORDER BY seen, path"
        rows = database.execute(query).fetchall()
    return tuple(Seen(str(sha256), str(shown), str(time)) for sha256, shown, time in rows)


def _opened(path: Path) -> sqlite3.Connection | None:
    """The database, made anew where it is damaged or not of this format; None: do without."""
    try:
        if path.parent.is_symlink() or path.is_symlink():
            return None
        path.parent.mkdir(exist_ok=True)
        try:
            return _connected(path)
        except sqlite3.Error as error:
            if not _is_damage(error):
                return None
        _remove(path)
        return _connected(path)
    except (OSError, sqlite3.Error):
        return None


def _connected(path: Path) -> sqlite3.Connection:
    """Raises sqlite3.Error: DatabaseError itself where the file is no register of this format."""
    database = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_RECORD)
        database.execute("PRAGMA trusted_schema = OFF")
        found = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        if not found:
            _create(database)
        elif {text for (text,) in found} != set(_SCHEMA):
            raise sqlite3.DatabaseError("not a register of this format")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _create(database: sqlite3.Connection) -> None:
    with database:
        database.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            database.execute(statement.replace("TABLE", "TABLE IF NOT EXISTS"))


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, and not its lock, its rights or a full disk."""
    return type(error) is sqlite3.DatabaseError


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def _is_whole(record: object, checksum: int) -> bool:
    return isinstance(record, bytes) and crc32(record) == checksum


def digest_of(key: str) -> str:
    """The digest of the content that a place or a record is of."""
    return key.partition(" ")[0]


def storable(text: str) -> str:
    """The text of a name, whose bytes need not be UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
