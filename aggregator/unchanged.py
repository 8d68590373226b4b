"""Whether a file is still the one whose bytes were read, by what the system says of it.

The time of the last change (`ctime`) can't be set by a program. It is only believed where it lies
well before the moment at which the file was looked at, by the clock of the very disk it lies on:
a change in the same tick of that clock would not be seen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

WINDOW_NS = 3_000_000_000
"""How old a change must be: the coarsest clocks of disks tick every two seconds."""
_COARSE_NS = 10_000_000
"""Disks that keep times in hundredths of a second or worse (FAT) keep no time of a change."""


class State(NamedTuple):
    """What the system says of a file; another one after any change of its content."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    def text(self, who: str) -> str:
        """As it is stored and compared by a `reader`."""
        device, inode, size, modified, changed = self
        return f"{device} {inode} {size} {modified} {changed} {who}"


class Moment(NamedTuple):
    """A time by the clock of a disk."""

    device: int
    ns: int


def state_of(status: os.stat_result) -> State:
    """The state of a file, from what `os.stat` gives."""
    return State(
        status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    )


def text_of(status: os.stat_result, who: str) -> str:
    """The text of the `state_of` a file, without making that."""
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{status.st_dev} {status.st_ino} {status.st_size} {times} {who}"


def reader() -> str:
    """Whose rights this process has: a file that one may read, another may not.

    A change of the file's own rights is a change of its state.
    """
    if sys.platform == "win32":
        return ""
    return " ".join(map(str, (os.geteuid(), os.getegid(), *sorted(os.getgroups()))))


def moment_at(folder: Path) -> Moment | None:
    """Now, by the disk of a folder of ours; None where no file's time of change can be known."""
    if sys.platform == "win32":
        return None
    try:
        os.utime(folder)
        status = folder.stat()
    except OSError:
        return None
    return Moment(status.st_dev, status.st_ctime_ns)


def is_lasting(state: State, looked: Moment | None) -> bool:
    """Whether the state, had at `looked` or later, tells the content from any later one."""
    return (
        looked is not None
        and state.device == looked.device
        and max(state.modified_ns, state.changed_ns) + WINDOW_NS < looked.ns
        and state.changed_ns % _COARSE_NS != 0
    )
