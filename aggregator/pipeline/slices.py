"""The slices of a plan that go down with the templates: each unit's own copy to allocate in."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Plan
from aggregator.pipeline.distribute import Template
from aggregator.plan.part import parts
from aggregator.workbook.planbook.write import write

_NOTE = (
    "Phần kế hoạch “{plan}” giao cho {unit}. Giữ nguyên số giao ở sheet Chỉ tiêu và các đơn vị cấp "
    "trên ở sheet Đơn vị. Phân bổ tiếp cho các đơn vị trực thuộc ở sheet Phân bổ: cộng lại phải "
    "đúng bằng số được giao; kiểm tra bằng lệnh ketnap plan check rồi mới phát biểu mẫu."
)


def slices(plan: Plan, unit: str = "") -> Iterator[Template]:
    """The slice of each direct subordinate of `unit` (default: the root) that has units below it.

    Its place is beside the subordinate's templates: `UNIT/ke-hoach_UNIT.xlsx`.
    """
    below = plan.children.get(unit or plan.root, ())
    superiors = [code for code in below if plan.children[code]]
    for code, part in zip(superiors, parts(plan, superiors), strict=True):
        note = _NOTE.format(plan=plan.title or plan.code, unit=plan.units[code].name or code)
        yield Template(code, code, f"{code}/ke-hoach_{code}.xlsx", write(part, note))
