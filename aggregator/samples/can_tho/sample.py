"""The sample `can-tho-2023`: a city whose districts send summaries of what their bases sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from aggregator.consolidate import grassroots
from aggregator.model import FileStatus, Plan, Submission
from aggregator.pipeline.distribute import Known
from aggregator.rollup import counted
from aggregator.samples import delivered
from aggregator.samples.can_tho import plan as can_tho_plan
from aggregator.samples.can_tho import returns as can_tho_returns
from aggregator.samples.can_tho.units import ROOT
from aggregator.samples.committees import added_up, as_read
from aggregator.samples.delivered import Post
from aggregator.samples.fates import Received
from aggregator.samples.filled import Desk
from aggregator.samples.quarters import remembered
from aggregator.samples.summaries import summary

NAME = "can-tho-2023"
PERIODS = ("2023-Q3", "2023-Q4")

_MAIL = "Bao cao nam 2023.eml"
_POSTS = {
    "2023-Q3": Post("Báo cáo kết quả kết nạp đảng viên quý III năm 2023", ""),
    "2023-Q4": Post(
        "Báo cáo kết quả kết nạp đảng viên năm 2023", "Tue, 09 Jan 2024 14:00:00 +0700"
    ),
}
MISSING_BELOW: Mapping[str, frozenset[str]] = {"2023-Q3": frozenset({"CT-03.01.2"})}
"""Leaves that had sent nothing when their superior made its summary."""

Way = Callable[[Desk, str], Iterator[Received]]


@cache
def plan() -> Plan:
    """The plan of the sample."""
    return can_tho_plan.plan()


@cache
def returns(period: str) -> Mapping[str, Submission]:
    """What each leaf reports in a quarter, as if every return had arrived."""
    return year()[period]


@cache
def year() -> Mapping[str, Mapping[str, Submission]]:
    """Quarter -> leaf -> what it has to report, of all four quarters."""
    return can_tho_returns.returns(plan(), MISSING_BELOW)


def in_hand(period: str) -> Mapping[str, Submission]:
    """The returns that reached the units directly below the city."""
    missing = MISSING_BELOW.get(period, frozenset())
    return {code: own for code, own in returns(period).items() if code not in missing}


# --- the ways in which a unit directly below the city sends ------------------------------------


def _summary(desk: Desk, unit: str, name: str = "") -> Iterator[Received]:
    """The summary that the engine made of what came from below."""
    path = name or f"tong-hop_{unit}_{desk.period}.xlsx"
    yield Received(unit, f"{unit}/{path}", summary(desk, unit, in_hand(desk.period)))


def _silent(_desk: Desk, _unit: str) -> Iterator[Received]:
    yield from ()


def _typed(desk: Desk, unit: str) -> Iterator[Received]:
    """The template of the unit itself, its numbers added up by hand."""
    yield Received(unit, f"{unit}/{unit}.xlsx", desk.workbook(whole(desk.period, unit)))


def _each_base(desk: Desk, unit: str) -> Iterator[Received]:
    """What the bases sent, passed on: their summaries, or their own templates."""
    for base in plan().children[unit]:
        if plan().children[base]:
            data = summary(desk, base, in_hand(desk.period))
            yield Received(base, f"{unit}/tong-hop_{base}_{desk.period}.xlsx", data)
        else:
            data = desk.workbook(returns(desk.period)[base])
            yield Received(base, f"{unit}/{base}.xlsx", data)


def _summary_and_a_base(desk: Desk, unit: str, base: str) -> Iterator[Received]:
    """The summary, and beside it the return of a base that the summary already counts."""
    yield from _summary(desk, unit)
    data = desk.workbook(returns(desk.period)[base])
    yield Received(base, f"{unit}/{base}.xlsx", data, FileStatus.SUPERSEDED, "S215")


def _summary_and_the_last(desk: Desk, unit: str) -> Iterator[Received]:
    """The summary, and beside it the one of the quarter before, sent once more."""
    yield from _summary(desk, unit)
    for old in received(PERIODS[0]):
        if old.unit == unit:
            yield old._replace(status=FileStatus.IGNORED, reason="S206")


_WAYS: Mapping[str, Mapping[str, Way]] = {
    "2023-Q3": {
        "CT-05": _silent,
        "CT-07": _each_base,
        "CT-12": _typed,
        "CT-13": _typed,
    },
    "2023-Q4": {
        "CT-02": partial(_summary_and_a_base, base="CT-02.03"),
        "CT-06": _summary_and_the_last,
        "CT-12": _typed,
        "CT-13": _typed,
        "CT-14": partial(_summary, name=f"{_MAIL}/tong-hop_CT-14_2023-Q4.xlsx"),
    },
}
"""How a unit sent, where it didn't simply send its summary."""


def whole(period: str, unit: str) -> Submission:
    """What a unit directly below the city types for all that is below it."""
    form = _desk(period).form
    parts = [
        counted(form, as_read(form, returns(period)[leaf]), grassroots(plan().units[leaf].level))
        for leaf in plan().leaves(unit)
    ]
    return added_up(form, plan().units[unit], parts)


@cache
def _desk(period: str) -> Desk:
    """Templates of a quarter go out when the numbers of the one before are known."""
    before = can_tho_returns.QUARTERS[can_tho_returns.QUARTERS.index(period) - 1]
    form = Desk(plan(), period).form
    return Desk(plan(), period, Known(remembered(form, before, year()[before])))


@cache
def received(period: str) -> tuple[Received, ...]:
    """Every file that arrives, members of containers under the path of their container."""
    ways = {unit: _WAYS[period].get(unit, _summary) for unit in plan().children[ROOT]}
    return tuple(file for unit, way in ways.items() for file in way(_desk(period), unit))


def expected(period: str) -> dict[str, tuple[FileStatus, str]]:
    """What a run over the folder of the period must say of each file: status and reason."""
    return {file.path: (file.status, file.reason) for file in received(period)}


def build(folder: Path) -> None:
    """`ke-hoach.xlsx` and `nhan-ve/PERIOD/` of two quarters with everything that arrived."""
    delivered.deliver(folder, plan(), can_tho_plan.NOTE)
    for period in PERIODS:
        delivered.receive(folder, plan(), period, received(period), _POSTS[period])
