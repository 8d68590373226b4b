"""Annex 3 of the report as rows of text: what is missing, exempt or at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aggregator import wording
from aggregator.model import Number, UnitStatus, Verdict
from aggregator.report import words
from aggregator.report.word.account import Account

UNKNOWN = "…"
LISTED = 500
"""The longest list of annex 3; the summary workbook has the rest."""

INDENT = "\u00a0\u00a0\u00a0"


class Entry(NamedTuple):
    """A row of a list of annex 3."""

    number: str
    name: str
    what: str
    more: str


def count(value: Number | None) -> str:
    """A count as a table prints it."""
    return UNKNOWN if value is None else wording.number(value)


def absent_entries(account: Account, public: bool) -> list[Entry]:
    """Annex 3: units whose numbers are not, or not all, in the totals."""
    gone = (UnitStatus.MISSING, UnitStatus.REJECTED, UnitStatus.PARTIAL)
    rows = [row for row in account.units if row.status in gone]
    inside = _inside(account, public)
    above = {row.code: row.name for row in account.units}
    named = [
        (row.name, above.get(row.parent, ""), words.UNIT_STATUS[row.status])
        for row in rows
        if row.code not in inside
    ]
    counted = [("", words.UNIT_STATUS[row.status]) for row in rows if row.code in inside]
    return _numbered([*named, *_only_counted(counted)])


def exempt_entries(account: Account, public: bool) -> list[Entry]:
    """Annex 3: units freed of a quota, with the document, and units from which nothing is due."""
    freed = [
        (j.unit, j.detail or words.VERDICT[j.verdict].lower(), j.quota)
        for j in account.judgements
        if j.verdict is Verdict.EXEMPT
    ]
    silent = [
        (row.code, words.UNIT_STATUS[row.status].lower(), "")
        for row in account.units
        if row.status is UnitStatus.EXEMPT
    ]
    rows, inside = [*freed, *silent], _inside(account, public)
    named = [(_full_name(account, c), what, more) for c, what, more in rows if c not in inside]
    counted = [
        ("được miễn" if quota else why, quota) for code, why, quota in rows if code in inside
    ]
    return _numbered([*named, *_only_counted(counted)])


def _inside(account: Account, public: bool) -> frozenset[str]:
    """The units that a published report counts, without saying of any what became of it."""
    return account.sheltered if public else frozenset()


def _only_counted(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [
        (f"{wording.number(count)} đơn vị trong các tổ chức cơ sở đảng", *told)
        for told, count in Counter(rows).items()
    ]


def exempt_quotas(account: Account) -> list[str]:
    """What the codes of the quotas that units are freed of stand for."""
    codes = dict.fromkeys(j.quota for j in account.judgements if j.verdict is Verdict.EXEMPT)
    asked = ((code, account.quotas.get(code)) for code in codes)
    return [f"{code}: {quota.title}." for code, quota in asked if quota and quota.title]


def _full_name(account: Account, code: str) -> str:
    """The name of a unit with its superior's, where that is not the reporting unit."""
    row = account.rows.get(code)
    if row is None:
        return next((unit.name for unit in account.units if unit.code == code), code)
    above = account.rows.get(row.parent)
    return f"{row.name} ({above.name})" if above else row.name


def finding_entries(account: Account, public: bool) -> list[Entry]:
    """Annex 3: what is still wrong with the numbers, in the order given; nothing in public."""
    outstanding = () if public else account.findings or ()
    return _numbered(
        [
            (_full_name(account, f.unit), f"{words.SEVERITY[f.severity]}: {f.message}", f.hint)
            for f in outstanding
        ]
    )


def without_findings(account: Account, public: bool) -> str:
    """What stands there where no finding is listed; not knowing of any is not having none."""
    if public:
        return "Không nêu trong bản công bố."
    if account.findings is None:
        return "[Người lập báo cáo bổ sung: lỗi còn tồn tại theo tệp kiểm tra]"
    return "Không có."


def _numbered(rows: Sequence[tuple[str, str, str]]) -> list[Entry]:
    entries = [Entry(wording.number(at), *row) for at, row in enumerate(rows[:LISTED], 1)]
    if rest := len(rows) - len(entries):
        left = f"Còn {wording.number(rest)} dòng, xem tệp tổng hợp"
        entries.append(Entry(UNKNOWN, left, "", ""))
    return entries
