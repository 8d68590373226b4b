"""What the report tells of: a summary read back, with the look-ups that its sentences need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from aggregator import layout, vocabulary, wording
from aggregator.figures import Figures
from aggregator.model import Finding, Form, Judgement, Key, Number, UnitStatus
from aggregator.report import comparable
from aggregator.report.comparable import Blanks, Unlike
from aggregator.report.leading import admission_measures
from aggregator.workbook.meta import parse_blanks, parse_gaps
from aggregator.workbook.returned.tables import UnitRow

NAMED = 10
WHOLE_KINDS = ("K1", "K2", "K3", "K7")
"""Kinds whose `required` is a number of admissions asked of a unit as a whole."""


class Asked(NamedTuple):
    """What a quota asks for: the indicator, the document, and in words where they are at hand."""

    measure: str
    basis: str = ""
    title: str = ""
    scope: str = ""


Source = Key | Judgement | str
"""What a number of the text comes from: a cell, a judgement, or in words rows of a table."""


@dataclass(frozen=True)
class Account:
    """A summary as the report needs it.

    `meta` is the sheet `_ketnap`; `figures` every number of the unit itself; `units` the unit and
    all below it in the plan's order, `quotas` by code what the judgements are about, `findings`
    what is still outstanding, None where that is not at hand. `reads` are the sources asked for
    since it was last emptied.
    """

    meta: Mapping[str, str]
    form: Form
    figures: Figures
    judgements: tuple[Judgement, ...] = ()
    units: tuple[UnitRow, ...] = ()
    quotas: Mapping[str, Asked] = field(default_factory=dict)
    findings: tuple[Finding, ...] | None = None
    reads: list[Source] = field(default_factory=list, compare=False, repr=False)

    @property
    def unit(self) -> str:
        """The code of the unit that reports."""
        return self.meta["unit"]

    def value(self, indicator: str, column: str = "luy_ke") -> Number | None:
        """A number of the unit itself; None also where the form has no such indicator."""
        key = Key(indicator, column)
        self.reads.append(key)
        return self.figures.get(key)

    def note(self, units: Sequence[UnitRow], of: str = "") -> None:
        """Rows of the table of units are what is told of next; few are named by their codes."""
        named = f": {', '.join(row.code for row in units)}" if len(units) <= NAMED else ""
        count = wording.number(len(units))
        self.note_count(f"{count}/{of}" if of else count, named)

    def note_count(self, count: str, which: str = "") -> None:
        """So many rows of the table of units are what is told of next."""
        self.reads.append(f"{layout.UNIT_SHEET}, {count} dòng{which}")

    def note_gap(self, stock: str) -> None:
        """What the periods of a stock don't join by is what is told of next."""
        self.reads.append(f"{layout.META_SHEET}, gaps: {stock} = {self.gaps[stock]}")

    def coverage(self) -> str:
        """`25/28`: how many of the units that owe numbers are in them."""
        known = max(len(self.due) - self.missing, 0)
        return f"{wording.number(known)}/{wording.number(len(self.due))}"

    @cached_property
    def _blanks(self) -> Blanks:
        try:
            return parse_blanks(self.meta.get("blanks", ""))
        except ValueError:
            return {}

    @cached_property
    def gaps(self) -> Mapping[str, int]:
        """By how much each closing stock lies below the year's opening and its flows."""
        try:
            return dict(parse_gaps(self.meta.get("gaps", "")))
        except ValueError:
            return {}

    def unlike(self, indicator: str) -> Unlike:
        """How far a row and last year's fall short of all the units that are counted."""
        return comparable.unlike(self.form, self.meta["period"], self._blanks, indicator)

    @property
    def admissions(self) -> str:
        """The indicator that counts admissions."""
        return self.form.admissions

    @cached_property
    def rows(self) -> Mapping[str, UnitRow]:
        """Every unit below, by code, without the unit itself."""
        return {row.code: row for row in self.units if row.code != self.unit}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Direct subordinates by superior, in the plan's order."""
        found: dict[str, list[str]] = {}
        for row in self.rows.values():
            found.setdefault(row.parent, []).append(row.code)
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def depths(self) -> Mapping[str, int]:
        """How far below the unit each row stands: 1 for a direct subordinate."""
        found = {self.unit: 0}
        for row in self.rows.values():
            found[row.code] = found.get(row.parent, 0) + 1
        return found

    @cached_property
    def due(self) -> tuple[UnitRow, ...]:
        """The leaves from which numbers are due; a unit without any below is its own leaf."""
        rows = tuple(self.rows.values()) or self.units
        return tuple(
            row
            for row in rows
            if row.code not in self.children and row.status is not UnitStatus.EXEMPT
        )

    @cached_property
    def leaf_noun(self) -> str:
        """What the leaves are called together."""
        levels = [vocabulary.levels().get(row.level) for row in self.due]
        return "chi bộ" if levels and all(level and level.leaf for level in levels) else "đơn vị"

    @property
    def missing(self) -> int:
        """How many of them are not in the numbers, as the summary says of itself."""
        stated = self.meta.get("missing", "")
        return int(stated) if stated.isdecimal() else 0

    @cached_property
    def partial(self) -> int:
        """How many of those gave numbers of some periods only: the lowest units called so."""
        called = [row for row in self.units if row.status is UnitStatus.PARTIAL]
        above = {row.parent for row in called}
        return min(sum(row.code not in above for row in called), self.missing)

    @cached_property
    def own(self) -> tuple[Judgement, ...]:
        """The judgements at the unit itself."""
        return tuple(j for j in self.judgements if j.unit == self.unit)

    @cached_property
    def whole(self) -> Mapping[str, tuple[Judgement, ...]]:
        """For each unit the judgements of its admissions as a whole, assigned ones first."""
        counted = admission_measures(self.form)
        found: dict[str, list[Judgement]] = {}
        for judgement in self.judgements:
            quota = self.quotas.get(judgement.quota)
            whole = judgement.kind in WHOLE_KINDS and quota is not None and not quota.scope
            if whole and quota is not None and quota.measure in counted:
                found.setdefault(judgement.unit, []).append(judgement)
        return {
            unit: tuple(sorted(judgements, key=lambda j: j.strength != "giao"))
            for unit, judgements in found.items()
        }

    def below_grassroots(self, level: str) -> bool:
        """Whether the level lies inside a TCCSĐ; a level of nobody's vocabulary is taken to."""
        known = vocabulary.levels().get(level)
        return known is None or known.below_grassroots

    @cached_property
    def sheltered(self) -> frozenset[str]:
        """The units whose small counts a published report does not show."""
        return frozenset(r.code for r in self.rows.values() if self.below_grassroots(r.level))

    @property
    def shelters_itself(self) -> bool:
        """Whether the reporting unit is itself one of those."""
        return self.below_grassroots(self.meta.get("level", ""))
