"""Which files of a folder are as an earlier run left them, told without opening one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePath
from typing import NamedTuple

from aggregator import register, register_file
from aggregator.intake import Entry, modified_at
from aggregator.register import storable
from aggregator.stored import Found
from aggregator.unchanged import reader, text_of

_SEPARATOR = os.fsencode(os.sep)


class File(NamedTuple):
    """A file of which the bytes are known, `key` of their record; a return where they are one."""

    real: bytes
    found: Found
    key: str
    is_return: bool


class Untouched(NamedTuple):
    """The files as the register in `home` has them."""

    home: Path | None
    files: Sequence[File]

    def returns(self) -> frozenset[bytes]:
        """The names of the returns that lie in the folder itself."""
        reals = [f.real for f in self.files if f.is_return and "/" not in f.found.path]
        return frozenset([real.rpartition(_SEPARATOR)[2] for real in reals])


NOTHING = Untouched(None, ())


def likely_home(folder: Path) -> Path:
    """The nearest folder above that holds a register: most likely that of the plan."""
    here = folder.resolve()
    return next((home for home in (here, *here.parents) if register_file.is_in(home)), here)


def prefix(home: Path, folder: Path) -> str:
    """How the paths of all that lies in the folder begin in the register."""
    below = PurePath(os.path.relpath(folder.resolve(), home.resolve()))
    return storable((below / "x").as_posix()[:-1])


def untouched(home: Path, folder: Path, entries: Sequence[Entry]) -> Untouched:
    """Those of the entries of the folder that are as the register in `home` has them."""
    if sys.platform == "win32" or not register_file.is_in(home):
        return NOTHING
    start, me = prefix(home, folder), reader()
    waiting = {start + entry.path: entry for entry in entries if entry.regular and not entry.ours}
    files: list[File] = []
    above = len(os.path.join(os.fsencode(folder), b""))  # noqa: PTH118  (bytes)
    with _handle(folder) as top:
        for path, state, key, is_return in register.places(home, start):
            entry = waiting.get(path)
            if entry and (modified := _modified(entry.real[above:], top, state, me)):
                found = Found(entry.path, register.digest_of(key), modified)
                files.append(File(entry.real, found, key, is_return))
    return Untouched(home.resolve(), files)


@contextmanager
def _handle(folder: Path) -> Iterator[int]:
    """By which the system finds what lies in the folder without walking there each time."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _modified(below: bytes, top: int, state: str, me: str) -> datetime | None:
    """The time of a file that is in this state, else None."""
    try:
        status = os.stat(below, dir_fd=top, follow_symlinks=False)
    except OSError:
        return None
    return modified_at(status) if text_of(status, me) == state else None
