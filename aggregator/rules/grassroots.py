"""I10: where somebody was admitted, some grassroots organisation admitted somebody."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.figures import add
from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check

_ALL = ("B2.III.1", "B2.III.2")
_ADMITTING = ("B2.III.1a", "B2.III.2a")


@check("I10.tccsd", Severity.ERROR)
def nobody_admitted(case: Case) -> Iterator[Problem]:
    """Có kết nạp mà không tổ chức cơ sở đảng nào được ghi “Có kết nạp đảng viên”.

    Vì sao: Mỗi đảng viên mới do một tổ chức cơ sở đảng kết nạp, nên phải có ít nhất một tổ chức
    “Có kết nạp đảng viên”.

    Cách sửa: Ghi số đảng bộ cơ sở, chi bộ cơ sở có kết nạp ở mục III của Biểu 2, hoặc kiểm tra lại
    tổng số kết nạp.
    """
    if case.submission.lines:
        return
    known = [case.figures.get(Key(code, "ky")) for code in _ADMITTING]
    organisations, admitting = (
        add(0, *(case.figures.get(Key(code, "ky")) for code in codes))
        for codes in (_ALL, _ADMITTING)
    )
    admitted = case.figures[Key(case.form.admissions, "ky")]
    if None not in known and admitted and organisations and not admitting:
        message = f"kết nạp {admitted}, cả {organisations} tổ chức cơ sở đảng không nơi nào kết nạp"
        yield Problem(Key(_ADMITTING[0], "ky"), message)
