"""Writes that leave the old file or the new one, never a torn one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from secrets import token_hex

from aggregator import forking

PREFIX = ".ketnap-"
_RUN = token_hex(8)
_NUMBERS = count()
"""With the process they make a name that no other file has."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MODE = 0o666
_TRIES = 20
_BUFFER = 1 << 20


Place = str | Path


def write(path: Place, data: bytes, flush: bool = True) -> None:
    """Put `data` at `path` through a temporary file in the same folder and a rename.

    Without `flush` it may be lost by a failure of power until `flush_all`: for many files at once.
    """
    temporary, target = _temporary(path)
    try:
        file = _created(temporary)
        try:
            written = os.write(file, data)
            while written < len(data):
                written += os.write(file, memoryview(data)[written:])
            if flush:
                os.fsync(file)
        finally:
            os.close(file)
        os.replace(temporary, target)
    except BaseException:
        _drop(((temporary, target),))
        raise


def write_pieces(path: Place, pieces: Iterable[bytes], flush: bool = True) -> None:
    """As `write`, for what is never whole in memory."""
    write_together(((path, pieces),), flush)


def write_together(files: Iterable[tuple[Place, Iterable[bytes]]], flush: bool = True) -> None:
    """As `write_pieces`, for files of one run: all are on the disk before the first is put there.

    So a run that is killed leaves all the old ones or, but for the moment of the renames, all the
    new ones; the last is put there last.
    """
    staged: list[tuple[str, str]] = []
    try:
        for path, pieces in files:
            staged.append(_temporary(path))
            _stage(staged[-1][0], pieces, flush)
        _put(staged)
    finally:
        _drop(staged)


def _temporary(path: Place) -> tuple[str, str]:
    """A new name in the folder of a file, and the file."""
    target = os.fspath(path)
    folder = target.removesuffix(os.path.basename(target))
    return f"{folder}{PREFIX}{os.getpid()}-{_RUN}{next(_NUMBERS):x}", target


def _put(staged: list[tuple[str, str]]) -> None:
    while staged:
        os.replace(*staged[0])
        del staged[0]


def _drop(staged: Iterable[tuple[str, str]]) -> None:
    for temporary, _ in staged:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


if sys.platform == "linux":

    def write_at_once(files: Sequence[tuple[Place, Iterable[bytes]]]) -> None:
        """As `write_together`; where it is safe, a copy of this process makes all but the first.

        What the copy didn't finish, for whatever reason, is made here.
        """
        if not forking.is_safe():
            write_together(files)
            return
        staged = [_temporary(path) for path, _ in files]
        work = [(at, pieces) for (at, _), (_, pieces) in zip(staged, files, strict=True)]
        child = _copy_that_makes(work[1:])
        try:
            try:
                _stage(*work[0], flush=True)
            except BaseException:
                os.kill(child, signal.SIGKILL)
                raise
            finally:
                _, ended = os.waitpid(child, 0)
            if ended != 0:
                _drop(staged[1:])
                for temporary, pieces in work[1:]:
                    _stage(temporary, pieces, flush=True)
            _put(staged)
        finally:
            _drop(staged)

    def _copy_that_makes(work: Iterable[tuple[str, Iterable[bytes]]]) -> int:
        child = os.fork()
        if child == 0:
            try:
                for temporary, pieces in work:
                    _stage(temporary, pieces, flush=True)
                os._exit(0)
            finally:
                os._exit(1)
        return child

else:
    write_at_once = write_together


def _stage(temporary: str, pieces: Iterable[bytes], flush: bool) -> None:
    with os.fdopen(_created(temporary), "wb", _BUFFER) as file:
        file.writelines(pieces)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def flush_all() -> None:
    """Wait until all that was written is on the disk, where the system has a call for that."""
    if hasattr(os, "sync"):
        os.sync()


def _created(path: str) -> int:
    """A new file; another run at work there may remove its folder as long as that is empty."""
    for _ in range(_TRIES):
        try:
            return os.open(path, _NEW, _MODE)
        except FileNotFoundError:
            with suppress(FileNotFoundError):
                os.makedirs(os.path.dirname(path), exist_ok=True)
    return os.open(path, _NEW, _MODE)


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind, but nothing of a run that is still at work."""
    for leftover in files_below(folder):
        name = leftover.name
        if is_temporary(name) and not leftover.is_symlink() and not _is_written(name):
            with suppress(PermissionError):
                leftover.unlink(missing_ok=True)


def files_below(folder: Path) -> Iterator[Path]:
    """The files in a folder and below, as far as they are still there; links are not followed."""
    for above, _, names in os.walk(folder):
        for name in names:
            if (path := Path(above, name)).is_file():
                yield path


def is_temporary(name: str) -> bool:
    """Whether a file is one that is not yet put in its place, here or by another run."""
    return name.startswith(PREFIX)


if sys.platform == "win32":

    def _is_written(_name: str) -> bool:
        """An open file can't be removed there anyway."""
        return False

else:

    def _is_written(name: str) -> bool:
        """Whether the process that made a temporary file still runs."""
        process = name.removeprefix(PREFIX).partition("-")[0]
        if not process.isdecimal() or int(process) == os.getpid():
            return False
        try:
            os.kill(int(process), 0)
        except PermissionError:
            return True
        except (ProcessLookupError, OverflowError):
            return False
        return True
