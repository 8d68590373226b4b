"""Mỗi đơn vị theo loại hình, đơn vị còn lại.

Nghĩa: Mức tối thiểu của mỗi đơn vị khác nhau theo loại hình; đơn vị không thuộc loại hình nào kể
trên thì theo mức của “đơn vị còn lại”.

Tham số: Mỗi mức là một dòng, mã chỉ tiêu riêng; các dòng cùng đơn vị nhận, cùng chỉ số, cùng tính
chất là một danh sách, xét từ trên xuống. `scope` chọn đơn vị của dòng, để trống ở dòng cuối là “đơn
vị còn lại”; `minimum` là số tối thiểu của mỗi đơn vị, `maximum` là mức trên (nếu có); sheet “Miễn”
ghi đơn vị được miễn, các đơn vị bên dưới được miễn theo.

Cách tính: Mỗi đơn vị theo dòng đầu tiên có phạm vi chứa đơn vị đó. Còn lại là những đơn vị cuối
cùng không thuộc dòng nào ở trên và không nằm trong đơn vị đã thuộc một dòng ở trên. Từng dòng được
xét như chỉ tiêu “Mỗi đơn vị ít nhất”.

Căn cứ: Chỉ tiêu năm 2023 ở Bắc Kạn: mỗi đảng bộ xã, phường từ 12 đảng viên mới trở lên, mỗi đảng bộ
còn lại từ 03, mỗi chi bộ còn lại từ 02.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from aggregator import period as periods
from aggregator.model import Quota, Verdict
from aggregator.quota import kind, versions
from aggregator.quota.laws import Row, each
from aggregator.quota.standing import Scope, Standing


def _asked(standing: Standing, quota: Quota) -> Mapping[str, Decimal]:
    """What the whole list asks of each unit, told at its first line. Raises ValueError."""
    lines = _lines(standing, quota)
    if not lines or lines[0].code != quota.code:
        return {}
    return {
        unit: line.minimum
        for line in lines
        if line.minimum is not None
        for unit in _scope(standing, line).judged
    }


@kind("K13", needs=("minimum",), floors=_asked)
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    try:
        scope = _scope(standing, quota)
    except ValueError as reason:
        told = f"phạm vi của một dòng ở trên không đọc được: {reason}"
        yield Row(quota.unit, None, None, Verdict.NO_DATA, (told,))
    else:
        yield from each(standing, quota, scope)


def _lines(standing: Standing, quota: Quota) -> list[Quota]:
    """The list that a line belongs to, in the order of the plan."""

    def shared(line: Quota) -> tuple[str, ...]:
        return line.kind, line.unit, line.measure, line.strength

    valid = versions.in_year(standing.plan, periods.year(standing.period))
    return [line for line in valid if shared(line) == shared(quota)]


def _scope(standing: Standing, quota: Quota) -> Scope:
    """The units of a line: those that its scope means and no line above it may mean."""
    taken: set[str] = set()
    for line in _lines(standing, quota):
        if line.code == quota.code:
            break
        taken.update(*_left(standing, line, taken)[:2])
    return _left(standing, quota, taken)


def _left(standing: Standing, line: Quota, taken: set[str]) -> Scope:
    meant, unsure, free = standing.scope(line, line.unit)
    by_scope = bool(line.scope.strip())

    def is_left(unit: str) -> bool:
        return taken.isdisjoint((unit,) if by_scope else standing.plan.path(unit))

    return Scope(tuple(filter(is_left, meant)), tuple(filter(is_left, unsure)), free)
