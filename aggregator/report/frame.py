"""A finished workbook but for the rows of its tables: made by XlsxWriter, or as the last one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from xlsxwriter import __version__ as xlsxwriter_version

from aggregator.report.kept import Kept
from aggregator.report.piece import as_bytes, digest
from aggregator.workbook.newbook import Unpacked

_LEVEL = 1


class Frame(NamedTuple):
    """The titles of its sheets, and its parts in the order of the archive."""

    sheets: Sequence[str]
    parts: Mapping[str, str]


def of_workbook(workbook: Unpacked) -> Frame:
    """That of a closed workbook."""
    parts = {name: part.decode() for name, part in workbook.parts.items()}
    return Frame([sheet.name for sheet in workbook.worksheets()], parts)


def taken_over(kept: Kept, rests: object, make: Callable[[], Frame]) -> Frame:
    """The frame that rests on that, made if what was `kept` rests on something else."""

    def made() -> bytes:
        return zlib.compress(json.dumps(make(), ensure_ascii=False).encode(), _LEVEL)

    key = digest(xlsxwriter_version.encode(), as_bytes(rests))
    return Frame(*json.loads(zlib.decompress(kept.aside(key, made))))
