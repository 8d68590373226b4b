"""The sample `nghe-an-2023`: 3% of each direct unit, 6.095 in all, two of its monthly reports."""

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
from aggregator.samples.nghe_an import plan as nghe_an_plan
from aggregator.samples.nghe_an import returns as nghe_an_returns
from aggregator.samples.nghe_an.returns import FIRST, SECOND
from aggregator.samples.quarters import remembered

NAME = "nghe-an-2023"
PERIODS = (FIRST, SECOND)

_POST = {
    FIRST: Post("Báo cáo phát triển đảng viên tháng 01", "Fri, 03 Feb 2023 10:00:00 +0700"),
    SECOND: Post("Báo cáo phát triển đảng viên tháng 02", "Fri, 10 Mar 2023 10:00:00 +0700"),
}

FATES: Mapping[str, Mapping[str, Fate]] = {
    FIRST: {
        "NA-09": fates.missing,
        "NA-17": fates.ages_do_not_add_up,
        "NA-22": fates.inside("Bao cao thang 01.eml"),
        "NA-26": fates.renamed,
    },
    SECOND: {
        "NA-14": fates.missing,
        "NA-20": fates.number_in_words,
        "NA-05": fates.sent_again,
        "NA-22": fates.inside("Bao cao thang 02.eml"),
        "NA-28": fates.last_years_file,
    },
}
"""What became of a return where it didn't simply arrive; the second letter comes late."""


@cache
def plan() -> Plan:
    """The plan of the sample."""
    return nghe_an_plan.plan()


@cache
def monthly() -> Mapping[str, Mapping[str, Submission]]:
    """Period -> direct unit -> its numbers; the months hang together."""
    return nghe_an_returns.returns(plan())


def returns(period: str) -> Mapping[str, Submission]:
    """What each direct unit reports, as if every return had arrived and were right."""
    return monthly()[period]


@cache
def received(period: str) -> tuple[Received, ...]:
    """Every file that arrives, members of containers under the path of their container."""
    desk = Desk(plan(), period, _known(period))
    return tuple(
        file
        for code, seen in returns(period).items()
        for file in FATES[period].get(code, fates.arrived)(desk, seen)
    )


def _known(period: str) -> Known:
    """What the templates of a period already said: the returns that counted before."""
    if period == FIRST:
        return Known(earlier.NOTHING)
    seen = {code: returns(FIRST)[code] for code in counted(FIRST)}
    return Known(remembered(forms.load(plan().form), FIRST, seen))


def expected(period: str) -> dict[str, tuple[FileStatus, str]]:
    """What a run over the folder of a period must say of each file: status and reason."""
    return {file.path: (file.status, file.reason) for file in received(period)}


def counted(period: str) -> tuple[str, ...]:
    """The units whose returns are in the totals of a period."""
    return tuple(file.unit for file in received(period) if file.status is FileStatus.COUNTED)


def build(folder: Path) -> None:
    """`ke-hoach.xlsx` and `nhan-ve/PERIOD/` for both months with everything that arrived."""
    deliver(folder, plan(), nghe_an_plan.NOTE)
    for period in PERIODS:
        receive(folder, plan(), period, received(period), _POST[period])
