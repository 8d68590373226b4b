"""The text of the report, section by section: sentences chosen and filled from an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aggregator import period as periods
from aggregator import wording
from aggregator.model import Judgement, Number, Verdict
from aggregator.report import targets
from aggregator.report.word import organisations, preamble, sentences, unit_lists
from aggregator.report.word.account import Account
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
    ("N.camtinh", "người là cảm tình Đảng"),
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


def tell(account: Account, public: bool) -> Narrative:
    """Every section; what is published names no unit inside a TCCSĐ."""
    over = periods.closes_year(account.meta["period"])
    left = _remaining(account, not over)
    return Narrative(
        basis=preamble.basis(account),
        coverage=sentences.coverage(len(account.due), account.missing, account.leaf_noun),
        general=_general(account),
        sources=_sources(account),
        admissions=_admissions(account, public),
        assigned=[_judged(account, j) for j in account.own if j.strength != "phan_dau"],
        striven=[_judged(account, j) for j in account.own if j.strength == "phan_dau"],
        units=unit_lists.successes(account, public),
        probation=_probation(account),
        shortcomings=[*(left if over else []), *unit_lists.shortcomings(account, public)],
        remaining=[] if over else left,
    )


def _general(account: Account) -> list[str]:
    start, end = account.value("B1.A"), account.value("B1.D")
    return [
        text
        for text in (
            organisations.told(account),
            sentence(
                f"tổng số đảng viên đầu năm: {amount(start, 'đồng chí')}",
                f"cuối kỳ báo cáo: {amount(end, 'đồng chí')}",
            ),
            sentence(_itemised(account, "từ đầu năm tăng", "B1.B", INCREASES)),
            sentence(_itemised(account, "từ đầu năm giảm", "B1.C", DECREASES)),
        )
        if text
    ]


def _itemised(account: Account, what: str, total: str, parts: Sequence[tuple[str, str]]) -> str:
    return sentences.itemised(what, account.value(total), "đảng viên", _counted(account, parts))


def _sources(account: Account) -> list[str]:
    return [
        sentence(f"lũy kế từ đầu năm: {sentences.listed(_counted(account, STAGES))}"),
        sentence(f"đến cuối kỳ báo cáo: {sentences.listed(_counted(account, STOCKS))}"),
    ]


def _probation(account: Account) -> list[str]:
    return [
        sentence(f"lũy kế từ đầu năm: {sentences.listed(_counted(account, PROBATION))}"),
        sentence(f"đảng viên dự bị cuối kỳ: {amount(account.value('DB.cuoi'), 'đồng chí')}"),
    ]


def _counted(account: Account, parts: Sequence[tuple[str, str]]) -> list[Part]:
    return [(noun, account.value(code)) for code, noun in parts]


def _admissions(account: Account, public: bool) -> list[str]:
    admitted = account.value(account.admissions)
    said = sentence(
        _how_many(account, admitted),
        *targets.reached(account.whole.get(account.unit, ())),
        sentences.of_members(admitted, account.value("B1.A")),
        sentences.compared(
            admitted,
            account.value(account.admissions, "cung_ky"),
            account.unlike(account.admissions).told,
        ),
    )
    if public and account.shelters_itself:
        return [said, *_organisations(account)]
    groups = sentences.among(admitted, _highlights(account))
    age = account.value("B2.2.tb")
    return [
        f"{said.removesuffix('.')}; {groups}." if groups else said,
        *([] if age is None else [f"Tuổi bình quân khi kết nạp: {wording.number(age, 1)}."]),
        *_organisations(account),
    ]


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


def _organisations(account: Account) -> list[str]:
    admitting = sentences.organisations(account.value("B2.III.1a"), account.value("B2.III.2a"))
    without = sentences.organisations(account.value("B2.III.1b"), account.value("B2.III.2b"))
    return [
        text
        for text in (
            sentence(f"{admitting} có kết nạp đảng viên từ đầu năm" if admitting else ""),
            sentence(f"{without} không còn quần chúng để kết nạp" if without else ""),
        )
        if text
    ]


def _judged(account: Account, judgement: Judgement) -> str:
    asked = account.quotas.get(judgement.quota)
    return targets.judged(targets.headline(judgement, asked, account.form), judgement)


def _remaining(account: Account, also_reached: bool) -> list[str]:
    """What is left of each target for the whole; of several each is named by its documents."""
    documents: dict[str, list[str]] = {}
    for judgement in account.whole.get(account.unit, ()):
        asked = account.quotas.get(judgement.quota)
        text = targets.remaining(judgement)
        if text and (also_reached or judgement.verdict is not Verdict.MET):
            documents.setdefault(text, []).append(asked.basis if asked else "")
    if len(documents) == 1:
        return list(documents)
    return [targets.on_basis(text, bases) for text, bases in documents.items()]
