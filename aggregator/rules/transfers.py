"""X404: transfers inside an organisation cancel at its level."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check
from aggregator.vocabulary import levels


@check("X404", Severity.WARNING)
def transfers_do_not_cancel(case: Case) -> Iterator[Problem]:
    """Chuyển đi và chuyển đến trong nội bộ không khớp.

    Vì sao: Người chuyển đi trong nội bộ phải được một đơn vị khác trong nội bộ ghi chuyển đến.

    Cách sửa: Đối khớp các đơn vị có chuyển sinh hoạt trong kỳ; có thể một bên ghi chậm một kỳ.
    """
    level = None if case.submission.missing else levels().get(case.unit.level)
    for indicator in case.form.indicators.values():
        if level is None or not indicator.cancels_with or indicator.code[-1] not in level.cancels:
            continue
        left = case.figures[Key(indicator.code, "ky")] or 0
        came = case.figures[Key(indicator.cancels_with, "ky")] or 0
        if left != came:
            yield Problem(
                Key(indicator.code, "ky"),
                f"chuyển đi {left}, chuyển đến {came}, chênh lệch {abs(left - came)}",
            )
