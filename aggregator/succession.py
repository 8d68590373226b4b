"""Which units carry on which: merged, split, absorbed, as dates and `replaces` of the plan say.

No level and no name is interpreted. A moved or renamed unit keeps its code and needs no successor.
"""

from __future__ import annotations

from datetime import date

from aggregator.model import Plan
from aggregator.scope import in_force


def heirs(plan: Plan, code: str, day: date) -> frozenset[str]:
    """The units that carry a unit on and exist on a day: itself, as long as it does."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        here = waiting.pop()
        if here in seen or here not in plan.units:
            continue
        seen.add(here)
        if in_force(plan.units[here], day):
            found.add(here)
        else:
            waiting.extend(plan.successors.get(here, ()))
    return frozenset(found)


def lineage(plan: Plan, code: str, day: date) -> tuple[str, ...]:
    """A unit, then every former unit of which it is the only heir on a day."""
    found = [code]
    for here in found:
        for former in plan.units[here].predecessors:
            if former not in found and heirs(plan, former, day) == {code}:
                found.append(former)
    return tuple(found)
