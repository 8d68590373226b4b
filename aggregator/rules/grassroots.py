"""I10: where somebody was admitted, some grassroots organisation admitted somebody."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.arithmetic import add
from aggregator.figures import Figures
from aggregator.model import Form, Key, Number, Severity
from aggregator.rules import Case, Problem, check

ALL = ("B2.III.1", "B2.III.2")
ADMITTING = ("B2.III.1a", "B2.III.2a")


@check("I10.tccsd", Severity.ERROR)
def nobody_admitted(case: Case) -> Iterator[Problem]:
    """Có kết nạp mà không tổ chức cơ sở đảng nào được ghi “Có kết nạp đảng viên”.

    Vì sao: Mỗi đảng viên mới do một tổ chức cơ sở đảng kết nạp, nên phải có ít nhất một tổ chức
    “Có kết nạp đảng viên”.

    Cách sửa: Ghi số đảng bộ cơ sở, chi bộ cơ sở có kết nạp ở mục III của Biểu 2, hoặc kiểm tra lại
    tổng số kết nạp.
    """
    if not case.submission.lines and nobody_admits(case.form, case.figures):
        admitted = case.figures[Key(case.form.admissions, "ky")]
        count = _sum(case.figures, ALL)
        message = f"kết nạp {admitted}, cả {count} tổ chức cơ sở đảng không nơi nào kết nạp"
        yield Problem(Key(ADMITTING[0], "ky"), message)


def nobody_admits(form: Form, figures: Figures) -> bool:
    """Whether somebody was admitted, and by none of the grassroots organisations there are."""
    admitted = figures[Key(form.admissions, "ky")]
    if admitted is None or admitted <= 0:
        return False
    return _sum(figures, ADMITTING) == 0 and (_sum(figures, ALL) or 0) > 0


def _sum(figures: Figures, codes: tuple[str, ...]) -> Number | None:
    """The sum of counts, None where one isn't known or can't be one."""
    counts = [figures.get(Key(code, "ky")) for code in codes]
    return None if any(count is None or count < 0 for count in counts) else add(*counts)
