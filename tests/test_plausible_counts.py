"""Warnings about probation, exhausted units and organisations that admitted: from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from aggregator.gallery import broken
from aggregator.model import Exemption
from tests.test_plausible import says

ON_PROBATION = {"DB.dau": 40, "DB.dau/_truoc": 40}


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"DB.chinhthuc": 3}, False),
        ({"DB.chinhthuc": 4}, True),
        ({"DB.chinhthuc": 4, "DB.den": 1}, False),
        ({"DB.chinhthuc": 1, "DB.chinhthuc/_truoc": 3}, True),
        ({"DB.chinhthuc": 4, "DB.den/_truoc": None}, False),
        ({"DB.chinhthuc": 9}, False),
        ({"DB.chinhthuc": 4, "DB.dau/_truoc": None}, False),
        ({**ON_PROBATION, "DB.chinhthuc": 7, "B2.I/cung_ky": 3}, False),
        ({**ON_PROBATION, "DB.chinhthuc": 8, "B2.I/cung_ky": 3}, True),
        ({**ON_PROBATION, "DB.chinhthuc": 20, "B2.I/cung_ky": 9, "DB.den": 1}, False),
        ({**ON_PROBATION, "DB.chinhthuc": 21, "B2.I/cung_ky": 9, "DB.den": 1}, True),
    ],
    ids=[
        "all of them", "one more", "one came", "over the year", "who came is not known",
        "an error anyway", "opening not known", "some late", "too many late",
        "as many late as in time", "more late than in time",
    ],
)  # fmt: skip
def test_full_members_before_their_time(edits: Mapping[str, int | None], said: bool) -> None:
    assert says("I16", edits) == said


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"N.het_nguon": 1}, True),
        ({"N.het_nguon": 0}, False),
        ({"N.het_nguon": None}, False),
        ({"N.het_nguon": 1, "N.camtinh": 0, "N.hoso_tham_tra": None}, False),
        ({"N.het_nguon": 1, "N.camtinh": None, "N.hoso_tham_tra": 1}, True),
    ],
    ids=["candidates", "has a source", "not said", "nobody left", "a file under way"],
)
def test_nobody_left_and_yet_candidates(edits: Mapping[str, int | None], said: bool) -> None:
    assert says("I20", edits) == said


@pytest.mark.parametrize(
    ("again", "young", "said"), [(1, 2, True), (2, 2, True), (1, 1, False), (0, 2, False)]
)
def test_admitted_again_and_young(again: int, young: int, said: bool) -> None:
    assert says("I8.ketnaplai", {"B2.I.ketnaplai": again, "B2.2.18_30": young}) == said


@pytest.mark.parametrize(
    ("admitting", "admitted", "said"),
    [(0, 2, True), (1, 2, False), (0, 0, False), (None, 2, False)],
)
def test_somebody_admitted_and_no_organisation(
    admitting: int | None, admitted: int, said: bool
) -> None:
    counts = {"B2.III.1": 3, "B2.III.1a": admitting, "B2.III.2": 1, "B2.III.2a": 0}
    edits = {**counts, "B2.I": admitted}
    assert says("I10.tccsd", edits, level="cap_tren_truc_tiep") == said


@pytest.mark.parametrize(
    ("reason", "said"), [("HET_NGUON", True), ("HC_100", True), ("THEO_THUC_TE", False)]
)
def test_nobody_is_left_where_the_reason_says_so(reason: str, said: bool) -> None:
    exemption = Exemption("KN", "V301", reason, "QĐ 01-QĐ/TU", date(2024, 1, 2))
    plan = replace(broken.plan(), exemptions=(exemption,))
    assert says("X403", {"N.gioithieu": 1}, plan=plan) == said
