"""Writes that leave the old file or the new one, never a torn one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

PREFIX = ".ketnap-"


Place = str | Path


def write(path: Place, data: bytes, flush: bool = True) -> None:
    """Put `data` at `path` through a temporary file in the same folder and a rename.

    Without `flush` it may be lost by a failure of power until `flush_all`: for many files at once.
    """
    write_pieces(path, (data,), flush)


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
            target = os.fspath(path)
            temporary = os.path.join(os.path.dirname(target), f"{PREFIX}{token_hex(8)}")
            staged.append((temporary, target))
            _stage(temporary, pieces, flush)
        while staged:
            os.replace(*staged[0])
            del staged[0]
    finally:
        for temporary, _ in staged:
            with suppress(FileNotFoundError):
                os.unlink(temporary)


def _stage(temporary: str, pieces: Iterable[bytes], flush: bool) -> None:
    with _created(temporary) as file:
        file.writelines(pieces)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def flush_all() -> None:
    """Wait until all that was written is on the disk, where the system has a call for that."""
    if hasattr(os, "sync"):
        os.sync()


def _created(path: str) -> BinaryIO:
    try:
        return open(path, "xb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "xb")


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for leftover in folder.rglob(f"{PREFIX}*") if folder.is_dir() else ():
        if leftover.is_file() and not leftover.is_symlink():
            leftover.unlink(missing_ok=True)
