"""What a plan asks of each unit, in the words its cover shows: the judgement before any number."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator import quota, wording
from aggregator.model import Form, Judgement, Plan, Quota, Verdict
from aggregator.report import targets

NOTHING = "Không có chỉ tiêu riêng cho đơn vị"


def assigned(plan: Plan, period: str, form: Form, only: str = "") -> Mapping[str, str]:
    """Unit -> `Đảng viên mới kết nạp: từ 4 (giao)`, a line a quota; without units asked nothing.

    Where a quota is counted in units, as at the node of each unit's floor, the line says so.
    `only` names the one unit that is wanted.
    """
    asked: dict[str, list[str]] = {}
    standing = quota.Standing(plan, period, plan.root, {}, {})
    quotas = {given.code: given for given in plan.quotas}
    for judgement in quota.judge(standing):
        if only not in ("", judgement.unit):
            continue
        words = _words(plan, form, quotas[judgement.quota], judgement)
        if words and words not in asked.setdefault(judgement.unit, []):
            asked[judgement.unit].append(words)
    return {unit: "\n".join(parts) for unit, parts in asked.items() if parts}


def _words(plan: Plan, form: Form, given: Quota, judgement: Judgement) -> str:
    counted = _counted(plan, form, given, judgement.unit)
    if judgement.verdict is Verdict.EXEMPT:
        return f"{counted}: được miễn"
    if judgement.required is None:
        return ""
    strength = "phấn đấu" if judgement.strength == "phan_dau" else "giao"
    return f"{counted}: từ {wording.number(judgement.required)} ({strength})"


def _counted(plan: Plan, form: Form, given: Quota, unit: str) -> str:
    noun = targets.noun_of(given.measure, form)
    if not targets.counts_units(plan, given, unit):
        part = unit == given.unit and given.scope.strip() and given.kind not in targets.OF_UNITS
        return wording.capitalised(f"{noun} ở {targets.concerned(given, plan)}" if part else noun)
    return f"Số {targets.concerned(given, plan)} có từ {wording.number(given.minimum or 1)} {noun}"
