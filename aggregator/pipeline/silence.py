"""Who has not sent anything, each branch told at the unit that is to be asked."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.consolidate import Consolidation
from aggregator.model import Fault, Plan, UnitResult, UnitStatus

_ABSENT = (UnitStatus.MISSING, UnitStatus.REJECTED, UnitStatus.EXEMPT)


def silent(plan: Plan, tree: Consolidation) -> Iterator[Fault]:
    """A fault for each leaf without a return, superiors first.

    Where a unit of the same superior answered for its whole branch, a branch of which nothing came
    is one fault, at its head. A branch whose head was rejected has its fault already.
    """
    if not any(result.status is UnitStatus.MISSING for result in tree.units):
        return
    results = {result.unit.code: result for result in tree.units}
    answering = {
        result.unit.parent
        for result in tree.units
        if result.status is UnitStatus.COUNTED and plan.children[result.unit.code]
    }
    heard = _heard_from(tree)
    told: set[str] = set()
    for code, result in results.items():
        below = plan.children[code]
        if result.unit.parent in told:
            told.add(code)
        elif not below:
            if result.status is UnitStatus.MISSING:
                yield Fault("C601", f"“{result.unit.name}” chưa nộp", unit=code)
        elif code in heard:
            continue
        elif result.status is UnitStatus.REJECTED:
            told.add(code)
        elif result.status is UnitStatus.MISSING and result.unit.parent in answering:
            told.add(code)
            yield Fault("C601", _of_branch(result), unit=code)


def _heard_from(tree: Consolidation) -> set[str]:
    """The units from which, or from below which, something came."""
    heard: set[str] = set()
    for result in reversed(tree.units):
        if result.status not in _ABSENT or result.unit.code in heard:
            heard.update((result.unit.code, result.unit.parent))
    return heard


def _of_branch(result: UnitResult) -> str:
    many = result.missing_below
    return f"“{result.unit.name}” chưa nộp báo cáo chung của cả nhánh ({many} đơn vị bên dưới)"
