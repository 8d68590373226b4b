"""Checks of quotas: what they point at, what their kind needs, whom their scope means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from aggregator import scope as scopes
from aggregator import vocabulary
from aggregator.model import Form, Method, Plan, Quota
from aggregator.plan.flaw import Flaw
from aggregator.quota import Counted, Standing, registry
from aggregator.wording import number, rate

TABLE = "quotas"

PARAMETERS: Mapping[str, str] = {
    "minimum": "tối thiểu",
    "maximum": "tối đa",
    "rate_min": "tỷ lệ tối thiểu",
    "rate_max": "tỷ lệ tối đa",
    "base": "tính trên",
    "scope": "phạm vi",
    "evaluate_at": "xét tại cấp",
}
"""The columns that some kinds of quotas use and others do not, with their labels."""

_UNCOUNTABLE = (Method.FLAG, Method.MEAN)


def check(plan: Plan, form: Form) -> Iterator[Flaw]:
    """Everything wrong with sheet `Chỉ tiêu`, seen with the units (no cycle) and the form."""
    seen: set[tuple[object, ...]] = set()
    for index, quota in enumerate(plan.quotas):
        name = (quota.code, quota.unit, quota.version, quota.year_from, quota.year_to)
        if name in seen:
            message = f"Chỉ tiêu “{quota.code}” của đơn vị, phiên bản và năm này đã có ở dòng trên."
            yield _flaw("P740", message, index, "code", quota)
        seen.add(name)
        yield from _measure(index, quota, form)
        yield from _parameters(index, quota)
        yield from _bounds(index, quota)
        yield from _years(index, quota, plan)
        if quota.unit in plan.units:
            yield from _scope(index, quota, plan)
            yield from _evaluated(index, quota, plan)
        else:
            message = f"Không có đơn vị mã “{quota.unit}” trong sheet Đơn vị."
            yield _flaw("P742", message, index, "unit", quota)


def _flaw(code: str, message: str, index: int, field: str, quota: Quota) -> Flaw:
    return Flaw(code, message, TABLE, index, field, quota.unit)


def _measure(index: int, quota: Quota, form: Form) -> Iterator[Flaw]:
    indicator = form.indicators.get(quota.measure)
    if indicator is None:
        message = f"Biểu mẫu {form.code} không có dòng mã “{quota.measure}”."
        yield _flaw("P741", message, index, "measure", quota)
    elif indicator.method in _UNCOUNTABLE:
        message = f"Dòng {quota.measure} “{indicator.label}” không phải số đếm nên không giao được."
        yield _flaw("P752", message, index, "measure", quota)
    elif (counted := _counted(quota)) is not None and not counted.holds(form, indicator):
        message = (
            f"Chỉ tiêu loại {_title(quota)} xét trên {counted.words}; dòng {quota.measure} "
            f"“{indicator.label}” không phải."
        )
        yield _flaw("P752", message, index, "measure", quota)


def _counted(quota: Quota) -> Counted | None:
    kind = registry().get(quota.kind)
    return kind.counted if kind else None


def _title(quota: Quota) -> str:
    return f"{quota.kind} “{registry()[quota.kind].title}”"


def _parameters(index: int, quota: Quota) -> Iterator[Flaw]:
    if quota.kind not in registry():
        return
    kind, title = registry()[quota.kind], _title(quota)
    filled = {name for name in PARAMETERS if getattr(quota, name) not in (None, "")}
    for name, label in PARAMETERS.items():
        if name in kind.needs and name not in filled:
            message = f"Chỉ tiêu loại {title} cần cột “{label}”, ô đang trống."
            yield _flaw("P743", message, index, name, quota)
        elif name in filled and name not in used(quota.kind):
            message = f"Chỉ tiêu loại {title} không dùng cột “{label}”; giá trị này bị bỏ qua."
            yield _flaw("P749", message, index, name, quota)
    if kind.either and filled.isdisjoint(kind.either):
        labels = " hoặc ".join(f"“{PARAMETERS[name]}”" for name in kind.either)
        message = f"Chỉ tiêu loại {title} cần cột {labels}, các ô đang trống."
        yield _flaw("P743", message, index, kind.either[0], quota)


def used(kind: str) -> frozenset[str]:
    """The columns a kind of quota needs or may have: those that its page names."""
    found = registry().get(kind)
    return frozenset(re.findall(r"`(\w+)`", found.parameters)) if found else frozenset()


def _bounds(index: int, quota: Quota) -> Iterator[Flaw]:
    low, high = quota.minimum, quota.maximum
    if low is not None and high is not None and low > high:
        message = f"Tối thiểu {number(low)} lớn hơn tối đa {number(high)}."
        yield _flaw("P745", message, index, "minimum", quota)
    low, high = quota.rate_min, quota.rate_max
    if low is not None and high is not None and low > high:
        message = f"Tỷ lệ tối thiểu {rate(low)} lớn hơn tỷ lệ tối đa {rate(high)}."
        yield _flaw("P745", message, index, "rate_min", quota)
    kind = registry().get(quota.kind)
    for name in () if kind is None or kind.fractional else ("minimum", "maximum"):
        value: Decimal | None = getattr(quota, name)
        if value is not None and value != value.to_integral_value():
            message = f"{number(value)} không phải số nguyên; chỉ mức bình quân có số lẻ."
            yield _flaw("P753", message, index, name, quota)


def _years(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    first, last = quota.year_from, quota.year_to
    if first is not None and last is not None and first > last:
        message = f"Từ năm {first} sau đến năm {last}."
        yield _flaw("P746", message, index, "year_from", quota)
        return
    for name, value in (("year_from", first), ("year_to", last)):
        too_early = value is not None and value < (plan.year_from or value)
        too_late = value is not None and value > (plan.year_to or value)
        if too_early or too_late:
            message = f"Năm {value} ngoài thời gian của kế hoạch ({_years_of(plan)})."
            yield _flaw("P754", message, index, name, quota)


def _years_of(plan: Plan) -> str:
    first, last = plan.year_from, plan.year_to
    return f"{first}–{last}" if first and last and first != last else str(first or last)


def standing(plan: Plan, quota: Quota) -> Standing | None:
    """The plan as the quota's kind sees it at the end of its first year, before any number.

    None where neither the quota nor the plan names a year.
    """
    year = quota.year_from or plan.year_from
    return None if year is None else Standing(plan, f"{year:04}", plan.root, {}, {})


def _scope(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    try:
        unfamiliar = list(_unfamiliar(quota.scope, plan))
    except ValueError as reason:
        yield _flaw("P744", f"Không đọc được phạm vi: {reason}.", index, "scope", quota)
        return
    for message in unfamiliar:
        yield _flaw("P744", message, index, "scope", quota)
    state = standing(plan, quota)
    if unfamiliar or state is None or "scope" not in used(quota.kind):
        return
    scope = state.scope(quota, highest(plan, quota))
    if scope.unclear:
        message = (
            f"{number(len(scope.unclear))} đơn vị chưa ghi thông tin mà phạm vi “{quota.scope}” "
            f"cần, không xét được chỉ tiêu: {_named(scope.unclear)}."
        )
        yield _flaw("P748", message, index, "scope", quota)
    elif not scope.judged and not scope.exempt:
        yield _flaw("P747", "Không có đơn vị nào thuộc phạm vi này.", index, "scope", quota)


def highest(plan: Plan, quota: Quota) -> str:
    """The unit from which a quota is looked at: its own, but in a slice of a plan none above."""
    return plan.root if quota.unit in plan.path(plan.root) else quota.unit


def _unfamiliar(scope: str, plan: Plan) -> Iterator[str]:
    for condition in scopes.parse(scope):
        field = condition.field
        for value in map(str, condition.values):
            if field in ("unit", "parent") and value not in plan.units:
                yield f"Phạm vi nhắc đến đơn vị “{value}” không có trong sheet Đơn vị."
            elif field in ("level", "kind") and value not in vocabulary.labels(field):
                yield f"Phạm vi nhắc đến “{value}” không có trong danh mục."


def _named(codes: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(codes[:most])
    return shown if len(codes) <= most else f"{shown}, …"


def _evaluated(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    state = standing(plan, quota)
    if state is None or "evaluate_at" not in used(quota.kind):
        return
    nodes = state.evaluated(quota)
    if not nodes:
        label = vocabulary.label("level", quota.evaluate_at)
        message = f"Từ đơn vị “{quota.unit}” trở xuống không có đơn vị cấp “{label}”."
        yield _flaw("P750", message, index, "evaluate_at", quota)
    if quota.base not in ("members_start", "members_previous"):
        return
    inside = frozenset(plan.below(highest(plan, quota)))
    blank = [c for c in nodes if c in inside and state.members(c, quota.base) is None]
    if blank:
        label = vocabulary.label("base", quota.base).lower()
        message = f"{number(len(blank))} đơn vị chưa có {label}: {_named(blank)}."
        yield _flaw("P751", message, index, "base", quota)
