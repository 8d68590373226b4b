"""Checks of whom a quota reaches: its unit, the units of its scope, those it is worked out at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from aggregator import scope as scopes
from aggregator import vocabulary
from aggregator.model import Plan, Quota, Unit, Verdict
from aggregator.plan.flaw import Flaw, of_quota
from aggregator.quota import Standing, registry


def check(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with where a quota goes; `index` is its row, the tree has no cycle."""
    unit = plan.units.get(quota.unit)
    if unit is None:
        message = f"Không có đơn vị mã “{quota.unit}” trong sheet Đơn vị."
        yield of_quota("P742", message, index, "unit", quota)
    elif not exists_during(plan, quota, unit):
        message = f"Đơn vị “{unit.name or unit.code}” không hoạt động trong các năm của chỉ tiêu."
        yield of_quota("P755", message, index, "unit", quota)
    else:
        yield from _scope(index, quota, plan)
        yield from _evaluated(index, quota, plan)


def is_sound(plan: Plan, quota: Quota) -> bool:
    """Whether a quota is of a known kind, goes to a unit of its years and has a readable scope."""
    unit = plan.units.get(quota.unit)
    if quota.kind not in registry() or unit is None or not exists_during(plan, quota, unit):
        return False
    try:
        return not any(_unfamiliar(quota.scope, plan))
    except ValueError:
        return False


def exists_during(plan: Plan, quota: Quota, unit: Unit) -> bool:
    """Whether a unit exists on some day of the years in which a quota is valid."""
    first, last = validity(plan, quota)
    return (unit.start or date.min).year <= last and (unit.end or date.max).year >= first


def validity(plan: Plan, quota: Quota) -> tuple[int, int]:
    """The first and the last year of a quota; open ends reach as far as years do."""
    first = quota.year_from or plan.year_from or 0
    return first, quota.year_to or plan.year_to or 9999


def standing(plan: Plan, quota: Quota) -> Standing | None:
    """The plan as the quota's kind sees it at the end of its first year, before any number.

    None where neither the quota nor the plan names a year.
    """
    year = quota.year_from or plan.year_from
    return None if year is None else Standing(plan, f"{year:04}", plan.root, {}, {})


def highest(plan: Plan, quota: Quota) -> str:
    """The unit from which a quota is looked at: its own, but in a slice of a plan none above."""
    return plan.root if quota.unit in plan.path(plan.root) else quota.unit


def _scope(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    try:
        unfamiliar = list(_unfamiliar(quota.scope, plan))
    except ValueError as reason:
        yield of_quota("P744", f"Không đọc được phạm vi: {reason}.", index, "scope", quota)
        return
    for message in unfamiliar:
        yield of_quota("P744", message, index, "scope", quota)
    state = standing(plan, quota)
    if unfamiliar or state is None or "scope" not in _uses(quota):
        return
    scope = state.scope(quota, highest(plan, quota))
    if scope.unclear:  # told at the empty cells
        return
    if not scope.judged and not scope.exempt:
        yield of_quota("P747", "Không có đơn vị nào thuộc phạm vi này.", index, "scope", quota)
    elif not scope.exempt and _asks_nothing(state, quota):
        message = "Mọi đơn vị trong phạm vi này đã thuộc một dòng ở trên."
        yield of_quota("P747", message, index, "scope", quota)


def _unfamiliar(scope: str, plan: Plan) -> Iterator[str]:
    for condition in scopes.parse(scope):
        field = condition.field
        for value in map(str, condition.values):
            # A slice lacks the units of others, which a quota for all may name.
            elsewhere = value not in plan.units and not plan.slice_of
            if field in ("unit", "parent") and elsewhere:
                yield f"Phạm vi nhắc đến đơn vị “{value}” không có trong sheet Đơn vị."
            elif field in ("level", "kind") and value not in vocabulary.labels(field):
                yield f"Phạm vi nhắc đến “{value}” không có trong danh mục."


def _asks_nothing(state: Standing, quota: Quota) -> bool:
    rows = registry()[quota.kind].rows(state, quota)
    return [row.verdict for row in islice(rows, 2)] == [Verdict.EXEMPT]


def _uses(quota: Quota) -> frozenset[str]:
    kind = registry().get(quota.kind)
    return kind.uses if kind else frozenset()


def _evaluated(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    state = standing(plan, quota)
    if state is None or "evaluate_at" not in _uses(quota):
        return
    nodes = state.evaluated(quota)
    if not nodes:
        label = vocabulary.label("level", quota.evaluate_at)
        message = f"Từ đơn vị “{quota.unit}” trở xuống không có đơn vị cấp “{label}”."
        yield of_quota("P750", message, index, "evaluate_at", quota)
