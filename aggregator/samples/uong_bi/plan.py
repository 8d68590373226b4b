"""The plan of `uong-bi-2024`: the resolution's targets as stated, the allocation invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

from aggregator import forms
from aggregator.model import Allocation, Deadline, Exemption, History, Plan, Quota, Unit
from aggregator.samples.shares import apportion, draw_distinct
from aggregator.samples.uong_bi.units import ROOT, units

NOTE = (
    "Bản mẫu dựng theo nghị quyết của Ban Chấp hành Đảng bộ thành phố về tăng cường lãnh đạo công "
    "tác phát triển đảng viên. Theo văn bản: 41 tổ chức cơ sở đảng (24 đảng bộ, 17 chi bộ), 304 "
    "chi bộ trực thuộc, 7.894 đảng viên; các chỉ tiêu Q004-1 đến Q004-6 và bình quân 2,4%/năm giai "
    "đoạn 2020 - 2023. Giả định để minh họa: tên và quy mô từng tổ chức đảng, số phân bổ, văn bản "
    "miễn, thời hạn, số từng năm 2020 - 2023 và mọi số liệu báo cáo; không phản ánh đơn vị có thật."
)

_SEED = "uong-bi-2024"
_RESOLUTION = "Nghị quyết của Ban Chấp hành Đảng bộ thành phố"
_AGENCIES = ("co_quan_dang", "co_quan_nha_nuoc", "su_nghiep", "truong_hoc", "y_te")
_ARMED = ("quan_doi", "cong_an")
_ALLOCATED = "Q004-1.PB"
_ALLOCATED_TOTAL = 277
_EXEMPT_AGENCIES = 20
_EXEMPT_ARMED = 2


_TARGET, _DUTY = f"{_RESOLUTION}, mục I.2", f"{_RESOLUTION}, mục II"
_RESIDENTIAL = "kind=thon,khu_pho"
_ONE = Decimal(1)
_stated = partial(Quota, strength="giao", unit=ROOT, year_from=2024, year_to=2025)

_QUOTAS = (
    _stated(
        "Q004-1",
        "K2",
        measure="B2.I",
        rate_min=Decimal("0.035"),
        base="members_start",
        basis=f"{_TARGET}: hằng năm từ 3,5% đảng viên đầu năm trở lên",
    ),
    _stated(
        _ALLOCATED,
        "K1",
        measure="B2.I",
        minimum=Decimal(_ALLOCATED_TOTAL),
        year_to=2024,
        basis=f"{_DUTY}.2.1: phân bổ đến từng chi bộ",
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
        basis=f"{_TARGET}: thôn, khu phố bồi dưỡng 1-2 quần chúng ưu tú",
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
        scope=f"kind={','.join(_AGENCIES)}",
        minimum=_ONE,
        basis=f"{_TARGET}: cơ quan, đơn vị, trường học còn nguồn, từ 01 trở lên",
    ),
)
_ARMED_SHARE = _stated(
    "Q004-6",
    "K1",
    measure="B2.I",
    scope=f"kind={','.join(_ARMED)}",
    year_to=2024,
    basis=f"{_DUTY}.3.5: lực lượng vũ trang, khi còn nguồn",
)


def plan() -> Plan:
    """The plan workbook's content; the same at every call."""
    rng = Random(_SEED)
    tree = units(rng)
    exemptions = tuple(_exemptions(rng, tree))
    for code in (e.unit for e in exemptions):
        tree[code] = replace(tree[code], source=False)
    bare = Plan(_SEED, units=tree)
    amounts = _amounts(bare, {e.unit for e in exemptions})
    armed = {u: n for u, n in amounts.items() if n and tree[u].kind in _ARMED and _is_leaf(bare, u)}
    return Plan(
        code="UB-2024",
        title="Công tác phát triển đảng viên năm 2024",
        issuer="Ban Chấp hành Đảng bộ thành phố",
        document=f"{_RESOLUTION} (bản công bố không ghi số)",
        year_from=2024,
        year_to=2025,
        cadence="quarter",
        form=forms.CURRENT,
        document_profile="hd36-2018",
        late_policy="khong_xet",
        units=tree,
        quotas=(*_QUOTAS, replace(_ARMED_SHARE, minimum=Decimal(sum(armed.values())))),
        allocations=(
            *(Allocation(_ALLOCATED, unit, amount) for unit, amount in amounts.items() if amount),
            *(Allocation("Q004-6", unit, amount) for unit, amount in armed.items()),
        ),
        exemptions=exemptions,
        deadlines=tuple(_deadlines()),
        history=tuple(
            History(year, ROOT, "B2.I", actual)
            for year, actual in ((2020, 181), (2021, 178), (2022, 195), (2023, 204))
        ),
    )


def _is_leaf(bare: Plan, code: str) -> bool:
    return not bare.children[code]


def _exemptions(rng: Random, tree: Mapping[str, Unit]) -> Iterator[Exemption]:
    groups = (
        ("Q004-5", _AGENCIES, _EXEMPT_AGENCIES, "Thông báo số 15-TB/BTCTU", date(2024, 1, 15)),
        ("Q004-6", _ARMED, _EXEMPT_ARMED, "Thông báo số 16-TB/BTCTU", date(2024, 1, 18)),
    )
    for quota, kinds, count, document, day in groups:
        cells = [u for u in tree.values() if u.kind in kinds and u.level == "chi_bo"]
        weights = [100 // (u.members_start or 1) for u in cells]
        for at in sorted(draw_distinct(rng, weights, count)):
            yield Exemption(quota, cells[at].code, "HET_NGUON", document, day)


def _amounts(bare: Plan, exempt: set[str]) -> dict[str, int]:
    """How many each unit is to admit: a leaf its share, an inner unit what lies below it."""
    leaves = [bare.units[code] for code in bare.leaves(ROOT)]
    floors = [int(u.kind == "kttn") for u in leaves]
    weights = [0 if u.code in exempt else 100 + 5 * (u.members_start or 0) for u in leaves]
    shares = apportion(_ALLOCATED_TOTAL - sum(floors), weights)
    given = {u.code: f + s for u, f, s in zip(leaves, floors, shares, strict=True)}
    return {
        code: sum(given[leaf] for leaf in bare.leaves(code)) for code in bare.units if code != ROOT
    }


def _deadlines() -> Iterator[Deadline]:
    due = {"Q1": (2024, 4), "Q2": (2024, 7), "Q3": (2024, 10), "Q4": (2025, 1)}
    senders = (
        ("chi_bo", 5, "Đảng ủy cơ sở"),
        ("chi_bo_co_so", 10, "Ban Tổ chức Thành ủy"),
        ("co_so", 10, "Ban Tổ chức Thành ủy"),
    )
    what = "Báo cáo kết quả phát triển đảng viên"
    for part, (year, month) in due.items():
        for level, day, to in senders:
            code = f"{part}-{level}"
            yield Deadline(code, what, f"2024-{part}", date(year, month, day), level, to)
