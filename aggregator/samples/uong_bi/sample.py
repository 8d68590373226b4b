"""The sample `uong-bi-2024`: one plan, one quarter, 321 returned workbooks, faults among them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aggregator import forms
from aggregator.model import FileStatus, Plan, Submission
from aggregator.samples import fates
from aggregator.samples.delivered import Post, deliver, receive
from aggregator.samples.fates import Fate, Received
from aggregator.samples.filled import Desk
from aggregator.samples.returns import change
from aggregator.samples.uong_bi import plan as uong_bi_plan
from aggregator.samples.uong_bi import returns as uong_bi_returns

NAME = "uong-bi-2024"
PERIOD = uong_bi_returns.PERIOD

_ZIP, _MAIL = "Truong THPT quy I.zip", "Bao cao quy I.eml"
_POST = Post("Báo cáo kết quả phát triển đảng viên quý I", "Thu, 04 Apr 2024 15:00:00 +0700")

FATES: Mapping[str, Fate] = {
    "UB-02.07": fates.missing,
    "UB-06.14": fates.missing,
    "UB-23.04": fates.missing,
    "UB-36": fates.missing,
    "UB-01.04": fates.last_years_file,
    "UB-03.09": fates.another_plan,
    "UB-04.09": fates.number_in_words,
    "UB-05.13": fates.ages_do_not_add_up,
    "UB-07.11": fates.negative,
    "UB-12.05": fates.broken_reference,
    "UB-15.03": fates.opening_blank,
    "UB-16.08": fates.cut_off,
    "UB-19.05": fates.web_page,
    "UB-24.02": fates.personal_list,
    "UB-05.03": fates.sent_again,
    "UB-13.05": fates.sent_again,
    "UB-22.03": fates.sent_again,
    "UB-09.01": fates.copied,
    "UB-09.03": fates.copied,
    "UB-30": fates.copied,
    "UB-08.02": fates.renamed,
    "UB-10.02": fates.edited,
    **{f"UB-18.{n:02}": fates.inside(_ZIP) for n in range(1, 6)},
    **{f"UB-14.{n:02}": fates.inside(_MAIL) for n in (1, 2)},
}
"""What became of a leaf's return where it didn't simply arrive."""

_SYSTEM_FILES = (
    Received("", "UB-20/Thumbs.db", bytes(512), FileStatus.IGNORED, "R111"),
    Received("", "UB-20/~$UB-20.03.xlsx", b"\x04user" + b" " * 50, FileStatus.IGNORED, "R111"),
)


@cache
def plan() -> Plan:
    """The plan of the sample."""
    return uong_bi_plan.plan()


@cache
def returns() -> Mapping[str, Submission]:
    """What each leaf reports, as if every return had arrived and were right."""
    form = forms.load(plan().form)
    seen = uong_bi_returns.returns(plan(), watched=FATES)
    edited = [code for code, fate in FATES.items() if fate is fates.edited]
    return seen | {code: change(form, seen[code], fates.EDITED) for code in edited}


@cache
def received() -> tuple[Received, ...]:
    """Every file that arrives, members of containers under the path of their container."""
    desk = Desk(plan(), PERIOD)
    files = (
        file
        for code, seen in returns().items()
        for file in FATES.get(code, fates.arrived)(desk, seen)
    )
    return (*files, *_SYSTEM_FILES)


def expected() -> dict[str, tuple[FileStatus, str]]:
    """What a run over the folder of the period must say of each file: status and reason."""
    return {file.path: (file.status, file.reason) for file in received()}


def counted() -> tuple[str, ...]:
    """The leaves whose numbers are in the totals."""
    return tuple(file.unit for file in received() if file.status is FileStatus.COUNTED)


def build(folder: Path) -> None:
    """`ke-hoach.xlsx` and `nhan-ve/2024-Q1/` with everything that arrived."""
    deliver(folder, plan(), uong_bi_plan.NOTE)
    receive(folder, plan(), PERIOD, received(), _POST)
