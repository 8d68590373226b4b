"""Chỉ tiêu tối thiểu toàn đảng bộ.

Nghĩa: Cả đảng bộ phải đạt ít nhất một con số trong năm, không giao riêng cho từng đơn vị.

Tham số: `minimum` là số tối thiểu; `scope` (nếu có) chỉ cộng những đơn vị trong phạm vi.

Cách tính: Cộng lũy kế từ đầu năm của mọi tổ chức bên dưới, so với số tối thiểu; đạt lúc nào ghi đạt
lúc đó. Chỉ tiêu của nhiều năm được xét riêng từng năm.

Căn cứ: Kế hoạch giai đoạn 2025–2030 của Đảng ủy xã Định Tân: mỗi năm từ 45 đảng viên mới trở lên.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Quota
from aggregator.quota import kind
from aggregator.quota.laws import Row, at_least, rounded_up
from aggregator.quota.standing import Standing


@kind("K3", needs=("minimum",), total="minimum")
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    yield at_least(standing, quota, quota.unit, rounded_up(quota.minimum))
