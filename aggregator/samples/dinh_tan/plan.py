"""The plan of `dinh-tan-2025`: the targets of the commune as stated, conflict included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

from aggregator import forms
from aggregator.model import Deadline, Exemption, Plan, Quota
from aggregator.samples.dinh_tan.units import FOUNDED, ROOT, administrative, units

NOTE = (
    "Bản mẫu dựng theo Kế hoạch phát triển đảng viên mới, giai đoạn 2025-2030 của Ban Thường vụ "
    "Đảng ủy xã Định Tân. Theo văn bản: mỗi năm từ 45 đảng viên mới trở lên; giữ ổn định từ 1.300 "
    "đến 1.450 đảng viên; mỗi năm bồi dưỡng từ 60 quần chúng trở lên, mỗi chi bộ từ 5; mỗi đảng "
    "bộ, chi bộ trực thuộc từ 3, trừ khối hành chính 100% là đảng viên; khung 3-4%/năm của tỉnh "
    "giai đoạn 2020-2025. Mức của từng đơn vị cộng lại lớn hơn chỉ tiêu chung; cả hai được giữ "
    "như văn bản. Giả định để minh họa: tên, số lượng và quy mô chi bộ, số 1.226 đảng viên, thời "
    "hạn và mọi số liệu báo cáo (đếm từ ngày 01/7/2025); không phản ánh đơn vị có thật."
)

_SEED = "dinh-tan-2025"
_DOCUMENT = "Kế hoạch phát triển đảng viên mới, giai đoạn 2025-2030"
_DIRECT = f"parent={ROOT}; level=co_so, chi_bo_co_so, chi_bo"
_stated = partial(Quota, strength="giao", unit=ROOT, year_from=2025, year_to=2030)

_QUOTAS = (
    _stated(
        "Q001-1",
        "K2",
        strength="phan_dau",
        measure="B2.I",
        rate_min=Decimal("0.03"),
        rate_max=Decimal("0.04"),
        base="members_start",
        basis="Kế hoạch hành động số 91-KH/TU, ngày 05/9/2022: hằng năm từ 3-4% tổng số đảng viên "
        "(toàn đảng bộ tỉnh, giai đoạn 2020-2025)",
    ),
    _stated(
        "Q001-2",
        "K3",
        measure="B2.I",
        minimum=Decimal(45),
        basis=f"{_DOCUMENT}, mục II.1: mỗi năm từ 45 đảng viên mới trở lên",
    ),
    _stated(
        "Q001-3",
        "K8",
        measure="B1.D",
        minimum=Decimal(1300),
        maximum=Decimal(1450),
        basis=f"{_DOCUMENT}, mục II.1: giữ ổn định từ 1.300 đến 1.450 đảng viên",
    ),
    _stated(
        "Q001-4a",
        "K3",
        measure="N.boiduong",
        minimum=Decimal(60),
        basis=f"{_DOCUMENT}, mục II.1: hằng năm bồi dưỡng từ 60 quần chúng ưu tú trở lên",
    ),
    _stated(
        "Q001-4b",
        "K4",
        measure="N.boiduong",
        minimum=Decimal(5),
        basis=f"{_DOCUMENT}, mục II.1: mỗi chi bộ từ 5 quần chúng trở lên tham gia bồi dưỡng",
    ),
    _stated(
        "Q001-5",
        "K4",
        measure="B2.I",
        scope=_DIRECT,
        minimum=Decimal(3),
        basis=f"{_DOCUMENT}, mục II.1: mỗi đảng bộ, chi bộ trực thuộc từ 3 đảng viên mới trở lên, "
        "trừ khối hành chính 100% là đảng viên",
    ),
)


def plan() -> Plan:
    """The plan workbook's content; the same at every call."""
    return Plan(
        code="DT-2025",
        title="Phát triển đảng viên mới, giai đoạn 2025-2030",
        issuer="Ban Thường vụ Đảng ủy xã Định Tân",
        document="Kế hoạch (bản công bố không ghi số)",
        year_from=2025,
        year_to=2030,
        cadence="quarter",
        form=forms.CURRENT,
        document_profile="hd36-2018",
        late_policy="den_het_ngay",
        units=units(Random(_SEED)),
        quotas=_QUOTAS,
        exemptions=tuple(
            Exemption("Q001-5", code, "HC_100", f"{_DOCUMENT}, mục II.1", FOUNDED)
            for code in administrative()
        ),
        deadlines=tuple(_deadlines()),
    )


def _deadlines() -> Iterator[Deadline]:
    """Quarterly, half-yearly and yearly as stated; the days are invented."""
    what = "Rà soát, đánh giá kết quả thực hiện Kế hoạch"
    to = "Ban Thường vụ Đảng ủy (qua Ban Xây dựng Đảng)"
    due = {
        "2025-Q3": date(2025, 10, 5),
        "2025-Q4": date(2026, 1, 5),
        "2025": date(2026, 1, 10),
        "2026-Q1": date(2026, 4, 5),
        "2026-Q2": date(2026, 7, 5),
        "2026-H1": date(2026, 7, 10),
        "2026-Q3": date(2026, 10, 5),
        "2026-Q4": date(2027, 1, 5),
        "2026": date(2027, 1, 10),
    }
    for period, day in due.items():
        yield Deadline(f"BC-{period}", what, period, day, "", to)
