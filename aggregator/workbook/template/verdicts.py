"""The words of the live status, and what of a filling it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from aggregator import layout
from aggregator.model import CARRIED, Indicator, Key, Method, Number

ERROR = "Lỗi"
WARNING = "Xem lại"
GOOD = "Đạt"
DONE = "ĐẠT"
UNDONE = "CÒN"
BLANK = "Chưa ghi"
ZEROED = "Tính là 0"
UNJUDGED = "Chưa xét"
"""No conclusion from a number that is missing or can't be believed."""
SILENT = "Chưa có số"
YES, NO = "có", "không"


class Inputs(NamedTuple):
    """Which columns of a workbook are typed in."""

    opens_year: bool
    typed_counts: bool

    def columns(self, indicator: Indicator) -> tuple[str, ...]:
        """The columns an officer types in that row, the period first."""
        if indicator.expression:
            return ()
        if indicator.method is Method.FLAG:
            return ("ky",)
        if indicator.method is Method.UNIT_COUNT:
            return ("ky", "luy_ke", "cung_ky") if self.typed_counts else ()
        carried = not self.opens_year and layout.applies(indicator, CARRIED)
        return ("ky", "cung_ky", CARRIED) if carried else ("ky", "cung_ky")


class State(NamedTuple):
    """Every number as its cell shows it, the carried column included, and the cover's tick.

    `inputs` tells what is typed. Once they are known, `doubtful` are the rows from whose number of
    the period nothing can be concluded, and `lines` the verdicts of the identities by code.
    """

    shown: Mapping[Key, Number | None]
    nothing: bool
    inputs: Inputs
    doubtful: frozenset[str] = frozenset()
    lines: Mapping[str, str] = MappingProxyType({})


def ticked() -> str:
    """1 where the cover says that nothing occurred, else 0; no content makes it fail."""
    cell = absolute(layout.cover_slots()["nothing"])
    return f'N(IFERROR(TRIM({cell})="{YES}",FALSE))'


def is_flag(cell: str) -> str:
    """Whether a cell holds one of the two words; no content makes it fail."""
    return f'IFERROR(OR(TRIM({cell})="{YES}",TRIM({cell})="{NO}"),FALSE)'


def absolute(slot: layout.Slot) -> str:
    """A cell as every sheet may refer to it: `'Bìa'!$C$13`."""
    return f"'{slot.sheet}'!${layout.column_letter(slot.column)}${slot.row}"


def numbering(column: str) -> str:
    """What a column is called on paper and in a mark: `(2)`."""
    return f"({layout.COLUMN_OF[column] - 1})"
