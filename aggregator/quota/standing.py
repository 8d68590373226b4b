"""What a kind of quota sees: the plan, and what is known of each unit since 1 January."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

from aggregator import period as periods
from aggregator import scope as scopes
from aggregator import succession
from aggregator.model import Allocation, Exemption, Number, Plan, Quota
from aggregator.quota import versions
from aggregator.quota.headcount import Headcounts

MEMBERS_START = "B1.A"
"""The indicator whose first opening stock of the year is what the bases of the plan stand for."""
MEMBERS_END = "B1.D"
"""The indicator whose closing stock is the base `members_end`."""
ADMISSIONS = "B2.I"
"""The indicator that counts everyone admitted, whatever the category."""


class Known(NamedTuple):
    """A measure over some units: the sum of what is known (None: nothing), leaves not in it.

    `only_before` of these leaves are not in it for earlier periods only.
    """

    value: int | None
    missing: int
    only_before: int = 0


class Base(NamedTuple):
    """Of how many members a rate is asked; leaves not in it; units whose figure the plan lacks."""

    value: int | None
    missing: int = 0
    unknown: tuple[str, ...] = ()


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
        if not self.free:
            return self.meant
        return tuple(unit for unit in self.meant if unit not in self.free)

    @property
    def exempt(self) -> tuple[str, ...]:
        """The units freed of the quota, whether it means them or may."""
        return tuple(unit for unit in (*self.meant, *self.unsure) if unit in self.free)

    @property
    def unclear(self) -> tuple[str, ...]:
        """The units, none of them exempt, that the quota may mean."""
        return tuple(unit for unit in self.unsure if unit not in self.free)


class Told(Protocol):
    """What is known of one unit."""

    def get(self, measure: str, /) -> Number | None:
        """The `luy_ke` of an indicator; None where it isn't known."""


@dataclass(frozen=True)
class Standing:
    """Where the units at and below `unit` stand at the end of `period`.

    `values`: unit -> indicator -> its `luy_ke`; a unit of which nothing is known may be absent.
    `missing`: unit -> expected leaves at or below it that are not in the numbers (absent: none).
    `labels`: words for codes of the plan (reasons of exemption).
    `uncarried`: unit -> indicator -> leaves at or below it whose numbers of the periods before are
    not known, so that their `luy_ke` may be too small. `only`: the one unit whose rows are asked
    for, if not all are; those of others may be left out.
    """

    plan: Plan
    period: str
    unit: str
    values: Mapping[str, Told]
    missing: Mapping[str, int]
    labels: Mapping[str, str] = field(default_factory=dict)
    uncarried: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    only: str = ""

    def asks_of(self, unit: str) -> bool:
        """Whether the rows of a unit are asked for."""
        return self.only in ("", unit)

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
        return Known(
            sum(values) if values else None,
            sum(known.missing for known in found),
            sum(known.only_before for known in found),
        )

    def known(self, unit: str, measure: str) -> Known:
        """A measure of one unit. What is no whole number is not known."""
        told = self.values.get(unit)
        value = None if told is None else told.get(measure)
        whole = None if value is None or value != int(value) else int(value)
        uncarried = self.uncarried[unit].get(measure, 0) if unit in self.uncarried else 0
        return Known(whole, self.missing.get(unit, 0) + uncarried, uncarried)

    def of_each(self, units: Iterable[str], measure: str) -> Mapping[str, Known]:
        """As `known`, of several units; before any number the same of all."""
        if not (self.values or self.missing or self.uncarried):
            return dict.fromkeys(units, Known(None, 0))
        return {unit: self.known(unit, measure) for unit in units}

    def members(self, unit: str, base: str) -> int | None:
        """A headcount of one unit; None where it is not known."""
        return self.headcount((unit,), base).value

    def headcount(self, units: Sequence[str], base: str) -> Base:
        """The members of units together: by the plan at the year's start, or of the period's end.

        Not known where there are no units, the base has no name, or a unit's figure lacks.
        """
        if base == "members_end":
            stocks = [self.known(unit, MEMBERS_END) for unit in units]
            counts = [stock.value for stock in stocks if stock.value is not None]
            every = len(counts) == len(stocks) > 0
            return Base(sum(counts) if every else None, sum(stock.missing for stock in stocks))
        if base not in ("members_start", "members_previous") or not units:
            return Base(None)
        counted = Headcounts(self.plan, base, self.day.replace(month=1, day=1)).of(units, self.day)
        unknown = tuple(code for code in self.plan.units if code in counted.open)
        return Base(None if unknown else counted.known, unknown=unknown)

    def in_force(self, unit: str) -> bool:
        """Whether a unit exists on the day."""
        return scopes.in_force(self.plan.units[unit], self.day)

    def heirs(self, unit: str) -> tuple[str, ...]:
        """The units that carry a unit on: itself, as long as it exists."""
        return tuple(sorted(succession.heirs(self.plan, unit, self.day)))

    def carried_on(self, unit: str) -> tuple[str, ...]:
        """The former units of which a unit is the only heir."""
        return succession.lineage(self.plan, unit, self.day)[1:]

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
        """What frees a unit of a quota: its own exemption, else the nearest one above it."""
        if not self._exemptions:
            return None
        for code in reversed(self.plan.path(unit)):
            given = self._exemptions.get((quota, code)) or self._exemptions.get(("", code))
            if given is not None:
                return given
        return None

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
