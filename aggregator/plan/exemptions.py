"""Checks of what units were freed of."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Exemption, Plan
from aggregator.plan.flaw import Flaw
from aggregator.wording import number

ALL_MEMBERS = "HC_100"
"""The reason of exemption that the plan's own figures can contradict."""


def check(plan: Plan) -> Iterator[Flaw]:
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
        yield from _contradicted(plan, index, row)


def _contradicted(plan: Plan, index: int, row: Exemption) -> Iterator[Flaw]:
    unit = plan.units.get(row.unit)
    if row.reason != ALL_MEMBERS or unit is None:
        return
    members = unit.members_previous if unit.members_start is None else unit.members_start
    if unit.staff is not None and members is not None and unit.staff > members:
        message = (
            f"Đơn vị có {number(unit.staff)} cán bộ, công chức, viên chức, nhiều hơn số đảng viên "
            f"({number(members)})."
        )
        yield Flaw("P774", message, "exemptions", index, "reason", row.unit)
