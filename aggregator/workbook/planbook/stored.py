"""What the formulas of a plan workbook come to: a viewer that does not calculate shows this."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aggregator.model import Plan
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.balance import Balance
from aggregator.workbook.planbook.columns import ALLOCATIONS, QUOTAS, Table
from aggregator.workbook.planbook.live import MILLION, OF, UNKNOWN


def values(table: Table, plan: Plan, balance: Balance) -> Sequence[Sequence[str | int]]:
    """What the formulas of each row of a sheet come to."""
    if table is QUOTAS:
        return [_given(plan, at, balance) for at in range(len(plan.quotas))]
    if table is ALLOCATIONS:
        return _shares(plan, balance)
    rows = columns.rows_of(table, plan) if table in OF else ()
    return [(_unit_name(plan, row.unit),) for row in rows]


def _unit_name(plan: Plan, code: str) -> str:
    unit = plan.units.get(code)
    return unit.name if unit else UNKNOWN


def _shares(plan: Plan, balance: Balance) -> list[Sequence[str | int]]:
    first: dict[str, int] = {}
    found: list[Sequence[str | int]] = []
    for at, (row, share) in enumerate(zip(plan.allocations, balance.shares, strict=True)):
        place = at + columns.FIRST_ROW - 1
        key = f"{row.quota}|{row.unit}" if row.unit in plan.units else ""
        earlier = first.setdefault(key, place)
        found.append((
            _unit_name(plan, row.unit),
            "" if share.below is None else share.below,
            share.verdict,
            key,
            earlier if key and earlier != place else "",
            _order(row.version) * MILLION + place + 1,
            key if share.is_current else "",
            f"{row.quota}|{share.above}" if share.above else "",
        ))  # fmt: skip
    return found


def _given(plan: Plan, at: int, balance: Balance) -> Sequence[str | int]:
    quota, given = plan.quotas[at], balance.quotas[at]
    order = _order(quota.version) * MILLION + columns.FIRST_ROW + at
    if given is None:
        return ("", "", "", order, "", "")
    key = f"{quota.code}|{quota.unit}"
    amount = "" if given.amount is None else given.amount
    used = (key, quota.code) if given.is_current else ("", "")
    return (amount, given.verdict, key, order, *used)


def _order(version: str) -> int:
    """The rank of a version as the formula sees it: its number, or the one at its end."""
    text = version.strip()
    if not text or text.casefold().startswith("ban đầu"):
        return 0
    for part in (text, text[-2:], text[-1:]):
        if part.strip().isdecimal() and part.isascii():
            return int(part)
    return 0


def blank(table: Table) -> Callable[[int], Sequence[str | int]]:
    """What the formulas of a row come to in which nothing is filled in; rows from 0."""
    beside = OF.get(table, ())
    nothing = tuple("" for _ in beside)
    order = next((at for at, each in enumerate(beside) if each.label == "thứ tự"), None)
    if order is None:
        return lambda _row: nothing
    return lambda row: (*nothing[:order], row + 1, *nothing[order + 1 :])
