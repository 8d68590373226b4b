"""Checks of the tree of units: codes, superiors, levels, dates, members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from aggregator import vocabulary
from aggregator.model import Plan, Unit
from aggregator.plan import codes
from aggregator.plan.flaw import Flaw
from aggregator.wording import number

TABLE = "units"
MOST_LEVELS = 100
"""No party organisation comes near; more is a chain made by a slip of the hand."""


def check(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Đơn vị` that needs no other sheet."""
    known: dict[str, str] = {}
    circular, deep = on_cycles(plan), too_deep(plan)
    for index, unit in enumerate(plan.units.values()):
        yield from _code(index, unit, known)
        yield from _superior(index, unit, plan, circular)
        if unit.code in deep:
            message = f"Đơn vị ở dưới hơn {MOST_LEVELS} cấp; kiểm tra các mã đơn vị cấp trên."
            yield Flaw("P733", message, TABLE, index, "parent", unit.code)
        yield from _level(index, unit, plan)
        yield from _dates(index, unit, plan)
        yield from _outlives(index, unit, plan)
        yield from _begins_before(index, unit, plan)
        yield from _members(index, unit, plan)
        yield from _contact(index, unit)


def on_cycles(plan: Plan) -> frozenset[str]:
    """The units that stand above themselves."""
    settled: set[str] = set()
    circular: set[str] = set()
    for start in plan.units:
        path: dict[str, None] = {}
        code = start
        while code in plan.units and code not in settled and code not in path:
            path[code] = None
            code = plan.units[code].parent
        if code in path:
            steps = list(path)
            circular.update(steps[steps.index(code) :])
        settled.update(path)
    return frozenset(circular)


def too_deep(plan: Plan) -> frozenset[str]:
    """The first units that lie more than MOST_LEVELS below the top."""
    layer = [unit.code for unit in plan.units.values() if not unit.parent]
    for _ in range(MOST_LEVELS):
        layer = [below for code in layer for below in plan.children[code]]
    return frozenset(layer)


def _code(index: int, unit: Unit, known: dict[str, str]) -> Iterator[Flaw]:
    # Windows refuses names that end in a dot, and `.` and `..` are no folder of one's own.
    if not codes.is_plain(unit.code) or unit.code.endswith(".") or unit.code.startswith("."):
        message = (
            f"Mã đơn vị “{unit.code[:60]}” không hợp lệ; chỉ dùng {codes.ALLOWED}, không có dấu "
            "chấm ở đầu và cuối."
        )
        yield Flaw("P720", message, TABLE, index, "code", unit.code)
    twin = known.setdefault(unit.code.casefold(), unit.code)
    if twin != unit.code:
        message = f"Mã “{unit.code}” chỉ khác mã “{twin}” ở chữ hoa, chữ thường; dễ nhầm."
        yield Flaw("P729", message, TABLE, index, "code", unit.code)


def _superior(index: int, unit: Unit, plan: Plan, circular: frozenset[str]) -> Iterator[Flaw]:
    if unit.code in circular:
        message = (
            "Đơn vị lấy chính mình làm cấp trên."
            if unit.parent == unit.code
            else f"Đi theo các đơn vị cấp trên từ “{unit.code}” thì quay lại chính đơn vị này."
        )
        yield Flaw("P723", message, TABLE, index, "parent", unit.code)
    elif unit.parent and unit.parent not in plan.units:
        message = f"Không có đơn vị cấp trên mã “{unit.parent}” trong sheet Đơn vị."
        yield Flaw("P722", message, TABLE, index, "parent", unit.code)
    elif not unit.parent and unit.code != plan.summit:
        message = (
            f"Đơn vị “{unit.code}” không có cấp trên, mà “{plan.summit}” đã là đơn vị cao nhất; "
            "kế hoạch chỉ có một đơn vị cao nhất."
        )
        yield Flaw("P724", message, TABLE, index, "parent", unit.code)


