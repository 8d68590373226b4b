"""Floors for each unit held against totals for all: a document may ask for both at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import ceil

from aggregator.model import Plan, Quota
from aggregator.plan.flaw import Flaw
from aggregator.plan.reach import standing, validity
from aggregator.quota import registry, versions
from aggregator.wording import number


def check(plan: Plan) -> Iterator[Flaw]:
    """Floors for each unit that add up to more than a total for the same measure asks for.

    Both stand as the document states them; nothing is resolved.
    """
    places = {quota: n for n, quota in enumerate(plan.quotas)}
    current = [(places[quota], quota) for quota in versions.latest(plan.quotas)]
    totals = [(quota, bound) for _, quota in current if (bound := _bound(quota)) is not None]
    for index, floor in current:
        asked = _asked(plan, floor)
        for total, bound in totals:
            if asked and _together(plan, floor, total):
                yield from _exceeds(plan, index, floor, asked, total, bound)


def _bound(quota: Quota) -> Decimal | None:
    """The most that a quota asks of its node as a whole, if it asks that."""
    kind = registry().get(quota.kind)
    return getattr(quota, kind.total) if kind and kind.total else None


def _asked(plan: Plan, quota: Quota) -> Mapping[str, Decimal]:
    """What a quota asks of each unit; an unreadable scope is reported with the quota itself."""
    kind, state = registry().get(quota.kind), standing(plan, quota)
    if kind is None or kind.floors is None or state is None or quota.unit not in plan.units:
        return {}
    try:
        return kind.floors(state, quota)
    except ValueError:
        return {}


def _together(plan: Plan, floor: Quota, total: Quota) -> bool:
    if floor.measure != total.measure or total.unit not in plan.path(floor.unit):
        return False
    (first, last), (start, end) = validity(plan, floor), validity(plan, total)
    return first <= end and start <= last


def _exceeds(
    plan: Plan,
    index: int,
    floor: Quota,
    asked: Mapping[str, Decimal],
    total: Quota,
    bound: Decimal,
) -> Iterator[Flaw]:
    counted = _counted(plan, total)
    floors = [amount for unit, amount in asked.items() if counted is None or unit in counted]
    needed = ceil(sum(floors))
    if needed > bound:
        groups = Counter(floors).items()
        parts = " + ".join(f"{number(units)} đơn vị × {number(amount)}" for amount, units in groups)
        message = (
            f"Mức tối thiểu từng đơn vị cộng lại {number(needed)} ({parts}), vượt chỉ tiêu chung "
            f"“{total.code}” là {number(bound)}. Giữ nguyên cả hai như văn bản, kết quả xét riêng "
            "từng chỉ tiêu."
        )
        yield Flaw("P795", message, "quotas", index, "minimum", floor.unit)


def _counted(plan: Plan, total: Quota) -> frozenset[str] | None:
    """The units whose results count for a total with a scope; None for all, where it has none."""
    state = standing(plan, total)
    if not total.scope.strip() or state is None:
        return None
    try:
        scope = state.scope(total, total.unit)
    except ValueError:
        return frozenset()
    return frozenset((*scope.judged, *scope.exempt))
