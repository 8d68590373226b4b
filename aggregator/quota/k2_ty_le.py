"""Tỷ lệ kết nạp trên tổng số đảng viên.

Nghĩa: Số kết nạp trong năm phải đạt một tỷ lệ trên tổng số đảng viên.

Tham số: `rate_min` là tỷ lệ tối thiểu, `rate_max` là mức trên của khung (nếu có); `base` là tổng số
đảng viên đầu năm, cuối năm trước hoặc cuối kỳ; `evaluate_at` là cấp được giao (để trống: chính đơn
vị nhận chỉ tiêu); `scope` (nếu có) chỉ tính những đơn vị trong phạm vi.

Cách tính: Số phải đạt là tỷ lệ nhân tổng số đảng viên, làm tròn lên đúng một lần ở cấp được giao;
cấp trên tính lại từ tổng số của mình, không cộng số đã làm tròn của cấp dưới. Vượt mức trên là tốt.

Căn cứ: Nghị quyết của Thành ủy Uông Bí: hằng năm từ 3,5% trở lên trên tổng số đảng viên đầu năm;
7.894 đảng viên thì phải kết nạp 277.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from aggregator.model import Quota
from aggregator.quota import kind
from aggregator.quota.laws import Row, at_least, share, whole
from aggregator.quota.standing import Standing
from aggregator.wording import number, rate

_BASES = {
    "members_start": "đảng viên đầu năm",
    "members_previous": "đảng viên cuối năm trước",
    "members_end": "đảng viên cuối kỳ",
}


@kind("K2", needs=("rate_min", "base"))
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    for unit in standing.evaluated(quota):
        members = _members(standing, quota, unit)
        basis = tuple(_basis(quota, members))
        yield at_least(standing, quota, unit, share(quota.rate_min, members), basis)


def _members(standing: Standing, quota: Quota, node: str) -> int | None:
    known = [standing.members(unit, quota.base) for unit in whole(standing, quota, node).units]
    counts = [count for count in known if count is not None]
    return sum(counts) if counts and len(counts) == len(known) else None


def _basis(quota: Quota, members: int | None) -> Iterator[str]:
    base = _BASES.get(quota.base, "đảng viên")
    if members is None:
        yield f"chưa biết tổng số {base}"
        return
    if quota.rate_min is not None:
        yield f"{rate(quota.rate_min)} của {number(members)} {base}, làm tròn lên"
    if quota.rate_max is not None:
        upper = floor(Fraction(quota.rate_max) * members)
        yield f"mức trên {rate(quota.rate_max)} là {number(upper)}"
