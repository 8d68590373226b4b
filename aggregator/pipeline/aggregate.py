"""`aggregate`: a folder of whatever came back -> one Result, and its files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from aggregator import earlier, examine, forms, intake, quota, rules
from aggregator import period as periods
from aggregator.choose import Aim, choose, given, is_candidate, record
from aggregator.consolidate import Consolidation, Returns, consolidate, is_due, missing_in
from aggregator.examine import Context, Examined
from aggregator.figures import figures
from aggregator.intake import Entry
from aggregator.model import (
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
from aggregator.pipeline import planfile
from aggregator.pipeline.planfile import UnusableError
from aggregator.rollup import accumulate
from aggregator.tree import gathered, nearest_common_superior
from aggregator.workbook.isolation import sandbox

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """How a folder is to be aggregated; empty means: find out."""

    plan: Path | None = None
    period: str = ""
    unit: str = ""
    out: Path | None = None
    jobs: int = 0
    strict: bool = False
    executor: Executor | None = None


def aggregate(folder: Path, options: Options, progress: Progress | None = None) -> Result:
    """Read all that came back under the folder and roll it up. Writes nothing.

    Raises UnusableError for a plan that can't be used, a unit or a period that doesn't exist.
    """
    plan_path = options.plan or planfile.find(folder.resolve())
    loaded = planfile.load(plan_path) if plan_path else None
    plan = loaded.plan if loaded else None
    skipped = frozenset({options.out or folder / earlier.OUTPUT})
    entries = [e for e in intake.walk(folder, skipped) if not _is_same(e, plan_path)]
    files = _examine(entries, Context(plan, options.strict), options, progress)
    aim = _aim(files, plan or gathered(files), loaded is not None, options)
    chosen = choose(files, aim)
    if loaded is not None and aim.period:
        chosen = _against_previous(chosen, aim, loaded.path.parent)
    said = list(loaded.findings) if loaded else [rules.stamp(Fault("C604", _NO_PLAN))]
    return _result(chosen, aim, said)


_NO_PLAN = "chỉ cộng những gì đã nhận; không biết đơn vị nào còn thiếu"


def _is_same(entry: Entry, path: Path | None) -> bool:
    return path is not None and os.path.realpath(entry.real) == os.fsencode(path.resolve())


def _examine(
    entries: Sequence[Entry], context: Context, options: Options, progress: Progress | None
) -> list[Examined]:
    groups = sandbox.run(
        partial(examine.examine_all, context=context),
        entries,
        jobs=options.jobs or os.cpu_count() or 1,
        died=examine.gave_up,
        progress=(lambda done: progress(done, len(entries))) if progress else None,
        alone=intake.needs_isolation,
        executor=options.executor,
    )
    return [examined for group in groups for examined in group]


def _aim(files: Iterable[Examined], plan: Plan, plan_known: bool, options: Options) -> Aim:
    """The unit and the period: as asked for, else the newest and the nearest common superior."""
    if options.period and not periods.is_period(options.period):
        raise UnusableError(f"“{options.period}” không phải kỳ báo cáo; ví dụ: 2024-Q1, 2024-03")
    if options.unit and options.unit not in plan.units:
        raise UnusableError(f"Không có đơn vị “{options.unit}” trong kế hoạch")
    candidates = [e for e in files if is_candidate(e, plan, plan_known)]
    found = [e.identity.period for e in candidates]
    period = options.period or max(found, key=periods.order, default="")
    within = periods.parts(period, plan.cadence) if period else ()
    senders = sorted({e.identity.unit for e in candidates if e.identity.period in within})
    unit = options.unit or nearest_common_superior(plan, senders)
    return Aim(plan, plan_known, unit, period)


def _against_previous(files: Sequence[Examined], aim: Aim, home: Path) -> list[Examined]:
    """The counted returns compared with what the period before left beside the plan."""
    form = form_of(aim.plan)
    checked = []
    for examined in files:
        before = _before(home, examined.identity.period) if not examined.reason else {}
        if examined.identity.unit in before:
            for fault in examine.differences(form, examined, aim.plan, before):
                examined = given(examined, fault)
        checked.append(examined)
    return checked


def _before(home: Path, period: str) -> earlier.Units:
    return earlier.cached(earlier.outcome_of(home, periods.previous(period))).units


def form_of(plan: Plan) -> Form:
    """The form the plan names, else the current one. Raises UnusableError."""
    try:
        return forms.load(plan.form or forms.CURRENT)
    except KeyError as error:
        raise UnusableError(f"Không có biểu mẫu “{plan.form}” trong bản cài này") from error


# --- the result -------------------------------------------------------------------------------


def _result(files: Sequence[Examined], aim: Aim, said: list[Finding]) -> Result:
    form = form_of(aim.plan)
    tree = _consolidate(form, files, aim)
    files = [_covered(examined, tree.covered) for examined in files]
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


def _consolidate(form: Form, files: Sequence[Examined], aim: Aim) -> Consolidation:
    if not aim.period:
        return Consolidation(
            tuple(
                UnitResult(aim.plan.units[code], UnitStatus.MISSING)
                for code in aim.plan.below(aim.unit)
            ),
            frozenset(),
            (),
        )
    by_period = {
        period: consolidate(form, aim.plan, aim.unit, period, _returns(files, period))
        for period in aim.parts
    }
    if len(by_period) == 1 and aim.period in by_period:
        return by_period[aim.period]
    return _over_periods(form, aim, files, by_period)


def _returns(files: Iterable[Examined], period: str) -> Returns:
    of_period = [e for e in files if e.identity.period == period]
    counted = {e.identity.unit: e.submission for e in of_period if not e.reason and e.submission}
    rejected = {e.identity.unit for e in of_period if record(e).status is FileStatus.REJECTED}
    return Returns(counted, frozenset(rejected - counted.keys()))


def _over_periods(
    form: Form, aim: Aim, files: Sequence[Examined], by_period: dict[str, Consolidation]
) -> Consolidation:
    """A report period: each unit that sent anything itself stands with all its periods."""
    own = {e.identity.unit for e in files if not e.reason and e.submission is not None}
    whole: dict[str, Submission] = {}
    partial_units: set[str] = set()
    for code in own & set(aim.plan.below(aim.unit)):
        results = [u for tree in by_period.values() for u in tree.units if u.unit.code == code]
        parts = [u.submission for u in results if u.submission is not None]
        if parts:
            whole[code] = accumulate(form, aim.period, parts)
            if len(parts) < len(_due(aim, code)):
                partial_units.add(code)
    rejected = (
        frozenset(e.identity.unit for e in files if record(e).status is FileStatus.REJECTED)
        - whole.keys()
    )
    returns = Returns(whole, rejected, frozenset(partial_units))
    tree = consolidate(form, aim.plan, aim.unit, aim.period, returns)
    faults = tuple(fault for each in by_period.values() for fault in each.faults)
    return replace(tree, faults=faults)


def _due(aim: Aim, code: str) -> list[str]:
    return [period for period in aim.parts if is_due(aim.plan.units[code], period)]


def _covered(examined: Examined, covered: frozenset[str]) -> Examined:
    if examined.reason or examined.identity.unit not in covered:
        return examined
    return given(examined, Fault("S215", "cấp trên của đơn vị đã gửi báo cáo chung cho cả nhánh"))


def _parts(files: Iterable[Examined]) -> Iterator[Part]:
    for examined in files:
        if not examined.reason and examined.submission is not None:
            source = Source(examined.identity.unit, examined.path, examined.sha256)
            yield Part(source, examined.submission)


def _standing(form: Form, aim: Aim, tree: Consolidation, missing: dict[str, int]) -> quota.Standing:
    values: dict[str, dict[str, Number | None]] = {}
    for result in tree.units:
        values[result.unit.code] = (
            _cumulative(form, result.submission) if result.submission else dict(result.known)
        )
    labels = {code: indicator.label for code, indicator in form.indicators.items()}
    return quota.Standing(aim.plan, aim.period, aim.unit, values, missing, labels)


def _cumulative(form: Form, submission: Submission) -> dict[str, Number | None]:
    shown = figures(form, submission)
    return {key.indicator: value for key, value in shown.items() if key.column == "luy_ke"}


# --- findings of the folder as a whole ---------------------------------------------------------


def _of_the_whole(
    form: Form, aim: Aim, tree: Consolidation, files: Sequence[Examined]
) -> Iterator[Fault]:
    counted = {e.identity.unit: e.path for e in files if not e.reason}
    for fault in tree.faults:
        yield fault._replace(ref=Ref(counted.get(fault.unit, "")))
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
        unit = aim.plan.units[examined.identity.unit]
        due = next(
            (
                d.due
                for d in aim.plan.deadlines
                if d.period == examined.identity.period
                and d.due is not None
                and d.from_level in ("", unit.level)
            ),
            None,
        )
        days = (examined.mailed.date() - due).days if due else 0
        if due and days > 0:
            message = f"gửi ngày {examined.mailed:%d/%m/%Y}, hạn {due:%d/%m/%Y}, muộn {days} ngày"
            yield Fault("C602", message, Ref(examined.path), unit.code)


def has_errors(result: Result) -> bool:
    """Whether the run ends with exit code 1."""
    return any(finding.severity is Severity.ERROR for finding in result.findings)
