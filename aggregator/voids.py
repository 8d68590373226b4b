"""`.ketnap/vo-hieu.sqlite`: which contents were declared void, why, and when that was undone.

It stands apart from what may be deleted at any time. Rows are only ever added, and a run that
can't read them says so: a void file must not be counted in silence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from aggregator.register_file import FOLDER

FILE = "vo-hieu.sqlite"
_SCHEMA = (
    "CREATE TABLE acts (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, path TEXT NOT NULL,"
    " void INTEGER NOT NULL, reason TEXT NOT NULL, time TEXT NOT NULL, checksum INTEGER NOT NULL)"
)
_PATIENCE_SECONDS = 5.0


class UnreadableError(Exception):
    """The list is there and can't be read or written; says why."""


class Content(NamedTuple):
    """A content, and the path it was found under."""

    sha256: str
    path: str


class Act(NamedTuple):
    """A content declared void at a time (UTC, ISO 8601), or with `void` False no longer."""

    sha256: str
    path: str
    void: bool
    reason: str
    time: str


class Voids(NamedTuple):
    """Digest of each void content -> why; `unreadable` says why they are not known."""

    reasons: Mapping[str, str]
    unreadable: str = ""


def known(home: Path) -> Voids:
    """What is void in the folder of the plan."""
    try:
        return Voids(standing(acts(home)))
    except UnreadableError as error:
        return Voids({}, str(error))


def standing(done: Iterable[Act]) -> Mapping[str, str]:
    """What is void after all that was done: the last word on each content."""
    last = {act.sha256: act for act in done}
    return {digest: act.reason for digest, act in last.items() if act.void}


def acts(home: Path) -> tuple[Act, ...]:
    """Everything that was done, in its order. Raises UnreadableError."""
    path = home / FOLDER / FILE
    if not _is_there(path):
        return ()
    try:
        with closing(_connected(path)) as database:
            if not _has_table(database):
                return ()
            return tuple(_read(database))
    except sqlite3.Error as error:
        raise UnreadableError(_why(error)) from error


def declare(home: Path, contents: Iterable[Content], *, void: bool, reason: str = "") -> None:
    """Add an act for each of the contents. Raises UnreadableError, and OSError for the folder."""
    path = home / FOLDER / FILE
    _is_there(path)
    path.parent.mkdir(exist_ok=True)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    done = [Act(each.sha256, _storable(each.path), void, reason, now) for each in contents]
    columns = ", ".join(Act._fields)
    insert = f"INSERT INTO acts ({columns}, checksum) VALUES (?, ?, ?, ?, ?, ?)"
    try:
        with closing(_connected(path)) as database, database:
            database.execute("BEGIN IMMEDIATE")
            if not _has_table(database):
                database.execute(_SCHEMA)
            database.executemany(insert, [(*act, _checksum(act)) for act in done])
    except sqlite3.Error as error:
        raise UnreadableError(_why(error)) from error


def _is_there(path: Path) -> bool:
    """Raises UnreadableError for a link: nothing is read or written through one."""
    try:
        linked = any(step.is_symlink() for step in (path.parent, path))
        there = path.exists()
    except OSError as error:
        raise UnreadableError(str(error.strerror)) from error
    if linked:
        raise UnreadableError(f"{FOLDER}/{FILE} là liên kết, không mở theo")
    return there


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _has_table(database: sqlite3.Connection) -> bool:
    """False where nothing was ever written. Raises DatabaseError for another file."""
    found = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if found and found != [(_SCHEMA,)]:
        raise sqlite3.DatabaseError("not a list of void files")
    return bool(found)


def _read(database: sqlite3.Connection) -> Iterator[Act]:
    """Raises DatabaseError where a part of the file is lost: a row less is a void file counted."""
    if database.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise sqlite3.DatabaseError("damaged")
    query = f"SELECT {', '.join(Act._fields)}, checksum FROM acts ORDER BY number"
    for *columns, checksum in database.execute(query):
        sha256, path, void, reason, time = columns
        act = Act(str(sha256), str(path), bool(void), str(reason), str(time))
        if checksum != _checksum(act):
            raise sqlite3.DatabaseError("damaged")
        yield act


def _checksum(act: Act) -> int:
    return crc32("\n".join(map(str, act)).encode())


def _why(error: sqlite3.Error) -> str:
    locked = "locked" in str(error)
    return "sổ đang bị chương trình khác khóa" if locked else "sổ hỏng hoặc không mở được"


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
