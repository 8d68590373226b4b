"""A report period from its basic periods, over trees that may differ from one to the next.

Each unit that reported stands with all its periods, and with those of the former units that it
alone carries on. A unit that ended without such an heir stays in the sums: what it reported
happened in the year, what it had at its end is no stock of the year's end. Closing stocks are those
of the last period; where opening and flows make another number, the gap is kept and said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from aggregator import gaps
from aggregator.consolidate import Consolidation, Returns, consolidate
from aggregator.model import Form, Plan, UnitResult
from aggregator.rollup import Rollup, rollup
from aggregator.span import Span


class Whole(NamedTuple):
    """The tree of a report period; the units of each basic period inside a superior's return, with
    how many leaves that says they lack.
    """

    tree: Consolidation
    inside: Mapping[str, Mapping[str, int]]


def over_periods(
    form: Form,
    plan: Plan,
    top: str,
    period: str,
    returns: Mapping[str, Returns],
    of_it_all: Returns,
    added: Rollup = rollup,
) -> Whole:
    """Every unit at or below `top` over a report period, from the returns of its basic ones.

    A unit that sent one return for the whole of it (`of_it_all`) stands with that one.
    """
    trees = {each: consolidate(form, plan, top, each, returns[each], added) for each in returns}
    span = Span(form, plan, top, period, returns, trees)
    whole = {code: total for code in span.senders if (total := span.total(code)) is not None}
    partial = frozenset(code for code in whole if span.lacking(code)) - of_it_all.counted.keys()
    whole |= of_it_all.counted
    due = frozenset(code for code in span.standing if any(span.due(code)))
    sent = (*returns.values(), of_it_all)
    rejected = frozenset().union(*(each.rejected for each in sent)) & due
    together = Returns(whole, rejected - whole.keys(), partial, due)
    tree = consolidate(form, plan, top, period, together, added)
    inside = frozenset(below for code in of_it_all.counted for below in plan.below(code))
    units = _settled(span, tree, whole.keys(), inside)
    faults = [fault for each in trees.values() for fault in each.faults]
    owing = (partial - tree.covered) | _owing(span, tree.covered - inside, partial)
    faults += [span.said_missing(code) for code in sorted(owing)]
    told = {each: {**dict.fromkeys(inside, 0), **tree.inside} for each, tree in trees.items()}
    overlaps = tuple(overlap for each in trees.values() for overlap in each.overlaps)
    faults += gaps.said(form, plan, period, units, span.divided)
    tree = replace(tree, units=units, faults=tuple(faults), overlaps=overlaps)
    return Whole(tree, told)


def _settled(
    span: Span, tree: Consolidation, sent: Collection[str], inside: Collection[str]
) -> tuple[UnitResult, ...]:
    """The results of a tree; those `inside` of a return for the whole period are as it tells."""
    settled: dict[str, UnitResult] = {}
    for result in reversed(tree.units):
        code = result.unit.code
        if code in tree.covered and code not in inside:
            below = [settled[child] for child in span.plan.children[code]]
            settled[code] = span.inside(result, below)
        else:
            settled[code] = span.settled(result, code in sent)
    return tuple(settled[result.unit.code] for result in tree.units)


def _owing(span: Span, covered: Collection[str], partial: frozenset[str]) -> frozenset[str]:
    """The leaves in a superior's returns that lack in some; of such a superior, it is said."""
    return frozenset(
        code
        for code in span.standing.intersection(covered)
        if not span.plan.children[code]
        and span.owing(code)
        and partial.isdisjoint(span.plan.path(code)[:-1])
    )
