"""The copies of faulty returns with their errors marked, and the letters that carry them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aggregator import atomic, containers, intake
from aggregator.intake import Entry, Received
from aggregator.mail import covering
from aggregator.mail.draft import Attachment, draft
from aggregator.model import FileRecord, Finding, Result
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.marking.annotate import mark

if TYPE_CHECKING:
    from aggregator.pipeline.returning import Place


def put(
    result: Result, folder: Path, rejected: Mapping[str, FileRecord], places: Mapping[str, Place]
) -> tuple[list[Path], dict[Path, bool]]:
    """Write them to their places: the copies, and the letters with whether each has an address."""
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
    return marked, letters


def _letter(
    result: Result, record: FileRecord, said: Sequence[Finding], place: Place, copy: bytes | None
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
