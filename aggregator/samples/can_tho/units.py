"""The units of `can-tho-2023`: a model of the city's đảng bộ, every name and size invented.

In each district two communes or wards are shown down to their ấp or khu vực; the other grassroots
organisations report as a whole, so that fewer than 200 leaves hold a city's 52.000 members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from aggregator.model import Unit
from aggregator.samples.shares import apportion

ROOT = "CT"
MEMBERS = 52_000
"""A base of which 3–4 % is about the 1.600–2.000 of the programme."""
UNCOUNTED_WORKERS = "CT-08.09"
"""The enterprise whose number of workers nobody has filled in."""


class District(NamedTuple):
    """A quận or huyện: how many ấp or khu vực each of its two open localities has."""

    name: str
    localities: str
    cells: tuple[int, int]

    @property
    def names(self) -> list[str]:
        """Its communes or wards."""
        return self.localities.split("; ")


_URBAN = "quận"
DISTRICTS = (
    District("quận Ninh Phú", "An Phú; Tân Lợi; Cái Sơn; Xuân Hòa; Thới Hòa; An Lạc", (5, 4)),
    District("quận Bình Khánh", "Long Hòa; An Thới; Trà An; Bùi Thạnh; Thới An; Trà Lộc", (4, 4)),
    District("quận Cái Thạnh", "Lê Thạnh; Hưng Phú; Ba Láng; Phú Thứ; Tân Phú; Hưng Lộc", (4, 4)),
    District(
        "quận Ô Lâm", "Châu Hưng; Phước Hòa; Thới Long; Trường Lộc; Long Thới; Hòa An", (4, 3)
    ),
    District(
        "quận Thốt Lợi", "Trung Hòa; Thuận An; Tân Lộc; Thạnh Lộc; Thới Lộc; Trung Phú", (5, 4)
    ),
    District(
        "huyện Phong Lộc", "Nhơn Phú; Mỹ Hòa; Giai Lộc; Tân Thới; Trường Hòa; Nhơn Lộc", (4, 4)
    ),
    District(
        "huyện Cờ Thạnh", "Đông Phú; Thạnh Hòa; Trung Lộc; Thới Phú; Đông Lộc; Thới Đông", (4, 4)
    ),
    District(
        "huyện Thới Hưng",
        "Trường Xuân; Định Hòa; Tân Hưng; Xuân Thạnh; Đông Bình; Định Lộc",
        (4, 4),
    ),
    District(
        "huyện Vĩnh Hòa", "Thạnh An; Vĩnh Bình; Thạnh Lợi; Vĩnh Phú; Thạnh Mỹ; Vĩnh Lộc", (4, 3)
    ),
)
_OPEN_LOCALITIES = 2
_DIRECT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Khối các cơ quan thành phố": (
        ("Đảng bộ Cơ quan Văn phòng Ủy ban nhân dân thành phố", "co_quan_nha_nuoc"),
        ("Đảng bộ Sở Giáo dục và Đào tạo", "co_quan_nha_nuoc"),
        ("Đảng bộ Cơ quan Mặt trận Tổ quốc thành phố", "co_quan_dang"),
    ),
    "Khối Doanh nghiệp thành phố": (
        ("Đảng bộ Công ty Cấp nước", "dn_nha_nuoc"),
        ("Đảng bộ Công ty Công trình đô thị", "dn_nha_nuoc"),
        ("Chi bộ Công ty CP Thủy sản Sông Xanh", "kttn"),
        ("Chi bộ Công ty CP Dược Nam Sông", "kttn"),
        ("Chi bộ Công ty TNHH May Tân Hậu", "kttn"),
        ("Chi bộ Công ty TNHH Tin học Phù Sa", "kttn"),
    ),
    "Quân sự thành phố": (
        ("Đảng bộ Cơ quan Bộ Chỉ huy", "quan_doi"),
        ("Đảng bộ Trung đoàn", "quan_doi"),
    ),
    "Công an thành phố": (
        ("Đảng bộ Khối tham mưu, hậu cần", "cong_an"),
        ("Đảng bộ Khối cảnh sát", "cong_an"),
        ("Đảng bộ Khối an ninh", "cong_an"),
    ),
    "Trường Đại học": (
        ("Đảng bộ Khối các khoa", "truong_hoc"),
        ("Đảng bộ Khối phòng, ban và sinh viên", "truong_hoc"),
    ),
}
"""The đảng bộ directly below the city that are no districts."""
_ENTERPRISES = ("Chế biến nông sản", "Cơ khí", "Bao bì", "Vận tải", "Xây dựng", "Vật tư")

_SIZE = {
    ("chi_bo", "ap"): (30, 52),
    ("chi_bo", "khu_vuc"): (34, 60),
    ("chi_bo", "truong_hoc"): (16, 30),
    ("chi_bo_co_so", "kttn"): (7, 20),
    ("co_so", "xa"): (560, 900),
    ("co_so", "phuong"): (640, 1040),
    ("co_so", "co_quan_dang"): (110, 170),
}
_SIZE_OF_OTHERS = (420, 760)
"""Members by level and kind, before scaling to the total."""


def units(rng: Random) -> dict[str, Unit]:
    """Every unit by code, superiors first; members add up exactly at every level."""
    bare = list(_bare())
    above = {unit.parent for unit in bare}
    leaves = [unit for unit in bare if unit.code not in above]
    sizes = [rng.randint(*_SIZE.get((u.level, u.kind), _SIZE_OF_OTHERS)) for u in leaves]
    members = dict(zip((u.code for u in leaves), apportion(MEMBERS, sizes), strict=True))
    for unit in reversed(bare):
        if unit.parent:
            members[unit.parent] = members.get(unit.parent, 0) + members[unit.code]
    return {unit.code: _counted(unit, members[unit.code], rng) for unit in bare}


def directly_below_the_city() -> tuple[str, ...]:
    """The đảng ủy trực thuộc, which follow no quota of a district."""
    return tuple(f"{ROOT}-{at:02}" for at in range(len(DISTRICTS) + 1, _last() + 1))


def _last() -> int:
    return len(DISTRICTS) + len(_DIRECT)


def _bare() -> Iterator[Unit]:
    yield Unit(ROOT, "Đảng bộ thành phố Cần Thơ", level="tinh", email=_email(ROOT))
    for at, district in enumerate(DISTRICTS, 1):
        yield _direct(at, f"Đảng bộ {district.name}")
        yield from _district(f"{ROOT}-{at:02}", district)
    for at, (name, bases) in enumerate(_DIRECT.items(), len(DISTRICTS) + 1):
        yield _direct(at, f"Đảng bộ {name}")
        yield from _numbered(f"{ROOT}-{at:02}", bases)


def _direct(at: int, name: str) -> Unit:
    code = f"{ROOT}-{at:02}"
    return Unit(code, name, ROOT, "cap_tren_truc_tiep", email=_email(code))


def _email(code: str) -> str:
    return f"{code.lower()}@cantho.example"


def _district(code: str, district: District) -> Iterator[Unit]:
    urban = district.name.startswith(_URBAN)
    title, kind = ("phường", "phuong") if urban else ("xã", "xa")
    for at, name in enumerate(district.names, 1):
        base = Unit(f"{code}.{at:02}", f"Đảng bộ {title} {name}", code, "co_so", kind)
        yield base
        if at <= _OPEN_LOCALITIES:
            yield from _cells(base.code, name, district.cells[at - 1], urban)
    at = len(district.names) + 1
    name = f"Đảng bộ Cơ quan Đảng, đoàn thể {district.name}"
    yield Unit(f"{code}.{at:02}", name, code, "co_so", "co_quan_dang")
    first = int(code[-2:])
    for n in range(2):
        trade = _ENTERPRISES[(first + 3 * n) % len(_ENTERPRISES)]
        enterprise = f"Chi bộ Công ty TNHH {trade} {district.names[n]}"
        yield Unit(f"{code}.{at + 1 + n:02}", enterprise, code, "chi_bo_co_so", "kttn")


def _cells(base: str, name: str, count: int, urban: bool) -> Iterator[Unit]:
    title, kind = ("khu vực", "khu_vuc") if urban else ("ấp", "ap")
    for at in range(1, count + 1):
        yield Unit(f"{base}.{at}", f"Chi bộ {title} {name} {at}", base, "chi_bo", kind)
    school = f"Chi bộ Trường Tiểu học {name}"
    yield Unit(f"{base}.{count + 1}", school, base, "chi_bo", "truong_hoc")


def _numbered(parent: str, bases: Sequence[tuple[str, str]]) -> Iterator[Unit]:
    for at, (name, kind) in enumerate(bases, 1):
        level = "chi_bo_co_so" if name.startswith("Chi bộ") else "co_so"
        yield Unit(f"{parent}.{at:02}", name, parent, level, kind)


def _counted(unit: Unit, members: int, rng: Random) -> Unit:
    workers = rng.randint(1, 16) * 10 + members if unit.kind == "kttn" else None
    known = None if unit.code == UNCOUNTED_WORKERS else workers
    return unit._replace(members_start=members, workers=known)
