"""The plan: the tree of units, quotas, allocations, exemptions, deadlines, history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple


class Unit(NamedTuple):
    """A party organisation (tổ chức đảng) as one row of sheet `Đơn vị`."""

    code: str
    name: str
    parent: str = ""
    level: str = ""
    kind: str = ""
    start: date | None = None
    end: date | None = None
    replaces: str = ""
    workers: int | None = None
    staff: int | None = None
    members_start: int | None = None
    members_previous: int | None = None
    source: bool | None = None
    email: str = ""
    in_charge: str = ""

    @property
    def predecessors(self) -> tuple[str, ...]:
        """The codes of the former units that this one carries on."""
        if not self.replaces:
            return ()
        return tuple(code for code in re.split(r"[,;\s]+", self.replaces) if code)


@dataclass(frozen=True, slots=True)
class Quota:
    """One target with its own basis and strength. Rates are exact decimals (0.035 is 3,5 %)."""

    code: str
    kind: str
    strength: str
    measure: str
    unit: str
    scope: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    rate_min: Decimal | None = None
    rate_max: Decimal | None = None
    base: str = ""
    evaluate_at: str = ""
    year_from: int | None = None
    year_to: int | None = None
    basis: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """How much of a quota one unit was given."""

    quota: str
    unit: str
    amount: int
    version: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A unit freed of a quota (empty: of all), by a document."""

    quota: str
    unit: str
    reason: str
    document: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who owes what by when."""

    code: str
    what: str
    period: str = ""
    due: date | None = None
    from_level: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """A figure of an earlier year, with its percentage as the document prints it."""

    year: int
    unit: str
    measure: str
    actual: int | None = None
    required: int | None = None
    printed: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan (kế hoạch): the tree, what is asked of whom, by when.

    `slice_of` is set in the part of a plan that went down to a unit: the units above it stand
    there as bare rows.
    """

    code: str
    title: str = ""
    issuer: str = ""
    document: str = ""
    date: date | None = None
    year_from: int | None = None
    year_to: int | None = None
    cadence: str = "quarter"
    form: str = ""
    document_profile: str = ""
    late_policy: str = ""
    classification: str = ""
    units: Mapping[str, Unit] = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    history: tuple[History, ...] = ()
    slice_of: str = ""

    @cached_property
    def summit(self) -> str:
        """The code of the one unit without a superior."""
        return next((u.code for u in self.units.values() if not u.parent), "")

    @cached_property
    def root(self) -> str:
        """The unit whose plan it is: the summit, but in a slice the unit that it went down to."""
        return self.slice_of if self.slice_of in self.units else self.summit

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Direct subordinates of each unit, in the order of the plan."""
        found: dict[str, list[str]] = {code: [] for code in self.units}
        for unit in self.units.values():
            if unit.parent in found:
                found[unit.parent].append(unit.code)
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """The units that carry on each former unit, in the order of the plan."""
        found: dict[str, list[str]] = {}
        for unit in self.units.values():
            for code in unit.predecessors:
                found.setdefault(code, []).append(unit.code)
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def shares(self) -> Mapping[str, tuple[Allocation, ...]]:
        """The allocations of each unit that has any, in the order of the plan."""
        found: dict[str, list[Allocation]] = {}
        for share in self.allocations:
            found.setdefault(share.unit, []).append(share)
        return {code: tuple(shares) for code, shares in found.items()}

    def path(self, code: str) -> tuple[str, ...]:
        """Codes from the root down to `code`, both included."""
        steps: list[str] = []
        while code in self.units and code not in steps:
            steps.append(code)
            code = self.units[code].parent
        return tuple(reversed(steps))

    def below(self, code: str) -> tuple[str, ...]:
        """`code` and all its descendants, superiors before subordinates, in the plan's order."""
        return self._every if code == self.root else self._below(code)

    @cached_property
    def _every(self) -> tuple[str, ...]:
        return self._below(self.root)

    def _below(self, code: str) -> tuple[str, ...]:
        found: list[str] = []
        waiting = [code]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children.get(found[-1], ())))
        return tuple(found)

    def leaves(self, code: str) -> tuple[str, ...]:
        """The units at or below `code` that have none below them."""
        return tuple(u for u in self.below(code) if not self.children.get(u))
