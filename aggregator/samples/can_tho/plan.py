"""The plan of `can-tho-2023`: several targets for one measure, each with its own basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

from aggregator import forms
from aggregator.model import Allocation, Deadline, Exemption, Plan, Quota, Unit
from aggregator.samples.can_tho.units import ROOT, directly_below_the_city, units
from aggregator.samples.shares import apportion

NOTE = (
    "Bản mẫu dựng theo Kế hoạch kết nạp đảng viên nhân dịp kỷ niệm 20 năm thành lập thành phố Cần "
    "Thơ trực thuộc Trung ương của Ban Thường vụ Thành ủy. Theo văn bản: chỉ tiêu 1.600 của nghị "
    "quyết năm 2023; phấn đấu từ 1.800 đến 2.000; 3-4%, tương đương 1.600-2.000; mỗi địa phương "
    "ít nhất 50% ấp, khu vực; mỗi chi bộ kinh tế tư nhân và mỗi đơn vị từ 50 lao động ít nhất 01; "
    "các đảng ủy trực thuộc theo thực tế; lễ trao quyết định 07/11 và 20/11/2023. Giả định để minh "
    "họa: tên, số lượng và quy mô các tổ chức đảng (mỗi quận, huyện chỉ tách hai xã, phường đến "
    "ấp, khu vực), 52.000 đảng viên, số phân bổ và điều chỉnh, hạn gửi báo cáo và mọi số liệu; "
    "không phản ánh đơn vị có thật."
)

_SEED = "can-tho-2023"
_AIMS = "Kế hoạch của Ban Thường vụ Thành ủy, mục II.2"
_PROGRAMME = "Chương trình số 50-CTr/TU ngày 27/12/2022"
ALLOCATED = "Q002-4"
ASSIGNED = 1600
FIRST, ADJUSTED = "ban đầu", "điều chỉnh lần 1"
_COLLECTIVE = 100
"""A unit that plans more admissions than this picks representatives for one ceremony."""
ADJUSTMENTS: Mapping[str, int] = {"CT-03": 12, "CT-06": 8, "CT-11": -15, "CT-14": -5}
"""What the adjustment moves from the đảng ủy trực thuộc to two districts."""

_stated = partial(Quota, measure="B2.I", unit=ROOT, year_from=2023, year_to=2023)

_QUOTAS = (
    _stated(
        "Q002-1",
        "K7",
        "phan_dau",
        minimum=Decimal(1800),
        maximum=Decimal(2000),
        basis=f"{_AIMS}: phấn đấu trong năm 2023 kết nạp từ 1.800 đến 2.000 đảng viên",
    ),
    _stated(
        "Q002-2",
        "K3",
        "giao",
        minimum=Decimal(ASSIGNED),
        basis=f"{_AIMS}, chú thích 1: Nghị quyết nhiệm vụ năm 2023, chỉ tiêu 1.600 đảng viên",
    ),
    _stated(
        "Q002-3a",
        "K2",
        "phan_dau",
        rate_min=Decimal("0.03"),
        rate_max=Decimal("0.04"),
        base="members_start",
        basis=f"{_PROGRAMME}: hằng năm từ 3-4% so với tổng số đảng viên",
    ),
    _stated(
        "Q002-3b",
        "K7",
        "phan_dau",
        minimum=Decimal(1600),
        maximum=Decimal(2000),
        basis=f"{_PROGRAMME}: 3-4%, tương đương từ 1.600 - 2.000 đảng viên",
    ),
    _stated(
        ALLOCATED,
        "K1",
        "giao",
        minimum=Decimal(ASSIGNED),
        basis=f"{_AIMS}: quận ủy, huyện ủy theo chỉ tiêu được xác định; đảng ủy trực thuộc theo "
        "thực tế, điều chỉnh theo thực tế",
    ),
    _stated(
        "Q002-5",
        "K6",
        "phan_dau",
        scope="kind=ap,khu_vuc",
        rate_min=Decimal("0.5"),
        evaluate_at="cap_tren_truc_tiep",
        basis=f"{_AIMS}: mỗi địa phương có ít nhất 50% ấp, khu vực kết nạp được đảng viên",
    ),
    _stated(
        "Q002-6",
        "K4",
        "phan_dau",
        scope="kind=kttn",
        minimum=Decimal(1),
        basis=f"{_AIMS}: mỗi chi bộ đơn vị kinh tế tư nhân kết nạp ít nhất 01 đảng viên",
    ),
    _stated(
        "Q002-7",
        "K9",
        "phan_dau",
        scope="kind=kttn; workers>=50",
        minimum=Decimal(1),
        basis=f"{_AIMS}: đơn vị kinh tế tư nhân có từ 50 lao động trở lên, ít nhất 01 đảng viên",
    ),
)


def plan() -> Plan:
    """The plan workbook's content; the same at every call."""
    tree = units(Random(_SEED))
    allocations = tuple(_allocations(tree))
    return Plan(
        code="CT-2023",
        title="Kết nạp đảng viên nhân dịp kỷ niệm 20 năm thành lập thành phố Cần Thơ trực thuộc "
        "Trung ương (01/01/2004 - 01/01/2024)",
        issuer="Ban Thường vụ Thành ủy Cần Thơ",
        document="Kế hoạch (bản công bố không ghi số)",
        year_from=2023,
        year_to=2023,
        cadence="quarter",
        form=forms.CURRENT,
        document_profile="hd36-2018",
        late_policy="den_het_ngay",
        units=tree,
        quotas=_QUOTAS,
        allocations=allocations,
        exemptions=tuple(
            Exemption(ALLOCATED, code, "THEO_THUC_TE", _AIMS) for code in directly_below_the_city()
        ),
        deadlines=tuple(_deadlines(allocations)),
    )


