"""Checks of quotas: what they count, what their kind needs, when they are valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from aggregator.model import Form, Method, Plan, Quota
from aggregator.plan import codes, reach
from aggregator.plan.flaw import Flaw, of_quota
from aggregator.quota import Counted, registry
from aggregator.wording import number, rate

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
            yield of_quota("P740", message, index, "code", quota)
        seen.add(name)
        if not codes.is_plain(quota.code):
            message = f"Mã chỉ tiêu có ký tự không nên dùng; chỉ dùng {codes.ALLOWED}."
            yield of_quota("P757", message, index, "code", quota)
        yield from _measure(index, quota, form)
        yield from _parameters(index, quota)
        yield from _bounds(index, quota)
        yield from _nothing(index, quota, plan)
        yield from _years(index, quota, plan)
        yield from reach.check(index, quota, plan)


def _measure(index: int, quota: Quota, form: Form) -> Iterator[Flaw]:
    indicator = form.indicators.get(quota.measure)
    if indicator is None:
        message = f"Biểu mẫu {form.code} không có dòng mã “{quota.measure}”."
        yield of_quota("P741", message, index, "measure", quota)
    elif indicator.method in _UNCOUNTABLE:
        message = f"Dòng {quota.measure} “{indicator.label}” không phải số đếm nên không giao được."
        yield of_quota("P752", message, index, "measure", quota)
    elif (counted := _counted(quota)) is not None and not counted.holds(form, indicator):
        message = (
            f"Chỉ tiêu loại {_title(quota)} xét trên {counted.words}; dòng {quota.measure} "
            f"“{indicator.label}” không phải."
        )
        yield of_quota("P752", message, index, "measure", quota)


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
            yield of_quota("P743", message, index, name, quota)
        elif name in filled and name not in kind.uses:
            message = f"Chỉ tiêu loại {title} không dùng cột “{label}”; giá trị này bị bỏ qua."
            yield of_quota("P749", message, index, name, quota)
    if kind.either and filled.isdisjoint(kind.either):
        labels = " hoặc ".join(f"“{PARAMETERS[name]}”" for name in kind.either)
        message = f"Chỉ tiêu loại {title} cần cột {labels}, các ô đang trống."
        yield of_quota("P743", message, index, kind.either[0], quota)


def _bounds(index: int, quota: Quota) -> Iterator[Flaw]:
    low, high = quota.minimum, quota.maximum
    if low is not None and high is not None and low > high:
        message = f"Tối thiểu {number(low)} lớn hơn tối đa {number(high)}."
        yield of_quota("P745", message, index, "minimum", quota)
    low, high = quota.rate_min, quota.rate_max
    if low is not None and high is not None and low > high:
        message = f"Tỷ lệ tối thiểu {rate(low)} lớn hơn tỷ lệ tối đa {rate(high)}."
        yield of_quota("P745", message, index, "rate_min", quota)
    kind = registry().get(quota.kind)
    for name in () if kind is None or kind.fractional else ("minimum", "maximum"):
        value: Decimal | None = getattr(quota, name)
        if value is not None and value != value.to_integral_value():
            message = f"{number(value)} không phải số nguyên; chỉ mức bình quân có số lẻ."
            yield of_quota("P753", message, index, name, quota)


def _nothing(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    """A quota that asks for 0, or takes 0 for a result."""
    kind = registry().get(quota.kind)
    amounts = [(name, getattr(quota, name)) for name in (kind.asks if kind else ())]
    filled = [(name, amount) for name, amount in amounts if amount is not None]
    # What goes down with a slice as a share of nothing is no slip of who received it.
    is_share = bool(plan.slice_of) and kind is not None and kind.code == "K1"
    if filled and not any(amount for _, amount in filled) and not is_share:
        message = f"Mức bằng 0 thì chỉ tiêu loại {_title(quota)} không đòi hỏi gì."
        yield of_quota("P756", message, index, filled[0][0], quota)
    if quota.kind == "K6" and quota.minimum == 0:
        message = "Mức 0 thì đơn vị không có kết quả nào cũng được coi là có; để trống là 1."
        yield of_quota("P756", message, index, "minimum", quota)


def _years(index: int, quota: Quota, plan: Plan) -> Iterator[Flaw]:
    first, last = quota.year_from, quota.year_to
    if first is not None and last is not None and first > last:
        message = f"Từ năm {first} sau đến năm {last}."
        yield of_quota("P746", message, index, "year_from", quota)
        return
    for name, value in (("year_from", first), ("year_to", last)):
        too_early = value is not None and value < (plan.year_from or value)
        too_late = value is not None and value > (plan.year_to or value)
        if too_early or too_late:
            message = f"Năm {value} ngoài thời gian của kế hoạch ({_years_of(plan)})."
            yield of_quota("P754", message, index, name, quota)


def _years_of(plan: Plan) -> str:
    first, last = plan.year_from, plan.year_to
    return f"{first}–{last}" if first and last and first != last else str(first or last)
