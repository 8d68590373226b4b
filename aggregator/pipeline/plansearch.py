"""Finds the plan workbook: in the folder, or in its nearest ancestor that has one."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from io import FileIO
from pathlib import Path

from aggregator.pipeline.planfile import UnusableError
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package import contents, directory, refusal
from aggregator.workbook.package.deflate import inflated
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.returned.identity import hidden_values

_OUTLINE = b"xl/workbook.xml"
_LARGEST_OUTLINE = 1_000_000
_LOCAL_SIZE = 30
_GLANCE = 4_096
"""Bytes of a usual workbook that hold its directory; those that hold the names of its sheets."""


def find(folder: Path, choose: str = "chọn bằng --plan") -> Path | None:
    """The plan workbook in the folder or in its nearest ancestor that has one.

    Raises UnusableError where a folder holds several; `choose` says what to do then.
    """
    plans = nearest(folder)
    if len(plans) > 1:
        names = ", ".join(f"“{plan.name}”" for plan in plans)
        raise UnusableError(f"Có nhiều kế hoạch trong “{plans[0].parent.name}”: {names}; {choose}")
    return plans[0] if plans else None


def nearest(folder: Path) -> list[Path]:
    """The plan workbooks of the folder or of its nearest ancestor that has any.

    Slices that went down give way to the plan beside them.
    """
    for here in (folder, *folder.parents):
        found = dict(_plans_in(here))
        if plans := [path for path, slice_of in found.items() if not slice_of] or list(found):
            return plans
    return []


def _plans_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """The plans of a folder, each with the unit whose slice it is."""
    try:
        with os.scandir(folder) as entries:
            candidates = sorted(entry.name for entry in entries if _may_be_plan(entry))
    except OSError:
        return
    for name in candidates:
        path = folder / name
        carried = _carried(path)
        if carried.get("kind") == "plan":
            yield path, carried.get("unit", "")


def _may_be_plan(entry: os.DirEntry[str]) -> bool:
    """Whether it is a workbook that holds the sheets of a plan: most files are returns."""
    name = entry.name
    if not name.endswith((".xlsx", ".xlsm")) or name.startswith(("~$", ".")):
        return False
    try:
        if not entry.is_file():
            return False
        with FileIO(entry.path) as file:
            size = file.seek(0, os.SEEK_END)
            if size > refusal.CAPS.file:
                return False
            sheets = _sheets_at_a_glance(file, size)
            if sheets is None:
                file.seek(0)
                sheets = _outline(file.readall())
    except (OSError, Refused, zlib.error):
        return False
    return "Đơn vị".encode() in sheets and "Chỉ tiêu".encode() in sheets


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


def _carried(path: Path) -> Mapping[str, str]:
    """What a workbook says of itself."""
    try:
        book = read_book(path.read_bytes(), lambda title: title == "_ketnap", others_too=False)
    except UNFORESEEN:
        return {}
    return hidden_values(book)
