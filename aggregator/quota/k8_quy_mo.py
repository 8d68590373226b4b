"""Quy mô đảng viên.

Nghĩa: Tổng số đảng viên của đảng bộ phải ở trong một khoảng.

Tham số: `measure` là một số có đến cuối kỳ (`B1.D`: đảng viên trong danh sách cuối kỳ); `minimum`
và `maximum` là hai đầu của khoảng; `scope` (nếu có) chỉ cộng những đơn vị trong phạm vi.

Cách tính: So số cuối kỳ với khoảng, chỉ khi mọi đơn vị bên dưới đã có số liệu; ngoài khoảng thì đến
kỳ cuối năm mới ghi là chưa đạt.

Căn cứ: Kế hoạch giai đoạn 2025–2030 của Đảng ủy xã Định Tân: giữ ổn định từ 1.300 đến 1.450 đảng
viên.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aggregator.model import Method, Quota, Verdict
from aggregator.quota import Counted, kind, phrases
from aggregator.quota.laws import Row, rounded_up, whole
from aggregator.quota.standing import Known, Standing
from aggregator.wording import number

_STOCK = Counted("số có đến cuối kỳ", lambda _, indicator: indicator.method is Method.CLOSING)


@kind("K8", needs=("minimum", "maximum"), counted=_STOCK, asks=("maximum",))
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    units = whole(standing, quota, quota.unit)
    known = standing.total(units.units, quota.measure)
    detail = (
        f"khoảng {number(quota.minimum)}–{number(quota.maximum)}",
        *_place(quota, known),
        *phrases.unclear(phrases.noun(standing.plan, units.unclear), len(units.unclear)),
    )
    verdict = _verdict(quota, known, standing.final)
    yield Row(quota.unit, rounded_up(quota.minimum), known.value, verdict, detail)


def _excess(quota: Quota, stock: int) -> Decimal:
    """How far a stock lies above (+) or below (-) the band; 0 inside."""
    if quota.minimum is not None and stock < quota.minimum:
        return stock - quota.minimum
    if quota.maximum is not None and stock > quota.maximum:
        return stock - quota.maximum
    return Decimal(0)


def _verdict(quota: Quota, known: Known, final: bool) -> Verdict:
    unbounded = quota.minimum is None and quota.maximum is None
    if known.value is None or known.missing or unbounded:
        return Verdict.NO_DATA
    if _excess(quota, known.value) == 0:
        return Verdict.MET
    return Verdict.NOT_MET if final else Verdict.IN_PROGRESS


def _place(quota: Quota, known: Known) -> Iterator[str]:
    if known.value is None:
        yield "chưa có số liệu"
        return
    if known.missing:
        yield f"{number(known.missing)} đơn vị chưa có số liệu, chưa đủ để kết luận"
        return
    excess = _excess(quota, known.value)
    if excess == 0:
        yield "trong khoảng"
    else:
        side = "thấp hơn mức dưới" if excess < 0 else "cao hơn mức trên"
        yield f"{side} {number(abs(excess))}"
