"""The text of the report, section by section: sentences chosen and filled from an account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aggregator import period as periods
from aggregator import wording
from aggregator.model import Number
from aggregator.report import targets
from aggregator.report.word import (
    organisations,
    origins,
    own_targets,
    preamble,
    sentences,
    unit_lists,
)
from aggregator.report.word.account import Account
from aggregator.report.word.origins import recorded
from aggregator.report.word.sentences import Part, amount, lowered, sentence

HIGHLIGHTS = (
    "B2.I.nu",
    "B2.I.dtts",
    "B2.I.tongiao",
    "B2.I.doanvien",
    "B2.2.18_30",
    "B2.1.hs",
    "B2.1.sv",
    "B2.I.chudn",
    "B2.I.ketnaplai",
)
"""The groups of new members that a report names; a form without one of them goes without."""

INCREASES = (("B1.B1", "kết nạp"), ("B1.B2", "chuyển đến"), ("B1.B3", "phục hồi đảng tịch"))
DECREASES = (
    ("B1.C1", "từ trần"),
    ("B1.C2", "khai trừ"),
    ("B1.C3", "xóa tên"),
    ("B1.C4", "xin ra khỏi Đảng"),
    ("B1.C5", "chuyển đi"),
)
STAGES = (
    ("N.gioithieu", "quần chúng ưu tú được giới thiệu"),
    ("N.boiduong", "quần chúng học lớp bồi dưỡng nhận thức về Đảng"),
    ("N.gcn", "quần chúng được cấp giấy chứng nhận"),
    ("N.hoso_gui", "hồ sơ đã gửi cấp trên"),
)
STOCKS = (
    ("N.camtinh", "quần chúng là cảm tình Đảng"),
    ("N.hoso_tham_tra", "hồ sơ đang thẩm tra, xác minh"),
)
PROBATION = (
    ("DB.chinhthuc", "đảng viên dự bị được công nhận chính thức"),
    ("DB.xoaten", "đảng viên dự bị bị xóa tên"),
)


class Narrative(NamedTuple):
    """What each place of the Word template is filled with; a list is a paragraph an entry."""

    basis: str
    coverage: str
    general: list[str]
    sources: list[str]
    admissions: list[str]
    assigned: list[str]
    striven: list[str]
    units: list[str]
    probation: list[str]
    shortcomings: list[str]
    remaining: list[str]


SECTIONS = {
    "coverage": "I (mức đầy đủ)",
    "general": "I",
    "sources": "II.2",
    "admissions": "II.3",
    "assigned": "II.3 (chỉ tiêu giao)",
    "striven": "II.3 (mức phấn đấu)",
    "units": "II.3 (đơn vị)",
    "probation": "II.4",
    "shortcomings": "III.1",
    "remaining": "IV",
}
"""The sections with numbers, and where they stand in the report."""


def tell(account: Account, public: bool) -> Narrative:
    """Every section; what is published names no unit inside a TCCSĐ."""
    over = periods.closes_year(account.meta["period"])
    left = recorded(account, own_targets.remaining(account, not over))
    short = recorded(account, unit_lists.shortcomings(account, public))
    return Narrative(
        basis=preamble.basis(account),
        coverage=recorded(account, _coverage(account))[0],
        general=recorded(account, _general(account)),
        sources=recorded(account, _sources(account)),
        admissions=recorded(account, _admissions(account, public)),
        assigned=recorded(account, own_targets.told(account, public, striven=False)),
        striven=recorded(account, own_targets.told(account, public, striven=True)),
        units=recorded(account, unit_lists.successes(account, public)),
        probation=recorded(account, _probation(account)),
        shortcomings=[*(left if over else []), *short],
        remaining=[] if over else left,
    )


def origins_of(account: Account, told: Narrative) -> list[str]:
    """Of each paragraph with numbers, where they come from."""
    texts = {name: getattr(told, name) for name in SECTIONS}
    texts["coverage"] = [told.coverage]
    return origins.lines(account, {SECTIONS[name]: texts[name] for name in SECTIONS})


def _coverage(account: Account) -> Iterator[str]:
    account.note_count(account.coverage())
    account.note_count(wording.number(account.missing - account.partial), " chưa có số liệu")
    if account.partial:
        account.note_count(wording.number(account.partial), " chưa đủ kỳ")
    yield sentences.coverage(len(account.due), account.missing, account.leaf_noun, account.partial)


def _general(account: Account) -> Iterator[str]:
    if organised := organisations.told(account):
        yield organised
    start, end = account.value("B1.A"), account.value("B1.D")
    yield sentence(
        f"tổng số đảng viên đầu năm: {amount(start, 'đồng chí')}",
        f"cuối kỳ báo cáo: {amount(end, 'đồng chí')}",
    )
    yield sentence(f"từ đầu năm {_itemised(account, 'tăng', 'B1.B', INCREASES)}")
    yield sentence(f"từ đầu năm {_itemised(account, 'giảm', 'B1.C', DECREASES)}")
    if gap := account.gaps.get(account.form.members, 0):
        account.note_gap(account.form.members)
        yield sentences.unjoined(gap)


def _itemised(account: Account, what: str, total: str, parts: Sequence[tuple[str, str]]) -> str:
    return sentences.itemised(what, account.value(total), "đảng viên", _counted(account, parts))


def _sources(account: Account) -> Iterator[str]:
    yield sentence(f"lũy kế từ đầu năm: {sentences.listed(_counted(account, STAGES))}")
    yield sentence(f"đến cuối kỳ báo cáo: {sentences.listed(_counted(account, STOCKS))}")


def _probation(account: Account) -> Iterator[str]:
    yield sentence(f"lũy kế từ đầu năm: {sentences.listed(_counted(account, PROBATION))}")
    yield sentence(f"đảng viên dự bị cuối kỳ: {amount(account.value('DB.cuoi'), 'đồng chí')}")


def _counted(account: Account, parts: Sequence[tuple[str, str]]) -> list[Part]:
    return [(noun, account.value(code)) for code, noun in parts]


def _admissions(account: Account, public: bool) -> Iterator[str]:
    admitted = account.value(account.admissions)
    whole = account.whole.get(account.unit, ())
    account.reads.extend(whole)
    said = sentence(
        _how_many(account, admitted),
        *targets.reached(whole),
        sentences.of_members(admitted, account.value("B1.A")),
        sentences.compared(
            admitted,
            account.value(account.admissions, "cung_ky"),
            account.unlike(account.admissions).told,
        ),
    )
    if public and account.shelters_itself:
        yield said
    else:
        groups = sentences.among(admitted, _highlights(account))
        yield f"{said.removesuffix('.')}; {groups}." if groups else said
        age = account.value("B2.2.tb")
        if age is not None:
            yield f"Tuổi bình quân khi kết nạp: {wording.number(age, 1)}."
    yield from _organisations(account)


def _how_many(account: Account, admitted: Number | None) -> str:
    period = account.meta["period"]
    label = periods.label(period)
    if periods.opens_year(period):
        return sentences.in_period(label, admitted)
    now = sentences.in_period(label, account.value(account.admissions, "ky"))
    return f"{now}; {sentences.accumulated(admitted)}"


def _highlights(account: Account) -> list[Part]:
    indicators = account.form.indicators
    return [
        (lowered(indicators[code].label), account.value(code))
        for code in HIGHLIGHTS
        if code in indicators
    ]


def _organisations(account: Account) -> Iterator[str]:
    said = {"a": "có kết nạp đảng viên từ đầu năm", "b": "không còn quần chúng để kết nạp"}
    for state, told in said.items():
        counts = (account.value(f"B2.III.{kind}{state}") for kind in (1, 2))
        if organised := sentences.organisations(*counts):
            yield sentence(f"{organised} {told}")
