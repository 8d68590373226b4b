"""The plan of `uong-bi-2024`: the resolution's targets as stated, the allocation invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random

from aggregator import forms
from aggregator.model import Allocation, Deadline, Exemption, History, Plan, Unit
from aggregator.samples.shares import apportion, draw_distinct
from aggregator.samples.uong_bi.targets import (
    ADMITTING,
    AGENCIES,
    ARMED,
    ARMED_SHARE,
    RESOLUTION,
    STATED,
    TRAINING,
    YEARS,
    shared,
)
from aggregator.samples.uong_bi.units import ROOT, units

NOTE = (
    "Bản mẫu dựng theo nghị quyết của Ban Chấp hành Đảng bộ thành phố về tăng cường lãnh đạo công "
    "tác phát triển đảng viên. Theo văn bản: 41 tổ chức cơ sở đảng (24 đảng bộ, 17 chi bộ), 304 "
    "chi bộ trực thuộc, 7.894 đảng viên; các chỉ tiêu Q004-1 đến Q004-7; phân bổ chỉ tiêu kết nạp "
    "và bồi dưỡng tạo nguồn đến từng chi bộ; bình quân 2,4%/năm các năm 2020 - 2023 (ghi ở dòng "
    "năm 2023; văn bản không nêu số gốc nên không kiểm chứng được). Giai đoạn 2025 - 2030 văn bản "
    "dẫn Nghị quyết số 21-NQ/TW, ghi ở đây theo khung 3-4% của nghị quyết đó. Giả định để minh "
    "họa: tên và quy mô từng tổ chức đảng, số phân bổ, văn bản miễn, thời hạn, số từng năm 2020 - "
    "2023 và mọi số liệu báo cáo; không phản ánh đơn vị có thật."
)

_SEED = "uong-bi-2024"
_TO_ADMIT = 277
"""3,5 % of 7.894, rounded up once."""
_HISTORY = ((2020, 181, ""), (2021, 178, ""), (2022, 195, ""), (2023, 204, "2,4"))
"""Invented admissions; the resolution prints but the mean of the four years, of no stated base."""
_EXEMPT_AGENCIES = 20
_EXEMPT_ARMED = 2


def plan() -> Plan:
    """The plan workbook's content; the same at every call."""
    rng = Random(_SEED)
    tree = units(rng)
    exemptions = tuple(_exemptions(rng, tree))
    for code in (e.unit for e in exemptions):
        tree[code] = tree[code]._replace(source=False)
    bare = Plan(_SEED, units=tree)
    admit = _to_admit(bare)
    train = {code: max(1, admit[code]) for code in admit if tree[code].source is not False}
    armed = {code: n for code, n in admit.items() if n and tree[code].kind in ARMED}
    totals = shared(_TO_ADMIT, sum(train.values()), sum(armed.values()))
    return Plan(
        code="UB-2024",
        title="Tăng cường lãnh đạo công tác phát triển đảng viên trong tình hình mới",
        issuer="Ban Chấp hành Đảng bộ thành phố",
        document=f"{RESOLUTION} (bản công bố không ghi số)",
        year_from=YEARS[0],
        year_to=YEARS[1],
        cadence="quarter",
        form=forms.CURRENT,
        document_profile="hd36-2018",
        late_policy="khong_xet",
        units=tree,
        quotas=tuple(sorted((*STATED, *totals), key=lambda quota: quota.code)),
        allocations=(
            *_allocated(bare, ADMITTING, admit),
            *_allocated(bare, TRAINING, train),
            *(Allocation(ARMED_SHARE, unit, amount) for unit, amount in armed.items()),
        ),
        exemptions=exemptions,
        deadlines=tuple(_deadlines()),
        history=tuple(
            History(year, ROOT, "B2.I", actual, printed=printed)
            for year, actual, printed in _HISTORY
        ),
    )


def _exemptions(rng: Random, tree: Mapping[str, Unit]) -> Iterator[Exemption]:
    groups = (
        ("Q004-5", AGENCIES, _EXEMPT_AGENCIES, "Thông báo số 15-TB/BTCTU", date(2024, 1, 15)),
        (ARMED_SHARE, ARMED, _EXEMPT_ARMED, "Thông báo số 16-TB/BTCTU", date(2024, 1, 18)),
    )
    for quota, kinds, count, document, day in groups:
        cells = [u for u in tree.values() if u.kind in kinds and u.level == "chi_bo"]
        weights = [100 // (u.members_start or 1) for u in cells]
        for at in sorted(draw_distinct(rng, weights, count)):
            yield Exemption(quota, cells[at].code, "HET_NGUON", document, day)


def _to_admit(bare: Plan) -> dict[str, int]:
    """How many each leaf is to admit: one in a private enterprise, the rest by members."""
    leaves = [bare.units[code] for code in bare.leaves(ROOT)]
    floors = [int(u.kind == "kttn") for u in leaves]
    weights = [0 if u.source is False else 100 + 5 * (u.members_start or 0) for u in leaves]
    shares = apportion(_TO_ADMIT - sum(floors), weights)
    return {u.code: f + s for u, f, s in zip(leaves, floors, shares, strict=True)}


def _allocated(bare: Plan, quota: str, leaves: Mapping[str, int]) -> Iterator[Allocation]:
    """What every unit below the city is given: a leaf its own, an inner unit what lies below."""
    for code in bare.below(ROOT)[1:]:
        amount = sum(leaves.get(leaf, 0) for leaf in bare.leaves(code))
        if amount:
            yield Allocation(quota, code, amount)


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
