"""The plan of `nghe-an-2023`: targets and history as stated, members and shares invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from math import ceil
from random import Random

from aggregator import forms
from aggregator.model import Allocation, Deadline, History, Plan, Quota, Unit
from aggregator.samples.nghe_an.units import ROOT, TOTAL, units

NOTE = (
    "Bản mẫu dựng theo Công văn số 1657-CV/TU ngày 13/01/2023 của Ban Thường vụ Tỉnh ủy Nghệ An, "
    "như bản tin của Ban Tổ chức Tỉnh ủy thuật lại. Theo văn bản: mỗi đảng bộ trực thuộc kết nạp "
    "tối thiểu 3% tổng số đảng viên năm 2022, toàn tỉnh 6.095 đảng viên (tăng 1.847 so với chỉ "
    "tiêu đại hội); mức cũ 4.500 - 5.000 mỗi năm; kết quả 2020: 3.293 (77,51%), 2021: 4.037 (90%), "
    "2022: 3.998 (94,11%); đôn đốc hằng tháng. Suy ra: 4.248 = 6.095 - 1.847 là chỉ tiêu năm để "
    "tính lại ba tỷ lệ; năm 2021 không khớp số này. Giả định để minh họa: tên, số đảng viên và số "
    "giao từng đơn vị, hạn báo cáo tháng và mọi số liệu báo cáo; không phản ánh đơn vị có thật."
)

_SEED = "nghe-an-2023"
RATE = Decimal("0.03")
_LETTER = "Công văn số 1657-CV/TU ngày 13/01/2023"
_LEAST = f"{_LETTER}: tối thiểu 3% tổng số đảng viên năm 2022 của từng đảng bộ trực thuộc"
_stated = partial(Quota, measure="B2.I", unit=ROOT, year_from=2023, year_to=2023)

_QUOTAS = (
    _stated(
        "Q003-1",
        "K2",
        strength="giao",
        rate_min=RATE,
        base="members_previous",
        evaluate_at="cap_tren_truc_tiep",
        basis=_LEAST,
    ),
    _stated(
        "Q003-1.CS",
        "K2",
        strength="giao",
        rate_min=RATE,
        base="members_previous",
        evaluate_at="co_so",
        basis=f"{_LEAST}, kể cả hai đảng bộ cơ sở",
    ),
    _stated(
        "Q003-1.TONG",
        "K1",
        strength="giao",
        minimum=Decimal(TOTAL),
        basis=f"{_LETTER}: toàn tỉnh kết nạp 6.095 đảng viên mới",
    ),
    _stated(
        "Q003-2",
        "K7",
        strength="phan_dau",
        minimum=Decimal(4500),
        maximum=Decimal(5000),
        basis="Nghị quyết Đại hội Đảng bộ tỉnh nhiệm kỳ 2020-2025: mức cũ, mỗi năm 4.500 - 5.000",
    ),
)
_CONGRESS = 4248
"""6.095 less the stated increase of 1.847: what the years of the term were measured by."""
_HISTORY = ((2020, 3293, "77,51"), (2021, 4037, "90"), (2022, 3998, "94,11"))


def plan() -> Plan:
    """The plan workbook's content; the same at every call."""
    tree = units(Random(_SEED))
    return Plan(
        code="NA-2023",
        title="Giao chỉ tiêu phát triển đảng viên mới năm 2023",
        issuer="Ban Thường vụ Tỉnh ủy Nghệ An",
        document="1657-CV/TU",
        date=date(2023, 1, 13),
        year_from=2023,
        year_to=2023,
        cadence="month",
        form=forms.CURRENT,
        document_profile="hd36-2018",
        late_policy="den_het_ngay",
        units=tree,
        quotas=_QUOTAS,
        allocations=tuple(_shares(tree)),
        deadlines=tuple(_monthly()),
        history=tuple(
            History(year, ROOT, "B2.I", actual, _CONGRESS, printed)
            for year, actual, printed in _HISTORY
        ),
    )


def _shares(tree: Mapping[str, Unit]) -> Iterator[Allocation]:
    """Each unit's 3%, rounded up."""
    for unit in tree.values():
        if unit.parent:
            yield Allocation("Q003-1.TONG", unit.code, ceil(RATE * (unit.members_previous or 0)))


def _monthly() -> Iterator[Deadline]:
    what = "Báo cáo kết quả phát triển đảng viên"
    for month in range(1, 13):
        due = date(2023 + month // 12, month % 12 + 1, 5)
        for level in ("cap_tren_truc_tiep", "co_so"):
            code, period = f"T{month:02}", f"2023-{month:02}"
            yield Deadline(code, what, period, due, level, "Ban Tổ chức Tỉnh ủy")
