"""I8: who is admitted again was a member before, so hardly under thirty."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check

_AGAIN = Key("B2.I.ketnaplai", "ky")
_YOUNG = Key("B2.2.18_30", "ky")


@check("I8.ketnaplai", Severity.WARNING)
def again_and_young(case: Case) -> Iterator[Problem]:
    """Có người kết nạp lại mà mọi đảng viên mới đều từ 18 đến 30 tuổi.

    Vì sao: Người kết nạp lại đã từng là đảng viên và phải chờ ít nhất 36 tháng, nên hiếm khi còn
    dưới 30 tuổi.

    Cách sửa: Kiểm tra lại dòng “Kết nạp lại” và dòng tuổi đời; nếu đúng thì giữ nguyên.
    """
    again, young = case.figures.get(_AGAIN) or 0, case.figures.get(_YOUNG) or 0
    admitted = case.figures[Key(case.form.admissions, "ky")] or 0
    if 0 < again <= admitted == young:
        message = f"kết nạp lại {again}, cả {admitted} đảng viên mới từ 18 đến 30 tuổi"
        yield Problem(_AGAIN, message)
