"""Trong khoảng từ … đến ….

Nghĩa: Cả đảng bộ phấn đấu đạt một con số trong khoảng; vượt mức trên là tốt.

Tham số: `minimum` và `maximum` là hai đầu của khoảng; `scope` (nếu có) chỉ cộng những đơn vị trong
phạm vi.

Cách tính: Cộng lũy kế từ đầu năm của mọi tổ chức bên dưới; đạt mức dưới là đạt.

Căn cứ: Kế hoạch năm 2023 của Thành ủy Cần Thơ: phấn đấu kết nạp từ 1.800 đến 2.000 đảng viên.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Quota
from aggregator.quota import kind, phrases
from aggregator.quota.laws import Row, at_least, rounded_up
from aggregator.quota.standing import Standing


@kind("K7", needs=("minimum", "maximum"), total="maximum")
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    row = at_least(standing, quota, quota.unit, rounded_up(quota.minimum))
    yield row._replace(detail=(*row.detail, *phrases.within(quota, row.actual)))
