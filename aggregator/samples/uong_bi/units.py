"""The units of `uong-bi-2024` with their sizes, which add up to the stated 7.894 members."""

from __future__ import annotations

from random import Random

from aggregator.model import Unit
from aggregator.samples.organisations import hung, sized
from aggregator.samples.uong_bi.tree import BASES

ROOT = "UB"
MEMBERS = 7894
"""Đảng viên at the end of 2023, as stated."""

_CITY = Unit(
    ROOT, "Đảng bộ thành phố Uông Bí", level="cap_tren_truc_tiep", email="ub@uongbi.example"
)


def units(rng: Random) -> dict[str, Unit]:
    """Every unit by code, superiors first; members add up exactly at every level."""
    return sized(list(hung(_CITY, BASES)), MEMBERS, rng)
