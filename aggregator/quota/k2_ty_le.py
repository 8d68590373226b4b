"""Tỷ lệ kết nạp trên tổng số đảng viên.

Nghĩa: Số kết nạp trong năm phải đạt một tỷ lệ trên tổng số đảng viên.

Tham số: `rate_min` là tỷ lệ tối thiểu, `rate_max` là mức trên của khung (nếu có); `base` là tổng số
đảng viên đầu năm, cuối năm trước hoặc cuối kỳ; `evaluate_at` là cấp được giao (để trống: chính đơn
vị nhận chỉ tiêu); `scope` (nếu có) chỉ tính những đơn vị trong phạm vi.

Cách tính: Số phải đạt là tỷ lệ nhân tổng số đảng viên, làm tròn lên đúng một lần ở cấp được giao;
cấp trên tính lại từ tổng số của mình, không cộng số đã làm tròn của cấp dưới. Vượt mức trên là tốt.
Đơn vị sáp nhập, tách, giải thể trong năm: mỗi đơn vị cũ được tính đúng một lần; đơn vị được tách ra
phải ghi số của mình ở sheet “Đơn vị” thì mới xét riêng được. Tính trên số cuối kỳ mà còn đơn vị
chưa có số liệu thì chưa ghi là đạt, vì số phải đạt còn tăng.

Căn cứ: Nghị quyết của Thành ủy Uông Bí: hằng năm từ 3,5% trở lên trên tổng số đảng viên đầu năm;
7.894 đảng viên thì phải kết nạp 277.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Form, Indicator, Method, Quota
from aggregator.quota import Counted, kind, phrases
from aggregator.quota.base_year import is_of_earlier_year
from aggregator.quota.laws import Row, at_least, share, upper_bound, whole
from aggregator.quota.standing import Base, Standing
from aggregator.wording import number, rate

_BASES = {
    "members_start": "đảng viên đầu năm",
    "members_previous": "đảng viên cuối năm trước",
    "members_end": "đảng viên cuối kỳ",
}


def _arises(_form: Form, indicator: Indicator) -> bool:
    return indicator.method not in (Method.OPENING, Method.CLOSING)


@kind(
    "K2",
    needs=("rate_min", "base"),
    counted=Counted("số phát sinh trong kỳ, như số đảng viên mới kết nạp", _arises),
    asks=("rate_min",),
)
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    for unit in standing.evaluated(quota):
        members = standing.headcount(whole(standing, quota, unit).units, quota.base)
        required = share(quota.rate_min, members.value)
        basis = tuple(_basis(standing, quota, members, required))
        yield at_least(standing, quota, unit, required, basis, members.missing)


def _basis(standing: Standing, quota: Quota, members: Base, required: int | None) -> Iterator[str]:
    base = _BASES.get(quota.base, "đảng viên")
    if members.value is None:
        yield f"chưa biết tổng số {base}"
        if members.unknown:
            yield phrases.unknown_members(standing.plan, members.unknown, base)
        return
    if quota.rate_min is not None:
        planned = " theo số ghi trong kế hoạch" if is_of_earlier_year(standing, quota) else ""
        yield f"{rate(quota.rate_min)} của {number(members.value)} {base}{planned}, làm tròn lên"
    yield from upper_bound(quota, members.value, required)
