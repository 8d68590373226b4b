"""Puts the add-in and the links in their places, and takes exactly those away again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from aggregator import atomic
from aggregator.pipeline.planfile import UnusableError
from xl_addin.places import Places
from xl_addin.shortcuts import Maker, shortcuts

_IN_USE = "Excel đang mở {}. Đóng mọi cửa sổ Excel rồi chạy lại lệnh này."


class Installed(NamedTuple):
    """What was written, and what could not be, each with the reason."""

    written: tuple[Path, ...]
    failed: tuple[str, ...]


def install(places: Places, addin: bytes, make: Maker) -> Installed:
    """Write the add-in and every link. Raises UnusableError where Excel holds the add-in.

    The bytes are written anew, never copied, so that no mark of having come from the internet
    comes along. A link that can't be made takes nothing else along.
    """
    try:
        atomic.write(places.addin, addin)
        unblock(places.addin)
    except PermissionError as error:
        raise UnusableError(_IN_USE.format(places.addin)) from error
    written, failed = [places.addin], []
    for shortcut in shortcuts(places):
        try:
            make(shortcut)
            written.append(shortcut.path)
        except OSError as error:
            failed.append(f"{shortcut.path.name}: {error}")
    return Installed(tuple(written), tuple(failed))


def remove(places: Places) -> tuple[Path, ...]:
    """Delete what `install` writes, as far as it is there. Raises UnusableError as `install`."""
    removed = []
    for path in (places.addin, *(shortcut.path for shortcut in shortcuts(places))):
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except PermissionError as error:
            raise UnusableError(_IN_USE.format(path)) from error
        removed.append(path)
    if places.menu.is_dir() and not any(places.menu.iterdir()):
        places.menu.rmdir()
    return tuple(removed)


def internet_mark(path: Path) -> Path:
    """The stream in which Windows notes that a file came from elsewhere (NTFS only)."""
    return path.with_name(f"{path.name}:Zone.Identifier")


def unblock(path: Path) -> None:
    """Take that mark away, as *Unblock* in the properties of a file does."""
    internet_mark(path).unlink(missing_ok=True)
