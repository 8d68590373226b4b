"""Annexes 1 and 3 of the report as rows of text: the units, what is missing or at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aggregator import wording
from aggregator.model import Number, UnitStatus, Verdict
from aggregator.report import words
from aggregator.report.word import published
from aggregator.report.word.account import Account
from aggregator.report.word.inference import WITHHELD
from aggregator.workbook.returned.tables import UnitRow

UNKNOWN = "…"
UNIT_ROWS = 400
"""Beyond so many rows the unit table stops at a higher level."""
LISTED = 500
"""The longest list of annex 3; the summary workbook has the rest."""

INDENT = "\u00a0\u00a0\u00a0"


class UnitLine(NamedTuple):
    """A row of annex 1, every cell as printed."""

    number: str
    name: str
    status: str
    start: str
    end: str
    admitted: str
    required: str
    percent: str
    trained: str
    confirmed: str


class Entry(NamedTuple):
    """A row of a list of annex 3."""

    number: str
    name: str
    what: str
    more: str


def unit_lines(account: Account, public: bool) -> list[UnitLine]:
    """Annex 1, in the plan's order, as deep as fits."""
    shown = _shown(account, public)
    measures = _measures(account)
    hidden = {code: published.kept_back(account, code) if public else {} for code in measures}
    return [
        UnitLine(
            wording.number(at),
            f"{INDENT * (account.depths[row.code] - 1)}{row.name}",
            _status(row),
            *_unit_cells(account, row, hidden),
        )
        for at, row in enumerate(shown, 1)
    ]


def _status(row: UnitRow) -> str:
    known = any(value is not None for value in row.values.values())
    status = words.unit_status(row.status, known)
    if row.status is not UnitStatus.ROLLED_UP or not row.missing_below:
        return status
    return f"{status}, thiếu {wording.number(row.missing_below)}"


def stops_early(account: Account, public: bool) -> bool:
    """Whether annex 1 leaves out the lowest levels."""
    return len(_shown(account, public)) < len(account.rows)


def _shown(account: Account, public: bool) -> list[UnitRow]:
    rows = list(account.rows.values())
    if public and published.hides_rows(account, _measures(account)):
        rows = [row for row in rows if row.code not in account.sheltered]
    depths = sorted({account.depths[row.code] for row in rows})
    for depth in reversed(depths):
        fitting = [row for row in rows if account.depths[row.code] <= depth]
        if len(fitting) <= UNIT_ROWS or depth == 1:
            return fitting
    return rows


def _unit_cells(
    account: Account, row: UnitRow, hidden: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    start, end, admitted, trained, confirmed = (
        hidden[code].get(row.code) or count(row.values.get(code)) for code in _measures(account)
    )
    kept_back = row.code in hidden[account.admissions]
    yield from (start, WITHHELD if kept_back else end, admitted)
    judgement = next(iter(account.whole.get(row.code, ())), None)
    yield wording.number(judgement.required) if judgement else ""
    yield (wording.percent(judgement.percent) or "") if judgement and not kept_back else ""
    yield from (trained, confirmed)


def _measures(account: Account) -> tuple[str, ...]:
    return ("B1.A", "B1.D", account.admissions, "N.boiduong", "DB.chinhthuc")


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
