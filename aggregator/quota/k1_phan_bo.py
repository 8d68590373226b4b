"""Giao chỉ tiêu cụ thể.

Nghĩa: Cấp trên giao một con số cho cả đảng bộ và phân bổ con số đó cho từng đơn vị; kết quả của
đảng bộ và của mỗi đơn vị được xét với phần của mình.

Tham số: `minimum` là tổng số giao; sheet “Phân bổ” ghi phần của từng đơn vị, cộng lại đúng bằng
tổng số giao. Giữ lại dự phòng thì ghi thêm ở sheet “Phân bổ” một dòng của chính đơn vị nhận chỉ
tiêu với số giữ lại: số giữ lại cộng phần của các đơn vị bằng tổng số giao; dòng ghi lại đúng tổng
số giao thì không phải dự phòng. Đơn vị được phân bổ mà giữ lại một phần thì ghi như vậy trong phần
kế hoạch của mình. `maximum` (nếu có) cho phép giao dư: các phần cộng lại không quá số này. `scope`
(nếu có) chỉ cộng những đơn vị trong phạm vi.

Cách tính: Lũy kế từ đầu năm của đơn vị (gồm mọi tổ chức bên dưới) so với số được giao. Chỉ tiêu
có nhiều phiên bản thì phiên bản mới nhất của từng đơn vị được tính. Số giữ lại dự phòng, số giao dư
không đổi số phải đạt của đơn vị nhận chỉ tiêu, vẫn là tổng số giao. Đơn vị đã sáp nhập vào đơn vị
khác thì phần của đơn vị đó được cộng vào phần của đơn vị thực hiện tiếp và xét ở đó.

Căn cứ: Kế hoạch năm 2023 của Thành ủy ở Ninh Thuận: 180 đảng viên mới, phân bổ cho từng tổ chức cơ
sở đảng theo phụ lục.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator.model import Allocation, Quota, Verdict
from aggregator.quota import kind, phrases
from aggregator.quota.laws import Row, at_least, rounded_up, whole
from aggregator.quota.standing import Standing


@kind("K1", needs=("minimum",), total="minimum")
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    yield _row(standing, quota, quota.unit, rounded_up(quota.minimum), ())
    given = standing.allocations(quota.code)
    for unit in standing.plan.below(quota.unit)[1:]:
        own = (unit,) if unit in given else ()
        former = standing.carried_on(unit)
        carried = tuple(code for code in former if code in given and code != quota.unit)
        if own or carried:
            amount = sum(given[code].amount for code in (*own, *carried))
            row = _row(standing, quota, unit, amount, _carried(standing, given, carried))
            yield row._replace(version=given[(*own, *carried)[0]].version)


def _row(
    standing: Standing, quota: Quota, unit: str, required: int | None, basis: tuple[str, ...]
) -> Row:
    """A unit against its share; of a former one only who carries it on and is judged for it."""
    heirs = standing.heirs(unit)
    if unit in heirs or not heirs:
        return at_least(standing, quota, unit, required, basis)
    actual = standing.total(whole(standing, quota, unit).units, quota.measure).value
    told = phrases.handed_on(standing.plan, heirs)
    return Row(unit, required, actual, Verdict.NO_DATA, (told,))


def _carried(
    standing: Standing, given: Mapping[str, Allocation], former: tuple[str, ...]
) -> tuple[str, ...]:
    amount = sum(given[code].amount for code in former)
    return (phrases.carried(standing.plan, amount, former),) if former else ()
