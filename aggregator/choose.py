"""What becomes of each file: which return counts, which is superseded, rejected or ignored.

Order among the returns of one unit and period: the embedded revision, else the date of the
e-mail, else the time of modification (contract, section 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aggregator import period as periods
from aggregator import rules
from aggregator.consolidate import is_due
from aggregator.examine import Examined
from aggregator.model import Fault, FileRecord, FileStatus, Plan

_STATUS: Mapping[str, FileStatus] = {
    **dict.fromkeys(("R101", "R110", "R111", "S206", "S211"), FileStatus.IGNORED),
    **dict.fromkeys(("S212", "S213", "S215"), FileStatus.SUPERSEDED),
    "R112": FileStatus.OWN_OUTPUT,
    "": FileStatus.COUNTED,
}


@dataclass(frozen=True)
class Aim:
    """What is being aggregated: the unit and the period, of a plan that may be unknown."""

    plan: Plan
    plan_known: bool
    unit: str
    period: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The basic periods that make up the period."""
        return periods.parts(self.period, self.plan.cadence)

    @property
    def accepted(self) -> frozenset[str]:
        """The periods that returns may be of: a summary may be of the whole report period."""
        return frozenset({*self.parts, self.period})


def status_of(reason: str) -> FileStatus:
    """The status that a reason gives a file; a fault that is none of the known is a rejection."""
    return _STATUS.get(reason, FileStatus.REJECTED)


def record(examined: Examined) -> FileRecord:
    """The line of the file in the outcome."""
    return FileRecord(
        path=examined.path,
        sha256=examined.sha256,
        status=status_of(examined.reason),
        unit=examined.identity.unit,
        period=examined.identity.period,
        reason=examined.reason,
        received=examined.mailed or examined.modified,
    )


def is_candidate(examined: Examined, plan: Plan, plan_known: bool) -> bool:
    """Whether the file says it is a return of this plan, good or bad."""
    identity = examined.identity
    if examined.reason in ("S211", "R112", "S203") or not periods.is_period(identity.period):
        return False
    known = identity.plan == plan.code and identity.unit in plan.units
    return known or not plan_known


def choose(files: Iterable[Examined], aim: Aim) -> list[Examined]:
    """The files with a reason given to each that isn't counted, in the same order."""
    settled = [_place(examined, aim) for examined in files]
    settled = _first_of_copies(settled)
    groups: dict[tuple[str, str], list[int]] = {}
    for at, examined in enumerate(settled):
        if not examined.reason:
            groups.setdefault((examined.identity.unit, examined.identity.period), []).append(at)
    for group in groups.values():
        for at, reason in _order([settled[at] for at in group]).items():
            settled[group[at]] = given(settled[group[at]], reason)
    return settled


def given(examined: Examined, fault: Fault) -> Examined:
    """The file with a fault that settles its fate."""
    placed = fault._replace(ref=fault.ref._replace(file=examined.path), unit=examined.identity.unit)
    finding = rules.stamp(placed)
    return replace(examined, reason=fault.code, findings=(*examined.findings, finding))


def _place(examined: Examined, aim: Aim) -> Examined:
    """Whether it belongs to this plan, this unit, this period; the first misfit is the reason."""
    if examined.submission is None and not examined.identity.kind:
        return examined
    fault = next(iter(_misfits(examined, aim)), None)
    if fault is None or examined.reason in ("S211", "R112", "S203", "R108"):
        return examined
    if fault.code in ("S206", "R112"):
        examined = replace(examined, findings=(), repairs=())
    return given(examined, fault)


def _misfits(examined: Examined, aim: Aim) -> Iterator[Fault]:
    identity, plan = examined.identity, aim.plan
    if aim.plan_known and identity.plan != plan.code:
        yield Fault("S201", f"tệp của kế hoạch “{identity.plan}”, đang tổng hợp “{plan.code}”")
    elif identity.unit not in plan.units:
        yield Fault("S202", f"mã đơn vị “{identity.unit}” không có trong kế hoạch")
    elif identity.period not in aim.accepted:
        yield Fault("S206", f"tệp của kỳ {identity.period}, đang tổng hợp {aim.period}")
    elif aim.unit not in plan.path(identity.unit):
        yield Fault("S210", f"“{identity.unit}” không trực thuộc “{aim.unit}”")
    elif identity.unit == aim.unit and identity.kind == "summary":
        yield Fault("R112", "tổng hợp của chính đơn vị này")
    elif not is_due(plan.units[identity.unit], identity.period):
        yield Fault("S217", f"đơn vị không hoạt động trong kỳ {identity.period}")


def _first_of_copies(files: Sequence[Examined]) -> list[Examined]:
    seen: dict[str, str] = {}
    result = []
    for examined in files:
        first = seen.setdefault(examined.sha256, examined.path)
        if not examined.reason and first != examined.path:
            examined = given(examined, Fault("S213", f"nội dung giống hệt “{first}”"))
        result.append(examined)
    return result


def _order(group: Sequence[Examined]) -> dict[int, Fault]:
    """The faults of all but the latest; of all, where no latest can be told."""
    if len(group) == 1:
        return {}
    latest = [one for one in group if not any(_is_later(other, one) for other in group)]
    paths = ", ".join(f"“{examined.path}”" for examined in latest)
    tied = Fault("S214", f"{len(latest)} tệp cùng lần gửi, cùng thời điểm: {paths}")
    earlier = Fault("S212", f"đã có lần gửi sau: {paths}")
    return {
        at: tied if examined in latest else earlier
        for at, examined in enumerate(group)
        if latest != [examined]
    }


def _is_later(one: Examined, other: Examined) -> bool:
    if one.revision != other.revision:
        return one.revision > other.revision
    if one.mailed and other.mailed and one.mailed != other.mailed:
        return one.mailed > other.mailed
    return one.modified > other.modified