def _level(index: int, unit: Unit, plan: Plan) -> Iterator[Flaw]:
    levels = vocabulary.levels()
    level = levels.get(unit.level)
    if level is None:
        return
    below = len(plan.children[unit.code])
    if level.leaf and below:
        message = (
            f"Cấp “{level.label}” không có đơn vị trực thuộc, nhưng có {number(below)} đơn vị "
            "ghi đơn vị này là cấp trên."
        )
        yield Flaw("P725", message, TABLE, index, "level", unit.code)
    above = plan.units.get(unit.parent)
    rank = {code: n for n, code in enumerate(levels)}
    if above is not None and rank[unit.level] < rank.get(above.level, -1):
        message = (
            f"Cấp “{level.label}” cao hơn cấp của đơn vị cấp trên "
            f"(“{vocabulary.label('level', above.level)}”)."
        )
        yield Flaw("P731", message, TABLE, index, "level", unit.code)


def _dates(index: int, unit: Unit, plan: Plan) -> Iterator[Flaw]:
    if unit.start is not None and unit.end is not None and unit.start > unit.end:
        message = f"Từ ngày {unit.start:%d/%m/%Y} sau đến ngày {unit.end:%d/%m/%Y}."
        yield Flaw("P726", message, TABLE, index, "start", unit.code)
    elif plan.year_to is not None and (unit.start or date.min).year > plan.year_to:
        message = f"Đơn vị có từ {unit.start:%d/%m/%Y}, sau năm cuối của kế hoạch ({plan.year_to})."
        yield Flaw("P727", message, TABLE, index, "start", unit.code)
    elif plan.year_from is not None and (unit.end or date.max).year < plan.year_from:
        message = f"Đơn vị thôi hoạt động {unit.end:%d/%m/%Y}, trước năm đầu ({plan.year_from})."
        yield Flaw("P727", message, TABLE, index, "end", unit.code)


def _outlives(index: int, unit: Unit, plan: Plan) -> Iterator[Flaw]:
    above = plan.units.get(unit.parent)
    ended = above.end if above else None
    if above is not None and ended is not None and (unit.end or date.max) > ended:
        message = (
            f"Đơn vị cấp trên “{above.name or above.code}” thôi hoạt động {ended:%d/%m/%Y}, đơn vị "
            "này còn hoạt động sau ngày đó."
        )
        yield Flaw("P728", message, TABLE, index, "parent", unit.code)


def _begins_before(index: int, unit: Unit, plan: Plan) -> Iterator[Flaw]:
    """Under a superior that carries on others it may have come along from one of them."""
    above = plan.units.get(unit.parent)
    if above is None or above.start is None or above.predecessors:
        return
    # An open date says nothing of the years before the plan.
    begins = unit.start or (date(plan.year_from, 1, 1) if plan.year_from else date.max)
    if begins < above.start:
        since = f"từ {unit.start:%d/%m/%Y}" if unit.start else "từ trước"
        message = (
            f"Đơn vị có {since}, trước khi đơn vị cấp trên “{above.name or above.code}” có từ "
            f"{above.start:%d/%m/%Y}."
        )
        yield Flaw("P738", message, TABLE, index, "start", unit.code)


def _members(index: int, unit: Unit, plan: Plan) -> Iterator[Flaw]:
    below = [plan.units[code] for code in plan.children[unit.code]]
    for field in ("members_start", "members_previous"):
        stated = getattr(unit, field)
        parts = [getattr(child, field) for child in below]
        if stated is None or not parts or None in parts or sum(parts) == stated:
            continue
        message = (
            f"Ghi {number(stated)}, các đơn vị trực thuộc cộng lại {number(sum(parts))}, "
            f"lệch {number(abs(stated - sum(parts)))}."
        )
        yield Flaw("P732", message, TABLE, index, field, unit.code)


def _contact(index: int, unit: Unit) -> Iterator[Flaw]:
    if unit.email and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", unit.email):
        message = "Không phải một địa chỉ thư điện tử, ví dụ vanphong@example.vn."
        yield Flaw("P730", message, TABLE, index, "email", unit.code)
