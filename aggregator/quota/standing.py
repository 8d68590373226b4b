"""What a kind of quota sees: the plan, and what is known of each unit since 1 January."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from aggregator import period as periods
from aggregator import scope as scopes
from aggregator.model import Allocation, Exemption, Number, Plan, Quota
from aggregator.quota import versions

MEMBERS_END = "B1.D"
"""The indicator whose closing stock is the base `members_end`."""
ADMISSIONS = "B2.I"
"""The indicator that counts everyone admitted, whatever the category."""


class Known(NamedTuple):
    """A measure over some units: the sum of what is known (None: nothing), leaves not in it."""

    value: int | None
    missing: int


class Scope(NamedTuple):
    """The units that a quota means, in the plan's order, and those that it may mean.

    An empty attribute leaves it open whether a unit of `unsure` is meant; `free` are the exempt.
    """

    meant: tuple[str, ...]
    unsure: tuple[str, ...]
    free: frozenset[str]

    @property
    def judged(self) -> tuple[str, ...]:
        """The units from which something is required."""
        return tuple(unit for unit in self.meant if unit not in self.free)

    @property
    def exempt(self) -> tuple[str, ...]:
        """The units freed of the quota, whether it means them or may."""
        return tuple(unit for unit in (*self.meant, *self.unsure) if unit in self.free)

    @property
    def unclear(self) -> tuple[str, ...]:
        """The units, none of them exempt, that the quota may mean."""
        return tuple(unit for unit in self.unsure if unit not in self.free)


@dataclass(frozen=True)
class Standing:
    """Where the units at and below `unit` stand at the end of `period`.

    `values`: unit -> indicator -> its `luy_ke`; a unit of which nothing is known may be absent.
    `missing`: unit -> expected leaves at or below it that are not in the numbers (absent: none).
    `labels`: words for codes of the plan (reasons of exemption).
    `uncarried`: unit -> indicator -> leaves at or below it whose numbers of the periods before are
    not known, so that their `luy_ke` may be too small.
    """

    plan: Plan
    period: str
    unit: str
    values: Mapping[str, Mapping[str, Number | None]]
    missing: Mapping[str, int]
    labels: Mapping[str, str] = field(default_factory=dict)
    uncarried: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def final(self) -> bool:
        """Whether the year ends with the period, so that a floor not reached is missed."""
        return periods.closes_year(self.period)

    @property
    def months(self) -> int:
        """Months of the year that have passed when the period ends."""
        return periods.months(self.period)[1]

    @cached_property
    def day(self) -> date:
        """The day on which units and their attributes are looked at."""
        return periods.last_day(self.period)

    def total(self, units: Iterable[str], measure: str) -> Known:
        """The sum of a measure over units; blank adds nothing, and is None where all are."""
        found = [self.known(unit, measure) for unit in units]
        values = [known.value for known in found if known.value is not None]
        return Known(sum(values) if values else None, sum(known.missing for known in found))

    def known(self, unit: str, measure: str) -> Known:
        """A measure of one unit. What is no whole number is not known."""
        value = self.values.get(unit, {}).get(measure)
        whole = None if value is None or value != int(value) else int(value)
        uncarried = self.uncarried.get(unit, {}).get(measure, 0)
        return Known(whole, self.missing.get(unit, 0) + uncarried)

    def members(self, unit: str, base: str) -> int | None:
        """A headcount: the plan's own figure of the unit, else the sum of those below it.

        None where the base has no name, or a leaf is unknown and nothing above it is given.
        """
        if base == "members_end":
            return self.known(unit, MEMBERS_END).value
        if base not in ("members_start", "members_previous"):
            return None
        given: int | None = getattr(self.plan.units[unit], base)
        return self._summed(unit, base) if given is None else given

    def _summed(self, unit: str, base: str) -> int | None:
        parts = self._children(unit) or self._former(unit)
        below = [self.members(part, base) for part in parts]
        known = [count for count in below if count is not None]
        return sum(known) if known and len(known) == len(below) else None

    def _children(self, unit: str) -> tuple[str, ...]:
        """Those that exist, and those that ended in the year and are carried on by none."""
        return tuple(c for c in self.plan.children[unit] if self.in_force(c) or self._ended(c))

    def _former(self, unit: str) -> tuple[str, ...]:
        """The units it alone carries on, whose headcount of the year's start was its own."""
        former = self.plan.units[unit].predecessors
        sole = all(self.plan.successors.get(code) == (unit,) for code in former)
        known = all(code in self.plan.units for code in former)
        return tuple(former) if sole and known else ()

    def _ended(self, unit: str) -> bool:
        end = self.plan.units[unit].end
        in_year = end is not None and end.year == self.day.year and end <= self.day
        return in_year and not self.plan.successors.get(unit)

    def in_force(self, unit: str) -> bool:
        """Whether a unit exists on the day."""
        return scopes.in_force(self.plan.units[unit], self.day)

    def scope(self, quota: Quota, node: str) -> Scope:
        """The units at or below `node` that the scope of a quota means. Raises ValueError."""
        meant, unsure = scopes.select(self.plan, node, quota.scope, self.day)
        free = {unit for unit in (*meant, *unsure) if self.exemption(quota.code, unit)}
        return Scope(tuple(meant), tuple(unsure), frozenset(free))

    def evaluated(self, quota: Quota) -> tuple[str, ...]:
        """The units for which a quota is worked out: those of `evaluate_at`, else its node."""
        if not quota.evaluate_at:
            return (quota.unit,)
        return tuple(
            code
            for code in self.plan.below(quota.unit)
            if self.plan.units[code].level == quota.evaluate_at and self.in_force(code)
        )

    def exemption(self, quota: str, unit: str) -> Exemption | None:
        """What frees a unit of a quota, if anything does."""
        return self._exemptions.get((quota, unit)) or self._exemptions.get(("", unit))

    @cached_property
    def _exemptions(self) -> Mapping[tuple[str, str], Exemption]:
        return {(given.quota, given.unit): given for given in self.plan.exemptions}

    def allocations(self, quota: str) -> Mapping[str, Allocation]:
        """What each unit was given of a quota, by unit, the latest version of each."""
        return self._allocations.get(quota, {})

    @cached_property
    def _allocations(self) -> Mapping[str, Mapping[str, Allocation]]:
        found: dict[str, dict[str, Allocation]] = {}
        for allocation in versions.latest(self.plan.allocations):
            found.setdefault(allocation.quota, {})[allocation.unit] = allocation
        return found
