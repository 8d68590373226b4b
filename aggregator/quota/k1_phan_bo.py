"""Giao chỉ tiêu cụ thể.

Nghĩa: Cấp trên giao một con số cho cả đảng bộ và phân bổ con số đó cho từng đơn vị; kết quả của
đảng bộ và của mỗi đơn vị được xét với phần của mình.

Tham số: `minimum` là tổng số giao; sheet “Phân bổ” ghi phần của từng đơn vị; `scope` (nếu có) chỉ
cộng những đơn vị trong phạm vi.

Cách tính: Lũy kế từ đầu năm của đơn vị (gồm mọi tổ chức bên dưới) so với số được giao. Chỉ tiêu
có nhiều phiên bản thì phiên bản mới nhất của từng đơn vị được tính.

Căn cứ: Kế hoạch năm 2023 của Thành ủy ở Ninh Thuận: 180 đảng viên mới, phân bổ cho từng tổ chức cơ
sở đảng theo phụ lục.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Quota
from aggregator.quota import kind
from aggregator.quota.laws import Row, at_least, rounded_up
from aggregator.quota.standing import Standing


@kind("K1", needs=("minimum",), total="minimum")
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    yield at_least(standing, quota, quota.unit, rounded_up(quota.minimum))
    given = standing.allocations(quota.code)
    for unit in standing.plan.below(quota.unit)[1:]:
        if unit in given:
            row = at_least(standing, quota, unit, given[unit].amount)
            yield row._replace(version=given[unit].version)
