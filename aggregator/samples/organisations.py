"""Invented organisations: đảng bộ with their chi bộ, each with a size that fits its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from aggregator.model import Plan, Unit
from aggregator.samples.shares import apportion

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


class Cell(NamedTuple):
    """A chi bộ before it has a code; with others below it, a đảng bộ bộ phận."""

    name: str
    kind: str
    below: tuple[Cell, ...] = ()


class Base(NamedTuple):
    """A tổ chức cơ sở đảng; without cells it is a chi bộ cơ sở."""

    name: str
    kind: str
    cells: tuple[Cell, ...] = ()


def numbered(name: str, count: int, kind: str) -> tuple[Cell, ...]:
    """`Chi bộ Khu phố 1`, `Chi bộ Khu phố 2`, …"""
    return tuple(Cell(f"Chi bộ {name} {n}", kind) for n in range(1, count + 1))


def named(names: str, kind: str, prefix: str = "") -> tuple[Cell, ...]:
    """A chi bộ for each of the names, which stand in one text with `; ` between them."""
    return tuple(Cell(f"Chi bộ {prefix}{name}", kind) for name in names.split("; "))


def locality(title: str, kind: str, quarters: tuple[Cell, ...]) -> Base:
    """A ward or commune: its quarters, its schools, its services, its forces."""
    place = title.partition(" ")[2]
    cells = (
        *quarters,
        *named(f"Mầm non {place}; Tiểu học {place}; THCS {place}", "truong_hoc", "Trường "),
        Cell(f"Chi bộ Trạm Y tế {title}", "y_te"),
        Cell(f"Chi bộ Cơ quan {title}", "co_quan_nha_nuoc"),
        Cell(f"Chi bộ Công an {title}", "cong_an"),
        Cell(f"Chi bộ Quân sự {title}", "quan_doi"),
    )
    return Base(f"Đảng bộ {title}", kind, cells)


def whole(name: str, kind: str, names: str, prefix: str = "") -> Base:
    """A đảng bộ of chi bộ of its own kind."""
    return Base(f"Đảng bộ {name}", kind, named(names, kind, prefix))


def hung(root: Unit, bases: Sequence[Base]) -> Iterator[Unit]:
    """Every unit, superiors first, numbered under the code of the root; the TCCSĐ have mail."""
    domain = root.email.partition("@")[2]
    yield root
    for at, base in enumerate(bases, 1):
        code = f"{root.code}-{at:02}"
        yield Unit(
            code,
            base.name,
            root.code,
            "co_so" if base.cells else "chi_bo_co_so",
            base.kind,
            email=f"{code.lower()}@{domain}",
            in_charge=f"Ủy viên Ban Thường vụ phụ trách địa bàn {at % 9 + 1}",
        )
        yield from _cells(code, base.cells)


def _cells(parent: str, cells: Sequence[Cell]) -> Iterator[Unit]:
    for at, cell in enumerate(cells, 1):
        code = f"{parent}.{at:02}"
        yield Unit(code, cell.name, parent, "bo_phan" if cell.below else "chi_bo", cell.kind)
        yield from _cells(code, cell.below)


def sized(bare: Sequence[Unit], members: int, rng: Random) -> dict[str, Unit]:
    """The units by code with members, which add up exactly at every level."""
    tree = Plan("", units={unit.code: unit for unit in bare})
    leaves = tree.leaves(tree.root)
    sizes = [rng.randint(*_SIZE[tree.units[leaf].kind]) for leaf in leaves]
    given = dict(zip(leaves, apportion(members, sizes), strict=True))
    counts = {unit.code: sum(given[leaf] for leaf in tree.leaves(unit.code)) for unit in bare}
    return {unit.code: _counted(unit, counts[unit.code], rng) for unit in bare}


def _counted(unit: Unit, members: int, rng: Random) -> Unit:
    workers = rng.randint(2, 12) * 10 + members if unit.kind == "kttn" else None
    return unit._replace(members_start=members, members_previous=members, workers=workers)
