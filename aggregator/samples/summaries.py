"""Summaries as they come back: made by the engine from returns that stayed where they were sent.

Those returns are no part of the sample, so a digest of what was typed stands for their workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from aggregator.choose import Aim
from aggregator.consolidate import grassroots
from aggregator.examined import Examined
from aggregator.model import Carried, Plan, Submission
from aggregator.pipeline.settle import settled
from aggregator.report.summary import book
from aggregator.rollup import counted
from aggregator.samples.committees import as_read
from aggregator.samples.faults import SAVED
from aggregator.samples.filled import Desk


def summary(desk: Desk, unit: str, seen: Mapping[str, Submission]) -> bytes:
    """What the unit sends up for the returns that its own leaves sent it."""
    aim = Aim(desk.plan, True, unit, desk.period)
    leaves = [code for code in desk.plan.leaves(unit) if code in seen]
    result = settled(list(_examined(desk, unit, [seen[code] for code in leaves])), aim)
    return book.write(result, lambda path: f"../{path}")


def _examined(desk: Desk, unit: str, returns: list[Submission]) -> Iterator[Examined]:
    """The returns as a run over their workbooks would find them."""
    for own in returns:
        level = desk.plan.units[own.unit].level
        yield Examined(
            path=f"{_subordinate(desk.plan, unit, own.unit)}/{own.unit}_{own.period}.xlsx",
            sha256=sha256(f"{own.unit} {own.period} {own.values}".encode()).hexdigest(),
            modified=SAVED,
            identity=Carried(plan=desk.plan.code, unit=own.unit, period=own.period),
            revision=1,
            submission=counted(desk.form, as_read(desk.form, own), grassroots(level)),
        )


def _subordinate(plan: Plan, unit: str, leaf: str) -> str:
    """The unit directly below `unit` on the way down to a leaf."""
    path = plan.path(leaf)
    return path[path.index(unit) + 1]
