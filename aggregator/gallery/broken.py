"""Every sample of the gallery, and what an examination says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from functools import cache, partial
from typing import NamedTuple

from aggregator import containers
from aggregator.checking import Before
from aggregator.choose import Aim, placed, record
from aggregator.examine import examine_bytes
from aggregator.examine_book import Context
from aggregator.examined import compared
from aggregator.gallery import office
from aggregator.gallery.carriers import CARRIED
from aggregator.gallery.numbers import NUMBERS
from aggregator.gallery.office import FORM, PERIOD, Bench
from aggregator.gallery.sample import Sample
from aggregator.gallery.typed import TYPED
from aggregator.intake import Received
from aggregator.model import FileStatus, Finding, Plan, Repair
from aggregator.samples import faults

NOT_SHOWN: Mapping[str, str] = {
    "R105": "tệp làm chương trình đọc bị treo; bộ mẫu không chứa tệp như vậy",
    "R109": "chỉ xảy ra khi tệp đang được ghi trong lúc đọc",
    "R110": "liên kết, thiết bị không phải tệp thường nên không đóng gói được",
    "R117": "do quyền đọc trên máy, không nằm trong tệp",
    "R118": "lỗi của chương trình, chưa biết tệp nào gây ra",
    "T115": "mã hóa thêm số ngẫu nhiên, nên không sinh lại được tệp giống từng byte",
    "S205": "biểu mẫu hiện chỉ có một phiên bản",
    "S210": "chỉ xảy ra khi tổng hợp một nhánh bằng --unit",
    **dict.fromkeys(
        ("S212", "S213", "S214", "S215", "S216", "S224", "S229", "X406"),
        "cần từ hai tệp trở lên",
    ),
    "S221": "do lệnh ketnap void, không do nội dung tệp",
    "S222": "chỉ khi sổ các tệp đã hủy bị khóa hoặc hỏng",
    **dict.fromkeys(
        ("C601", "C602", "C603", "C604", "C605", "C606", "C607", "C608", "C609", "X407"),
        "nói về cả thư mục, không về một tệp",
    ),
}
"""Why a check has no sample; those of the plan (P7xx) are of `ketnap plan check`."""


AGAINST_PREVIOUS = ("X401", "X402")
"""Samples that are wrong only beside what the unit reported the quarter before."""


class Outcome(NamedTuple):
    """What becomes of a file and all that is said of it."""

    status: FileStatus
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]


@cache
def samples() -> Mapping[str, Sample]:
    """Every sample by its code, in the order of the codes."""
    made = {code: Sample(code, name, make) for code, (name, make) in CARRIED.items()}
    for code, edits in NUMBERS.items():
        made[code] = Sample(code, f"{code}.xlsx", partial(Bench.workbook, edits=edits))
    for code, make in TYPED.items():
        made[code] = Sample(code, f"{code}.xlsx", make)
    return dict(sorted(made.items()))


@cache
def plan() -> Plan:
    """The plan of the gallery."""
    return office.plan(samples())


def broken(code: str) -> bytes:
    """The file of a sample."""
    return samples()[code].make(Bench(plan(), code))


def outcome(code: str, name: str, data: bytes) -> Outcome:
    """What `aggregate` says of a file as the only one of the sample's unit.

    The quarter before is at hand only where the check compares with it.
    """
    received = Received(name, data, faults.SAVED.replace(tzinfo=UTC))
    context, aim = Context(plan()), Aim(plan(), True, office.SUMMIT, PERIOD)
    records = [examine_bytes(each, context) for each in containers.opened(received)]
    (examined,) = placed(records, aim)
    if code in AGAINST_PREVIOUS and not examined.reason:
        before = Bench(plan(), code).before.units[code]
        examined = compared(FORM, examined, plan(), Before(before))
    return Outcome(record(examined).status, examined.findings, examined.repairs)
