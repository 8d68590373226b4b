"""I20: a unit that says nobody is left to be admitted, and still counts candidates."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check

_STILL_THERE = ("N.camtinh", "N.hoso_tham_tra")
"""Stocks at the end of the period; whoever was introduced or admitted in it may be gone."""


@check("I20", Severity.WARNING)
def still_candidates(case: Case) -> Iterator[Problem]:
    """Đơn vị ghi không còn nguồn kết nạp mà cuối kỳ vẫn còn quần chúng.

    Vì sao: Không còn nguồn nghĩa là cuối kỳ không còn cảm tình Đảng và không còn hồ sơ đang thẩm
    tra; còn thì đơn vị vẫn có nguồn.

    Cách sửa: Chọn “không” ở dòng “Đơn vị không còn nguồn kết nạp”, hoặc sửa số cuối kỳ.
    """
    flag = Key(case.form.exhausted, "ky")
    if case.figures.get(flag) != 1 or case.submission.lines:
        return
    left = [(code, case.figures.get(Key(code, "ky")) or 0) for code in _STILL_THERE]
    told = [f"“{case.form.indicators[code].label}” là {count}" for code, count in left if count > 0]
    if told:
        yield Problem(flag, f"ghi “có” mà {', '.join(told)}")
