"""The plan of `ninh-thuan-2023`: 180 admissions as stated, the annex that shares them invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from aggregator import forms
from aggregator.model import Allocation, Deadline, Plan, Quota, Unit
from aggregator.samples.ninh_thuan.tree import BASES
from aggregator.samples.organisations import hung, sized
from aggregator.samples.shares import apportion

NOTE = (
    "Bản mẫu dựng theo kế hoạch của Ban Thường vụ Thành ủy ở tỉnh Ninh Thuận về phát triển đảng "
    "viên mới năm 2023; văn bản không nêu tên thành phố và không kèm phụ lục. Theo văn bản: chỉ "
    "tiêu kết nạp 180 đảng viên, phân bổ cho các tổ chức cơ sở đảng; các thời hạn 05/3, 15/3 và "
    "31/10/2023; báo cáo định kỳ hằng quý; Ủy viên Ban Thường vụ phụ trách địa bàn; Đảng bộ các "
    "Trường THPT. Giả định để minh họa: tên, số lượng và quy mô từng tổ chức đảng, phụ lục phân "
    "bổ, ngày hạn báo cáo quý và mọi số liệu báo cáo; không phản ánh đơn vị có thật."
)

ROOT = "NT"
TOTAL = 180
"""Đảng viên to be admitted in 2023, as stated."""
MEMBERS = 4860
"""Invented: the plan states no number of members."""

_SEED = "ninh-thuan-2023"
_DOCUMENT = "Kế hoạch phát triển đảng viên mới năm 2023 của Ban Thường vụ Thành ủy"
_CITY = Unit(
    ROOT,
    "Đảng bộ thành phố (tỉnh Ninh Thuận)",
    level="cap_tren_truc_tiep",
    email="bantochuc@thanhuy.example",
)
_QUOTA = Quota(
    "Q000-1",
    "K1",
    strength="giao",
    measure="B2.I",
    unit=ROOT,
    minimum=Decimal(TOTAL),
    year_from=2023,
    year_to=2023,
    basis=f"{_DOCUMENT}, mục II.2: kết nạp 180 đảng viên mới, phân bổ theo phụ lục",
)


def plan() -> Plan:
    """The plan workbook's content; the same at every call."""
    tree = sized(list(hung(_CITY, BASES)), MEMBERS, Random(_SEED))
    return Plan(
        code="NT-2023",
        title="Phát triển đảng viên mới năm 2023 (thành phố không nêu tên, tỉnh Ninh Thuận)",
        issuer="Ban Thường vụ Thành ủy",
        document="Kế hoạch (bản công bố không ghi số)",
        year_from=2023,
        year_to=2023,
        cadence="quarter",
        form=forms.CURRENT,
        document_profile="hd36-2018",
        late_policy="den_het_ngay",
        units=tree,
        quotas=(_QUOTA,),
        allocations=tuple(_annex(tree[code] for code in Plan("", units=tree).children[ROOT])),
        deadlines=(*_stated(), *_quarterly()),
    )


def _annex(bases: Iterator[Unit]) -> Iterator[Allocation]:
    """At least one for each TCCSĐ, the rest by its members."""
    given = list(bases)
    shares = apportion(TOTAL - len(given), [base.members_start or 0 for base in given])
    for base, share in zip(given, shares, strict=True):
        yield Allocation(_QUOTA.code, base.code, 1 + share)


_GRASSROOTS = ("co_so", "chi_bo_co_so")


def _stated() -> Iterator[Deadline]:
    duties = (
        ("TRIEN-KHAI", "Báo cáo kết quả triển khai kế hoạch", date(2023, 3, 5), "Ban Thường vụ"),
        (
            "HO-SO",
            "Gửi hồ sơ kết nạp để thẩm tra, xác minh vấn đề lịch sử chính trị",
            date(2023, 10, 31),
            "Ban Tổ chức",
        ),
    )
    for code, what, due, body in duties:
        for level in _GRASSROOTS:
            yield Deadline(code, what, "", due, level, f"{body} Thành ủy")
    yield Deadline(
        "TONG-HOP",
        "Ban Tổ chức Thành ủy tổng hợp kết quả triển khai",
        "",
        date(2023, 3, 15),
        "cap_tren_truc_tiep",
        "Ban Thường vụ Thành ủy",
    )


def _quarterly() -> Iterator[Deadline]:
    due = {"Q1": (2023, 4), "Q2": (2023, 7), "Q3": (2023, 10), "Q4": (2024, 1)}
    what = "Báo cáo kết quả phát triển đảng viên"
    senders = (
        ("chi_bo", 3, "Đảng ủy cơ sở"),
        *((s, 5, "Ban Tổ chức Thành ủy") for s in _GRASSROOTS),
    )
    for part, (year, month) in due.items():
        for level, day, to in senders:
            yield Deadline(part, what, f"2023-{part}", date(year, month, day), level, to)
