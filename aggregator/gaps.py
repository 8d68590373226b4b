"""Closing stocks of a report period that opening and flows don't lead to, with the amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from aggregator import period as periods
from aggregator.figures import figure
from aggregator.model import Fault, Form, Key, Plan, UnitResult, UnitStatus
from aggregator.reorganised import dissolved
from aggregator.scope import in_force
from aggregator.wording import number


def said(
    form: Form,
    plan: Plan,
    period: str,
    units: Sequence[UnitResult],
    divided: Collection[str],
) -> Iterator[Fault]:
    """A fault for each lowest unit that exists at the end and whose periods don't join.

    Of a unit of which a period lacks nothing can be said; nor of a `divided` one above such.
    """
    today = periods.last_day(period)
    standing = {r.unit.code: r for r in units if in_force(r.unit, today) and r.submission}
    gone = {code for code, _ in dissolved(plan, periods.parts(period, plan.cadence)[-1])}
    for code, result in standing.items():
        lacks = result.status is UnitStatus.PARTIAL and not plan.children[code]
        if lacks or (code in divided and result.missing_below):
            continue
        own = Counter(_gaps(result))
        for child in plan.children[code]:
            own.subtract(_gaps(standing.get(child)))
        amounts = {each: gap for each, gap in own.items() if gap}
        if amounts:
            ended = [each for each in plan.below(code) if each in gone]
            yield Fault("C608", _message(form, plan, result, amounts, ended), unit=code)


def _gaps(result: UnitResult | None) -> Mapping[str, int]:
    return dict(result.submission.gaps) if result and result.submission else {}


def _message(
    form: Form, plan: Plan, result: UnitResult, amounts: Mapping[str, int], ended: Sequence[str]
) -> str:
    told = []
    for code, gap in amounts.items():
        stands = figure(form, result.submission, Key(code, "ky")) if result.submission else None
        side = "ít hơn" if gap > 0 else "nhiều hơn"
        told.append(
            f"“{form.indicators[code].label}” theo kỳ cuối là {number(stands)}, {side} "
            f"{number(abs(gap))} so với số đầu năm cộng phát sinh tăng, trừ phát sinh giảm"
        )
    names = ", ".join(f"“{plan.units[code].name}”" for code in ended)
    why = f" ({names} đã thôi hoạt động, không đơn vị nào thay)" if names else ""
    return "; ".join(told) + why
