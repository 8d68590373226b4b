"""Writes that leave the old file or the new one, never a torn one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PREFIX = ".ketnap-"


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path` through a temporary file in the same folder and a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for leftover in folder.rglob(f"{PREFIX}*") if folder.is_dir() else ():
        if leftover.is_file() and not leftover.is_symlink():
            leftover.unlink(missing_ok=True)
