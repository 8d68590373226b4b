"""Numbers, keys, places, findings: the words that everything else is said in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Number = int | Decimal
"""A count is an int; a mean or a rate is a Decimal. Blank is None and never 0."""


class Severity(StrEnum):
    """How much a finding weighs: an error keeps its return out of the totals."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Method(StrEnum):
    """How an indicator adds over units and over time."""

    FLOW = "flow"
    OPENING = "opening"
    CLOSING = "closing"
    MEAN = "mean"
    TRANSFER = "transfer"
    FLAG = "flag"
    UNIT_COUNT = "unit_count"


class Key(NamedTuple):
    """The name of one number: an indicator and a column, written `B2.I/ky`."""

    indicator: str
    column: str

    def __str__(self) -> str:
        return f"{self.indicator}/{self.column}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """`B2.I/ky` -> Key; without a slash the column is `ky`."""
        indicator, _, column = text.partition("/")
        return cls(indicator, column or "ky")


class Ref(NamedTuple):
    """A place: a file relative to the folder that was read, a sheet, a cell."""

    file: str = ""
    sheet: str = ""
    cell: str = ""


NOWHERE = Ref()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with a place. `message` never repeats the place."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    unit: str = ""
    ref: Ref = NOWHERE


@dataclass(frozen=True, slots=True)
class Repair:
    """A tolerance with a record: what stood there, what it was taken for."""

    code: str
    ref: Ref
    before: str
    after: str


class Fault(NamedTuple):
    """What a check or the reader says; the engine stamps severity and hint from the declaration."""

    code: str
    message: str
    ref: Ref = Ref()
    unit: str = ""
