"""`tra-lai`: each faulty return goes back, its errors marked in it, with a letter to its sender."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from aggregator import atomic, containers, intake
from aggregator.intake import Entry, Received
from aggregator.mail import covering
from aggregator.mail.draft import Attachment, draft
from aggregator.model import FileRecord, FileStatus, Finding, Result
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.marking.annotate import mark

_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')
_WORKBOOKS = (".xlsx", ".xlsm")
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
    places = {path: _Place(own, path) for path in rejected}
    _drop_old(own, {file for place in places.values() for file in (place.copy, place.letter)})
    said = _findings(result, rejected)
    marked: list[Path] = []
    letters: dict[Path, bool] = {}
    waiting = dict(rejected)
    copied = {path for path, record in rejected.items() if not covering.is_withheld(record)}
    for path, data in _bytes_of(folder, copied):
        copy = mark(data, said[path], result.form)
        if copy is not None:
            atomic.write(places[path].copy, copy)
            marked.append(places[path].copy)
            letters |= _letter(result, waiting.pop(path), said[path], places[path], copy)
    for path, record in waiting.items():
        letters |= _letter(result, record, said[path], places[path], None)
    _drop_old(own, {*marked, *letters})
    return Returned(tuple(marked), tuple(letters), list(letters.values()).count(False))


def _letter(
    result: Result, record: FileRecord, said: Sequence[Finding], place: _Place, copy: bytes | None
) -> dict[Path, bool]:
    """Where the letter is, and whether it has an address; nothing where none is written."""
    attachment = None if copy is None else Attachment(place.copy.name, copy)
    letter = covering.covering(result, record, said, attachment)
    if letter is None or result.plan.classification:
        return {}
    atomic.write(place.letter, draft(letter))
    return {place.letter: bool(letter.to)}


def _findings(result: Result, wanted: Mapping[str, FileRecord]) -> dict[str, list[Finding]]:
    """By file, errors first."""
    found: dict[str, list[Finding]] = {path: [] for path in wanted}
    for finding in result.findings:
        if finding.ref.file in found:
            found[finding.ref.file].append(finding)
    for findings in found.values():
        findings.sort(key=lambda f: (f.severity != "error", f.ref.sheet, f.code))
    return found


class _Place:
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


def _bytes_of(folder: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    tops = wanted | {path[:at] for path in wanted for at in range(len(path)) if path[at] == "/"}
    for entry in intake.walk(folder) if wanted else ():
        if entry.regular and entry.path in tops:
            for received in _held(entry):
                if received.path in wanted and received.data:
                    yield received.path, received.data


def _held(entry: Entry) -> list[Received]:
    """All that a file holds; nothing where it is no longer what it was when it was examined."""
    try:
        return list(containers.opened(intake.load(entry)))
    except UNFORESEEN:
        return []


def _drop_old(out: Path, kept: set[Path]) -> None:
    """Marked copies and letters of an earlier run that no longer hold are ours to remove."""
    if not out.is_dir():
        return
    for path in sorted(out.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
