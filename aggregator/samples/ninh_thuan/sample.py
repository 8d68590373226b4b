"""The sample `ninh-thuan-2023`: 180 shared out, two quarters, whole đảng bộ in one return each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aggregator import earlier, forms
from aggregator.model import FileStatus, Plan, Submission
from aggregator.pipeline.distribute import Known
from aggregator.samples import fates
from aggregator.samples.delivered import Post, deliver, receive
from aggregator.samples.fates import Fate, Received
from aggregator.samples.filled import Desk
from aggregator.samples.ninh_thuan import plan as ninh_thuan_plan
from aggregator.samples.ninh_thuan import returns as ninh_thuan_returns
from aggregator.samples.ninh_thuan.returns import FIRST, SECOND
from aggregator.samples.quarters import remembered

NAME = "ninh-thuan-2023"
PERIODS = (FIRST, SECOND)

_SCHOOLS, _SCHOOLS_BOX = "NT-16", "Cac Truong THPT.zip"
"""The đảng bộ that sends the returns of its chi bộ as they are."""
_POST = {
    FIRST: Post("Báo cáo phát triển đảng viên quý I", "Sat, 08 Apr 2023 09:00:00 +0700"),
    SECOND: Post("Báo cáo phát triển đảng viên quý II", "Tue, 04 Jul 2023 09:00:00 +0700"),
}

FATES: Mapping[str, Mapping[str, Fate]] = {
    FIRST: {
        "NT-07": fates.missing,
        "NT-04": fates.ages_do_not_add_up,
        "NT-24": fates.number_in_words,
        "NT-20": fates.edited,
        "NT-12": fates.inside("Bao cao quy I.eml"),
        "NT-05.02": fates.covered,
    },
    SECOND: {
        "NT-09": fates.missing,
        "NT-06": fates.negative,
        "NT-18": fates.cut_off,
        "NT-03": fates.sent_again,
        "NT-12": fates.inside("Bao cao quy II.eml"),
    },
}
"""What became of a return where it didn't simply arrive; the first letter comes late."""


@cache
def plan() -> Plan:
    """The plan of the sample."""
    return ninh_thuan_plan.plan()


@cache
def cells() -> Mapping[str, Mapping[str, Submission]]:
    """Period -> chi bộ -> its own numbers, whoever sends them in."""
    watched = {code for group in FATES.values() for code in group}
    return ninh_thuan_returns.cells(plan(), watched, {p: _with(p, fates.edited) for p in PERIODS})


def _with(period: str, fate: Fate) -> tuple[str, ...]:
    return tuple(code for code, its_fate in FATES[period].items() if its_fate is fate)


@cache
def returns(period: str) -> Mapping[str, Submission]:
    """What each sender types for a period, as if every return had arrived and were right."""
    seen = cells()[period]
    typed = ninh_thuan_returns.grassroots(plan(), seen)
    del typed[_SCHOOLS]
    alone = (*plan().children[_SCHOOLS], *_with(period, fates.covered))
    typed |= {code: seen[code] for code in alone}
    desk = Desk(plan(), period, _known(period))
    return {code: desk.typed(own) for code, own in typed.items()}


def _known(period: str) -> Known:
    """What the templates of a period already said: the returns that counted before."""
    if period == FIRST:
        return Known(earlier.NOTHING)
    seen = {code: returns(FIRST)[code] for code in counted(FIRST)}
    return Known(remembered(forms.load(plan().form), FIRST, seen))


@cache
def received(period: str) -> tuple[Received, ...]:
    """Every file that arrives, members of containers under the path of their container."""
    desk = Desk(plan(), period, _known(period))
    return tuple(
        file for code, seen in returns(period).items() for file in _fate(period, code)(desk, seen)
    )


def _fate(period: str, code: str) -> Fate:
    if plan().units[code].parent == _SCHOOLS:
        return fates.inside(_SCHOOLS_BOX)
    return FATES[period].get(code, fates.arrived)


def expected(period: str) -> dict[str, tuple[FileStatus, str]]:
    """What a run over the folder of a period must say of each file: status and reason."""
    return {file.path: (file.status, file.reason) for file in received(period)}


def counted(period: str) -> tuple[str, ...]:
    """The units whose returns are in the totals of a period."""
    return tuple(file.unit for file in received(period) if file.status is FileStatus.COUNTED)


def build(folder: Path) -> None:
    """`ke-hoach.xlsx` and `nhan-ve/PERIOD/` for both quarters with everything that arrived."""
    deliver(folder, plan(), ninh_thuan_plan.NOTE)
    for period in PERIODS:
        receive(folder, plan(), period, received(period), _POST[period])
