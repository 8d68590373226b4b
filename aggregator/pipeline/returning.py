"""`tra-lai`: each faulty return goes back, its errors marked in it, with a letter to its sender."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from aggregator import atomic
from aggregator.model import FileStatus, Result

_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Returned:
    """What goes back: marked workbooks, letters; how many letters have no address yet."""

    workbooks: tuple[Path, ...] = ()
    letters: tuple[Path, ...] = ()
    unaddressed: int = 0


def write(result: Result, folder: Path, out: Path) -> Returned:
    """Write a marked copy of each rejected return, and beside it the letter that carries it.

    A plan with a classification gets no letters. What an earlier run left in `out` is removed.
    """
    own = _own_folder(out)
    rejected = {r.path: r for r in result.files if r.status is FileStatus.REJECTED}
    places = {path: Place(own, path) for path in rejected}
    _drop_old(own, {file for place in places.values() for file in (place.copy, place.letter)})
    if not rejected:
        return Returned()
    from aggregator.pipeline.marked import put  # its libraries are many, and most runs need none

    marked, letters = put(result, folder, rejected, places)
    _drop_old(own, {*marked, *letters})
    return Returned(tuple(marked), tuple(letters), list(letters.values()).count(False))


class Place:
    """Where the copy of a file and its letter go: as it stood in the folder, never outside."""

    def __init__(self, out: Path, path: str) -> None:
        steps = [_UNSAFE.sub("_", step) for step in path.split("/") if step not in ("", ".", "..")]
        name = steps[-1] if steps else "tep"
        folder = out / PurePosixPath(*steps[:-1])
        is_workbook = name.lower().endswith(_WORKBOOKS)
        self.copy = folder / (name if is_workbook else f"{name}.xlsx")
        self.letter = folder / _letter_name(name)


def _letter_name(name: str) -> str:
    whole = f"{name}.eml"
    if len(os.fsencode(whole)) <= _LONGEST_NAME:
        return whole
    return f"{name[:60]}_{sha256(os.fsencode(name)).hexdigest()[:8]}.eml"


def _own_folder(folder: Path) -> Path:
    """The folder itself, never what a link of its name leads to."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    return folder


def _drop_old(out: Path, kept: set[Path]) -> None:
    """Marked copies and letters of an earlier run that no longer hold are ours to remove.

    Another run may be at work in the folder: what it hasn't put in place yet stays.
    """
    for path in atomic.files_below(out):
        if path not in kept and not atomic.is_temporary(path.name):
            path.unlink(missing_ok=True)
    for folder, within, _ in os.walk(out, topdown=False):
        for name in within:
            with suppress(OSError):  # It still holds something, or is a link, or gone.
                Path(folder, name).rmdir()
