"""The letter to a direct subordinate that names the returns still missing at or below it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from aggregator import period as periods
from aggregator import wording
from aggregator.deadlines import due_day
from aggregator.mail.address import usable
from aggregator.mail.draft import Letter
from aggregator.mail.texts import text
from aggregator.model import Result, UnitResult, UnitStatus

MOST_NAMED = 60
_SILENT = "C601"


class Owed(NamedTuple):
    """A return that isn't in the numbers: whose, how it stands with it, its deadline if any."""

    name: str
    state: str
    due: str


def reminder(result: Result, subordinate: str) -> Letter | None:
    """The letter to a direct subordinate of the result's unit; None where nothing is owed."""
    owed = _owed(result, subordinate)
    if not owed:
        return None
    plan, receiver = result.plan, result.plan.units[subordinate]
    written = text(
        "nhac-nop",
        plan=plan.code,
        title=plan.title or plan.code,
        period=periods.label(result.period),
        unit=receiver.name or subordinate,
        sender=result.total.unit.name or result.unit,
        owed=[each._asdict() for each in owed[:MOST_NAMED]],
        more=wording.number(max(0, len(owed) - MOST_NAMED) or None),
        has_below=bool(plan.children[subordinate]),
        reply_to=usable(result.total.unit.email),
    )
    return Letter(written.subject, written.body, usable(receiver.email), goes_down=True)


def _owed(result: Result, subordinate: str) -> tuple[Owed, ...]:
    """In the order of the plan; of a branch that answers as one its head alone."""
    inside = frozenset(result.plan.below(subordinate))
    silent = frozenset(finding.unit for finding in result.findings if finding.code == _SILENT)
    units = [each for each in result.units if each.unit.code in inside]
    states = [(each, _state(result, each, silent)) for each in units]
    if not any(state for _, state in states) and units[0].missing_below:
        lacking = wording.number(units[0].missing_below)
        states = [(units[0], f"báo cáo chung còn thiếu số liệu của {lacking} đơn vị bên dưới")]
    return tuple(
        Owed(each.unit.name or each.unit.code, state, _due(result, each.unit.code))
        for each, state in states
        if state
    )


def _state(result: Result, each: UnitResult, silent: Collection[str]) -> str:
    """What is the matter with a unit's own return; empty where nothing is."""
    below = result.plan.children[each.unit.code]
    if each.status is UnitStatus.REJECTED:
        return "đã gửi nhưng còn lỗi, chưa gửi lại"
    if each.status is UnitStatus.PARTIAL and not below:
        return "chưa gửi đủ các kỳ"
    if each.unit.code in silent:
        return "chưa gửi báo cáo chung của cả nhánh" if below else "chưa gửi"
    return ""


def _due(result: Result, unit: str) -> str:
    due = due_day(result.plan, unit, result.period)
    return f"{due:%d/%m/%Y}" if due else ""
