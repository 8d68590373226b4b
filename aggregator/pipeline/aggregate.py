"""`aggregate`: a folder of whatever came back -> one Result, and its files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path, PurePath

from aggregator import deadlines, earlier, examine, forms, intake, quota, rules, vocabulary
from aggregator import period as periods
from aggregator.choose import Aim, choose, given, is_candidate, record
from aggregator.consolidate import Consolidation, Returns, consolidate, missing_in
from aggregator.examine import Context, Examined
from aggregator.figures import figures
from aggregator.intake import Entry
from aggregator.lineage import restated
from aggregator.model import (
    CARRIED,
    Fault,
    FileStatus,
    Finding,
    Form,
    Number,
    Part,
    Plan,
    Ref,
    Result,
    Severity,
    Source,
    Submission,
    UnitResult,
    UnitStatus,
)
from aggregator.overtime import Whole, over_periods
from aggregator.pipeline import planfile
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.reading import Hands, Progress, context_of, read_all
from aggregator.register import Receipt, Register
from aggregator.tree import gathered, nearest_common_superior


@dataclass(frozen=True)
class Options:
    """How a folder is to be aggregated; empty means: find out."""

    plan: Path | None = None
    period: str = ""
    unit: str = ""
    out: Path | None = None
    jobs: int = 0
    strict: bool = False
    cache: bool = False
    executor: Executor | None = None
    threads: int = 0


def aggregate(folder: Path, options: Options, progress: Progress | None = None) -> Result:
    """Read all that came back under the folder and roll it up. Writes nothing but the register.

    Raises UnusableError for a plan that can't be used, a unit or a period that doesn't exist.
    """
    plan_path = options.plan or planfile.find(folder.resolve())
    loaded = planfile.load(plan_path) if plan_path else None
    plan = loaded.plan if loaded else None
    skipped = frozenset({options.out or folder / earlier.OUTPUT})
    entries = intake.walk(folder, skipped)
    files = _examine(folder, entries, loaded, options, progress)
    aim = _aim(files, plan or gathered(files), loaded is not None, options)
    chosen = choose(files, aim)
    if loaded is not None and aim.period:
        chosen = _against_previous(chosen, aim, loaded.path.parent)
    said = list(loaded.findings) if loaded else [rules.stamp(Fault("C604", _NO_PLAN))]
    return settled(chosen, aim, said)


_NO_PLAN = "chỉ cộng những gì đã nhận; không biết đơn vị nào còn thiếu"


def _examine(
    folder: Path,
    entries: Sequence[Entry],
    loaded: planfile.PlanFile | None,
    options: Options,
    progress: Progress | None,
) -> list[Examined]:
    context = Context(loaded.plan if loaded else None, options.strict)
    hands = Hands(options.jobs or os.cpu_count() or 1, options.executor, options.threads)
    if not options.cache:
        return read_all(entries, context, hands, progress=progress)
    home = loaded.path.parent if loaded else folder
    with Register(home, context_of(loaded.sha256 if loaded else "")) as register:
        files = read_all(entries, context, hands, register, progress)
        register.receive(_receipts(files, home, folder))
    return files


def _receipts(files: Iterable[Examined], home: Path, folder: Path) -> Iterator[Receipt]:
    below = PurePath(os.path.relpath(folder.resolve(), home.resolve()))
    for examined in files:
        if examined.sha256:
            yield Receipt(examined.sha256, (below / examined.path).as_posix())


def _aim(files: Iterable[Examined], plan: Plan, plan_known: bool, options: Options) -> Aim:
    """The unit and the period: as asked for, else the newest and the nearest common superior."""
    if options.period and not periods.is_period(options.period):
        raise UnusableError(f"“{options.period}” không phải kỳ báo cáo; ví dụ: 2024-Q1, 2024-03")
    if options.unit and options.unit not in plan.units:
        raise UnusableError(f"Không có đơn vị “{options.unit}” trong kế hoạch")
    candidates = [e for e in files if is_candidate(e, plan, plan_known)]
    found = [e.identity.period for e in candidates]
    period = options.period or max(found, key=periods.order, default="")
    within = (*periods.parts(period, plan.cadence), period) if period else ()
    senders = sorted({e.identity.unit for e in candidates if e.identity.period in within})
    unit = options.unit or nearest_common_superior(plan, senders)
    return Aim(plan, plan_known, unit, period)


def _against_previous(files: Sequence[Examined], aim: Aim, home: Path) -> list[Examined]:
    """The counted returns compared with what the period before left beside the plan."""
    form = form_of(aim.plan)
    sent = {examined.identity.period for examined in files if not examined.reason}
    earlier_of = {
        period: earlier.found(earlier.outcome_of(home, periods.previous(period))) for period in sent
    }
    checked = []
    for examined in files:
        if not examined.reason:
            unit, period = examined.identity.unit, examined.identity.period
            before = restated(form, aim.plan, unit, period, earlier_of[period])
            examined = examine.compared(form, examined, aim.plan, before)
        checked.append(examined)
    return checked


def form_of(plan: Plan) -> Form:
    """The form the plan names, else the current one. Raises UnusableError."""
    try:
        return forms.load(plan.form or forms.CURRENT)
    except KeyError as error:
        raise UnusableError(f"Không có biểu mẫu “{plan.form}” trong bản cài này") from error


# --- the result -------------------------------------------------------------------------------


def settled(files: Sequence[Examined], aim: Aim, said: Sequence[Finding] = ()) -> Result:
    """The result of files whose fate is chosen; `said` is what is to be said of the plan."""
    form = form_of(aim.plan)
    tree, covered = _consolidate(form, files, aim)
    files = [_covered(examined, covered) for examined in files]
    missing = {unit.unit.code: missing_in(unit) for unit in tree.units}
    findings = [
        *said,
        *(finding for examined in files for finding in examined.findings),
        *(rules.stamp(fault, form) for fault in _of_the_whole(form, aim, tree, files)),
    ]
    return Result(
        plan=aim.plan,
        plan_known=aim.plan_known,
        form=form,
        unit=aim.unit,
        period=aim.period,
        files=tuple(record(examined) for examined in files),
        units=tree.units,
        parts=tuple(_parts(files)),
        judgements=quota.judge(_standing(form, aim, tree, missing)) if aim.period else (),
        findings=tuple(findings),
        repairs=tuple(repair for examined in files for repair in examined.repairs),
    )


def _consolidate(form: Form, files: Sequence[Examined], aim: Aim) -> Whole:
    if not aim.period:
        return Whole(_nothing(aim), {})
    returns = {period: _returns(files, period) for period in aim.parts}
    if tuple(returns) != (aim.period,):
        of_it_all = _returns(files, aim.period)
        return over_periods(form, aim.plan, aim.unit, aim.period, returns, of_it_all)
    tree = consolidate(form, aim.plan, aim.unit, aim.period, returns[aim.period])
    return Whole(tree, {aim.period: tree.covered})


def _nothing(aim: Aim) -> Consolidation:
    units = (aim.plan.units[code] for code in aim.plan.below(aim.unit))
    silent = tuple(UnitResult(unit, UnitStatus.MISSING) for unit in units)
    return Consolidation(silent, frozenset(), ())


def _returns(files: Iterable[Examined], period: str) -> Returns:
    of_period = [e for e in files if e.identity.period == period]
    counted = {e.identity.unit: e.submission for e in of_period if not e.reason and e.submission}
    rejected = {e.identity.unit for e in of_period if record(e).status is FileStatus.REJECTED}
    return Returns(counted, frozenset(rejected - counted.keys()))


def _covered(examined: Examined, covered: Mapping[str, frozenset[str]]) -> Examined:
    identity = examined.identity
    if examined.reason or identity.unit not in covered.get(identity.period, frozenset()):
        return examined
    return given(examined, Fault("S215", "cấp trên của đơn vị đã gửi báo cáo chung cho cả nhánh"))


def _parts(files: Iterable[Examined]) -> Iterator[Part]:
    for examined in files:
        if not examined.reason and examined.submission is not None:
            source = Source(examined.identity.unit, examined.path, examined.sha256)
            yield Part(source, examined.submission)


def _uncarried(form: Form, plan: Plan, result: UnitResult) -> dict[str, int]:
    """By measure of a quota, the leaves whose numbers of the periods before are not known."""
    if result.submission is None or periods.opens_year(result.submission.period):
        return {}
    measures = {quota.measure for quota in plan.quotas}
    return {
        fact.key.indicator: count
        for fact, count in zip(form.facts, result.submission.blanks, strict=True)
        if count and fact.key.column == CARRIED and fact.key.indicator in measures
    }


def _standing(form: Form, aim: Aim, tree: Consolidation, missing: dict[str, int]) -> quota.Standing:
    values: dict[str, dict[str, Number | None]] = {}
    for result in tree.units:
        values[result.unit.code] = (
            _cumulative(form, result.submission) if result.submission else dict(result.known)
        )
    labels = vocabulary.labels("reason")
    uncarried = {u.unit.code: _uncarried(form, aim.plan, u) for u in tree.units}
    return quota.Standing(aim.plan, aim.period, aim.unit, values, missing, labels, uncarried)


def _cumulative(form: Form, submission: Submission) -> dict[str, Number | None]:
    shown = figures(form, submission)
    return {key.indicator: value for key, value in shown.items() if key.column == "luy_ke"}


# --- findings of the folder as a whole ---------------------------------------------------------


def _of_the_whole(
    form: Form, aim: Aim, tree: Consolidation, files: Sequence[Examined]
) -> Iterator[Fault]:
    counted = {e.identity.unit: e.path for e in files if not e.reason}
    for fault in tree.faults:
        if fault.code != "C605":
            yield fault._replace(ref=Ref(counted.get(fault.unit, "")))
        elif aim.plan_known:
            yield fault
    if not counted:
        yield Fault("C603", f"0 tệp được tính trong {len(files)} tệp")
    for result in tree.units:
        if result.status is UnitStatus.MISSING and aim.plan_known and aim.period:
            if not aim.plan.children[result.unit.code]:
                yield Fault("C601", f"“{result.unit.name}” chưa nộp", unit=result.unit.code)
        elif result.status is UnitStatus.ROLLED_UP and result.submission is not None:
            yield from _transfers(form, aim.plan, result)
    yield from _late(aim, files)


def _transfers(form: Form, plan: Plan, result: UnitResult) -> Iterator[Fault]:
    if result.submission is None or result.missing_below:
        return
    case = rules.Case(form, result.submission, figures(form, result.submission), plan, result.unit)
    check = rules.find("X404").run
    for problem in check(case) if check else ():
        yield Fault("X404", f"{problem.key.indicator}: {problem.message}", unit=result.unit.code)


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


def has_errors(result: Result) -> bool:
    """Whether the run ends with exit code 1."""
    return any(finding.severity is Severity.ERROR for finding in result.findings)
