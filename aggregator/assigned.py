"""What a plan asks of each unit, in the words its cover shows: the judgement before any number."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator import quota, wording
from aggregator.model import Form, Judgement, Plan, Verdict

NOTHING = "Không có chỉ tiêu riêng cho đơn vị"


def assigned(plan: Plan, period: str, form: Form) -> Mapping[str, str]:
    """Unit -> `Tổng số đảng viên mới kết nạp: 4 (giao); …`; units asked nothing are absent."""
    asked: dict[str, list[str]] = {}
    standing = quota.Standing(plan, period, plan.root, {}, {})
    measures = {q.code: q.measure for q in plan.quotas}
    for judgement in quota.judge(standing):
        label = form.indicators[measures[judgement.quota]].label.lstrip("I. ")
        words = _words(judgement, label)
        if words and words not in asked.setdefault(judgement.unit, []):
            asked[judgement.unit].append(words)
    return {unit: "; ".join(parts) for unit, parts in asked.items() if parts}


def _words(judgement: Judgement, label: str) -> str:
    if judgement.verdict is Verdict.EXEMPT:
        return f"{label}: được miễn"
    if judgement.required is None:
        return ""
    strength = "phấn đấu" if judgement.strength == "phan_dau" else "giao"
    return f"{label}: từ {wording.number(judgement.required)} ({strength})"
