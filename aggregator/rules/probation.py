"""I16: nobody is made a full member before twelve months of probation have passed."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import period as periods
from aggregator.model import CARRIED, Key, Number, Severity
from aggregator.rules import Case, Problem, check

_RECOGNISED, _CAME, _OPENING, _CLOSING = "DB.chinhthuc", "DB.den", "DB.dau", "DB.cuoi"
_FEWEST_TOO_MANY = 5
_TIMES = 2
_HALF_A_YEAR = 6
"""Some are recognised weeks late, so the same months of two years compare only roughly."""


@check("I16", Severity.WARNING)
def too_early(case: Case) -> Iterator[Problem]:
    """Công nhận chính thức nhiều hơn số đảng viên dự bị đủ 12 tháng.

    Vì sao: Đảng viên dự bị được xét công nhận chính thức sau đủ 12 tháng, nên số công nhận từ đầu
    năm không vượt số dự bị có đầu năm cộng số dự bị chuyển đến; từ 6 tháng trở lên cũng không gấp
    hơn 2 lần số kết nạp cùng kỳ năm trước cộng số dự bị chuyển đến.

    Cách sửa: Đối chiếu nghị quyết công nhận chính thức và số dự bị đầu năm. Nếu có nhiều người được
    công nhận chậm hơn 12 tháng thì giữ nguyên.
    """
    closing = case.figures.get(Key(_CLOSING, "ky"))
    recognised = case.figures.get(Key(_RECOGNISED, "luy_ke"))
    if closing is None or closing < 0 or recognised is None or not _known(case, _CAME, CARRIED):
        return
    came = case.figures[Key(_CAME, "luy_ke")] or 0
    for most, who in _bounds(case, came):
        if recognised > most:
            told = f"từ đầu năm công nhận chính thức {recognised}; {who}, dự bị chuyển đến {came}"
            yield Problem(Key(_RECOGNISED, "ky"), told)
            return


def _bounds(case: Case, came: Number) -> Iterator[tuple[Number, str]]:
    """The most that can have been recognised since 1 January, and what that follows from."""
    opening = case.figures[Key(_OPENING, "luy_ke")]
    if opening is not None and _known(case, _OPENING, CARRIED) and _known(case, _OPENING, "ky"):
        yield opening + came, f"dự bị đầu năm {opening}"
    admitted = case.figures[Key(case.form.admissions, "cung_ky")]
    comparable = periods.months(case.submission.period)[1] >= _HALF_A_YEAR
    if comparable and admitted is not None and _known(case, case.form.admissions, "cung_ky"):
        eligible = admitted + came
        most = max(_TIMES * eligible, eligible + _FEWEST_TOO_MANY - 1)
        yield most, f"kết nạp cùng kỳ năm trước {admitted}"


def _known(case: Case, code: str, column: str) -> bool:
    """Whether no part below left the number blank; nothing is carried into a year."""
    at = case.form.position[Key(code, column), "value"]
    if column == CARRIED and periods.opens_year(case.submission.period):
        return True
    return case.submission.values[at] is not None and case.submission.blanks[at] == 0
