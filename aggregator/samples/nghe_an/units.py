"""The 28 direct units of `nghe-an-2023`: as many as the province had, names and sizes invented."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from aggregator.model import Unit
from aggregator.samples.shares import apportion

ROOT = "NA"
TOTAL = 6095
"""Đảng viên to be admitted in 2023, as stated."""


class Direct(NamedTuple):
    """A direct unit: its name, the kinds of its chi bộ, and how large it is beside the others."""

    name: str
    kinds: tuple[str, ...]
    weight: int
    level: str = "cap_tren_truc_tiep"
    kind: str = ""


_CITY = ("khoi", "khoi", "co_quan_nha_nuoc", "truong_hoc", "y_te", "kttn")
_DISTRICT = ("xom", "xom", "xom", "truong_hoc", "co_quan_nha_nuoc", "htx")
_UPLAND = ("ban", "ban", "ban", "truong_hoc", "co_quan_nha_nuoc")

_TOWNS = "Hải Thanh; Phú Nghĩa; Tân Hoàng"
_LOWLAND = (
    "Diên Thành; Quang Lộc; Yên Phong; Thanh Lâm; Đức Sơn; Nam Phúc; Hưng Lĩnh; Nghi Phương; "
    "Tân Sơn; Anh Lương; Đô Thành"
)
_HIGHLAND = "Kỳ Lâm; Tương Sơn; Quế Lâm; Quỳ Sơn; Châu Phong; Con Lĩnh"


def _named(prefix: str, names: str, kinds: tuple[str, ...], weight: int) -> tuple[Direct, ...]:
    return tuple(Direct(f"{prefix} {name}", kinds, weight) for name in names.split("; "))


DIRECT: tuple[Direct, ...] = (
    Direct("Đảng bộ thành phố Lam Giang", _CITY, 150),
    *_named("Đảng bộ thị xã", _TOWNS, _CITY, 50),
    *_named("Đảng bộ huyện", _LOWLAND, _DISTRICT, 100),
    *_named("Đảng bộ huyện", _HIGHLAND, _UPLAND, 55),
    Direct("Đảng bộ Khối Các cơ quan tỉnh", ("co_quan_dang", "co_quan_nha_nuoc"), 60),
    Direct("Đảng bộ Khối Doanh nghiệp tỉnh", ("dn_nha_nuoc", "kttn"), 70),
    Direct("Đảng bộ Quân sự tỉnh", ("quan_doi",), 20),
    Direct("Đảng bộ Công an tỉnh", ("cong_an",), 45),
    Direct("Đảng bộ Bộ đội Biên phòng tỉnh", ("quan_doi",), 18),
    Direct("Đảng bộ Trường Đại học Lam Giang", ("truong_hoc",), 12, "co_so", "truong_hoc"),
    Direct("Đảng bộ Công ty CP Cảng Lam Giang", ("dn_nha_nuoc",), 4, "co_so", "dn_nha_nuoc"),
)
"""26 directly above TCCSĐ (1 city, 3 towns, 17 districts, 5 others) and 2 đảng bộ cơ sở."""


def units(rng: Random) -> dict[str, Unit]:
    """The province and its direct units by code, with members of 2022 whose 3% make the total."""
    members = list(_members(rng))
    province = Unit(
        ROOT,
        "Đảng bộ tỉnh Nghệ An",
        level="tinh",
        email="bantochuc@tinhuy.example",
        members_start=sum(members),
        members_previous=sum(members),
    )
    found = {ROOT: province}
    for at, (direct, count) in enumerate(zip(DIRECT, members, strict=True), 1):
        code = f"{ROOT}-{at:02}"
        found[code] = Unit(
            code,
            direct.name,
            ROOT,
            direct.level,
            direct.kind,
            members_start=count,
            members_previous=count,
            email=f"{code.lower()}@tinhuy.example",
            in_charge=f"Ủy viên Ban Thường vụ Tỉnh ủy phụ trách đơn vị {at}",
        )
    return found


def _members(rng: Random) -> Iterator[int]:
    """Of all the numbers whose 3%, rounded up, is the unit's part of the total, any one."""
    weights = [direct.weight * rng.randint(60, 140) for direct in DIRECT]
    for part in apportion(TOTAL, weights):
        yield rng.randint((part - 1) * 100 // 3 + 1, part * 100 // 3)
