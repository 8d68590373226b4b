"""The units of `dinh-tan-2025`: names and sizes invented, about 1.200 members as stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from aggregator.model import Unit
from aggregator.samples.shares import apportion

ROOT = "DT"
FOUNDED = date(2025, 7, 1)
MEMBERS = 1226

_VILLAGES = [
    "Yên Thành",
    "Yên Lộc",
    "Yên Khê",
    "Yên Sơn",
    "Yên Phú",
    "Long Thành",
    "Long Tiến",
    "Long Khê",
    "Long Hưng",
    "Hưng Thịnh",
    "Hưng Lộc",
    "Hưng Tiến",
    "Hưng Phú",
    "Mỹ Thành",
    "Mỹ Lộc",
    "Mỹ Sơn",
    "Mỹ Hưng",
    "Tường Vân",
    "Tường Lộc",
    "Tường Khê",
]
_SCHOOLS = ("Mầm non", "Tiểu học", "THCS")
_SCHOOL_PLACES = ("Yên Long", "Hưng Mỹ", "Tường Vân")
_OTHERS = (
    ("Chi bộ Công an xã", "cong_an"),
    ("Chi bộ Quân sự xã", "quan_doi"),
    ("Chi bộ Trạm Y tế xã", "y_te"),
    ("Chi bộ Hợp tác xã dịch vụ nông nghiệp", "htx"),
    ("Chi bộ Công ty TNHH May Yên Long", "kttn"),
)
_COMMITTEES = {
    "Đảng bộ các cơ quan Đảng xã": (
        "co_quan_dang",
        ("Văn phòng Đảng ủy, Ban Xây dựng Đảng", "Mặt trận Tổ quốc và các đoàn thể"),
    ),
    "Đảng bộ Ủy ban nhân dân xã": (
        "co_quan_nha_nuoc",
        ("Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"),
    ),
}
_SIZE = {
    "thon": (34, 58),
    "truong_hoc": (12, 24),
    "co_quan_dang": (9, 13),
    "co_quan_nha_nuoc": (9, 15),
    "cong_an": (12, 16),
    "quan_doi": (6, 9),
    "y_te": (6, 10),
    "htx": (7, 12),
    "kttn": (6, 10),
}
"""Members of a chi bộ by its kind, before scaling to the total."""


def units(rng: Random) -> dict[str, Unit]:
    """Every unit by code, superiors first; members add up exactly at every level."""
    bare = list(_bare())
    leaves = [unit for unit in bare if unit.level in ("chi_bo", "chi_bo_co_so")]
    sizes = [rng.randint(*_SIZE[leaf.kind]) for leaf in leaves]
    members = dict(zip((u.code for u in leaves), apportion(MEMBERS, sizes), strict=True))
    for unit in reversed(bare):
        if unit.parent:
            members[unit.parent] = members.get(unit.parent, 0) + members[unit.code]
    return {unit.code: _counted(unit, members[unit.code], rng) for unit in bare}


def administrative() -> tuple[str, ...]:
    """The đảng bộ of the administration, where everybody on the staff is a member."""
    return tuple(unit.code for unit in _bare() if unit.level == "co_so")


def _bare() -> Iterator[Unit]:
    yield Unit(ROOT, "Đảng bộ xã Định Tân", "", "cap_tren_truc_tiep", "xa", email=_email(ROOT))
    direct = [
        *((f"Chi bộ thôn {name}", "thon") for name in _VILLAGES),
        *(
            (f"Chi bộ Trường {school} {place}", "truong_hoc")
            for place in _SCHOOL_PLACES
            for school in _SCHOOLS
        ),
        *_OTHERS,
    ]
    for at, (name, kind) in enumerate(direct, 1):
        level = "chi_bo" if kind == "thon" else "chi_bo_co_so"
        yield _subordinate(at, name, level, kind)
    for at, (name, (kind, cells)) in enumerate(_COMMITTEES.items(), len(direct) + 1):
        committee = _subordinate(at, name, "co_so", kind)
        yield committee
        for n, cell in enumerate(cells, 1):
            code = f"{committee.code}.{n}"
            yield Unit(code, f"Chi bộ {cell}", committee.code, "chi_bo", kind)


def _subordinate(at: int, name: str, level: str, kind: str) -> Unit:
    code = f"{ROOT}-{at:02}"
    in_charge = f"Ủy viên Ban Thường vụ phụ trách cụm {at % 4 + 1}"
    return Unit(code, name, ROOT, level, kind, email=_email(code), in_charge=in_charge)


def _email(code: str) -> str:
    return f"{code.lower()}@dinhtan.example"


def _counted(unit: Unit, members: int, rng: Random) -> Unit:
    """The unit with its headcounts, in being since the commune was."""
    staff = None
    if unit.kind in ("co_quan_dang", "co_quan_nha_nuoc"):
        staff = members
    elif unit.kind in ("truong_hoc", "y_te"):
        staff = members + rng.randint(4, 14)
    workers = members + rng.randint(60, 90) if unit.kind == "kttn" else None
    return unit._replace(start=FOUNDED, members_start=members, staff=staff, workers=workers)
