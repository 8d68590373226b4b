"""Returns that don't count though they are right, each beside the one that stands for its unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aggregator import comparison
from aggregator.choose import COVERED, SUPERSEDED, Aim
from aggregator.consolidate import Consolidation
from aggregator.examined import Examined
from aggregator.model import Form, Replaced
from aggregator.overlap import Overlap

Standing = Mapping[tuple[str, str], Examined]
"""The latest return of each unit and period, whether it counts or a superior's does."""


def replaced(
    form: Form, measures: Sequence[str], aim: Aim, tree: Consolidation, files: Sequence[Examined]
) -> Iterator[Replaced]:
    """All of them, in the order of the files; last the superiors that contradict those below.

    `measures` are the indicators of which the effect on the totals is told.
    """
    standing = {
        (each.identity.unit, each.identity.period): each
        for each in files
        if each.submission is not None and each.reason in ("", COVERED)
    }
    for examined in files:
        if examined.reason == SUPERSEDED:
            yield from _by_a_later(form, measures, examined, standing)
        elif examined.reason == COVERED:
            yield from _by_a_superior(form, aim, tree, examined, standing)
    for overlap in tree.overlaps:
        yield from _by_those_below(form, measures, overlap, standing)


def _by_a_later(
    form: Form, measures: Sequence[str], examined: Examined, standing: Standing
) -> Iterator[Replaced]:
    unit, period = examined.identity.unit, examined.identity.period
    later = standing.get((unit, period))
    if later is None or later.submission is None or examined.submission is None:
        return
    before, after = examined.submission, later.submission
    yield Replaced(
        unit,
        period,
        examined.path,
        later.path,
        comparison.totals(form, measures, before, after),
        comparison.typed(form, before, after),
        adds=not later.reason,
    )


def _by_a_superior(
    form: Form, aim: Aim, tree: Consolidation, examined: Examined, standing: Standing
) -> Iterator[Replaced]:
    """Only what the superior's summary tells of the unit by the end of the period is comparable."""
    unit, period = examined.identity.unit, examined.identity.period
    known = next((u.known for u in tree.units if u.unit.code == unit), {})
    above = [code for code in aim.plan.path(unit)[:-1] if (code, period) in standing]
    if examined.submission is None or period != aim.period or not known or not above:
        return
    changes = comparison.carried(form, examined.submission, known)
    if changes:
        path = standing[above[0], period].path
        yield Replaced(unit, period, examined.path, path, changes, (), adds=False)


def _by_those_below(
    form: Form, measures: Sequence[str], overlap: Overlap, standing: Standing
) -> Iterator[Replaced]:
    unit, period = overlap.own.unit, overlap.own.period
    changes = comparison.typed(form, overlap.below, overlap.own)
    if changes and (unit, period) in standing:
        totals = comparison.totals(form, measures, overlap.below, overlap.own)
        path = standing[unit, period].path
        yield Replaced(unit, period, "", path, totals, changes, adds=True)
