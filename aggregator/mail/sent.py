"""The book of letters sent, `.ketnap/thu.sqlite`: which content went to whom, when.

A letter is noted before it is handed over and confirmed afterwards; one that stayed unconfirmed
may have arrived. Unlike the register the book is no cache: without it nothing is sent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from aggregator.register_file import FOLDER

FILE = "thu.sqlite"

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS letters"
    " (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, recipient TEXT NOT NULL,"
    " moment TEXT NOT NULL, confirmed INTEGER NOT NULL)"
)
_PATIENCE_SECONDS = 5.0


class BookUnusableError(Exception):
    """The book can't be read or written; holds the sentence."""


class Note(NamedTuple):
    """A letter in the book: when it went; whether that is certain."""

    moment: datetime
    confirmed: bool


class AlreadyError(Exception):
    """The content went to the recipient before, or may have."""

    def __init__(self, note: Note) -> None:
        super().__init__()
        self.note = note


class Book:
    """The book, open; each entry is on disk at once, and two that send see each other's."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def last(self, sha256: str, recipient: str) -> Note | None:
        """The last time the content went to the recipient, or may have gone."""
        query = (
            "SELECT moment, confirmed FROM letters WHERE sha256 = ? AND recipient = ?"
            " ORDER BY number DESC LIMIT 1"
        )
        found = self._database.execute(query, (sha256, recipient.lower())).fetchone()
        return found and Note(datetime.fromisoformat(found[0]), bool(found[1]))

    def confirmed(self, sha256: str, recipient: str) -> int:
        """How often the content certainly went to the recipient."""
        query = "SELECT count(*) FROM letters WHERE sha256 = ? AND recipient = ? AND confirmed"
        (times,) = self._database.execute(query, (sha256, recipient.lower())).fetchone()
        return int(times)

    def begin(self, sha256: str, recipient: str, moment: datetime, again: bool) -> int:
        """Note that the content is about to go; the number of the note.

        Raises AlreadyError where it went before, unless it shall go again.
        """
        self._database.execute("BEGIN IMMEDIATE")
        try:
            before = self.last(sha256, recipient)
            if before is not None and not again:
                raise AlreadyError(before)
            row = (sha256, recipient.lower(), moment.astimezone(UTC).isoformat(timespec="seconds"))
            insert = "INSERT INTO letters VALUES (NULL, ?, ?, ?, 0)"
            number = self._database.execute(insert, row).lastrowid
        finally:
            self._database.execute("COMMIT")
        return number or 0

    def confirm(self, number: int) -> None:
        """Note that the letter was taken. Raises BookUnusableError."""
        try:
            self._database.execute("UPDATE letters SET confirmed = 1 WHERE number = ?", (number,))
        except sqlite3.Error as error:
            sentence = f"Đã gửi thư, nhưng không ghi được vào sổ thư ({error})"
            raise BookUnusableError(sentence) from error

    def withdraw(self, number: int) -> None:
        """Take back a note: the letter certainly wasn't taken."""
        self._database.execute("DELETE FROM letters WHERE number = ?", (number,))


@contextmanager
def opened(home: Path) -> Iterator[Book]:
    """The book of a folder. Raises BookUnusableError, also where it fails in the block."""
    try:
        with closing(_connected(home / FOLDER)) as database:
            database.execute(_SCHEMA)
            yield Book(database)
    except sqlite3.Error as error:
        sentence = f"Chưa gửi thư: sổ thư “{home / FOLDER / FILE}” không ghi được ({error})"
        raise BookUnusableError(sentence) from error


def _connected(folder: Path) -> sqlite3.Connection:
    if folder.is_symlink() or (folder / FILE).is_symlink():
        raise BookUnusableError(f"Chưa gửi thư: “{folder}” là liên kết, không dùng làm sổ thư được")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        sentence = f"Chưa gửi thư: không tạo được “{folder}” ({error.strerror})"
        raise BookUnusableError(sentence) from error
    return sqlite3.connect(folder / FILE, timeout=_PATIENCE_SECONDS, isolation_level=None)