def _allocations(tree: Mapping[str, Unit]) -> Iterator[Allocation]:
    """The first allocation, by members; then the units whose amount was adjusted."""
    direct = [unit for unit in tree.values() if unit.parent == ROOT]
    shares = apportion(ASSIGNED, [unit.members_start or 0 for unit in direct])
    first = dict(zip((unit.code for unit in direct), shares, strict=True))
    for code, amount in first.items():
        yield Allocation(ALLOCATED, code, amount, FIRST)
    for code, change in ADJUSTMENTS.items():
        yield Allocation(ALLOCATED, code, first[code] + change, ADJUSTED)


def _deadlines(allocations: Sequence[Allocation]) -> Iterator[Deadline]:
    """The ceremonies and the end of the campaign as stated, the days of the returns invented."""
    to = "Ban Thường vụ Thành ủy (qua Ban Tổ chức Thành ủy)"
    report = "Báo cáo kết quả kết nạp đảng viên"
    for period, day in (("2023-Q3", date(2023, 10, 10)), ("2023-Q4", date(2024, 1, 10))):
        yield Deadline(f"BC-{period}", report, period, day, "cap_tren_truc_tiep", to)
    level = "cap_tren_truc_tiep"
    for code, day, what in _ceremonies(allocations):
        yield Deadline(code, what, "", day, level)
    summing_up = "Kết thúc đợt kết nạp; tổng kết, đánh giá, rút kinh nghiệm và báo cáo"
    yield Deadline("D002-1", summing_up, "", date(2023, 12, 31), level, to)


def _ceremonies(allocations: Sequence[Allocation]) -> Iterator[tuple[str, date, str]]:
    """Who hands out decisions together depends on what each unit was first to admit."""
    first = {a.unit: a.amount for a in allocations if a.version == FIRST}
    large = ", ".join(code for code, amount in first.items() if amount > _COLLECTIVE)
    others = ", ".join(code for code, amount in first.items() if amount <= _COLLECTIVE)
    yield (
        "C002-1",
        date(2023, 11, 7),
        "Lễ trao quyết định kết nạp tập thể cho 60 quần chúng ưu tú đại diện; đơn vị có kế hoạch "
        f"trên {_COLLECTIVE} đảng viên: {large}",
    )
    yield (
        "C002-2",
        date(2023, 11, 20),
        f"Lễ trao quyết định kết nạp theo số lượng phù hợp; các đảng bộ khác: {others}",
    )
