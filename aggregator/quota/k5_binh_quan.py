"""Bình quân mỗi đơn vị ít nhất.

Nghĩa: Các đơn vị trong phạm vi cộng lại phải đạt một mức bình quân; đơn vị này có thể bù cho đơn
vị khác.

Tham số: `scope` chọn đơn vị; `minimum` là mức bình quân; sheet “Miễn” ghi đơn vị được miễn, các đơn
vị bên dưới được miễn theo.

Cách tính: Số phải đạt là mức bình quân nhân số đơn vị không được miễn, làm tròn lên; kết quả là
tổng lũy kế của chính những đơn vị đó. Một dòng cho đơn vị nhận chỉ tiêu; số đơn vị chưa có kết quả
chỉ ghi để biết.

Căn cứ: Nghị quyết của Thành ủy Uông Bí: bình quân mỗi chi bộ thôn, khu phố kết nạp ít nhất 01 đảng
viên.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Quota, Verdict
from aggregator.quota import kind, phrases
from aggregator.quota.laws import Row, floor, floors, nothing_asked, progress, share
from aggregator.quota.standing import Scope, Standing
from aggregator.wording import number


@kind("K5", needs=("minimum",), floors=floors, fractional=True)
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    scope = standing.scope(quota, quota.unit)
    required = share(quota.minimum, len(scope.judged))
    detail = list(_scope(standing, quota, scope))
    if nothing_asked(scope):
        yield Row(quota.unit, required, 0, Verdict.EXEMPT, tuple(detail))
        return
    known = standing.total(scope.judged, quota.measure)
    verdict = floor(required, known, standing.final)
    detail += progress(standing, quota, quota.unit, required, known, verdict)
    detail += _without(standing, quota, scope)
    yield Row(quota.unit, required, known.value, verdict, tuple(detail))


def _scope(standing: Standing, quota: Quota, scope: Scope) -> Iterator[str]:
    noun = phrases.noun(standing.plan, (*scope.meant, *scope.unsure))
    yield f"bình quân {number(quota.minimum)} × {number(len(scope.judged))} {noun}, làm tròn lên"
    yield from phrases.exempt(noun, len(scope.exempt))
    yield from phrases.unclear(noun, len(scope.unclear))


def _without(standing: Standing, quota: Quota, scope: Scope) -> Iterator[str]:
    none = sum(standing.known(unit, quota.measure).value == 0 for unit in scope.judged)
    if none:
        yield f"{number(none)} {phrases.noun(standing.plan, scope.judged)} chưa có kết quả"
