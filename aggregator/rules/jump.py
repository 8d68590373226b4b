"""X405: far more admissions than asked for, or than in the period before."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import period as periods
from aggregator.model import Key, Number, Severity
from aggregator.quota.versions import in_year, latest
from aggregator.rules import Case, Problem, check

_TIMES_QUOTA = 2
_TIMES_BEFORE = 10
_SMALLEST = 5
"""A slip of the keyboard shows in larger numbers: one admitted more than asked for is no slip."""


@check("X405", Severity.WARNING)
def jump(case: Case) -> Iterator[Problem]:
    """Số kết nạp tăng vọt.

    Vì sao: Vượt 200% chỉ tiêu được giao cả năm, hoặc gấp 10 lần kỳ trước, thường là gõ thừa chữ số
    hoặc ghi số lũy kế vào cột trong kỳ.

    Cách sửa: Đối chiếu với quyết định kết nạp trong kỳ; nếu đúng thì giữ nguyên.
    """
    key = Key(case.form.admissions, "ky")
    now = case.figures[key]
    if now is None or case.submission.missing:
        return
    over = _over_quota(case)
    if case.previous is None:
        if over is not None:
            yield Problem(key, over)
        return
    before = case.previous.get(key)
    if over is None and before and now >= _TIMES_BEFORE * before and now - before >= _SMALLEST:
        yield Problem(key, f"kết nạp {now}, kỳ trước {before}")


def _over_quota(case: Case) -> str | None:
    reached = case.figures[Key(case.form.admissions, "luy_ke")]
    asked = _asked(case)
    if reached is None or asked is None or reached <= _TIMES_QUOTA * asked:
        return None
    if reached - asked < _SMALLEST:
        return None
    return f"kết nạp từ đầu năm {reached}, được giao {asked}"


def _asked(case: Case) -> Number | None:
    """The largest share of admissions that the unit was given for the year."""
    shares = case.plan.shares.get(case.unit.code, ())
    if not shares:
        return None
    year = periods.year(case.submission.period)
    valid = [q for q in in_year(case.plan, year) if q.measure == case.form.admissions]
    counted = {q.code for q in valid}
    # A row for the node of the quota itself may be what the node keeps back.
    own = {q.code: q.minimum for q in valid if q.unit == case.unit.code and q.minimum is not None}
    given = [share for share in latest(shares) if share.quota in counted]
    return max((own.get(share.quota, share.amount) for share in given), default=None)
