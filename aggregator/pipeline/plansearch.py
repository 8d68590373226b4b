"""Finds the plan workbook: in the folder, or in its nearest ancestor that has one."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from aggregator import layout
from aggregator.pipeline.planfile import UnusableError
from aggregator.workbook.cells.glance import small_sheet
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package import contents, directory, refusal
from aggregator.workbook.package.deflate import inflated
from aggregator.workbook.package.refusal import PLAN_CAPS, PLAN_UNITS, Refused
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.returned.identity import hidden_values

_OUTLINE = b"xl/workbook.xml"
_LARGEST_OUTLINE = 1_000_000
_LOCAL_SIZE = 30
_GLANCE = 4_096
"""Bytes of a usual workbook that hold its directory; those that hold the names of its sheets."""
_CAPS = replace(PLAN_CAPS, part=200 * PLAN_UNITS)
"""The largest part that is read is the table of strings."""
_SHEETS = ("Đơn vị", "Chỉ tiêu")
_OF_NO_SUMMARY = (columns.HEAD_SHEET, columns.ALLOCATIONS.title)
_USUAL_NAME = "ke-hoach"


class Unread(NamedTuple):
    """A workbook that has the sheets of a plan and can't be read; why not."""

    path: Path
    why: str


class Search(NamedTuple):
    """The plans nearest to a folder; what was passed over before they were found."""

    plans: list[Path]
    unread: tuple[Unread, ...] = ()

    def one(self, choose: str = "chọn bằng --plan") -> Path | None:
        """The plan, if there is any. Raises UnusableError where there are several."""
        plans = self.plans
        if len(plans) > 1:
            names = ", ".join(f"“{plan.name}”" for plan in plans)
            home = plans[0].parent.name
            raise UnusableError(f"Có nhiều kế hoạch trong “{home}”: {names}; {choose}")
        return plans[0] if plans else None


def find(folder: Path, choose: str = "chọn bằng --plan") -> Path | None:
    """The plan workbook in the folder or in its nearest ancestor that has one.

    Raises UnusableError where a folder holds several; `choose` says what to do then.
    """
    return search(folder).one(choose)


def nearest(folder: Path) -> list[Path]:
    """The plan workbooks of the folder or of its nearest ancestor that has any."""
    return search(folder).plans


def search(folder: Path, returns: frozenset[str] = frozenset()) -> Search:
    """Where the plan is. Slices that went down give way to the plan beside them.

    `returns` are names in the folder itself that need not be looked at.
    """
    unread: list[Unread] = []
    for here in (folder, *folder.parents):
        found: dict[Path, str] = {}
        damaged: list[Unread] = []
        for candidate in _candidates(here, returns if here == folder else frozenset()):
            said = _said_of_itself(candidate)
            if isinstance(said, Unread):
                damaged.append(said)
            elif said.get("kind") == "plan":
                found[candidate.path] = said.get("unit", "")
        if plans := [path for path, slice_of in found.items() if not slice_of] or list(found):
            return Search(plans, tuple(unread))
        unread += damaged
    return Search([], tuple(unread))


class _Candidate(NamedTuple):
    """A workbook that may be a plan, and whether it must be one; why it isn't read, if so."""

    path: Path
    is_no_other: bool
    why: str = ""


def _candidates(folder: Path, returns: frozenset[str]) -> list[_Candidate]:
    try:
        with os.scandir(folder) as entries:
            others = (entry for entry in entries if entry.name not in returns)
            return sorted(filter(None, map(_candidate, others)))
    except OSError:
        return []


def _candidate(entry: os.DirEntry[str]) -> _Candidate | None:
    """A workbook that holds the sheets of a plan, most files are returns; or is named as one."""
    name = entry.name
    if not name.endswith((".xlsx", ".xlsm")) or name.startswith(("~$", ".")):
        return None
    path = Path(entry.path)
    try:
        if not entry.is_file():
            return None
        sheets = _sheets(path)
    except (OSError, Refused, zlib.error) as fault:
        return _Candidate(path, True, _why(fault)) if name.startswith(_USUAL_NAME) else None
    if not all(title.encode() in sheets for title in _SHEETS):
        return None
    return _Candidate(path, all(title.encode() in sheets for title in _OF_NO_SUMMARY))


def _said_of_itself(candidate: _Candidate) -> Mapping[str, str] | Unread:
    path, is_no_other, why = candidate
    try:
        if not why:
            return hidden_values(small_sheet(path.read_bytes(), layout.META_SHEET, _CAPS))
    except UNFORESEEN as fault:
        why = _why(fault)
    return Unread(path, why) if is_no_other else {}


def _why(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return fault.message
    if isinstance(fault, OSError):
        return f"{fault.strerror}."
    return refusal.damaged("không đọc được").message


def _sheets(path: Path) -> bytes:
    """The part that names the sheets, or its start. Raises OSError, Refused, zlib.error."""
    with FileIO(path) as file:
        size = file.seek(0, os.SEEK_END)
        sheets = _sheets_at_a_glance(file, size)
        if sheets is not None:
            return sheets
        if size > PLAN_CAPS.file:
            raise refusal.suspicious("tệp quá lớn")
        file.seek(0)
        return _outline(file.readall())


def _sheets_at_a_glance(file: FileIO, size: int) -> bytes | None:
    """The start of the part that names the sheets; None where the archive is not a usual one."""
    file.seek(max(size - _GLANCE, 0))
    tail = file.read(_GLANCE)
    at = tail.rfind(_OUTLINE)
    header = int.from_bytes(tail[at - 4 : at], "little")
    if at < _LOCAL_SIZE or header > size:
        return None
    file.seek(header)
    head = file.read(_GLANCE)
    name_end = _LOCAL_SIZE + len(_OUTLINE)
    is_usual = head.startswith(b"PK\3\4") and head[8:10] == b"\x08\0"
    if not is_usual or head[_LOCAL_SIZE:name_end] != _OUTLINE:
        return None
    start = name_end + int.from_bytes(head[_LOCAL_SIZE - 2 : _LOCAL_SIZE], "little")
    try:
        names, end, _ = inflated(head[start:], _LARGEST_OUTLINE)[0].partition(b"</sheets>")
    except zlib.error:
        return None
    return names if end else None


def _outline(data: bytes) -> bytes:
    """The part that names the sheets, of a usual size."""
    found = {entry.name: entry for entry in directory.entries(data)}.get(_OUTLINE.decode())
    return contents.inflate(data, found) if found and found.size < _LARGEST_OUTLINE else b""
