"""Độ phủ: tỷ lệ đơn vị kết nạp được đảng viên.

Nghĩa: Ở mỗi nơi được xét, một tỷ lệ nhất định các đơn vị trong phạm vi phải có kết quả.

Tham số: `scope` chọn đơn vị; `rate_min` là tỷ lệ đơn vị phải có kết quả; `minimum` là số tối thiểu
để coi là có kết quả (để trống: 1); `evaluate_at` là cấp được xét (để trống: chính đơn vị nhận chỉ
tiêu); sheet “Miễn” ghi đơn vị được miễn, các đơn vị bên dưới được miễn theo.

Cách tính: Số đơn vị phải đạt là tỷ lệ nhân số đơn vị không được miễn, làm tròn lên, tính riêng ở
từng nơi được xét. Nơi không có đơn vị nào trong phạm vi thì không áp dụng.

Căn cứ: Kế hoạch năm 2023 của Thành ủy Cần Thơ: mỗi địa phương có ít nhất 50% ấp, khu vực kết nạp
được đảng viên.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from aggregator.model import Quota
from aggregator.quota import kind
from aggregator.quota.laws import Row, reaching
from aggregator.quota.standing import Standing


@kind("K6", needs=("rate_min",), asks=("rate_min",))
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    threshold = 1 if quota.minimum is None else ceil(quota.minimum)
    for unit in standing.evaluated(quota):
        scope = standing.scope(quota, unit)
        yield reaching(standing, quota, unit, scope, threshold, quota.rate_min)
