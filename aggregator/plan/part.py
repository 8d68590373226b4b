"""The part of a plan that concerns one unit: what goes down to it with its templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from aggregator import scope as scopes
from aggregator.model import Plan, Quota, Unit
from aggregator.plan.reach import standing
from aggregator.plan.shares import Shares, shares_of, topmost
from aggregator.quota import Known, Standing, registry
from aggregator.quota.standing import Scope


class _Asked(NamedTuple):
    """A quota of the whole plan, at whose numbers it looks, and what it was allocated as."""

    quota: Quota
    looked_at: frozenset[str]
    shares: Shares


def part(plan: Plan, unit: str) -> Plan:
    """The units at and below `unit` and what is asked of them; as bare rows those above it.

    Former units that those inside carry on, and whoever else carries those on, are bare rows too.
    A quota allocated from above becomes the unit's own share; one for whose judgement no unit
    inside is looked at is left out. Every deadline is kept. Raises KeyError for a unit that is
    not in the plan.
    """
    return next(parts(plan, (unit,)))


def parts(plan: Plan, units: Iterable[str]) -> Iterator[Plan]:
    """The part of each unit, as `part`; for many the work on the whole is done once."""
    asked = [_Asked(q, _looked_at(plan, q), shares_of(plan, q)) for q in plan.quotas]
    for unit in units:
        if unit not in plan.units:
            raise KeyError(unit)
        yield _part(plan, unit, asked)


def _part(plan: Plan, unit: str, asked: Sequence[_Asked]) -> Plan:
    inside = frozenset(plan.below(unit))
    above = frozenset(plan.path(unit))
    kept = {step for code in _kin(plan, inside) for step in plan.path(code)}
    former = {each for code in inside for each in _with_former(plan, code)}
    quotas = tuple(_quotas(plan, unit, inside, asked))
    codes = {"", *(quota.code for quota in quotas)}
    return replace(
        plan,
        units={
            code: row if code in inside else _bare(row, with_address=code in above)
            for code, row in plan.units.items()
            if code in kept
        },
        quotas=quotas,
        allocations=tuple(a for a in plan.allocations if a.unit in former and a.quota in codes),
        exemptions=tuple(
            e for e in plan.exemptions if e.unit in inside | above and e.quota in codes
        ),
        history=tuple(h for h in plan.history if h.unit in inside),
        slice_of=unit,
    )


def _kin(plan: Plan, units: frozenset[str]) -> set[str]:
    """Units with those they carry on and those that carry them on: figures pass between them."""
    found = set(units)
    waiting = list(units)
    while waiting:
        code = waiting.pop()
        for other in (*plan.units[code].predecessors, *plan.successors.get(code, ())):
            if other in plan.units and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _with_former(plan: Plan, unit: str) -> tuple[str, ...]:
    """A unit and all former ones that it carries on: what they were given is now asked of it."""
    found = [unit]
    for code in found:
        before = plan.units[code].predecessors
        found += [each for each in before if each in plan.units and each not in found]
    return tuple(found)


def _bare(unit: Unit, with_address: bool) -> Unit:
    """Who a unit is and when it existed; of nobody but a superior where to write to."""
    bare = Unit(
        unit.code, unit.name, unit.parent, unit.level, unit.kind, unit.start, unit.end,
        unit.replaces,
    )  # fmt: skip
    return bare._replace(email=unit.email) if with_address else bare


def _quotas(
    plan: Plan, unit: str, inside: frozenset[str], asked: Sequence[_Asked]
) -> Iterator[Quota]:
    shares: dict[tuple[object, ...], None] = {}
    for quota, looked_at, everywhere in asked:
        if quota.unit in inside:
            yield quota
        elif given := {code: row for code, row in everywhere.items() if code in inside}:
            # Every version of the quota comes down as the one share that counts.
            share = _share(plan, unit, quota, given)
            name = (share.code, share.version, share.year_from, share.year_to)
            if name not in shares:
                yield share
            shares[name] = None
        elif not inside.isdisjoint(looked_at):
            yield quota


def _share(plan: Plan, unit: str, quota: Quota, given: Shares) -> Quota:
    """A quota as it was allocated to a unit, or to those below it where it has no share itself."""
    units = (unit,) if unit in given else topmost(plan, unit, given)
    rows = [given[code][1] for code in units]
    amount = Decimal(sum(row.amount for row in rows))
    return replace(quota, unit=unit, minimum=amount, maximum=None, version=rows[0].version)


@dataclass(frozen=True)
class _Asking(Standing):
    """Remembers at whose numbers a quota looks, whenever those units exist."""

    looked_at: set[str] = field(default_factory=set)

    def known(self, unit: str, measure: str) -> Known:
        self.looked_at.add(unit)
        return super().known(unit, measure)

    def of_each(self, units: Iterable[str], measure: str) -> Mapping[str, Known]:
        asked = tuple(units)
        self.looked_at.update(asked)
        return super().of_each(asked, measure)

    def scope(self, quota: Quota, node: str) -> Scope:
        meant, unsure = scopes.select(self.plan, node, quota.scope)
        return Scope(tuple(meant), tuple(unsure), frozenset())

    def in_force(self, unit: str) -> bool:
        return unit in self.plan.units


def _looked_at(plan: Plan, quota: Quota) -> frozenset[str]:
    """The units whose numbers a quota is judged by, at whatever unit that is done.

    A summary made of the part has to carry them. All, where no year says when it is judged.
    """
    state, kind = standing(plan, quota), registry().get(quota.kind)
    if kind is None or quota.unit not in plan.units:
        return frozenset()
    if state is None:
        return frozenset(plan.below(quota.unit))
    asking = _Asking(plan, state.period, state.unit, {}, {})
    try:
        judged = {row.unit for row in kind.rows(asking, quota)}
    except ValueError:  # a scope that cannot be read: the check of the plan reports it
        return frozenset()
    return frozenset(judged | asking.looked_at)
