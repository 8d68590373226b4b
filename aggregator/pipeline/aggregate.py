"""`aggregate`: a folder of whatever came back -> one Result, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aggregator import earlier, intake, rules, stored_plan, voids
from aggregator import period as periods
from aggregator.checking import Before
from aggregator.choose import VOID, Aim, is_candidate, placed, without_void
from aggregator.earlier import Archived
from aggregator.examine import collect_rarely
from aggregator.examine_book import Context
from aggregator.examined import Examined, compared
from aggregator.intake import Entry
from aggregator.lineage import restated
from aggregator.model import (
    Fault,
    Plan,
    Result,
)
from aggregator.pipeline import planfile, plansearch, sums
from aggregator.pipeline.installation import context_of
from aggregator.pipeline.memory import Memory
from aggregator.pipeline.planfile import UnreadError, UnusableError, form_of
from aggregator.pipeline.plansearch import Search, Unread
from aggregator.pipeline.reading import Hands, Progress, read_all
from aggregator.pipeline.remembered import Remembered
from aggregator.pipeline.settle import settled
from aggregator.pipeline.untouched import NOTHING, Untouched, likely_home, untouched
from aggregator.register import Register
from aggregator.regrouping import regrouped
from aggregator.reorganised import beside
from aggregator.resent import ordered
from aggregator.tree import gathered, nearest_common_superior

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from aggregator.workbook.isolation.ahead import Begun


@dataclass(frozen=True)
class Options:
    """How a folder is to be aggregated; empty means: find out.

    `begun` are workers that may be at the entries of the folder already.
    """

    plan: Path | None = None
    period: str = ""
    unit: str = ""
    out: Path | None = None
    jobs: int = 0
    strict: bool = False
    cache: bool = False
    executor: Executor | None = None
    threads: int = 0
    begun: Begun | None = None


class Run(NamedTuple):
    """What a run found; where it may note what the next one needn't work out again."""

    result: Result
    memory: Memory | None


def aggregate(folder: Path, options: Options, progress: Progress | None = None) -> Result:
    """What `run` finds, for whoever writes no outputs of it."""
    return run(folder, options, progress).result


def run(folder: Path, options: Options, progress: Progress | None = None) -> Run:
    """Read all that came back under the folder and roll it up. Writes nothing but the register.

    Raises UnusableError for a plan that can't be used, a unit or a period that doesn't exist.
    """
    collect_rarely()
    home, loaded, unread, files, context = _read(folder, options, progress)
    void = voids.known(home)
    files = without_void(files, void.reasons)
    known = (examined for examined in files if examined.reason != VOID)
    plan = loaded.plan if loaded else gathered(known)
    aim = _aim(files, plan, loaded is not None, options)
    chosen = placed(files, aim)
    if loaded is not None and aim.period:
        chosen = _against_previous(chosen, aim, home)
    said = list(loaded.findings) if loaded else [rules.stamp(Fault("C604", _NO_PLAN))]
    said += (rules.stamp(Fault("C609", f"“{path.name}”: {why}")) for path, why in unread)
    if void.unreadable:
        said.append(rules.stamp(Fault("S222", void.unreadable)))
    chosen = ordered(chosen, form_of(aim.plan))
    with sums.remembered(home, context, aim.unit, aim.period) as added:
        result = settled(chosen, aim, said, added)
    result = _beside_earlier(result, home) if loaded else result
    return Run(result, Memory.of(home, context, result.form) if context else None)


class _Read(NamedTuple):
    """The plan and its folder, what each file was found to be, and the context of the register."""

    home: Path
    loaded: planfile.PlanFile | None
    unread: Sequence[Unread]
    files: list[Examined]
    context: str


