"""The targets of `uong-bi-2024`, as the resolution states them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from aggregator.model import Quota
from aggregator.samples.uong_bi.units import ROOT

RESOLUTION = "Nghị quyết của Ban Chấp hành Đảng bộ thành phố"
ADMITTING, TRAINING, ARMED_SHARE = "Q004-1.PB", "Q004-1.BD", "Q004-6"
"""The three quotas that are shared out: admissions, candidates trained, the armed forces' part."""
AGENCIES = ("co_quan_dang", "co_quan_nha_nuoc", "su_nghiep", "truong_hoc", "y_te")
ARMED = ("quan_doi", "cong_an")
YEARS = (2024, 2030)
"""From the year of the resolution to the end of the period that follows NQ 21-NQ/TW."""

_TARGET, _DUTY = f"{RESOLUTION}, mục I.2", f"{RESOLUTION}, mục II"
_RESIDENTIAL = "kind=thon,khu_pho"
_ONE = Decimal(1)
_stated = partial(Quota, strength="giao", unit=ROOT, year_from=2024, year_to=2025)
_shared = partial(_stated, kind="K1", year_to=2024)

STATED = (
    _stated(
        "Q004-1",
        "K2",
        measure="B2.I",
        rate_min=Decimal("0.035"),
        base="members_start",
        basis=f"{_TARGET}: hằng năm từ 3,5% đảng viên đầu năm trở lên",
    ),
    _stated(
        "Q004-2",
        "K5",
        measure="B2.I",
        scope=_RESIDENTIAL,
        minimum=_ONE,
        basis=f"{_TARGET}: bình quân mỗi chi bộ thôn, khu phố ít nhất 01 đảng viên",
    ),
    _stated(
        "Q004-3",
        "K4",
        measure="N.boiduong",
        scope=_RESIDENTIAL,
        minimum=_ONE,
        maximum=Decimal(2),
        basis=f"{_TARGET}: thôn, khu phố giới thiệu, bồi dưỡng từ 1-2 quần chúng ưu tú",
    ),
    _stated(
        "Q004-4a",
        "K4",
        measure="B2.I",
        scope="kind=kttn",
        minimum=_ONE,
        basis=f"{_TARGET}: mỗi chi bộ kinh tế tư nhân kết nạp ít nhất 01",
    ),
    _stated(
        "Q004-4b",
        "K4",
        measure="N.boiduong",
        scope="kind=kttn",
        minimum=_ONE,
        basis=f"{_TARGET}: mỗi chi bộ kinh tế tư nhân tạo nguồn ít nhất 01",
    ),
    _stated(
        "Q004-5",
        "K4",
        strength="phan_dau",
        measure="B2.I",
        scope=f"kind={', '.join(AGENCIES)}",
        minimum=_ONE,
        basis=f"{_TARGET}: cơ quan, đơn vị, trường học còn nguồn, từ 01 trở lên",
    ),
    _stated(
        "Q004-7",
        "K2",
        strength="phan_dau",
        measure="B2.I",
        rate_min=Decimal("0.03"),
        rate_max=Decimal("0.04"),
        base="members_start",
        year_from=2025,
        year_to=2030,
        basis=f"{_TARGET}: giai đoạn 2025 - 2030 theo Nghị quyết số 21-NQ/TW (3-4%) và Chương "
        "trình hành động số 19-CTr/TU, ngày 26/7/2022",
    ),
)


def shared(admitting: int, training: int, armed: int) -> tuple[Quota, ...]:
    """The quotas that the city shares out down to each chi bộ, with their totals."""
    return (
        _shared(
            ADMITTING,
            measure="B2.I",
            minimum=Decimal(admitting),
            basis=f"{_DUTY}.2.1: phân bổ chỉ tiêu kết nạp đến từng chi bộ",
        ),
        _shared(
            TRAINING,
            measure="N.boiduong",
            minimum=Decimal(training),
            basis=f"{_DUTY}.2.1: phân bổ chỉ tiêu bồi dưỡng tạo nguồn đến từng chi bộ",
        ),
        _shared(
            ARMED_SHARE,
            measure="B2.I",
            scope=f"kind={', '.join(ARMED)}",
            minimum=Decimal(armed),
            basis=f"{_DUTY}.3.5: lực lượng vũ trang, khi còn nguồn",
        ),
    )
