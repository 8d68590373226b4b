"""A finished workbook but for the rows of its tables: made by XlsxWriter, or as the last one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from xlsxwriter import __version__ as xlsxwriter_version

from aggregator.report.kept import Kept
from aggregator.report.piece import as_bytes, digest
from aggregator.report.resting import Rests
from aggregator.workbook.newbook import Unpacked
from aggregator.workbook.package.deflate import inflated
from aggregator.workbook.package.pack import pack_pieces

_MOST = 1 << 28
"""More than XlsxWriter ever holds in memory of a summary."""


class Frame(NamedTuple):
    """The titles of its sheets, and its parts in the order of the archive."""

    sheets: Sequence[str]
    parts: Mapping[str, str]


def of_workbook(workbook: Unpacked) -> Frame:
    """That of a closed workbook."""
    parts = {name: part.decode() for name, part in workbook.parts.items()}
    return Frame([sheet.name for sheet in workbook.worksheets()], parts)


def taken_over(kept: Kept, rests: Iterable[Rests | None], make: Callable[[], Frame]) -> Frame:
    """The frame that rests on all that, made if what was `kept` rests on something else."""
    said = [(each.common, *each.blocks) for each in rests if each is not None]
    if not said:
        return make()

    def made() -> bytes:
        content = json.dumps(make(), ensure_ascii=False).encode()
        return pack_pieces((content,), large=True).data

    key = digest(as_bytes((xlsxwriter_version, said)))
    content, _ = inflated(kept.aside(key, made), _MOST)
    return Frame(*json.loads(content))