def _read(
    folder: Path, options: Options, progress: Progress | None, damaged: tuple[Unread, ...] = ()
) -> _Read:
    """`damaged` are plans that were found and could not be read."""
    begun, out = options.begun, options.out or folder / earlier.OUTPUT
    entries = begun.items if begun else intake.walk(folder, frozenset({out}))
    same = _untouched(folder, entries, options)
    search = Search([])
    if not options.plan:
        search = plansearch.search(folder.resolve(), same.returns(), damaged)
    plan_path = options.plan or search.one()
    home = plan_path.parent if plan_path else folder
    data = planfile.data_of(plan_path) if plan_path else b""
    kept_for = context_of(sha256(data).hexdigest() if data else "") if options.cache else ""
    try:
        with (
            Register(home, kept_for, strict=options.strict) if kept_for else nullcontext()
        ) as register:
            remembered = Remembered(register, home, folder, same) if register else None
            loaded = _loaded(plan_path, data, register) if plan_path else None
            context = Context(loaded.plan if loaded else None, options.strict)
            hands = Hands(options.jobs, options.executor, options.threads)
            files = read_all(entries, context, hands, remembered, progress, options.begun)
    except UnreadError as error:
        if options.plan or plan_path is None:
            raise
        return _read(folder, options, progress, (*damaged, Unread(plan_path, error.why)))
    return _Read(home, loaded, search.unread, files, kept_for)


def _untouched(folder: Path, entries: Sequence[Entry], options: Options) -> Untouched:
    """By the register that most likely is that of the plan."""
    if not options.cache:
        return NOTHING
    home = options.plan.parent if options.plan else likely_home(folder)
    return untouched(home, folder, entries)


_PLAN = "plan"
"""The key of the plan in the register."""
_NO_PLAN = "chỉ cộng những gì đã nhận; không biết đơn vị nào còn thiếu"


def _loaded(path: Path, data: bytes, register: Register | None) -> planfile.PlanFile:
    """The plan, out of the register where its content is known. Raises UnusableError."""
    if register and (known := register.find(_PLAN)):
        with suppress(ValueError, TypeError, ArithmeticError, KeyError):
            return planfile.PlanFile(path, *stored_plan.from_text(known.decode()))
    loaded = planfile.parsed(path, data)
    if register:
        text = stored_plan.to_text(loaded.plan, loaded.findings)
        register.keep(_PLAN, text.encode())
    return loaded


def _aim(files: Iterable[Examined], plan: Plan, plan_known: bool, options: Options) -> Aim:
    """The unit and the period: as asked for, else the newest and the nearest common superior."""
    if options.period and not periods.is_period(options.period):
        raise UnusableError(f"“{options.period}” không phải kỳ báo cáo; ví dụ: 2024-Q1, 2024-03")
    if options.unit and options.unit not in plan.units:
        raise UnusableError(f"Không có đơn vị “{options.unit}” trong kế hoạch")
    candidates = [e for e in files if is_candidate(e, plan, plan_known)]
    found = {e.identity.period for e in candidates}
    period = options.period or max(found, key=periods.order, default="")
    within = (*periods.parts(period, plan.cadence), period) if period else ()
    senders = {e.identity.unit for e in candidates if e.identity.period in within}
    unit = options.unit or nearest_common_superior(plan, senders)
    return Aim(plan, plan_known, unit, period)


def _beside_earlier(result: Result, home: Path) -> Result:
    """The result with what earlier outcomes beside the plan say of units that are no more."""
    period = result.period
    if not period or periods.parts(period, result.plan.cadence) != (period,):
        return result

    def outcome(period: str) -> Archived:
        return earlier.left_by(home, period)

    faults = beside(result.form, result.plan, result.period, result.units, cache(outcome))
    said = (rules.stamp(fault, result.form) for fault in faults)
    return replace(result, findings=(*result.findings, *said))


def _against_previous(files: Sequence[Examined], aim: Aim, home: Path) -> list[Examined]:
    """The returns that may count compared with what the period before left beside the plan."""
    form = form_of(aim.plan)
    sent = {examined.identity.period for examined in files if not examined.reason}
    earlier_of = {period: earlier.left_by(home, periods.previous(period)) for period in sent}
    if not any(before.units for before in earlier_of.values()):
        return list(files)
    moved = {period: regrouped(aim.plan, period, before) for period, before in earlier_of.items()}
    checked = []
    for examined in files:
        if not examined.reason:
            unit, period = examined.identity.unit, examined.identity.period
            archived = earlier_of[period]
            before = Before(
                restated(form, aim.plan, unit, period, archived),
                any(unit in aim.plan.path(each) for each in archived.corrected),
                unit in moved[period],
            )
            examined = compared(form, examined, aim.plan, before)
        checked.append(examined)
    return checked
