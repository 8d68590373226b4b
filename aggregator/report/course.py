"""The course of a year: admissions by the end of each period, and the pace a quota asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aggregator import period as periods
from aggregator.arithmetic import add
from aggregator.figures import figure
from aggregator.model import CARRIED, Form, Key, Number, Result, Submission
from aggregator.report.digest import Digest


class Point(NamedTuple):
    """The end of a basic period: admissions since 1 January and the even pace towards a quota."""

    period: str
    total: Number | None
    pace: int | None


def year(digest: Digest) -> tuple[Point, ...]:
    """Admissions at the end of each basic period of the year, as far as they are known."""
    judgement = digest.leading.get(digest.result.unit)
    required = judgement.required if judgement else None
    known = dict(_known_ends(digest))
    during = str(periods.year(digest.result.period))
    return tuple(
        Point(period, known.get(period), pace(required, periods.months(period)[1]))
        for period in periods.parts(during, _cadence(digest.result))
    )


def pace(required: int | None, month: int) -> int | None:
    """What an even pace towards a year's quota would bring by the end of a month, rounded up."""
    return None if required is None else -(-required * month // 12)


def _cadence(result: Result) -> str:
    monthly = result.period[5:].isdigit()
    return "month" if monthly or result.plan.cadence == "month" else "quarter"


def _known_ends(digest: Digest) -> Iterator[tuple[str, Number | None]]:
    admissions, period = digest.form.admissions, digest.result.period
    before = digest.submission.values[digest.form.position[Key(admissions, CARRIED), "value"]]
    total = digest.figures[Key(admissions, "luy_ke")]
    parts = periods.parts(period, _cadence(digest.result))
    if parts == (period,):
        if not periods.opens_year(period):
            yield periods.previous(period), before
    elif total is not None and all(p.submission.period in parts for p in digest.result.parts):
        yield from _back_from(total, digest.form, [p.submission for p in digest.result.parts])
    yield parts[-1], total


def _back_from(
    total: Number, form: Form, parts: Sequence[Submission]
) -> Iterator[tuple[str, Number]]:
    """The total by the end of each period in which something came back, the last first.

    What was carried into the first of them is in the total, and so in each.
    """
    key = Key(form.admissions, "ky")
    for period in reversed(_in_order(part.period for part in parts)):
        yield period, total
        total -= add(0, *(figure(form, p, key) for p in parts if p.period == period)) or 0


def _in_order(found: Iterable[str]) -> list[str]:
    return sorted(set(found), key=periods.order)
