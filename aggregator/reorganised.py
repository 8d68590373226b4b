"""What earlier outcomes say of units that are no more, beside the tree that no longer has them.

Numbers come from returns alone, so that they are the same over any split of levels. What no
return can carry is said instead, with its amount, at the lowest unit that it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aggregator import period as periods
from aggregator.arithmetic import add
from aggregator.earlier import Archived
from aggregator.model import CARRIED, Fact, Fault, Form, Key, Method, Number, Plan, UnitResult
from aggregator.scope import in_force
from aggregator.succession import heirs
from aggregator.tree import nearest_common_superior
from aggregator.wording import number

Outcomes = Callable[[str], Archived]
"""Period -> what is known of it; nothing where its outcome is not at hand."""

_ADDING = (Method.FLOW, Method.TRANSFER, Method.OPENING, Method.CLOSING)


class _Group(NamedTuple):
    """Former units, and the present ones that are together the same people."""

    former: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class _Scene:
    form: Form
    plan: Plan
    period: str
    results: Mapping[str, UnitResult]

    def names(self, units: Iterable[str]) -> str:
        return ", ".join(f"“{self.plan.units[code].name}”" for code in units)


def beside(
    form: Form, plan: Plan, period: str, units: Sequence[UnitResult], outcomes: Outcomes
) -> Iterator[Fault]:
    """What is to be said of a basic period whose units are not those of earlier ones."""
    scene = _Scene(form, plan, period, {result.unit.code: result for result in units})
    before, last_year = periods.previous(period), periods.last_year(period)
    for earlier, column in ((before, "ky"), (before, CARRIED), (last_year, "cung_ky")):
        if column != CARRIED or not periods.opens_year(period):
            for group in _groups(scene, earlier):
                yield from _differing(scene, group, column, outcomes(earlier))
    yield from _dissolved(scene, outcomes)
    yield from _vanished(scene, outcomes(before))


def _groups(scene: _Scene, earlier: str) -> Iterator[_Group]:
    """The units of an earlier period that were split since, with all that they are part of now."""
    plan, now = scene.plan, periods.last_day(scene.period)
    if not plan.successors:
        return
    existed = [c for c in plan.units if in_force(plan.units[c], periods.last_day(earlier))]
    carried = {code: heirs(plan, code, now) for code in existed}
    seen: set[str] = set()
    for code, parts in carried.items():
        if len(parts) < 2 or code in seen:
            continue
        former: tuple[str, ...] = ()
        together = tuple(each for each in existed if carried[each] & parts)
        while former != together:
            former = together
            parts = frozenset().union(*(carried[each] for each in former))
            together = tuple(each for each in existed if carried[each] & parts)
        seen.update(former)
        yield _Group(former, tuple(each for each in plan.units if each in parts))


def _differing(scene: _Scene, group: _Group, column: str, archived: Archived) -> Iterator[Fault]:
    found = [scene.results.get(code) for code in group.parts]
    parts = [r.submission for r in found if r and r.submission and not r.missing_below]
    if len(parts) < len(group.parts) or any(code not in archived.units for code in group.former):
        return
    wrong = []
    for at, fact in enumerate(scene.form.facts):
        key = _was(scene.form, fact, column)
        if key is not None:
            now = add(*(part.values[at] for part in parts))
            then = add(*(archived.units[code].get(key) for code in group.former))
            if then is not None and (now or 0) != then:
                wrong.append((fact.key.indicator, now, then))
    if wrong:
        node = nearest_common_superior(scene.plan, group.parts)
        yield Fault("X406", _said(scene, group, column, wrong), unit=node)


def _was(form: Form, fact: Fact, column: str) -> Key | None:
    """The number of an earlier period that a stored number takes over, if it does."""
    code, method = fact.key.indicator, fact.method
    if fact.key.column != column or method not in _ADDING:
        return None
    if column == "ky":
        continues = form.indicators[code].continues
        return Key(continues, "ky") if continues else None
    return None if column == CARRIED and method is Method.OPENING else Key(code, "luy_ke")


_COLUMN = {"ky": "", CARRIED: " lũy kế mang sang", "cung_ky": " cùng kỳ năm trước"}
_Wrong = Sequence[tuple[str, Number | None, Number]]


def _said(scene: _Scene, group: _Group, column: str, wrong: _Wrong) -> str:
    code, now, then = next((w for w in wrong if w[0] == scene.form.admissions), wrong[0])
    parts = "để trống" if now is None else f"cộng lại là {number(now)}"
    more = f"; và {number(len(wrong) - 1)} chỉ tiêu khác" if len(wrong) > 1 else ""
    lacks: Number = then - (now or 0)
    gap = f"thiếu {number(lacks)}" if lacks > 0 else f"thừa {number(-lacks)}"
    return (
        f"“{scene.form.indicators[code].label}”{_COLUMN[column]} của {scene.names(group.parts)} "
        f"{parts}, đã tổng hợp của {scene.names(group.former)} là {number(then)}, "
        f"{gap}{more}"
    )


def _dissolved(scene: _Scene, outcomes: Outcomes) -> Iterator[Fault]:
    """Flows of the year that no return carries any more."""
    for code, last in dissolved(scene.plan, scene.period):
        above = [each for each in scene.plan.path(code)[:-1] if each in scene.results]
        flows = list(_flows(scene.form, outcomes(last).units.get(code, {})))
        if above and flows:
            name, amount = next((f for f in flows if f[0] == scene.form.admissions), flows[0])
            more = f" và số của {number(len(flows) - 1)} chỉ tiêu khác" if len(flows) > 1 else ""
            message = (
                f"{scene.names((code,))} đã thôi hoạt động, không đơn vị nào thay: lũy kế không có "
                f"{number(amount)} ở “{scene.form.indicators[name].label}”{more} mà đơn vị đã báo "
                f"cáo đến hết {periods.label(last)}"
            )
            yield Fault("C607", message, unit=above[-1])


def _vanished(scene: _Scene, archived: Archived) -> Iterator[Fault]:
    """Members whose unit ended since the period before, and who are in no opening stock now."""
    plan, label = scene.plan, scene.form.indicators[scene.form.members].label
    today, day = periods.last_day(scene.period), periods.last_day(periods.previous(scene.period))
    for code, unit in plan.units.items():
        if unit.end is None or plan.children[code]:
            continue
        stock = archived.units.get(code, {}).get(Key(scene.form.members, "ky"))
        above = [each for each in plan.path(code)[:-1] if each in scene.results]
        ended = in_force(unit, day) and not in_force(unit, today) and not heirs(plan, code, today)
        if ended and stock and above:
            yield Fault(
                "C608",
                f"{scene.names((code,))} đã thôi hoạt động, không đơn vị nào thay: {number(stock)} "
                f"ở “{label}” của {periods.label(archived.period)} không có trong số đầu kỳ này",
                unit=above[-1],
            )


def dissolved(plan: Plan, period: str) -> Iterator[tuple[str, str]]:
    """The leaves that ended in the year and are carried on by none, with the last period owed."""
    now = periods.last_day(period)
    for code, unit in plan.units.items():
        if unit.end is None or unit.end.year != now.year or plan.children[code]:
            continue
        earlier = period
        while not periods.opens_year(earlier) and not in_force(unit, periods.last_day(earlier)):
            earlier = periods.previous(earlier)
        owed = earlier != period and in_force(unit, periods.last_day(earlier))
        if owed and not heirs(plan, code, now):
            yield code, earlier


def _flows(form: Form, known: Mapping[Key, Number]) -> Iterator[tuple[str, Number]]:
    for code, indicator in form.indicators.items():
        amount = known.get(Key(code, "luy_ke"))
        if indicator.method in (Method.FLOW, Method.TRANSFER) and indicator.input and amount:
            yield code, amount
