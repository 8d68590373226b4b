"""Walks a folder: every file once, links and devices named but never followed.

Paths are shown relative to the folder with `/`; bytes that are no UTF-8 appear as `\\xNN`.
"""

from __future__ import annotations

import os
import re
import stat
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aggregator import earlier
from aggregator.unchanged import State, state_of

if TYPE_CHECKING:
    from aggregator.workbook.cells.opened import Opened

_HOW = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")
)
LARGEST_FILE = 50_000_000
_HEAD = 4_000
"""The bytes of an outcome that say who wrote it; one of a country is larger than any return."""
NO_TIME = datetime.fromtimestamp(0, UTC)
WORKBOOKS = frozenset({"xlsx", "xlsb", "ods", "xls"})
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
_SEPARATOR = os.fsencode(os.sep)
_OUTCOME = os.fsencode(earlier.OUTCOME)
_RETURNED = os.fsencode(earlier.RETURNED)
_SYSTEM = re.compile(
    r"^(~\$.*|\.~.*|\._.*|\.ketnap-.*|thumbs\.db|desktop\.ini|\.ds_store|.*\.(tmp|part|crdownload))$",
    re.IGNORECASE,
)


class Received(NamedTuple):
    """The bytes of one file or member, with what orders it among others.

    `fault` is a rule code with its message where the bytes could not be had; `digest` their
    SHA-256 where somebody has worked it out already, `state` what the system says of the file,
    `workbook` what they hold where it has been read ahead.
    """

    path: str
    data: bytes
    modified: datetime
    mailed: datetime | None = None
    fault: tuple[str, str] | None = None
    digest: str = ""
    state: State | None = None
    workbook: Opened | None = None

    @property
    def sha256(self) -> str:
        """The digest of the bytes."""
        return self.digest or sha256(self.data).hexdigest()


class Entry(NamedTuple):
    """A name found under the folder; `regular` is False for what is never opened.

    `ours` marks what an earlier run wrote: everything beside or below an outcome of ours.
    `loaded` holds the bytes where they travel with the name to a machine without the folder.
    """

    path: str
    real: bytes
    regular: bool
    ours: bool = False
    loaded: Received | None = None


def walk(folder: Path, skipped: frozenset[Path] = frozenset()) -> list[Entry]:
    """Every entry under the folder but those in the skipped folders and `.ketnap`, by path."""
    root = os.fsencode(folder)
    above = len(root if root.endswith(_SEPARATOR) else root + _SEPARATOR)
    excluded = {os.fsencode(path.resolve()) for path in skipped}
    found: list[Entry] = []
    waiting = [(root, False)]
    while waiting:
        here, ours = waiting.pop()
        holds_outcome = _holds_outcome(here)
        ours = ours or (holds_outcome and here != root)
        with os.scandir(here) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    regular = entry.is_file(follow_symlinks=False)
                    written = ours or (holds_outcome and entry.name == _OUTCOME)
                    found.append(Entry(_shown(entry.path[above:]), entry.path, regular, written))
                elif entry.name != b".ketnap" and os.path.realpath(entry.path) not in excluded:
                    returned = holds_outcome and entry.name == _RETURNED
                    waiting.append((entry.path, ours or returned))
    return sorted(found, key=lambda entry: entry.real)


def _holds_outcome(folder: bytes) -> bool:
    """Whether a run of ours wrote its outputs there."""
    try:
        return b'"generated_by": "ketnap ' in _head(folder + _SEPARATOR + _OUTCOME)
    except OSError:
        return False


def _head(path: bytes) -> bytes:
    """The first bytes of a regular file, of another nothing. Raises OSError."""
    descriptor = os.open(path, _HOW)
    try:
        return _start(descriptor, _HEAD) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    finally:
        os.close(descriptor)


def _shown(below: bytes) -> str:
    return below.replace(_SEPARATOR, b"/").decode("utf-8", "backslashreplace")


def is_system(name: str) -> bool:
    """Lock files, thumbnails and other names that hold no return."""
    return _SYSTEM.match(name.rpartition("/")[2]) is not None or name.startswith("__MACOSX/")


def needs_isolation(entry: Entry) -> bool:
    """Whether reading it may go through a native library: anything but a plain .xlsx or .xlsm."""
    if not entry.regular or entry.ours or is_system(entry.path):
        return False
    if entry.path.lower().endswith((".xls", ".xlsb", ".ods", ".zip", ".eml")):
        return True
    data = load(entry).data
    return data.startswith(b"\xd0\xcf\x11\xe0") or (
        data.startswith(b"PK") and b"xl/workbook.xml" not in data[-65_536:]
    )


def load(entry: Entry) -> Received:
    """Read one regular file once, without following links or waiting on pipes."""
    if entry.loaded is not None:
        return entry.loaded
    try:
        descriptor = os.open(entry.real, _HOW)
    except OSError as error:
        return Received(entry.path, b"", NO_TIME, None, ("R117", str(error.strerror)))
    try:
        before = os.fstat(descriptor)
        modified = modified_at(before)
        if not stat.S_ISREG(before.st_mode):
            return Received(entry.path, b"", modified, None, ("R110", "không phải tệp thường"))
        if before.st_size > LARGEST_FILE:
            message = f"tệp {before.st_size // 1_000_000} MB, lớn hơn 50 MB"
            return Received(entry.path, b"", modified, None, ("R104", message))
        data = _start(descriptor, before.st_size + 1)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        message = "dung lượng hoặc giờ sửa thay đổi trong lúc đọc"
        return Received(entry.path, b"", modified, None, ("R109", message))
    return Received(entry.path, data, modified, state=state_of(before))


def modified_at(status: os.stat_result) -> datetime:
    """When a file was last written; 1970 where its disk names a year that no calendar has."""
    try:
        return datetime.fromtimestamp(status.st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        return NO_TIME


def _start(descriptor: int, most: int) -> bytes:
    """So many bytes of a file, fewer only where it ends: one read may give less than it could."""
    pieces = []
    while most and (piece := os.read(descriptor, most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)
