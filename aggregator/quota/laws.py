"""What several kinds of quotas share: a floor, a floor for each unit, a count of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from math import floor as rounded_down
from typing import NamedTuple

from aggregator.model import Quota, Verdict
from aggregator.quota import phrases
from aggregator.quota.standing import Known, Scope, Standing
from aggregator.wording import number, rate


class Row(NamedTuple):
    """A judgement before the engine stamps it: `detail` in phrases.

    `version` is set where another version than the quota's counts.
    """

    unit: str
    required: int | None
    actual: int | None
    verdict: Verdict
    detail: tuple[str, ...] = ()
    version: str | None = None


_Said = tuple[int | None, int | None, Verdict, tuple[str, ...]]
"""A row without its unit."""


class Whole(NamedTuple):
    """The units over which a node's number is summed, and those that may belong to them."""

    units: tuple[str, ...]
    unclear: tuple[str, ...] = ()


def rounded_up(amount: Decimal | Fraction | int | None) -> int | None:
    """The least whole number that reaches `amount`, exactly."""
    return None if amount is None else ceil(amount)


def share(rate: Decimal | None, whole: int | None) -> int | None:
    """A required count: `rate` of `whole`, rounded up once (3,5% of 200 is 7)."""
    return None if rate is None or whole is None else ceil(Fraction(rate) * whole)


def upper_bound(quota: Quota, whole: int, required: int | None) -> Iterator[str]:
    """The upper end of a frame of rates, rounded down; of a small whole it lies below the floor."""
    if quota.rate_max is None:
        return
    upper = rounded_down(Fraction(quota.rate_max) * whole)
    if required is None or upper >= required:
        yield f"mức trên {rate(quota.rate_max)} là {number(upper)}"


def floor(required: int | None, known: Known, final: bool) -> Verdict:
    """A floor reached is met at once; otherwise it is open until the year ends."""
    if required is None or known.value is None:
        return Verdict.NO_DATA
    if known.value >= required:
        return Verdict.MET
    if not final:
        return Verdict.IN_PROGRESS
    return Verdict.NO_DATA if known.missing else Verdict.NOT_MET


def floor_of_share(required: int | None, known: Known, base: int, final: bool) -> Verdict:
    """A floor that is a share of a count from which `base` leaves are missing, and may yet grow."""
    verdict = floor(required, known, final)
    if verdict is Verdict.MET and base:
        return Verdict.NO_DATA if final else Verdict.IN_PROGRESS
    return verdict


def whole(standing: Standing, quota: Quota, node: str) -> Whole:
    """The node itself, or where the quota has a scope its units below, exempt ones included."""
    if not quota.scope.strip():
        return Whole((node,))
    scope = standing.scope(quota, node)
    return Whole(scope.meant, scope.unsure)


def at_least(
    standing: Standing,
    quota: Quota,
    node: str,
    required: int | None,
    basis: tuple[str, ...] = (),
    base_missing: int = 0,
) -> Row:
    """A floor for a node as a whole, with the pace that it needs."""
    units = whole(standing, quota, node)
    known = standing.total(units.units, quota.measure)
    verdict = floor_of_share(required, known, base_missing, standing.final)
    detail = [*basis, *progress(standing, quota, node, required, known, verdict)]
    detail += phrases.unclear(phrases.noun(standing.plan, units.unclear), len(units.unclear))
    return Row(node, required, known.value, verdict, tuple(detail))


def progress(
    standing: Standing,
    quota: Quota,
    node: str,
    required: int | None,
    known: Known,
    verdict: Verdict,
) -> Iterator[str]:
    """How far a node is, and while the year runs whether that is the pace it needs."""
    own = not standing.plan.children[node]
    yield from phrases.outcome(quota, required, known, verdict, own)
    if verdict is not Verdict.IN_PROGRESS or required is None or known.value is None:
        return
    if known.value < required:
        yield from phrases.pace(required, known.value, standing.months)


def floors(standing: Standing, quota: Quota) -> Mapping[str, Decimal]:
    """How much is asked of each unit in scope, where all are asked the same. Raises ValueError."""
    asked = standing.scope(quota, quota.unit).judged
    return {} if quota.minimum is None else dict.fromkeys(asked, quota.minimum)


def each(standing: Standing, quota: Quota, scope: Scope) -> Iterator[Row]:
    """A floor for every unit in scope: the node's row that counts, then a row for each unit."""
    threshold = rounded_up(quota.minimum)
    unsure = set(scope.unsure)
    concerned = standing.of_each((*scope.meant, *unsure), quota.measure)
    yield _reaching(standing, quota.unit, scope, threshold, Decimal(1), concerned)
    found: dict[tuple[Known, bool, bool], _Said] = {}
    children = standing.plan.children
    for unit in standing.plan.below(quota.unit):
        if unit in concerned and standing.asks_of(unit):
            seen = concerned[unit], not children[unit], unit in unsure
            said = found.get(seen)
            if said is None:
                said = found[seen] = _alike(standing, quota, threshold, *seen)
            yield Row(unit, *said)


def _alike(
    standing: Standing, quota: Quota, required: int | None, known: Known, own: bool, unsure: bool
) -> _Said:
    """What the rows of all units say of which the same is known."""
    if unsure:
        return None, known.value, Verdict.NO_DATA, (phrases.UNCLEAR,)
    verdict = floor(required, known, standing.final)
    detail = (
        *phrases.outcome(quota, required, known, verdict, own),
        *phrases.within(quota, known.value),
    )
    return required, known.value, verdict, detail


def reaching(
    standing: Standing,
    quota: Quota,
    node: str,
    scope: Scope,
    threshold: int | None,
    rate: Decimal | None,
) -> Row:
    """How many units of a scope below `node` reach `threshold`, against `rate` of them."""
    known = standing.of_each(scope.judged, quota.measure)
    return _reaching(standing, node, scope, threshold, rate, known)


def _reaching(
    standing: Standing,
    node: str,
    scope: Scope,
    threshold: int | None,
    rate: Decimal | None,
    of_units: Mapping[str, Known],
) -> Row:
    required = share(rate, len(scope.judged)) if threshold is not None else None
    tally, counted = _tally(scope, threshold, of_units)
    noun = phrases.noun(standing.plan, (*scope.meant, *scope.unsure))
    detail = (phrases.tally(noun, tally),)
    if nothing_asked(scope):
        return Row(node, required, 0, Verdict.EXEMPT, detail)
    known = Known(tally.reached if counted else None, tally.unknown)
    return Row(node, required, known.value, floor(required, known, standing.final), detail)


def nothing_asked(scope: Scope) -> bool:
    """Whether the quota concerns no unit at all."""
    return not scope.judged and not scope.unclear


def _tally(
    scope: Scope, threshold: int | None, of_units: Mapping[str, Known]
) -> tuple[phrases.Tally, bool]:
    reached = unknown = 0
    counted = False
    for known, units in Counter(map(of_units.__getitem__, scope.judged)).items():
        counted = counted or known.value is not None
        if known.value is not None and threshold is not None and known.value >= threshold:
            reached += units
        elif known.value is None or known.missing:
            unknown += units
    short = len(scope.judged) - reached - unknown
    tally = phrases.Tally(reached, short, unknown, len(scope.exempt), len(scope.unclear))
    return tally, counted
