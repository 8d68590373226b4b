"""The returns of one unit and period in their order: which counts, and what becomes of the rest.

By the embedded revision, else the date of the e-mail, else the time of modification. A file that
came by no mail stands beside one that did with its time of modification.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from aggregator import comparison, wording
from aggregator.choose import MENDED, SUPERSEDED, given, status_of
from aggregator.examined import Examined
from aggregator.model import Fault, FileStatus, Form, Severity
from aggregator.places import gathered

_IN_DOUBT = ("R108", "S201", "S202", "S203", "S210", "S217", "S223")
"""Reasons that leave open whose return of which period a file is, or that it is one at all."""


def ordered(files: Sequence[Examined], form: Form) -> list[Examined]:
    """The files with a reason given to each that another of its unit and period takes over.

    The latest without errors counts; all sent before it are superseded, and nothing but that is
    said of them. A faulty one supersedes nothing.
    """
    settled = list(files)
    groups: dict[tuple[str, str], list[int]] = {}
    for at, examined in enumerate(settled):
        if _is_sending(examined):
            groups.setdefault((examined.identity.unit, examined.identity.period), []).append(at)
    for group in groups.values():
        if len(group) == 1:
            continue
        for at, fault in _order([settled[at] for at in group], form).items():
            settled[group[at]] = _taken_over(settled[group[at]], fault)
    return settled


def _is_sending(examined: Examined) -> bool:
    """Whether it is a return, right or faulty, of a unit and a period that are certain."""
    if not examined.identity.unit:
        return False
    reason = examined.reason
    return not reason or (status_of(reason) is FileStatus.REJECTED and reason not in _IN_DOUBT)


def _taken_over(examined: Examined, fault: Fault) -> Examined:
    replaced = fault.code in (SUPERSEDED, MENDED)
    return given(examined._replace(findings=()) if replaced else examined, fault)


def _order(group: Sequence[Examined], form: Form) -> dict[int, Fault]:
    """The faults of all that another takes over, by place in the group."""
    right = {at: each for at, each in enumerate(group) if not each.reason}
    faults = _among_right(right, form)
    counting = [each for at, each in right.items() if at not in faults]
    for at, each in enumerate(group):
        if at not in right and any(_came_after(later, each) for later in counting):
            faults[at] = Fault(MENDED, f"đã có lần gửi sau: “{counting[0].path}”; {_told(each)}")
    return faults


def _among_right(right: dict[int, Examined], form: Form) -> dict[int, Fault]:
    """The faults of all but the latest; of all, where no latest can be told."""
    last = max(map(_rank, right.values()), default=None)
    latest = [each for each in right.values() if _rank(each) == last]
    paths = ", ".join(f"“{each.path}”" for each in latest)
    if len(latest) > 1:
        tied = Fault("S214", f"{len(latest)} tệp cùng lần gửi, cùng thời điểm: {paths}")
        earlier = Fault(SUPERSEDED, f"đã có lần gửi sau: {paths}")
        return {at: tied if each in latest else earlier for at, each in right.items()}
    return {
        at: Fault(SUPERSEDED, f"đã có lần gửi sau: {paths}{_differs(form, each, latest[0])}")
        for at, each in right.items()
        if each is not latest[0]
    }


def _rank(examined: Examined) -> tuple[int, datetime, datetime]:
    return examined.revision, *_times(examined)


def _times(examined: Examined) -> tuple[datetime, datetime]:
    return examined.mailed or examined.modified, examined.modified


def _came_after(right: Examined, faulty: Examined) -> bool:
    """Of a faulty file the revision may not be readable; then the times alone tell."""
    if right.revision and faulty.revision:
        return _rank(right) > _rank(faulty)
    return _times(right) > _times(faulty)


def _differs(form: Form, before: Examined, after: Examined) -> str:
    if before.submission is None or after.submission is None:
        return ""
    return f"; {comparison.in_words(form, before.submission, after.submission)}"


def _told(faulty: Examined) -> str:
    """`bản này có 3 lỗi, 1 cảnh báo`."""
    found = Counter(finding.severity for finding in gathered(faulty.findings))
    warnings = found[Severity.WARNING]
    more = f", {wording.number(warnings)} cảnh báo" if warnings > 0 else ""
    return f"bản này có {wording.number(found[Severity.ERROR])} lỗi{more}"
