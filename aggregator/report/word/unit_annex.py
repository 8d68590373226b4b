"""Annex 1 of the report as rows of text: what each unit reached, of whom, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from aggregator import wording
from aggregator.model import Judgement, Number, UnitStatus
from aggregator.report import words
from aggregator.report.word import veil
from aggregator.report.word.account import Account
from aggregator.report.word.annexes import INDENT
from aggregator.report.word.inference import WITHHELD
from aggregator.report.word.unit_steps import STEPS, Steps
from aggregator.report.word.veil import Veil
from aggregator.workbook.returned.tables import UnitRow

UNIT_ROWS = 400
"""Beyond so many rows the tables stop at a higher level."""

START, END = "B1.A", "B1.D"
STRUCTURE = {
    "women": "B2.I.nu",
    "minority": "B2.I.dtts",
    "religious": "B2.I.tongiao",
    "league": "B2.I.doanvien",
    "young": "B2.2.18_30",
    "pupils": "B2.1.hs",
    "students": "B2.1.sv",
    "workers": "B2.1.dn3",
    "owners": "B2.I.chudn",
    "farmers": "B2.1.nong",
    "forces": "B2.1.llvt",
    "again": "B2.I.ketnaplai",
}
"""The groups of new members that have a column of their own, by the tag of the column."""

WITHOUT_STRUCTURE = (
    "Không lập bảng “trong đó” theo đơn vị: tệp tổng hợp không có số liệu này của từng đơn vị; "
    "số chung xem các biểu thống kê ở phụ lục sau."
)
WITHOUT_UNITS = "Không có đơn vị trực thuộc."
UNITS_WITHHELD = "Bản công bố không nêu số liệu của từng đơn vị trực thuộc."
PUBLISHED_WITHOUT = "Bản công bố không nêu số liệu “trong đó” của từng đơn vị."

UnitLine = Mapping[str, str]
"""A row of the tables of annex 1: every cell as printed, by its tag."""


def tags(account: Account, public: bool) -> dict[str, Sequence[UnitLine] | str | bool]:
    """What annex 1 of the Word template is filled with."""
    over = covering(account, public)
    rows = shown(account, over)
    lines = unit_lines(account, over)
    told = [line for row, line in zip(rows, lines, strict=True) if _tells_whom(row)]
    return {
        "unit_lines": lines,
        "structure_lines": [] if public else told,
        "files_known": any(row.told(STEPS["files"]) is not None for row in rows),
        "without_structure": PUBLISHED_WITHOUT if public else WITHOUT_STRUCTURE,
        "young_label": words.subject(account.form, STRUCTURE["young"]),
        "without_units": UNITS_WITHHELD if account.rows else WITHOUT_UNITS,
        "stops_early": 0 < len(rows) < len(account.rows),
    }


def covering(account: Account, public: bool) -> Veil:
    """What is kept back in annex 1."""
    return veil.drawn(account, public, (account.admissions, START, END, *STEPS.values()))


def unit_lines(account: Account, over: Veil) -> list[UnitLine]:
    """Every row of annex 1, in the plan's order, as deep as fits."""
    steps = Steps(account, over)
    return [
        {
            "number": wording.number(at),
            "name": f"{INDENT * (account.depths[row.code] - 1)}{row.name}",
            "status": _status(row),
            **_results(account, row, over),
            **_compared(account, row, over),
            **{tag: over.beside(row, row.told(c)) for tag, c in STRUCTURE.items()},
            **steps.cells(row),
        }
        for at, row in enumerate(shown(account, over), 1)
    ]


def _tells_whom(row: UnitRow) -> bool:
    return any(row.told(code) is not None for code in STRUCTURE.values())


def shown(account: Account, over: Veil) -> list[UnitRow]:
    """The units that annex 1 lists."""
    rows = list(account.rows.values())
    if over.hides_rows:
        rows = [row for row in rows if row.code not in account.sheltered]
    depths = sorted({account.depths[row.code] for row in rows})
    for depth in reversed(depths):
        fitting = [row for row in rows if account.depths[row.code] <= depth]
        if len(fitting) <= UNIT_ROWS or depth == 1:
            return fitting
    return rows


def _status(row: UnitRow) -> str:
    known = any(value is not None for value in row.values.values())
    status = words.unit_status(row.status, known)
    if row.status is not UnitStatus.ROLLED_UP or not row.missing_below:
        return status
    return f"{status}, thiếu {wording.number(row.missing_below)}"


def _results(account: Account, row: UnitRow, over: Veil) -> UnitLine:
    """Members, quotas, admissions of the year and how they stand to both."""
    admissions = account.admissions
    whole = account.whole.get(row.code, ())
    hides = over.hides(row, admissions)
    first = next(iter(whole), None)
    share = _share(row.values.get(admissions), row.values.get(START))
    return {
        "start": over.printed(row, START),
        "end": WITHHELD if hides else over.printed(row, END),
        "required": _required(j for j in whole if j.strength == "giao"),
        "striven": _required(j for j in whole if j.strength != "giao"),
        "admitted": over.printed(row, admissions),
        "percent": (wording.percent(first.percent) or "") if first and not hides else "",
        "share": "" if hides or over.hides(row, START) else wording.percent(share) or "",
    }


def _required(judgements: Iterable[Judgement]) -> str:
    return next((wording.number(j.required) for j in judgements), "")


def _share(part: Number | None, whole: Number | None) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if part is not None and whole else None


def _compared(account: Account, row: UnitRow, over: Veil) -> UnitLine:
    """The period alone, and last year's, where subtraction gives nothing away."""
    admissions, change = account.admissions, row.change
    before = row.last_year.get(admissions)
    share = _share(change, before)
    hides = row.code in over.dark
    sign = "+" if share and share > 0 else ""
    return {
        "now": over.beside(row, row.current.get(admissions)),
        "before": over.beside(row, before),
        "change": "" if change is None or hides else wording.signed(change),
        "change_percent": "" if share is None or hides else f"{sign}{wording.percent(share)}",
    }
