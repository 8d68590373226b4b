"""The office of the gallery: a small plan with a unit for each sample, and what a unit reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from zlib import crc32

from aggregator import forms
from aggregator.earlier import Archived
from aggregator.layout import Slot, cover_slots, slots
from aggregator.model import Allocation, Exemption, Key, Plan, Quota, Submission, Unit
from aggregator.pipeline.distribute import Known
from aggregator.samples.filled import Desk
from aggregator.samples.quarters import remembered
from aggregator.samples.returns import Column, Habit, change, submission
from aggregator.samples.summaries import summary

PERIOD = "2024-Q2"
BEFORE = "2024-Q1"
SUMMIT = "TINH"
COMMITTEE = "XA"
FORM = forms.load()

_SHARE = 4
_EXEMPT = "X403"
_WITHOUT_ADMISSIONS = frozenset({_EXEMPT, "V311"})
_ABOVE = frozenset({"I10.cb", "I10.db", "I10.kn", "I10.tccsd", "X404"})
"""Units above the grassroots: what they break can only be typed there."""
_COMMITTEES = ("S220", "S225", "S226", "S227", "S228")
"""Units with a party cell below them: what they break stands in a summary."""
_QUARTER: Mapping[str, int] = {
    "B1.A": 40,
    **dict.fromkeys(("B1.B1", "B2.I", "B2.3.thpt", "N.hoso_gui", "N.quyetdinh", "N.le"), 2),
    **dict.fromkeys(("B2.I.nu", "B2.I.doanvien", "B2.1.nong", "B2.1.khac", "B2.4.dh"), 1),
    **dict.fromkeys(("B2.2.18_30", "B2.2.31_35"), 1),
    **{"N.camtinh": 5, "N.gcn": 2, "DB.dau": 3},
}
_MEAN_AGE = Decimal(28)
_EARLIER: Mapping[str, Mapping[str, int]] = {
    "I15.danhsach": {"DB.dau/ky": 60},
    "I21": {"B1.A/ky": 4},
}
"""What a sample must have reported the quarter before."""


def plan(codes: Iterable[str]) -> Plan:
    """The plan, with a unit for each of the codes."""
    units = [
        Unit(SUMMIT, "Đảng bộ tỉnh (giả định)", "", "tinh"),
        Unit(COMMITTEE, "Đảng bộ xã (giả định)", SUMMIT, "co_so", "xa"),
        *map(_unit, codes),
    ]
    given = tuple(Allocation("KN", unit.code, _SHARE) for unit in units[2:])
    units += [Unit(cell_of(code), f"Chi bộ {code}", code, "chi_bo") for code in _COMMITTEES]
    total = Decimal(_SHARE * len(given))
    return Plan(
        "LOI",
        title="Bộ tệp lỗi: mỗi phép kiểm tra một tệp",
        year_from=2024,
        year_to=2025,
        form=FORM.code,
        units={unit.code: unit for unit in units},
        quotas=(Quota("KN", "K1", "giao", FORM.admissions, SUMMIT, minimum=total),),
        allocations=given,
        exemptions=(Exemption("", _EXEMPT, "HET_NGUON", "QĐ 01-QĐ/TU", date(2024, 1, 2)),),
    )


def _unit(code: str) -> Unit:
    if code in _ABOVE:
        return Unit(code, f"Đảng bộ {code}", SUMMIT, "cap_tren_truc_tiep")
    if code in _COMMITTEES:
        return Unit(code, f"Đảng bộ {code}", SUMMIT, "co_so", "xa")
    start = date(2025, 1, 1) if code == "S217" else None
    return Unit(code, f"Chi bộ {code}", COMMITTEE, "chi_bo", "thon", start=start)


def cell_of(code: str) -> str:
    """The party cell below a unit that has one."""
    return f"{code}.1"


class Bench:
    """Where the return of one unit is made."""

    def __init__(self, whole: Plan, code: str) -> None:
        self.plan = whole
        self.code = code
        self.before = _remembered(code)
        self.desk = Desk(whole, PERIOD, Known(self.before))

    @property
    def seen(self) -> Submission:
        """What the unit reports where nothing is wrong."""
        return self.desk.typed(_quarter(self.code, PERIOD))

    def workbook(self, edits: Mapping[str, int | None] = MappingProxyType({})) -> bytes:
        """The return with other numbers in some cells: `{"B1.C1": 1}`."""
        return self.desk.workbook(change(FORM, self.seen, edits))

    def summary(self) -> bytes:
        """What the unit sends up for the return of the party cell below it."""
        cell = cell_of(self.code)
        return summary(self.desk, self.code, {cell: replace(self.seen, unit=cell)})

    def slot(self, key: str) -> Slot:
        """Where a number stands in the return."""
        return slots(FORM)[Key.parse(key)]


def cover(key: str) -> Slot:
    """Where a key of the cover stands."""
    return cover_slots()[key]


def earlier_return(code: str) -> Submission:
    """What the unit of a sample reported the quarter before."""
    return change(FORM, _quarter(code, BEFORE), _EARLIER.get(code, {}))


def _remembered(code: str) -> Archived:
    return remembered(FORM, BEFORE, {code: earlier_return(code)})


def _quarter(code: str, period: str) -> Submission:
    column = Column({**_QUARTER, **_candidates(code)}, _MEAN_AGE)
    if code in _WITHOUT_ADMISSIONS:
        column = Column({"B1.A": 40, "DB.dau": 3}, None)
    return submission(FORM, code, period, {"ky": column}, Habit.ZEROS)


def _candidates(code: str) -> Mapping[str, int]:
    """Numbers of its own for each unit, so that no two returns are alike."""
    drawn = crc32(code.encode())
    return {
        "N.gioithieu": 3 + drawn % 20,
        "N.boiduong": 3 + drawn // 20 % 20,
        "N.hoso_tham_tra": 1 + drawn // 400 % 20,
    }
