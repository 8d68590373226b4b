"""What becomes of each file: the status that a reason gives it, and whether it is in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aggregator import period as periods
from aggregator import rules
from aggregator.consolidate import is_due
from aggregator.examined import Examined
from aggregator.model import Carried, Fault, FileRecord, FileStatus, Plan

_STATUS: Mapping[str, FileStatus] = {
    **dict.fromkeys(("R101", "R110", "R111", "S206", "S211", "S221"), FileStatus.IGNORED),
    **dict.fromkeys(("S212", "S213", "S215", "S224", "S229"), FileStatus.SUPERSEDED),
    "R112": FileStatus.OWN_OUTPUT,
    "": FileStatus.COUNTED,
}


VOID = "S221"
SUPERSEDED = "S212"
MENDED = "S224"
COVERED = "S215"
LEFT_OUT = "S229"
_SETTLED = (VOID, "S211", "R112", "S203")
"""Reasons of files that say nothing of a unit and a period of this plan."""
_SETTLED_OR_REFUSED = frozenset((*_SETTLED, "R108"))


@dataclass(frozen=True)
class Aim:
    """What is being aggregated: the unit and the period, of a plan that may be unknown."""

    plan: Plan
    plan_known: bool
    unit: str
    period: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The basic periods that make up the period; none where it isn't known."""
        return periods.parts(self.period, self.plan.cadence) if self.period else ()

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The periods that returns may be of: a summary may be of the whole report period."""
        return frozenset({*self.parts, self.period})


def status_of(reason: str) -> FileStatus:
    """The status that a reason gives a file; a fault that is none of the known is a rejection."""
    return _STATUS[reason] if reason in _STATUS else FileStatus.REJECTED  # noqa: SIM401  (a fifth of the time)


def record(examined: Examined) -> FileRecord:
    """The line of the file in the outcome."""
    path, sha256, modified, mailed, reason, identity, *_ = examined
    status, received = status_of(reason), mailed or modified
    return FileRecord(path, sha256, status, identity.unit, identity.period, reason, received)


def is_candidate(examined: Examined, plan: Plan, plan_known: bool) -> bool:
    """Whether the file says it is a return of this plan, good or bad."""
    identity = examined.identity
    if examined.reason in _SETTLED or not periods.is_period(identity.period):
        return False
    known = identity.plan == plan.code and identity.unit in plan.units
    return known or not plan_known


def without_void(files: Iterable[Examined], void: Mapping[str, str]) -> list[Examined]:
    """The files, those of a void content (digest -> why) with that as the only thing said."""
    return [
        given(examined._replace(findings=(), repairs=()), Fault(VOID, void[examined.sha256]))
        if examined.sha256 in void
        else examined
        for examined in files
    ]


def placed(files: Iterable[Examined], aim: Aim) -> list[Examined]:
    """The files with a reason given to each that is out of place or a copy of another."""
    inside = frozenset(aim.plan.below(aim.unit))
    return _first_of_copies([_place(examined, aim, inside) for examined in files])


def given(examined: Examined, fault: Fault) -> Examined:
    """The file with a fault that settles its fate."""
    placed = fault._replace(ref=fault.ref._replace(file=examined.path), unit=examined.identity.unit)
    finding = rules.stamp(placed)
    return examined._replace(reason=fault.code, findings=(*examined.findings, finding))


def _place(examined: Examined, aim: Aim, inside: frozenset[str]) -> Examined:
    """Whether it belongs to this plan, this unit, this period; the first misfit is the reason."""
    says_nothing = examined.submission is None and not examined.identity.kind
    if says_nothing or examined.reason in _SETTLED_OR_REFUSED:
        return examined
    fault = _misfit(examined.identity, aim, inside)
    if fault is None:
        return examined
    if fault.code in ("S206", "R112"):
        examined = examined._replace(findings=(), repairs=())
    return given(examined, fault)


def _misfit(identity: Carried, aim: Aim, inside: frozenset[str]) -> Fault | None:
    plan = aim.plan
    if aim.plan_known and identity.plan != plan.code:
        return Fault("S201", f"tệp của kế hoạch “{identity.plan}”, đang tổng hợp “{plan.code}”")
    if identity.unit not in plan.units:
        return Fault("S202", f"mã đơn vị “{identity.unit}” không có trong kế hoạch")
    if identity.period not in aim.accepted:
        return Fault("S206", f"tệp của kỳ {identity.period}, đang tổng hợp {aim.period}")
    if identity.unit not in inside:
        return Fault("S210", f"“{identity.unit}” không trực thuộc “{aim.unit}”")
    if identity.unit == aim.unit and identity.kind == "summary":
        return Fault("R112", "tổng hợp của chính đơn vị này")
    if not is_due(plan.units[identity.unit], identity.period):
        return Fault("S217", f"đơn vị không hoạt động trong kỳ {identity.period}")
    return None


def _first_of_copies(files: Sequence[Examined]) -> list[Examined]:
    if len({examined.sha256 for examined in files}) == len(files):
        return list(files)
    seen: dict[str, str] = {}
    result = []
    for examined in files:
        first = seen.setdefault(examined.sha256, examined.path)
        if not examined.reason and first != examined.path:
            examined = given(examined, Fault("S213", f"nội dung giống hệt “{first}”"))
        result.append(examined)
    return result
