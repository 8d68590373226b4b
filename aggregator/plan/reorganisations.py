"""Checks of what the plan says of units that replace others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from aggregator.model import Plan, Unit
from aggregator.plan.flaw import Flaw
from aggregator.wording import number

TABLE = "units"


def check(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with column `replaces` and with units that ended without a successor."""
    for index, unit in enumerate(plan.units.values()):
        for code in unit.predecessors:
            yield from _former(index, unit, code, plan)
        yield from _without_successor(index, unit, plan)


def _former(index: int, unit: Unit, code: str, plan: Plan) -> Iterator[Flaw]:
    former = plan.units.get(code)
    if former is None:
        message = f"Không có đơn vị cũ mã “{code}” trong sheet Đơn vị."
        yield Flaw("P734", message, TABLE, index, "replaces", unit.code)
    elif former is unit:
        message = "Đơn vị ghi thay cho chính mình."
        yield Flaw("P735", message, TABLE, index, "replaces", unit.code)
    elif former.end is None:
        message = f"“{former.name}” ({code}) không có ngày kết thúc, nên vẫn đang hoạt động."
        yield Flaw("P735", message, TABLE, index, "replaces", unit.code)
    elif unit.start is not None and unit.start <= former.end:
        message = (
            f"Đơn vị có từ {unit.start:%d/%m/%Y}, khi “{former.name}” ({code}) còn hoạt động đến "
            f"{former.end:%d/%m/%Y}."
        )
        yield Flaw("P736", message, TABLE, index, "start", unit.code)
    elif unit.start is not None and (gap := _gap(former, plan)) > timedelta(1):
        message = (
            f"“{former.name}” ({code}) thôi hoạt động {former.end:%d/%m/%Y}, đơn vị thay có từ "
            f"{unit.start:%d/%m/%Y}; {number(gap.days - 1)} ngày ở giữa không đơn vị nào báo cáo."
        )
        yield Flaw("P739", message, TABLE, index, "start", unit.code)


def _gap(former: Unit, plan: Plan) -> timedelta:
    """From the last day of a unit to the first of those that carry it on."""
    begins = [plan.units[code].start or date.min for code in plan.successors[former.code]]
    return min(begins) - (former.end or date.max)


def _without_successor(index: int, unit: Unit, plan: Plan) -> Iterator[Flaw]:
    years = range(plan.year_from or 1, (plan.year_to or 9999) + 1)
    if unit.end is None or unit.end.year not in years or plan.children[unit.code]:
        return
    lasted_the_year = (unit.end.month, unit.end.day) == (12, 31)
    if not lasted_the_year and unit.code not in plan.successors:
        message = (
            f"Đơn vị thôi hoạt động {unit.end:%d/%m/%Y} và không đơn vị nào ghi thay cho đơn vị "
            "này; lũy kế các kỳ sau trong năm không có số của đơn vị."
        )
        yield Flaw("P737", message, TABLE, index, "end", unit.code)
