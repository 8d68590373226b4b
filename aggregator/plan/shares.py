"""Checks of what units were given and freed of: allocations, exemptions, floors against totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import ceil

from aggregator.model import Allocation, Plan, Quota
from aggregator.plan.flaw import Flaw
from aggregator.plan.quotas import highest, standing
from aggregator.quota import registry, versions
from aggregator.wording import number

Shares = Mapping[str, tuple[int, Allocation]]
"""unit -> the row of its allocation that counts, with its index."""


def allocations(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Phân bổ`: what it points at, and sums that do not reconcile."""
    kinds = {quota.code: quota.kind for quota in plan.quotas}
    nodes = {quota.code: quota.unit for quota in plan.quotas}
    seen: set[tuple[str, str, str]] = set()
    for index, row in enumerate(plan.allocations):
        if row.quota not in kinds:
            message = f"Không có chỉ tiêu mã “{row.quota}” trong sheet Chỉ tiêu."
            yield Flaw("P760", message, "allocations", index, "quota", row.unit)
        elif kinds[row.quota] != "K1":
            message = f"Chỉ tiêu “{row.quota}” không thuộc loại K1 nên không phân bổ."
            yield Flaw("P765", message, "allocations", index, "quota", row.unit)
        if row.unit not in plan.units:
            message = f"Không có đơn vị mã “{row.unit}” trong sheet Đơn vị."
            yield Flaw("P761", message, "allocations", index, "unit", row.unit)
        elif row.quota in nodes and nodes[row.quota] not in plan.path(row.unit):
            message = f"Đơn vị không thuộc “{nodes[row.quota]}”, nơi nhận chỉ tiêu “{row.quota}”."
            yield Flaw("P766", message, "allocations", index, "unit", row.unit)
        if (row.quota, row.unit, row.version) in seen:
            message = f"Đơn vị đã được phân bổ chỉ tiêu “{row.quota}” ở dòng trên."
            yield Flaw("P762", message, "allocations", index, "unit", row.unit)
        seen.add((row.quota, row.unit, row.version))
    for quota in versions.latest(q for q in plan.quotas if q.kind == "K1"):
        yield from _sums(plan, quota)


def _sums(plan: Plan, quota: Quota) -> Iterator[Flaw]:
    if highest(plan, quota) != quota.unit:
        return
    at = plan.quotas.index(quota)
    shares = shares_of(plan, quota)
    if not shares:
        message = "Chỉ tiêu giao cụ thể nhưng chưa phân bổ cho đơn vị nào."
        yield Flaw("P767", message, "quotas", at, "minimum", quota.unit)
        return
    if quota.minimum is None:
        return
    total = ceil(quota.minimum)
    parts = (quota.unit,) if quota.unit in shares else topmost(plan, quota.unit, shares)
    difference = _difference(parts, shares, total)
    if difference:
        yield Flaw("P764", f"Phân bổ {difference}", "quotas", at, "minimum", quota.unit)
    for unit, (index, row) in shares.items():
        below = topmost(plan, unit, shares)
        difference = _difference(below, shares, row.amount) if below else ""
        if difference:
            message = f"Phân bổ tiếp cho các đơn vị bên dưới {difference}"
            yield Flaw("P764", message, "allocations", index, "amount", unit)


def shares_of(plan: Plan, quota: Quota) -> Shares:
    """What each unit was given of a quota: of several versions the latest."""
    index = {(row.quota, row.unit, row.version): n for n, row in enumerate(plan.allocations)}
    rows = [row for row in plan.allocations if row.quota == quota.code and row.unit in plan.units]
    return {
        row.unit: (index[row.quota, row.unit, row.version], row) for row in versions.latest(rows)
    }


def topmost(plan: Plan, node: str, shares: Shares) -> tuple[str, ...]:
    """The allocated units below `node` with no allocated unit between."""
    found: list[str] = []
    waiting = list(plan.children.get(node, ()))
    while waiting:
        code = waiting.pop()
        if code in shares:
            found.append(code)
        else:
            waiting.extend(plan.children[code])
    return tuple(found)


def _difference(parts: Sequence[str], shares: Shares, total: int) -> str:
    amount = sum(shares[code][1].amount for code in parts)
    if amount == total:
        return ""
    word = "thừa" if amount > total else "thiếu"
    return (
        f"cộng lại {number(amount)}, chỉ tiêu giao {number(total)}, "
        f"{word} {number(abs(amount - total))}."
    )


def exemptions(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Miễn`."""
    quotas = {quota.code for quota in plan.quotas}
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(plan.exemptions):
        if row.quota and row.quota not in quotas:
            message = f"Không có chỉ tiêu mã “{row.quota}” trong sheet Chỉ tiêu."
            yield Flaw("P770", message, "exemptions", index, "quota", row.unit)
        if row.unit not in plan.units:
            message = f"Không có đơn vị mã “{row.unit}” trong sheet Đơn vị."
            yield Flaw("P771", message, "exemptions", index, "unit", row.unit)
        if not row.document:
            message = "Miễn chỉ tiêu nhưng chưa ghi văn bản cho miễn."
            yield Flaw("P772", message, "exemptions", index, "document", row.unit)
        if (row.quota, row.unit) in seen:
            message = "Đơn vị đã được miễn chỉ tiêu này ở dòng trên."
            yield Flaw("P773", message, "exemptions", index, "unit", row.unit)
        seen.add((row.quota, row.unit))


def conflicts(plan: Plan) -> Iterator[Flaw]:
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
    (first, last), (start, end) = _validity(plan, floor), _validity(plan, total)
    return first <= end and start <= last


def _validity(plan: Plan, quota: Quota) -> tuple[int, int]:
    first = quota.year_from or plan.year_from or 0
    return first, quota.year_to or plan.year_to or 9999


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
