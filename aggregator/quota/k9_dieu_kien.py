"""Mỗi đơn vị đủ điều kiện ít nhất.

Nghĩa: Từng đơn vị thỏa điều kiện (ví dụ đơn vị kinh tế tư nhân có từ 50 lao động) phải đạt một con
số.

Tham số: `scope` là điều kiện, tính trên các cột của sheet “Đơn vị”; `minimum` là số tối thiểu của
mỗi đơn vị; sheet “Miễn” ghi đơn vị được miễn, các đơn vị bên dưới được miễn theo.

Cách tính: Như chỉ tiêu “Mỗi đơn vị ít nhất”. Đơn vị mà cột cần cho điều kiện còn trống thì ghi là
thiếu số liệu, vì chưa biết có thỏa điều kiện hay không.

Căn cứ: Kế hoạch năm 2023 của Thành ủy Cần Thơ: đơn vị kinh tế tư nhân có từ 50 lao động trở lên đã
có tổ chức đảng phấn đấu kết nạp ít nhất 01 đảng viên.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Quota
from aggregator.quota import kind
from aggregator.quota.laws import Row, each, floors
from aggregator.quota.standing import Standing


@kind("K9", needs=("scope", "minimum"), floors=floors)
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    return each(standing, quota, standing.scope(quota, quota.unit))
