"""V310 and V311: a mean must lie between what its classes allow, and needs something to count."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from aggregator.arithmetic import rounded
from aggregator.model import Form, Indicator, Key, Method, Severity
from aggregator.rules import Case, Problem, check


@check("V310", Severity.WARNING)
def mean_out_of_bounds(case: Case) -> Iterator[Problem]:
    """Số bình quân nằm ngoài khoảng mà các nhóm cho phép.

    Vì sao: Tuổi bình quân phải nằm giữa mức thấp nhất và cao nhất tính từ các độ tuổi đã ghi.

    Cách sửa: Tính lại: tổng số tuổi chia cho số đảng viên mới kết nạp, lấy một chữ số thập phân.
    """
    for indicator in _means(case.form):
        value = case.figures[Key(indicator.code, "ky")]
        bounds = _bounds(case, indicator)
        if value is not None and bounds is not None and not bounds[0] <= value <= bounds[1]:
            low, high = (str(bound).replace(".", ",") for bound in bounds)
            shown = str(value).replace(".", ",")
            yield Problem(
                Key(indicator.code, "ky"),
                f"“{indicator.label}” là {shown}; theo các nhóm đã ghi phải từ {low} đến {high}",
            )


@check("V311", Severity.WARNING)
def mean_without_weight(case: Case) -> Iterator[Problem]:
    """Có số bình quân mà không có gì để tính bình quân.

    Vì sao: Không kết nạp ai thì không có tuổi bình quân.

    Cách sửa: Xóa ô bình quân, hoặc nhập số kết nạp còn thiếu.
    """
    for indicator in _means(case.form):
        total, weight = (
            case.submission.values[case.form.position[Key(indicator.code, "ky"), part]]
            for part in ("sum", "weight")
        )
        if total is not None and not weight:
            of = case.form.indicators[indicator.weight].label
            message = f"có “{indicator.label}” mà “{of}” là 0 hoặc bỏ trống"
            yield Problem(Key(indicator.code, "ky"), message)


@lru_cache(maxsize=16)
def _means(form: Form) -> tuple[Indicator, ...]:
    return tuple(i for i in form.indicators.values() if i.method is Method.MEAN)


@lru_cache(maxsize=64)
def _classes(form: Form, mean: str) -> tuple[tuple[Key, Decimal, Decimal], ...]:
    """The classes that a mean is over, with the lowest and the highest of each."""
    family = mean.rpartition(".")[0] + "."
    return tuple(
        (Key(each.code, "ky"), each.low, each.high or each.low)
        for each in form.indicators.values()
        if each.code.startswith(family) and each.low is not None
    )


def _bounds(case: Case, mean: Indicator) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest mean the filled classes allow; None where they don't add up."""
    lowest = highest = Decimal(0)
    counted = 0
    for key, low, high in _classes(case.form, mean.code):
        number = case.figures[key] or 0
        counted += int(number)
        lowest += number * low
        highest += number * high
    if not counted or counted != case.figures[Key(mean.weight, "ky")]:
        return None
    return rounded(lowest / counted, 1), rounded(highest / counted + Decimal("0.9"), 1)
