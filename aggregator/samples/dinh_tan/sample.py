"""The sample `dinh-tan-2025`: a commune's first two quarters under a plan that runs to 2030."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random

from aggregator import earlier, forms
from aggregator.earlier import Archived
from aggregator.model import FileStatus, Form, Plan, Submission
from aggregator.pipeline.distribute import Known
from aggregator.samples import delivered, fates
from aggregator.samples.delivered import Post
from aggregator.samples.dinh_tan import plan as dinh_tan_plan
from aggregator.samples.dinh_tan.units import ROOT
from aggregator.samples.fates import Fate, Received
from aggregator.samples.filled import Desk
from aggregator.samples.quarters import Events, moves, remembered, reported
from aggregator.samples.returns import change
from aggregator.samples.shares import draw_distinct

NAME = "dinh-tan-2025"
PERIODS = ("2025-Q3", "2025-Q4")

_MAIL = "Bao cao quy IV.eml"
_POSTS = {
    "2025-Q3": Post("Báo cáo kết quả phát triển đảng viên quý III", ""),
    "2025-Q4": Post(
        "Báo cáo kết quả phát triển đảng viên quý IV", "Thu, 08 Jan 2026 09:00:00 +0700"
    ),
}

FATES: Mapping[str, Mapping[str, Fate]] = {
    "2025-Q3": {
        f"{ROOT}-07": fates.missing,
        f"{ROOT}-14": fates.negative,
        f"{ROOT}-22": fates.renamed,
        f"{ROOT}-03": fates.sent_again,
    },
    "2025-Q4": {
        f"{ROOT}-05": fates.edited,
        f"{ROOT}-18": fates.copied,
        f"{ROOT}-26": fates.inside(_MAIL),
    },
}
"""What became of a leaf's return where it didn't simply arrive; in the fourth quarter all came."""

_ADMISSIONS = {
    "2025-Q3": (2,) * 4 + (1,) * 11,
    "2025-Q4": (3,) * 2 + (2,) * 5 + (1,) * 11,
}
"""46 in the half year: the total is reached, the floor of nearly every unit is not."""
_WEIGHTS = {"thon": 10, "truong_hoc": 5, "kttn": 4, "htx": 4, "y_te": 2, "quan_doi": 2}
_MOVES_INSIDE = 2


@cache
def plan() -> Plan:
    """The plan of the sample."""
    return dinh_tan_plan.plan()


@cache
def returns(period: str) -> Mapping[str, Submission]:
    """What each leaf reports in a quarter, as if every return had arrived and were right."""
    form = _form()
    before = _known(PERIODS[0], returns(PERIODS[0])) if period != PERIODS[0] else earlier.NOTHING
    seen = reported(plan(), period, _events(period), before)
    edited = [code for code, fate in FATES[period].items() if fate is fates.edited]
    return seen | {code: change(form, seen[code], fates.EDITED) for code in edited}


@cache
def received(period: str) -> tuple[Received, ...]:
    """Every file that arrives, members of containers under the path of their container."""
    desk = Desk(plan(), period, Known(_before(period)))
    each = FATES[period]
    files = (each.get(code, fates.arrived)(desk, own) for code, own in returns(period).items())
    return tuple(chain.from_iterable(files))


def expected(period: str) -> dict[str, tuple[FileStatus, str]]:
    """What a run over the folder of the period must say of each file: status and reason."""
    return {file.path: (file.status, file.reason) for file in received(period)}


def counted(period: str) -> tuple[str, ...]:
    """The leaves whose numbers are in the totals."""
    return tuple(file.unit for file in received(period) if file.status is FileStatus.COUNTED)


def build(folder: Path) -> None:
    """`ke-hoach.xlsx` and `nhan-ve/PERIOD/` of both quarters with everything that arrived."""
    delivered.deliver(folder, plan(), dinh_tan_plan.NOTE)
    for period in PERIODS:
        delivered.receive(folder, plan(), period, received(period), _POSTS[period])


def _form() -> Form:
    return forms.load(plan().form)


def _before(period: str) -> Archived:
    """What the templates of a quarter say of the one before: only what was counted there."""
    if period == PERIODS[0]:
        return earlier.NOTHING
    seen = returns(PERIODS[0])
    return _known(PERIODS[0], {code: seen[code] for code in counted(PERIODS[0])})


def _known(period: str, seen: Mapping[str, Submission]) -> Archived:
    return remembered(_form(), period, seen)


def _events(period: str) -> Events:
    rng = Random(f"{plan().code} {period}")
    leaves = plan().leaves(plan().root)
    weights = [_WEIGHTS.get(plan().units[code].kind, 0) for code in leaves]
    counts = _ADMISSIONS[period]
    admitted = dict(zip(_drawn(rng, leaves, weights, len(counts)), counts, strict=True))
    movable = [code for code in leaves if code not in FATES[period]]
    came, left = moves(rng, movable, _MOVES_INSIDE)
    return Events(admitted, came, left, watched=frozenset(FATES[period]))


def _drawn(rng: Random, codes: tuple[str, ...], weights: list[int], count: int) -> Iterator[str]:
    return (codes[at] for at in draw_distinct(rng, weights, count))
