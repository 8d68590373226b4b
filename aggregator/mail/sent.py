"""The book of letters sent, `.ketnap/thu.sqlite`: which content went to whom, when.

Unlike the register it is no cache: it is never made anew, and without it nothing is sent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from aggregator.register import FOLDER

FILE = "thu.sqlite"

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS sent"
    " (sha256 TEXT NOT NULL, recipient TEXT NOT NULL, moment TEXT NOT NULL)"
)
_PATIENCE_SECONDS = 5.0


class BookUnusableError(Exception):
    """The book can't be read or written; holds the sentence."""


class Book:
    """The book, open for one sending; another that begins meanwhile waits."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def last(self, sha256: str, recipient: str) -> datetime | None:
        """When the content last went to the recipient."""
        query = "SELECT max(moment) FROM sent WHERE sha256 = ? AND recipient = ?"
        (found,) = self._database.execute(query, (sha256, recipient.lower())).fetchone()
        return None if found is None else datetime.fromisoformat(found)

    def note(self, sha256: str, recipient: str, moment: datetime) -> None:
        """Note that the content went; it stands in the book when the sending ends well."""
        row = (sha256, recipient.lower(), moment.astimezone(UTC).isoformat(timespec="seconds"))
        self._database.execute("INSERT INTO sent VALUES (?, ?, ?)", row)


@contextmanager
def opened(home: Path) -> Iterator[Book]:
    """The book of a folder, locked: what is noted is kept unless an exception ends the block.

    Raises BookUnusableError.
    """
    folder = home / FOLDER
    try:
        if folder.is_symlink() or (folder / FILE).is_symlink():
            raise BookUnusableError(f"“{folder}” là liên kết, không dùng làm sổ thư được")
        folder.mkdir(exist_ok=True)
        with closing(_connected(folder / FILE)) as database, database:
            database.execute("BEGIN IMMEDIATE")
            database.execute(_SCHEMA)
            yield Book(database)
    except (OSError, sqlite3.Error) as error:
        raise BookUnusableError(f"sổ thư “{folder / FILE}” không ghi được ({error})") from error


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
