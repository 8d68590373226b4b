"""Checks of what units were freed of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aggregator import scope as scopes
from aggregator.model import Exemption, Plan, Quota, Unit
from aggregator.plan.flaw import Flaw
from aggregator.plan.reach import exists_during
from aggregator.quota import registry
from aggregator.wording import number

ALL_MEMBERS = "HC_100"
"""The reason of exemption that the plan's own figures can contradict."""
TABLE = "exemptions"


def check(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Miễn`."""
    quotas: dict[str, list[Quota]] = {}
    for quota in plan.quotas:
        quotas.setdefault(quota.code, []).append(quota)
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(plan.exemptions):
        yield from _row(plan, index, row, quotas)
        if (row.quota, row.unit) in seen:
            message = "Đơn vị đã được miễn chỉ tiêu này ở dòng trên."
            yield Flaw("P773", message, TABLE, index, "unit", row.unit)
        seen.add((row.quota, row.unit))


def _row(
    plan: Plan, index: int, row: Exemption, quotas: Mapping[str, Sequence[Quota]]
) -> Iterator[Flaw]:
    named = quotas.get(row.quota, ()) if row.quota else plan.quotas
    unit = plan.units.get(row.unit)
    if row.quota and not named:
        message = f"Không có chỉ tiêu mã “{row.quota}” trong sheet Chỉ tiêu."
        yield Flaw("P770", message, TABLE, index, "quota", row.unit)
    if not row.document:
        message = "Miễn chỉ tiêu nhưng chưa ghi văn bản cho miễn."
        yield Flaw("P772", message, TABLE, index, "document", row.unit)
    if row.date is not None and row.date.year > (plan.year_to or row.date.year):
        message = f"Văn bản ngày {row.date:%d/%m/%Y}, sau năm cuối của kế hoạch ({plan.year_to})."
        yield Flaw("P776", message, TABLE, index, "date", row.unit)
    if unit is None:
        message = f"Không có đơn vị mã “{row.unit}” trong sheet Đơn vị."
        yield Flaw("P771", message, TABLE, index, "unit", row.unit)
        return
    yield from _contradicted(index, row, unit)
    if named and not any(exists_during(plan, quota, unit) for quota in named):
        yield Flaw("P777", f"Đơn vị {_gone(unit)}.", TABLE, index, "unit", row.unit)
    elif unit.end is not None and row.date is not None and unit.end < row.date:
        message = f"Đơn vị đã thôi hoạt động {unit.end:%d/%m/%Y}, trước ngày văn bản cho miễn."
        yield Flaw("P777", message, TABLE, index, "unit", row.unit)
    elif row.quota and named:
        yield from _without_effect(plan, index, row, named)


def _gone(unit: Unit) -> str:
    if unit.end is None:
        return "không hoạt động trong các năm của chỉ tiêu"
    return f"đã thôi hoạt động {unit.end:%d/%m/%Y}, trước các năm của chỉ tiêu"


def _contradicted(index: int, row: Exemption, unit: Unit) -> Iterator[Flaw]:
    members = unit.members_previous if unit.members_start is None else unit.members_start
    if row.reason != ALL_MEMBERS or unit.staff is None or members is None:
        return
    if unit.staff > members:
        message = (
            f"Đơn vị có {number(unit.staff)} cán bộ, công chức, viên chức, nhiều hơn số đảng viên "
            f"({number(members)})."
        )
        yield Flaw("P774", message, TABLE, index, "reason", row.unit)


def _without_effect(
    plan: Plan, index: int, row: Exemption, quotas: Sequence[Quota]
) -> Iterator[Flaw]:
    """Nothing is asked of the unit itself: its exemption frees those below, or nobody."""
    try:
        judged = {code for quota in quotas for code in _judged(plan, quota, row.unit)}
    except ValueError:  # a scope that cannot be read: the check of the quota reports it
        return
    if row.unit in judged:
        return
    if judged:
        message = (
            f"Chỉ tiêu “{row.quota}” không xét đơn vị này mà xét {number(len(judged))} đơn vị bên "
            "dưới; các đơn vị đó được miễn theo."
        )
        yield Flaw("P778", message, TABLE, index, "unit", row.unit)
    else:
        message = f"Chỉ tiêu “{row.quota}” không áp dụng cho đơn vị này; miễn không có tác dụng."
        yield Flaw("P775", message, TABLE, index, "unit", row.unit)


def _judged(plan: Plan, quota: Quota, unit: str) -> Iterator[str]:
    """The units at and below `unit` of which a quota asks something, whenever they exist."""
    top = unit if quota.unit in plan.path(unit) else quota.unit
    kind = registry().get(quota.kind)
    if kind is None or unit not in plan.path(top):
        return
    for code in plan.below(top):
        at_level = bool(quota.evaluate_at) and plan.units[code].level == quota.evaluate_at
        if code == quota.unit or at_level or kind.code == "K1":
            yield code
    if kind.counts_units:
        meant, unsure = scopes.select(plan, top, quota.scope)
        yield from (*meant, *unsure)
