"""What can only be said of the folder as a whole: who is missing, who is late, what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aggregator import deadlines, rules
from aggregator.choose import LEFT_OUT, Aim
from aggregator.consolidate import Consolidation
from aggregator.examined import Examined
from aggregator.figures import Asked
from aggregator.model import (
    Fault,
    Form,
    Plan,
    Ref,
    UnitResult,
    UnitStatus,
)
from aggregator.pipeline.silence import silent
from aggregator.resemblance import alike


def of_the_whole(
    form: Form, aim: Aim, tree: Consolidation, files: Sequence[Examined]
) -> Iterator[Fault]:
    """Every fault of the folder as a whole, units in the order of the tree."""
    counted = {e.identity.unit: e.path for e in files if not e.reason}
    for fault in tree.faults:
        if fault.code != "C605":
            yield fault._replace(ref=Ref(counted.get(fault.unit, "")))
        elif aim.plan_known:
            yield fault
    if not counted:
        yield Fault("C603", f"0 tệp được tính trong {len(files)} tệp")
    if aim.plan_known and aim.period:
        heard = {e.identity.unit for e in files if e.reason == LEFT_OUT}
        yield from (fault for fault in silent(aim.plan, tree) if fault.unit not in heard)
    for result in tree.units:
        if result.status is UnitStatus.ROLLED_UP and result.submission is not None:
            yield from _transfers(form, aim.plan, result)
    yield from alike(form, aim.plan, files)
    yield from _late(aim, files)


def _transfers(form: Form, plan: Plan, result: UnitResult) -> Iterator[Fault]:
    if result.submission is None or result.missing_below:
        return
    case = rules.Case(form, result.submission, Asked(form, result.submission), plan, result.unit)
    check = rules.find("X404").run
    for problem in check(case) if check else ():
        name = form.names[problem.key.indicator]
        yield Fault("X404", f"“{name}”: {problem.message}", unit=result.unit.code)


def _late(aim: Aim, files: Sequence[Examined]) -> Iterator[Fault]:
    """Lateness is only said where a mail dates the return: a file's own time may be a copy's."""
    for examined in files:
        if examined.reason or examined.mailed is None:
            continue
        unit, sent = examined.identity.unit, deadlines.day_of(examined.mailed)
        due = deadlines.due_day(aim.plan, unit, examined.identity.period)
        days = deadlines.days_late(aim.plan, due, sent)
        if due and days:
            message = f"gửi ngày {sent:%d/%m/%Y}, hạn {due:%d/%m/%Y}, muộn {days} ngày"
            yield Fault("C602", message, Ref(examined.path), unit)
