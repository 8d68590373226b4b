"""Who reports, on whose behalf it is signed, and the sentence with which the report begins."""

from __future__ import annotations

import re

from aggregator import period as periods
from aggregator import vocabulary
from aggregator.report.word.account import Account
from aggregator.report.word.sentences import lowered
from aggregator.wording import capitalised

_ACTS = {"KH": "Kế hoạch", "NQ": "Nghị quyết", "CV": "Công văn", "CTr": "Chương trình"}
_SYMBOL = re.compile(r"-\s*([A-ZĐa-z]+)\s*/")


def reporter(account: Account) -> str:
    """The committee that reports: the issuer of the plan at the root, else the unit's own name."""
    issuer = account.meta.get("issuer", "")
    return issuer if issuer and not account.meta.get("parent") else account.meta.get("name", "")


def committee(account: Account) -> str:
    """Whose name stands at the head of the report."""
    return reporter(account).removeprefix("Ban Thường vụ ")


def signatory(account: Account) -> str:
    """On whose behalf the report is signed: a cell has no standing committee."""
    level = vocabulary.levels().get(account.meta.get("level", ""))
    return "Chi bộ" if level and level.leaf else "Ban Thường vụ"


def basis(account: Account) -> str:
    """On which document the report is made, by whom and for which period."""
    period = periods.label(account.meta["period"])
    told = f"{reporter(account)} báo cáo kết quả công tác phát triển đảng viên {period} như sau:"
    act = _act(account)
    return f"Thực hiện {act}, {capitalised(told)}" if act else capitalised(told)


def _act(account: Account) -> str:
    document, title, issuer = (
        account.meta.get(key, "") for key in ("document", "plan_title", "issuer")
    )
    kinds = tuple(_ACTS.values())
    by = f" của {issuer}" if issuer and issuer != reporter(account) else ""
    if not document:
        return f"{title if title.startswith(kinds) else f'kế hoạch “{title}”'}{by}" if title else ""
    named = f"{_kind(document)} số {document}"
    act = f"{document if document.startswith(kinds) else named}{by}"
    subject = title if title.startswith(kinds) else f"về {lowered(title.removeprefix('Về '))}"
    if not title:
        return act
    return f"{act} {subject}" if subject.startswith("về ") else f"{act} ({subject})"


def _kind(document: str) -> str:
    symbol = _SYMBOL.search(document)
    return _ACTS.get(symbol[1], "văn bản") if symbol else "văn bản"
