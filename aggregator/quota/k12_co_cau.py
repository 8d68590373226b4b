"""Cơ cấu đối tượng kết nạp.

Nghĩa: Trong số đảng viên mới kết nạp, một đối tượng (nữ, đoàn viên, học sinh, lao động trong doanh
nghiệp …) phải đạt một con số hoặc một tỷ lệ.

Tham số: `measure` là một dòng phân tích của đảng viên mới kết nạp; `minimum` là số tối thiểu,
`maximum` là mức trên (nếu có); hoặc `rate_min` là tỷ lệ tối thiểu trong số mới kết nạp, `rate_max`
là mức trên (nếu có); `evaluate_at` là cấp được xét (để trống: chính đơn vị nhận chỉ tiêu); `scope`
(nếu có) chỉ tính những đơn vị trong phạm vi.

Cách tính: Cộng lũy kế của đối tượng ở mọi tổ chức bên dưới. Tỷ lệ tính trên số kết nạp lũy kế của
chính những đơn vị đó, làm tròn lên, nên số phải đạt tăng theo số kết nạp; ghi cả hai mức thì lấy
mức cao hơn. Chưa kết nạp ai thì chưa xét được tỷ lệ. Còn đơn vị chưa có số liệu thì tỷ lệ chưa được
ghi là đạt, vì số phải đạt còn tăng. Vượt mức trên là tốt.

Căn cứ: Chỉ tiêu năm 2023 ở Đức Linh: trong 170 đảng viên mới có từ 06 học sinh trở lên.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Form, Indicator, Method, Quota, Verdict
from aggregator.quota import Counted, kind, phrases
from aggregator.quota.laws import (
    Row,
    at_least,
    floor_of_share,
    rounded_up,
    share,
    upper_bound,
    whole,
)
from aggregator.quota.standing import ADMISSIONS, Known, Standing
from aggregator.wording import number, rate


def _is_category(form: Form, indicator: Indicator) -> bool:
    beside = form.sheet_of[indicator.code] is form.sheet_of[form.admissions]
    return beside and indicator.method is Method.FLOW and indicator.code != form.admissions


@kind(
    "K12",
    needs=(),
    either=("minimum", "rate_min"),
    counted=Counted("một đối tượng trong số đảng viên mới kết nạp", _is_category),
    asks=("minimum", "maximum", "rate_min", "rate_max"),
)
def rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    for unit in standing.evaluated(quota):
        least = rounded_up(quota.minimum)
        if quota.rate_min is None:
            row = at_least(standing, quota, unit, least)
            yield row._replace(detail=(*row.detail, *phrases.within(quota, row.actual)))
        else:
            yield _of_admissions(standing, quota, unit, least)


def _of_admissions(standing: Standing, quota: Quota, node: str, least: int | None) -> Row:
    """A category as a share of everyone admitted so far by the same units."""
    units = whole(standing, quota, node)
    admitted = standing.total(units.units, ADMISSIONS)
    known = standing.total(units.units, quota.measure)
    required = share(quota.rate_min, admitted.value)
    if required is not None and least is not None:
        required = max(required, least)
    unclear = phrases.unclear(phrases.noun(standing.plan, units.unclear), len(units.unclear))
    if required == admitted.value == 0:
        told = ("chưa kết nạp đảng viên nào nên chưa xét được cơ cấu", *unclear)
        return Row(node, required, known.value, _of_nobody(known, standing.final), told)
    verdict = floor_of_share(required, known, admitted.missing, standing.final)
    told = (
        *_basis(quota, admitted, required),
        *phrases.outcome(quota, required, known, verdict),
        *unclear,
    )
    return Row(node, required, known.value, verdict, told)


def _of_nobody(known: Known, final: bool) -> Verdict:
    """A share of nobody is neither reached nor missed."""
    if known.value is None or (final and known.missing):
        return Verdict.NO_DATA
    return Verdict.EXEMPT if final else Verdict.IN_PROGRESS


def _basis(quota: Quota, admitted: Known, required: int | None) -> Iterator[str]:
    if admitted.value is None or quota.rate_min is None:
        yield "chưa biết số đảng viên mới kết nạp"
        return
    yield f"{rate(quota.rate_min)} của {number(admitted.value)} đảng viên mới, làm tròn lên"
    yield from upper_bound(quota, admitted.value, required)
