"""The units of `uong-bi-2024` with their sizes, which add up to the stated 7.894 members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from aggregator.model import Unit
from aggregator.samples.shares import apportion
from aggregator.samples.uong_bi_tree import BASES, Cell

ROOT = "UB"
MEMBERS = 7894
"""Đảng viên at the end of 2023, as stated."""

_SIZE = {
    "khu_pho": (26, 52),
    "thon": (22, 40),
    "truong_hoc": (9, 26),
    "y_te": (5, 20),
    "co_quan_dang": (6, 14),
    "co_quan_nha_nuoc": (9, 24),
    "su_nghiep": (7, 18),
    "cong_an": (7, 20),
    "quan_doi": (5, 12),
    "dn_nha_nuoc": (14, 34),
    "kttn": (5, 18),
    "htx": (6, 12),
}
"""Members of a chi bộ by its kind, before scaling to the stated total."""


def units(rng: Random) -> dict[str, Unit]:
    """Every unit by code, superiors first; members add up exactly at every level."""
    bare = list(_bare())
    leaves = [unit for unit in bare if unit.level in ("chi_bo", "chi_bo_co_so")]
    sizes = [rng.randint(*_SIZE[leaf.kind]) for leaf in leaves]
    members = dict(zip((u.code for u in leaves), apportion(MEMBERS, sizes), strict=True))
    for code, count in list(members.items()):
        for above in (code.partition(".")[0], ROOT):
            if above != code:
                members[above] = members.get(above, 0) + count
    return {unit.code: _counted(unit, members[unit.code], rng) for unit in bare}


def _bare() -> Iterator[Unit]:
    yield Unit(ROOT, "Đảng bộ thành phố Uông Bí", level="cap_tren_truc_tiep", email=_email(ROOT))
    for at, base in enumerate(BASES, 1):
        code = f"{ROOT}-{at:02}"
        yield Unit(
            code,
            base.name,
            ROOT,
            "co_so" if base.cells else "chi_bo_co_so",
            base.kind,
            email=_email(code),
            in_charge=f"Ủy viên Ban Thường vụ phụ trách địa bàn {at % 9 + 1}",
        )
        yield from _cells(code, base.cells)


def _cells(parent: str, cells: Sequence[Cell]) -> Iterator[Unit]:
    for at, cell in enumerate(cells, 1):
        yield Unit(f"{parent}.{at:02}", cell.name, parent, "chi_bo", cell.kind)


def _email(code: str) -> str:
    return f"{code.lower()}@uongbi.example"


def _counted(unit: Unit, members: int, rng: Random) -> Unit:
    workers = rng.randint(2, 12) * 10 + members if unit.kind == "kttn" else None
    return replace(unit, members_start=members, members_previous=members, workers=workers)
