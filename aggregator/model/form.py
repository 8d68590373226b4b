"""The form: sheets, columns, indicators, identities, and the stored numbers they fix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from aggregator.model.basics import Key, Method, Severity


class Term(NamedTuple):
    """One signed indicator of an expression."""

    sign: int
    code: str


Expression = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that holds between indicators in every column it is judged in."""

    code: str
    left: Expression
    relation: str
    right: Expression
    severity: Severity
    title: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Column:
    """One of `ky`, `luy_ke`, `cung_ky`, `ty_le`."""

    code: str
    label: str
    input: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """One counted thing: a row of a form sheet.

    `continues` names the closing stock that an opening stock takes over from the period before;
    `cancels_with` the transfer in that a transfer out balances; `low` and `high` the bounds of a
    class that a mean is checked against.
    """

    code: str
    label: str
    method: Method
    expression: Expression = ()
    weight: str = ""
    required: bool = False
    indent: int = 0
    heading: str = ""
    grassroots: str = ""
    cancels_with: str = ""
    continues: str = ""
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def input(self) -> bool:
        """Typed by the officer; otherwise computed in the sheet or by the engine."""
        return not self.expression and self.method is not Method.UNIT_COUNT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form sheet: its name in the workbook, its printed heading, its rows."""

    title: str
    heading: str
    number: str
    source: str
    indicators: tuple[Indicator, ...]


class Fact(NamedTuple):
    """One stored number of a submission; everything else is derived from the facts.

    `part` is `value`, or for a mean `sum` (the exact weighted sum) or `weight`.
    """

    key: Key
    method: Method
    part: str = "value"


@dataclass(frozen=True, eq=False)
class Form:
    """A versioned form. `facts` fixes the order of the arrays of every Submission.

    `admissions` is the indicator that makes a TCCSĐ one that admits, `exhausted` the flag that
    makes it one without a source: units are counted by them. `members` is the closing stock of
    party members.
    """

    code: str
    version: str
    title: str
    source: str
    columns: tuple[Column, ...]
    sheets: tuple[Sheet, ...]
    identities: tuple[Identity, ...]
    admissions: str
    exhausted: str
    members: str

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by its code, in the order of the form."""
        return {i.code: i for sheet in self.sheets for i in sheet.indicators}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What a sentence calls each row: its label, after its superior's where two share it."""
        times = Counter(indicator.label for indicator in self.indicators.values())
        return {
            code: f"{_unnumbered(above.label)} – {own.label}"
            if (above := self._above(own)) and times[own.label] > 1
            else own.label
            for code, own in self.indicators.items()
        }

    def _above(self, own: Indicator) -> Indicator | None:
        """The row that an indented one belongs to."""
        rows = self.sheet_of[own.code].indicators
        before = rows[: rows.index(own)]
        return next((row for row in reversed(before) if row.indent < own.indent), None)

    @cached_property
    def sheet_of(self) -> Mapping[str, Sheet]:
        """The sheet each indicator stands on, by its code."""
        return {i.code: sheet for sheet in self.sheets for i in sheet.indicators}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The stored numbers, in the order of the form."""
        return tuple(fact for i in self.indicators.values() for fact in _facts_of(i))

    @cached_property
    def position(self) -> Mapping[tuple[Key, str], int]:
        """(key, part) -> index into the arrays of a Submission."""
        return {(fact.key, fact.part): n for n, fact in enumerate(self.facts)}


def _unnumbered(label: str) -> str:
    """`1. Đảng bộ cơ sở` -> `Đảng bộ cơ sở`."""
    return re.sub(r"^\w{1,4}\. ", "", label)


CARRIED = "_truoc"
"""The carrier column beside the four of a form: what had accumulated before this period."""


def _facts_of(indicator: Indicator) -> tuple[Fact, ...]:
    columns: tuple[str, ...]
    match indicator.method:
        case _ if indicator.expression:
            return ()
        case Method.FLAG:
            columns = ("ky",)
        case Method.CLOSING:
            columns = ("ky", "cung_ky")
        case Method.UNIT_COUNT:
            columns = ("ky", "luy_ke", "cung_ky")
        case _:
            columns = ("ky", CARRIED, "cung_ky")
    parts = ("sum", "weight") if indicator.method is Method.MEAN else ("value",)
    keys = [Key(indicator.code, column) for column in columns]
    return tuple(Fact(key, indicator.method, part) for key in keys for part in parts)
