"""Checks of what units were given: allocations, at every level against what was given above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from aggregator.model import Allocation, Plan, Quota
from aggregator.plan.flaw import Flaw
from aggregator.plan.reach import exists_during, highest
from aggregator.quota import versions
from aggregator.wording import number

Shares = Mapping[str, tuple[int, Allocation]]
"""unit -> the row of its allocation that counts, with its index."""


def check(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Phân bổ`: what it points at, and sums that do not reconcile."""
    quotas: dict[str, list[Quota]] = {}
    for quota in plan.quotas:
        quotas.setdefault(quota.code, []).append(quota)
    seen: set[tuple[str, str, str]] = set()
    for index, row in enumerate(plan.allocations):
        asked = quotas.get(row.quota, [])
        yield from _of_quota(index, row, asked)
        yield from _to_unit(plan, index, row, asked)
        if (row.quota, row.unit, row.version) in seen:
            message = f"Đơn vị đã được phân bổ chỉ tiêu “{row.quota}” ở dòng trên."
            yield Flaw("P762", message, "allocations", index, "unit", row.unit)
        seen.add((row.quota, row.unit, row.version))
    for quota in versions.latest(q for q in plan.quotas if q.kind == "K1"):
        yield from _sums(plan, quota)


def _of_quota(index: int, row: Allocation, asked: Sequence[Quota]) -> Iterator[Flaw]:
    if not asked:
        message = f"Không có chỉ tiêu mã “{row.quota}” trong sheet Chỉ tiêu."
        yield Flaw("P760", message, "allocations", index, "quota", row.unit)
    elif asked[-1].kind != "K1":
        message = f"Chỉ tiêu “{row.quota}” không thuộc loại K1 nên không phân bổ."
        yield Flaw("P765", message, "allocations", index, "quota", row.unit)


def _to_unit(plan: Plan, index: int, row: Allocation, asked: Sequence[Quota]) -> Iterator[Flaw]:
    unit = plan.units.get(row.unit)
    if unit is None:
        message = f"Không có đơn vị mã “{row.unit}” trong sheet Đơn vị."
        yield Flaw("P761", message, "allocations", index, "unit", row.unit)
    elif asked and asked[-1].unit not in plan.path(row.unit):
        message = f"Đơn vị không thuộc “{asked[-1].unit}”, nơi nhận chỉ tiêu “{row.quota}”."
        yield Flaw("P766", message, "allocations", index, "unit", row.unit)
    elif asked and not any(exists_during(plan, quota, unit) for quota in asked):
        message = f"Đơn vị không hoạt động trong các năm của chỉ tiêu “{row.quota}”."
        yield Flaw("P768", message, "allocations", index, "unit", row.unit)


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
