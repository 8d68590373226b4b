"""Who reports, on whose behalf it is signed, and the sentence with which the report begins."""

from __future__ import annotations

import re

from aggregator import period as periods
from aggregator import vocabulary
from aggregator.report.word.account import Account
from aggregator.report.word.sentences import lowered
from aggregator.wording import capitalised

_ACTS = {"KH": "Kế hoạch", "NQ": "Nghị quyết", "CV": "Công văn", "CTr": "Chương trình"}
_KINDS = tuple(_ACTS.values())
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_REMARKS = re.compile(r"\s*\([^()\d]*\)")
"""What the keeper of a plan adds in brackets; dates and numbers in brackets belong to the title."""
_BODIES = ("Ban Thường vụ", "Ban Chấp hành")
_ISSUED = re.compile(r"\d\s*-\s*[A-ZĐa-z]+\s*/\s*([A-ZĐa-z]+)")
_SYMBOL = re.compile(r"-\s*([A-ZĐa-z]+)\s*/")


def reporter(account: Account) -> str:
    """The committee that reports: the issuer of the plan at the root, else the unit's own name."""
    issuer = account.meta.get("issuer", "")
    return issuer if issuer and not account.meta.get("parent") else account.meta.get("name", "")


def committee(account: Account) -> str:
    """Whose name stands at the head of the report."""
    return reporter(account).removeprefix("Ban Thường vụ ")


def signatory(account: Account) -> str:
    """On whose behalf the report is signed: the body that issues it, where its name says which.

    A cell has no standing committee.
    """
    level = vocabulary.levels().get(account.meta.get("level", ""))
    usual = "Chi bộ" if level and level.leaf else _BODIES[0]
    return next((body for body in _BODIES if reporter(account).startswith(body)), usual)


def symbol(account: Account) -> str:
    """What follows the slash in the numbers of the issuer's documents, where its plan has one."""
    found = _ISSUED.search(account.meta.get("document", ""))
    own = found and not account.meta.get("parent")
    return found[1] if found and own else ""


def ahead(period: str) -> str:
    """The time that the tasks at the end of the report are for: `quý II năm 2023`."""
    year = periods.year(period)
    if periods.closes_year(period):
        return f"năm {year + 1}"
    if period.endswith("-H1"):
        return f"6 tháng cuối năm {year}"
    last = periods.months(period)[1]
    monthly = period[5:].isdigit()
    return periods.label(f"{year}-{last + 1:02}" if monthly else f"{year}-Q{last // 3 + 1}")


def basis(account: Account) -> str:
    """On which document the report is made, by whom and for which period."""
    period = periods.label(account.meta["period"])
    told = f"{reporter(account)} báo cáo kết quả công tác phát triển đảng viên {period} như sau:"
    act = _act(account)
    return f"Thực hiện {act}, {capitalised(told)}" if act else capitalised(told)


def _act(account: Account) -> str:
    """The document with what it is about, which some name and some only describe."""
    document, title, issuer = (
        _REMARKS.sub("", account.meta.get(key, "")) for key in ("document", "plan_title", "issuer")
    )
    by = f" của {issuer}" if issuer and issuer != reporter(account) else ""
    described = _core(document)
    if not document or (document.startswith(_KINDS) and described in _core(title)):
        told = title if title.startswith(_KINDS) else f"kế hoạch “{title}”"
        return f"{told}{by}" if title else ""
    named = document if document.startswith(_KINDS) else f"{_kind(document)} số {document}"
    return f"{named}{by}{_subject(title, named)}"


def _subject(title: str, act: str) -> str:
    """` về phát triển đảng viên`; empty where the act says it already."""
    if not title or _core(title) in _core(act):
        return ""
    kind = next((kind for kind in _KINDS if title.startswith(kind)), "")
    if kind and not act.startswith(kind):
        return f" ({title})"
    about = lowered(title.removeprefix(kind).strip()).removeprefix("về ")
    return f" về {about}"


def _core(text: str) -> str:
    """A title without what it adds in brackets, for comparing."""
    return _BRACKETS.sub("", text).strip().lower()


def _kind(document: str) -> str:
    symbol = _SYMBOL.search(document)
    return _ACTS.get(symbol[1], "văn bản") if symbol else "văn bản"
