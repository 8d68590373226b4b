"""How far allocations add up, as the plan workbook shows it: the values its formulas store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import ceil, floor
from typing import NamedTuple

from aggregator.model import Allocation, Plan, Quota
from aggregator.plan.reach import highest
from aggregator.quota import versions
from aggregator.wording import number

ENOUGH, SHORT, OVER, SPARE = "ĐỦ", "THIẾU", "THỪA", "GIAO DƯ"
REPLACED, UNGIVEN, FROM_ABOVE = "BỊ THAY", "CHƯA PHÂN BỔ", "CẤP TRÊN XÉT"
NO_UNIT, NO_AMOUNT, UNJUDGED = "KHÔNG CÓ ĐƠN VỊ", "CHƯA CÓ SỐ", "KHÔNG XÉT"
AT_NODE, OUTSIDE = "NƠI NHẬN", "NGOÀI NƠI NHẬN"
WRONG = (SHORT, OVER, UNGIVEN, NO_UNIT, NO_AMOUNT, OUTSIDE)
DOUBTFUL = (SPARE, REPLACED, UNJUDGED)

Key = tuple[str, str]
"""A quota and a unit."""


class Share(NamedTuple):
    """A row of `Phân bổ`: whom it is a part of, what was given on below, and how that compares."""

    is_current: bool
    above: str
    below: int | None
    verdict: str


class Given(NamedTuple):
    """A row of `Chỉ tiêu` of kind K1: what was given of it, and how that compares."""

    is_current: bool
    amount: int | None
    verdict: str


class Balance(NamedTuple):
    """One of each row, in the order of the plan; None for a quota of another kind."""

    shares: tuple[Share, ...]
    quotas: tuple[Given | None, ...]


def balance(plan: Plan) -> Balance:
    """How every allocation and every allocated quota stands."""
    nodes = _nodes(plan)
    current = _current(plan)
    above = {key: _above(plan, key, current, nodes) for key in current}
    below: Counter[Key] = Counter()
    for (quota, unit), row in current.items():
        if above[quota, unit]:
            below[quota, above[quota, unit]] += row.amount
    parents = {(quota, up) for (quota, _), up in above.items() if up}
    sums = {key: below[key] for key in parents}
    given = {quota for quota, _ in current}
    return Balance(
        tuple(_share(plan, row, current, above, sums, nodes) for row in plan.allocations),
        tuple(_given(plan, quota, current, sums, nodes, given) for quota in plan.quotas),
    )


def _nodes(plan: Plan) -> Mapping[Key, Quota]:
    """The allocated quotas that are looked at in this plan, by the unit they were given to."""
    latest = versions.latest(quota for quota in plan.quotas if quota.kind == "K1")
    return {(q.code, q.unit): q for q in latest if highest(plan, q) == q.unit}


def _current(plan: Plan) -> Mapping[Key, Allocation]:
    rows = [row for row in plan.allocations if row.unit in plan.units]
    return {(row.quota, row.unit): row for row in versions.latest(rows)}


def _above(
    plan: Plan, key: Key, current: Mapping[Key, Allocation], nodes: Mapping[Key, Quota]
) -> str:
    """The nearest unit above that was given some of the quota; of the node itself, none."""
    quota, unit = key
    if key in nodes:
        return ""
    for code in reversed(plan.path(unit)[:-1]):
        if (quota, code) in current or (quota, code) in nodes:
            return code
    return ""


def _share(
    plan: Plan,
    row: Allocation,
    current: Mapping[Key, Allocation],
    above: Mapping[Key, str],
    sums: Mapping[Key, int],
    nodes: Mapping[Key, Quota],
) -> Share:
    key = (row.quota, row.unit)
    if row.unit not in plan.units:
        return Share(False, "", None, NO_UNIT)
    if current[key] is not row:
        return Share(False, "", None, REPLACED)
    below = sums.get(key)
    if not any(quota == row.quota for quota, _ in nodes):
        verdict = UNJUDGED
    elif key in nodes:
        verdict = AT_NODE
    elif not above[key]:
        verdict = OUTSIDE
    else:
        verdict = "" if below is None else _off(below - row.amount)
    return Share(True, above[key], below, verdict)


def _given(
    plan: Plan,
    quota: Quota,
    current: Mapping[Key, Allocation],
    sums: Mapping[Key, int],
    nodes: Mapping[Key, Quota],
    given: set[str],
) -> Given | None:
    if quota.kind != "K1":
        return None
    key = (quota.code, quota.unit)
    if nodes.get(key) is not quota:
        from_above = highest(plan, quota) != quota.unit
        return Given(False, None, FROM_ABOVE if from_above else REPLACED)
    least = ceil(quota.minimum or 0)
    parts, own = sums.get(key, 0), current[key].amount if key in current else 0
    amount = parts + (0 if own == least and parts else own)
    if quota.minimum is None:
        return Given(True, amount, "" if quota.code in given else UNGIVEN)
    most = max(least, floor(quota.maximum or least))
    off = amount - least if amount < least else max(0, amount - most)
    if quota.code not in given:
        verdict = UNGIVEN
    elif not off and amount > least:
        verdict = f"{SPARE} {number(amount - least)}"
    else:
        verdict = _off(off)
    return Given(True, amount, verdict)


def _off(off: int) -> str:
    if not off:
        return ENOUGH
    return f"{SHORT if off < 0 else OVER} {number(abs(off))}"


def chosen(plan: Plan) -> str:
    """The allocated quota that is shown first; empty where there is none."""
    given = Counter(row.quota for row in plan.allocations)
    codes = dict.fromkeys(code for code, _ in _nodes(plan))
    return max(codes, key=lambda code: given[code], default="")
