"""The file of the register: found, opened, made anew where it is damaged, refused as a link."""

from __future__ import annotations

import sqlite3
from pathlib import Path

FOLDER = ".ketnap"
FILE = "so.sqlite"

_SCHEMA = (
    "CREATE TABLE receipts (sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, seen TEXT NOT NULL)",
    "CREATE TABLE records (key TEXT PRIMARY KEY, context TEXT NOT NULL,"
    " checksum INTEGER NOT NULL, record BLOB NOT NULL)",
    "CREATE TABLE places (path TEXT PRIMARY KEY, state TEXT NOT NULL, key TEXT NOT NULL,"
    " is_return INTEGER NOT NULL) WITHOUT ROWID",
)
_PATIENCE_SECONDS = 2.0
_LONGEST_RECORD = 50_000_000


def of(home: Path) -> Path:
    """Where the register of a folder lies."""
    return home / FOLDER / FILE


def is_in(home: Path) -> bool:
    """Whether the folder has a register; nothing is read through a link."""
    path = of(home)
    return path.is_file() and not (path.parent.is_symlink() or path.is_symlink())


def opened(path: Path) -> sqlite3.Connection | None:
    """The database, made anew where it is damaged or not of this format; None: do without."""
    try:
        if path.parent.is_symlink() or path.is_symlink():
            return None
        path.parent.mkdir(exist_ok=True)
        try:
            return connected(path)
        except sqlite3.Error as error:
            if not is_damage(error):
                return None
        remove(path)
        return connected(path)
    except (OSError, sqlite3.Error):
        return None


def connected(path: Path) -> sqlite3.Connection:
    """The database, made where there is none.

    Raises sqlite3.Error: DatabaseError itself where the file is no register of this format.
    """
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


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, and not its lock, its rights or a full disk."""
    return type(error) is sqlite3.DatabaseError


def remove(path: Path) -> None:
    """Away with it and all that its library keeps beside it. Raises OSError."""
    for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
