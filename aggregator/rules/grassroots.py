"""I10: where somebody was admitted, some grassroots organisation admitted somebody."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.figures import add
from aggregator.model import Key, Number, Severity
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
    admitted = case.figures[Key(case.form.admissions, "ky")]
    if admitted is None or admitted <= 0 or _sum(case, _ADMITTING) != 0:
        return
    organisations = _sum(case, _ALL)
    if organisations:
        message = f"kết nạp {admitted}, cả {organisations} tổ chức cơ sở đảng không nơi nào kết nạp"
        yield Problem(Key(_ADMITTING[0], "ky"), message)


def _sum(case: Case, codes: tuple[str, ...]) -> Number | None:
    """The sum of counts, None where one isn't known."""
    counts = [case.figures.get(Key(code, "ky")) for code in codes]
    return None if None in counts else add(*counts)
