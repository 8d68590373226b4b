"""`ketnap distribute`: a template for every unit below, a folder for each direct subordinate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from aggregator import earlier, wording
from aggregator import period as periods
from aggregator.consolidate import grassroots, is_due
from aggregator.earlier import Archived
from aggregator.lineage import carried_on, split_from
from aggregator.model import Form, Key, Plan, Submission
from aggregator.pipeline.planfile import PlanFile, UnusableError, form_of
from aggregator.pipeline.prefilled import origin, prefilled
from aggregator.report.assigned import NOTHING, Assigned, assigned
from aggregator.rollup import Grassroots, blank
from aggregator.workbook import meta
from aggregator.workbook.template.content import Filling, Traced
from aggregator.workbook.template.stamp import Stamper

MOST_NAMED = 2
"""More names than this don't fit on the line of the cover."""


class Template(NamedTuple):
    """A workbook ready to be sent: its place below the output folder, and its bytes.

    `unit` is whose it is, `subordinate` in whose folder it goes.
    """

    unit: str
    subordinate: str
    path: str
    data: bytes


@dataclass(frozen=True)
class Known:
    """The numbers of earlier periods: the period before, and the same period last year."""

    before: Archived = earlier.NOTHING
    last_year: Archived = earlier.NOTHING


def distribute(
    loaded: PlanFile, period: str, unit: str = "", previous: Path | None = None
) -> Iterator[Template]:
    """A filled-in template for every unit below `unit` (default: the root). Writes nothing.

    Raises UnusableError for an unknown unit, a period that isn't basic, an unreadable outcome.
    """
    plan = loaded.plan
    top = unit or plan.root
    if top not in plan.units:
        raise UnusableError(f"Không có đơn vị “{top}” trong kế hoạch")
    if not plan.children[top]:
        raise UnusableError(f"Đơn vị “{top}” không có đơn vị trực thuộc để phát biểu mẫu")
    if not periods.is_period(period) or not periods.is_basic(period):
        raise UnusableError(f"“{period}” không phải kỳ phát biểu mẫu; ví dụ: 2024-Q1, 2024-03")
    form = form_of(plan)
    known = known_numbers(loaded.path.parent, period, previous)
    asked = assigned(plan, period, form)
    for subordinate in plan.children[top]:
        for code in plan.below(subordinate):
            if is_due(plan.units[code], period):
                path = f"{subordinate}/{code}_{period}.xlsx"
                data = stamped(plan, form, code, period, known, asked.get(code, NOTHING))
                yield Template(code, subordinate, path, data)


def known_numbers(home: Path, period: str, previous: Path | None) -> Known:
    """What earlier outcomes beside the plan, or the one given, say of the units."""
    before = earlier.outcome_of(home, periods.previous(period))
    last_year = earlier.outcome_of(home, periods.last_year(period))
    try:
        found = [earlier.load(path) for path in (previous, before, last_year) if path]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableError("Số liệu kỳ trước không phải ket-qua.json dùng được") from error
    by_period = {each.period: each for each in reversed(found)}
    return Known(
        by_period.get(periods.previous(period), earlier.NOTHING),
        by_period.get(periods.last_year(period), earlier.NOTHING),
    )


def filling(
    plan: Plan, form: Form, unit: str, period: str, known: Known, asked: Assigned = NOTHING
) -> Filling:
    """Everything that is one unit's own in its template."""
    told = prefilled(plan, form, unit, period, known.before, known.last_year)
    return _filling(plan, form, unit, period, asked, *told)


def stamped(
    plan: Plan, form: Form, unit: str, period: str, known: Known, asked: Assigned = NOTHING
) -> bytes:
    """The template of a unit; its numbers are worked out where nothing like it was stamped yet."""
    whole = partial(filling, plan, form, unit, period, known, asked)
    came = origin(plan, form, unit, period, known.before, known.last_year)
    if came is None:
        filled = whole()
        return _stamper(form, filled).stamp(filled)
    bare = _filling(plan, form, unit, period, asked, _blank(form, period), frozenset())
    return _stamper(form, bare).stamp_traced(Traced(bare, came, whole))


def _filling(
    plan: Plan,
    form: Form,
    unit: str,
    period: str,
    asked: Assigned,
    submission: Submission,
    locked: frozenset[Key],
) -> Filling:
    identity = meta.meta(plan, unit, period, form, "template")
    cover: dict[str, str | int | None] = {
        "name": _name(plan, unit, period),
        "unit": unit,
        "parent_name": identity["parent_name"],
        "parent": identity["parent"],
        "plan": plan.title or plan.code,
        "period": wording.capitalised(periods.label(period)),
        "quota": asked.text,
        "nothing": "không",
        "revision": 1,
    }
    above = grassroots(plan.units[unit].level) is Grassroots.ABOVE
    return Filling(identity, cover, submission, locked, above, asked.targets)


def _name(plan: Plan, unit: str, period: str) -> str:
    """The name on the cover; for a unit that carries on others with where its numbers come from."""
    name = plan.units[unit].name
    if not plan.units[unit].predecessors:
        return name
    earlier_periods = (periods.previous(period), periods.last_year(period))
    if split := split_from(plan, unit, period, earlier_periods):
        return f"{name} (chia tách từ {_named(plan, split)}; số kỳ trước, năm trước tự ghi)"
    carried = [carried_on(plan, unit, period, each) for each in earlier_periods]
    former = [code for code in dict.fromkeys((*carried[0], *carried[1])) if code != unit]
    if former:
        return f"{name} (số kỳ trước, năm trước gồm cả {_named(plan, former)})"
    return name


def _named(plan: Plan, units: Sequence[str]) -> str:
    if len(units) > MOST_NAMED:
        return f"{len(units)} đơn vị cũ"
    return ", ".join(f"“{plan.units[code].name}”" for code in units)


def _stamper(form: Form, filled: Filling) -> Stamper:
    opens = periods.opens_year(filled.submission.period)
    return _stampers(form, opens, filled.typed_counts)


@lru_cache(maxsize=8)
def _blank(form: Form, period: str) -> Submission:
    return blank(form, "", period)


@cache
def _stampers(form: Form, opens_year: bool, typed_counts: bool) -> Stamper:
    return Stamper(form, opens_year, typed_counts)
