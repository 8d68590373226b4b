"""The part of a workbook that names its sheets, read at a glance: most files are no plans."""

from __future__ import annotations

import os
import zlib
from io import FileIO
from pathlib import Path

from aggregator.workbook.package import contents, directory, refusal
from aggregator.workbook.package.deflate import inflated
from aggregator.workbook.package.refusal import PLAN_CAPS

_OUTLINE = b"xl/workbook.xml"
_LARGEST_OUTLINE = 1_000_000
_LOCAL_SIZE = 30
_GLANCE = 4_096
"""Bytes of a usual workbook that hold its directory; those that hold the names of its sheets."""


def sheets_of(path: Path) -> bytes:
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
