"""Checks of what units were given: allocations, at every level against what was given above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil, floor

from aggregator.model import Allocation, Plan, Quota, Unit
from aggregator.plan.flaw import Flaw, of_quota
from aggregator.plan.reach import exists_during, highest, validity
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
    together = Counter((row.quota, _folded(row.version)) for row in plan.allocations)
    for index, row in enumerate(plan.allocations):
        asked = quotas.get(row.quota, [])
        yield from _of_quota(index, row, asked)
        yield from _to_unit(plan, index, row, asked)
        if not plan.slice_of:  # it holds one version of each quota, whatever those of its shares
            alone = together[row.quota, _folded(row.version)] == 1
            yield from _version(index, row, asked, alone)
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


def _version(index: int, row: Allocation, asked: Sequence[Quota], alone: bool) -> Iterator[Flaw]:
    """Shares may be adjusted while their total stands; but then more than one of them changes."""
    known = {_folded(quota.version) for quota in asked}
    ranks = {versions.rank(quota.version) for quota in asked}
    name, rank = _folded(row.version), versions.rank(row.version)
    if not asked or versions.is_first(row.version) or name in known:
        return
    if any(known) and (not rank or rank not in ranks):
        message = (
            f"Chỉ tiêu “{row.quota}” không có phiên bản “{row.version}”; các phiên bản đã ghi: "
            f"{', '.join(quota.version or 'ban đầu' for quota in asked)}."
        )
    elif alone and not any(known):
        message = (
            f"Chỉ tiêu “{row.quota}” không có phiên bản nào, và chỉ dòng này ghi phiên bản "
            f"“{row.version}”."
        )
    else:
        return
    yield Flaw("P769", message, "allocations", index, "version", row.unit)


def _folded(version: str) -> str:
    return version.strip().casefold()


def _to_unit(plan: Plan, index: int, row: Allocation, asked: Sequence[Quota]) -> Iterator[Flaw]:
    unit = plan.units.get(row.unit)
    if unit is None:
        message = f"Không có đơn vị mã “{row.unit}” trong sheet Đơn vị."
        yield Flaw("P761", message, "allocations", index, "unit", row.unit)
    elif asked and asked[-1].unit not in plan.path(row.unit):
        message = f"Đơn vị không thuộc “{asked[-1].unit}”, nơi nhận chỉ tiêu “{row.quota}”."
        yield Flaw("P766", message, "allocations", index, "unit", row.unit)
    elif asked:
        yield from _in_time(plan, index, row, unit, asked)


def _in_time(
    plan: Plan, index: int, row: Allocation, unit: Unit, asked: Sequence[Quota]
) -> Iterator[Flaw]:
    last = date(max(validity(plan, quota)[1] for quota in asked), 12, 31)
    if not any(exists_during(plan, quota, unit) for quota in asked):
        said = f"không hoạt động trong các năm của chỉ tiêu “{row.quota}”"
    elif unit.end is not None and unit.end < last:
        said = f"thôi hoạt động {unit.end:%d/%m/%Y}, khi chỉ tiêu “{row.quota}” còn hiệu lực"
    else:
        return
    heirs = plan.successors.get(unit.code, ())
    instead = f"; đơn vị thay: {', '.join(heirs)}" if heirs else ""
    yield Flaw("P768", f"Đơn vị {said}{instead}.", "allocations", index, "unit", row.unit)


def _sums(plan: Plan, quota: Quota) -> Iterator[Flaw]:
    if highest(plan, quota) != quota.unit:
        return
    shares = shares_of(plan, quota)
    if not shares:
        message = "Chỉ tiêu giao cụ thể nhưng chưa phân bổ cho đơn vị nào."
        yield of_quota("P767", message, plan.quotas.index(quota), "minimum", quota)
        return
    if quota.minimum is None:
        return
    yield from _of_node(plan, quota, shares)
    for unit, (index, row) in shares.items():
        below = topmost(plan, unit, shares)
        amount = sum(shares[code][1].amount for code in below)
        if below and unit != quota.unit and amount != row.amount:
            message = (
                f"Phân bổ tiếp cho các đơn vị bên dưới cộng lại {number(amount)}, chỉ tiêu giao "
                f"{number(row.amount)}, {_off(amount, row.amount, row.amount)}."
            )
            yield Flaw("P764", message, "allocations", index, "amount", unit)


def _of_node(plan: Plan, quota: Quota, shares: Shares) -> Iterator[Flaw]:
    """What the node keeps and what it gave, together: its total, or up to `maximum` of it."""
    total = ceil(quota.minimum or 0)
    most = max(total, floor(quota.maximum or total))
    parts = sum(shares[code][1].amount for code in topmost(plan, quota.unit, shares))
    own = shares.get(quota.unit)
    # A row that repeats the total beside parts is no reserve: nothing would be left to give.
    kept = 0 if own is None or (own[1].amount == total and parts) else own[1].amount
    at, given = plan.quotas.index(quota), kept + parts
    if given != total:
        reserve = f", gồm {number(kept)} giữ lại dự phòng" if kept else ""
        upper = f", tối đa {number(most)}" if most > total else ""
        message = f"Phân bổ cộng lại {number(given)}{reserve}, chỉ tiêu giao {number(total)}{upper}"
        if total < given <= most:
            surplus = f"{message}: giao dư {number(given - total)} để dự phòng."
            yield of_quota("P763", surplus, at, "maximum", quota)
        elif own is not None and (kept > total or total <= parts <= most):
            message = f"{message}, {_off(given, total, most)}."
            yield Flaw("P764", message, "allocations", own[0], "amount", quota.unit)
        else:
            yield of_quota("P764", f"{message}, {_off(given, total, most)}.", at, "minimum", quota)


def _off(amount: int, least: int, most: int) -> str:
    if amount < least:
        return f"thiếu {number(least - amount)}"
    return f"thừa {number(amount - most)}"


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
