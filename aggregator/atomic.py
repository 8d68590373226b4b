"""Writes that leave the old file or the new one, never a torn one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

PREFIX = ".ketnap-"


def write(path: Path, data: bytes, flush: bool = True) -> None:
    """Put `data` at `path` through a temporary file in the same folder and a rename.

    Without `flush` it may be lost by a failure of power until `flush_all`: for many files at once.
    """
    write_pieces(path, (data,), flush)


def write_pieces(path: Path, pieces: Iterable[bytes], flush: bool = True) -> None:
    """As `write`, for what is never whole in memory."""
    write_together(((path, pieces),), flush)


def write_together(files: Iterable[tuple[Path, Iterable[bytes]]], flush: bool = True) -> None:
    """As `write_pieces`, for files of one run: all are on the disk before the first is put there.

    So a run that is killed leaves all the old ones or, but for the moment of the renames, all the
    new ones; the last is put there last.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, pieces in files:
            temporary = path.parent / f"{PREFIX}{token_hex(8)}"
            staged.append((temporary, path))
            _stage(temporary, pieces, flush)
        for temporary, path in staged:
            temporary.replace(path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _stage(temporary: Path, pieces: Iterable[bytes], flush: bool) -> None:
    with _created(temporary) as file:
        file.writelines(pieces)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def flush_all() -> None:
    """Wait until all that was written is on the disk, where the system has a call for that."""
    if hasattr(os, "sync"):
        os.sync()


def _created(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for leftover in folder.rglob(f"{PREFIX}*") if folder.is_dir() else ():
        if leftover.is_file() and not leftover.is_symlink():
            leftover.unlink(missing_ok=True)
