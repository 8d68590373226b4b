"""What a plan asks of each unit, in the words its cover shows: the judgement before any number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aggregator import layout, quota, wording
from aggregator.model import Form, Judgement, Key, Plan, Quota, Verdict
from aggregator.report import targets
from aggregator.workbook.template.targets import Target

_OF_OWN_NUMBERS = ("K1", "K2", "K3", "K4", "K7", "K8", "K9", "K12", "K13")
"""Kinds that a unit may be held to by its own numbers alone."""
_EACH_BY_ITSELF = ("K4", "K9", "K13")
"""Those of them whose scope says which units, not whose numbers are added up."""


class Assigned(NamedTuple):
    """What a unit is asked: a line for each quota, and the least of each where its own workbook
    can tell whether it is reached."""

    text: str = "Không có chỉ tiêu riêng cho đơn vị"
    targets: tuple[Target | None, ...] = ()


NOTHING = Assigned()


def assigned(plan: Plan, period: str, form: Form, only: str = "") -> Mapping[str, Assigned]:
    """Unit -> `Đảng viên mới kết nạp: từ 4 (giao)`, a line a quota; without units asked nothing.

    Where a quota is counted in units, as at the node of each unit's floor, the line says so.
    `only` names the one unit that is wanted.
    """
    asked: dict[str, dict[str, Target | None]] = {}
    standing = quota.Standing(plan, period, plan.root, {}, {}, only=only)
    quotas = {given.code: given for given in plan.quotas}
    alike: dict[object, tuple[str, Target | None]] = {}
    for judgement in quota.judge(standing):
        unit, given = judgement.unit, quotas[judgement.quota]
        if not standing.asks_of(unit):
            continue
        place = unit == given.unit, bool(plan.children[unit])
        key = given.code, place, judgement.verdict, judgement.required, judgement.strength
        if key not in alike:
            words = _words(plan, form, given, judgement)
            alike[key] = words, _target(plan, form, given, judgement)
        words, target = alike[key]
        if words:
            asked.setdefault(unit, {}).setdefault(words, target)
    return {
        unit: Assigned("\n".join(lines), tuple(lines.values())) for unit, lines in asked.items()
    }


def _words(plan: Plan, form: Form, given: Quota, judgement: Judgement) -> str:
    counted = _counted(plan, form, given, judgement.unit)
    if judgement.verdict is Verdict.EXEMPT:
        return f"{counted}: được miễn"
    if judgement.required is None:
        return ""
    strength = "phấn đấu" if judgement.strength == "phan_dau" else "giao"
    return f"{counted}: từ {wording.number(judgement.required)} ({strength})"


def _target(plan: Plan, form: Form, given: Quota, judgement: Judgement) -> Target | None:
    """None where numbers of other units, or only some of this one, decide."""
    unit, required = judgement.unit, judgement.required
    if judgement.verdict is Verdict.EXEMPT or required is None:
        return None
    if given.kind not in _OF_OWN_NUMBERS or targets.counts_units(plan, given, unit):
        return None
    is_part = given.scope.strip() and given.kind not in _EACH_BY_ITSELF and plan.children[unit]
    has_sum = Key(given.measure, "luy_ke") in layout.slots(form)
    return Target(given.measure, required) if has_sum and not is_part else None


def _counted(plan: Plan, form: Form, given: Quota, unit: str) -> str:
    noun = targets.noun_of(given.measure, form)
    if not targets.counts_units(plan, given, unit):
        part = unit == given.unit and given.scope.strip() and given.kind not in targets.OF_UNITS
        return wording.capitalised(f"{noun} ở {targets.concerned(given, plan)}" if part else noun)
    return f"Số {targets.concerned(given, plan)} có từ {wording.number(given.minimum or 1)} {noun}"
