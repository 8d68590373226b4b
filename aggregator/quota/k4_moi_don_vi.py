"""Mỗi đơn vị ít nhất.

Nghĩa: Từng đơn vị trong phạm vi đều phải đạt một con số; đơn vị này vượt không bù cho đơn vị khác.

Tham số: `scope` chọn đơn vị; `minimum` là số tối thiểu của mỗi đơn vị, `maximum` là mức trên (nếu
có); sheet “Miễn” ghi đơn vị được miễn, các đơn vị bên dưới được miễn theo.

Cách tính: Xét từng đơn vị; ở cấp giao chỉ tiêu thì đếm số đơn vị đạt trên số đơn vị không được
miễn. Đơn vị thiếu thông tin để xét phạm vi ghi là thiếu số liệu và không ở trong số phải đạt.

Căn cứ: Nghị quyết của Thành ủy Uông Bí: mỗi chi bộ đơn vị kinh tế tư nhân kết nạp ít nhất 01 đảng
viên.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Quota
from aggregator.quota import kind
from aggregator.quota.laws import Row, each, floors
from aggregator.quota.standing import Standing


@kind("K4", needs=("minimum",), floors=floors)
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    return each(standing, quota, standing.scope(quota, quota.unit))
