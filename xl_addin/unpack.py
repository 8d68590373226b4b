"""From the bundle to the user's folder: Python with all that it needs, by copying alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from aggregator.pipeline.planfile import UnusableError
from xl_addin.places import Places

_COMMAND = '@"%~dp0python\\python.exe" -I -m aggregator {}%*\r\n'
COMMANDS = {"ketnap.cmd": _COMMAND.format(""), "aggregate.cmd": _COMMAND.format("aggregate ")}
"""Short names for a command window; there the person who types does the quoting."""


def unpack(bundle: Path, places: Places) -> Path:
    """Copy `bundle/python` to its fixed place, the new one whole or the old one as it was.

    Raises UnusableError where the bundle has no Python or the old one is running.
    """
    source = bundle / "python"
    if not (source / "python.exe").is_file():
        raise UnusableError(
            f"“{source}” không có python.exe: bộ cài thiếu Python, xem HUONG-DAN.txt"
        )
    target = places.python.parent
    fresh, old = target.with_name("python-moi"), target.with_name("python-cu")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(source, fresh, copy_function=_copy)
    try:
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except PermissionError as error:
        if not target.exists():
            old.rename(target)
        raise UnusableError(
            f"“{target}” đang được dùng. Đóng Excel và các cửa sổ ketnap rồi cài lại."
        ) from error
    shutil.rmtree(old, ignore_errors=True)
    for name, text in COMMANDS.items():
        (places.home / name).write_bytes(text.encode("ascii"))
    return target


def _copy(source: str, target: str) -> None:
    """The bytes alone: a copy made by Windows would bring the mark of the internet along."""
    Path(target).write_bytes(Path(source).read_bytes())
