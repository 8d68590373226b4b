"""Files whose fate is chosen -> one Result: the tree with its numbers, judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from aggregator import quota, rules, vocabulary
from aggregator.choose import COVERED, LEFT_OUT, Aim, given, record, status_of
from aggregator.consolidate import Consolidation, Returns, consolidate, missing_in, uncarried_in
from aggregator.examined import Examined
from aggregator.figures import figure_of_each
from aggregator.model import (
    CARRIED,
    Fault,
    FileStatus,
    Finding,
    Form,
    Key,
    Number,
    Part,
    Result,
    Source,
    Submission,
    UnitResult,
    UnitStatus,
)
from aggregator.overtime import Whole, over_periods
from aggregator.pipeline.coverage import of_the_whole
from aggregator.pipeline.planfile import form_of
from aggregator.pipeline.replaced import replaced
from aggregator.quota.base_year import outdated
from aggregator.quota.standing import Told
from aggregator.reorganised import dissolved
from aggregator.report.carried import carried_measures
from aggregator.rollup import Rollup, rollup


def settled(
    files: Sequence[Examined], aim: Aim, said: Sequence[Finding] = (), added: Rollup = rollup
) -> Result:
    """The result of files whose fate is chosen; `said` is what is to be said of the plan.

    `added` rolls up as `rollup` does.
    """
    form = form_of(aim.plan)
    tree, inside = _consolidate(form, files, aim, added)
    if any(inside.values()):
        files = [_covered(examined, inside) for examined in files]
    missing = {unit.unit.code: missing_in(unit) for unit in tree.units}
    standing = _standing(form, aim, tree, missing) if aim.period else None
    findings = [
        *said,
        *chain.from_iterable(examined.findings for examined in files),
        *(rules.stamp(fault, form) for fault in of_the_whole(form, aim, tree, files)),
        *(rules.stamp(fault, form) for fault in (outdated(standing) if standing else ())),
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
        judgements=quota.judge(standing) if standing else (),
        findings=tuple(findings),
        repairs=tuple(chain.from_iterable(examined.repairs for examined in files)),
        replaced=tuple(replaced(form, carried_measures(aim.plan, form), aim, tree, files)),
    )


def _consolidate(form: Form, files: Sequence[Examined], aim: Aim, added: Rollup) -> Whole:
    if not aim.period:
        return Whole(_nothing(aim), {})
    returns = {period: _returns(files, period) for period in aim.parts}
    if tuple(returns) != (aim.period,):
        of_it_all = _returns(files, aim.period)
        return over_periods(form, aim.plan, aim.unit, aim.period, returns, of_it_all, added)
    tree = consolidate(form, aim.plan, aim.unit, aim.period, returns[aim.period], added)
    return Whole(tree, {aim.period: tree.inside})


def _nothing(aim: Aim) -> Consolidation:
    """Not even a period: every leaf is missing."""
    silent: dict[str, UnitResult] = {}
    order = aim.plan.below(aim.unit)
    for code in reversed(order):
        missing = sum(missing_in(silent[child]) for child in aim.plan.children.get(code, ()))
        silent[code] = UnitResult(aim.plan.units[code], UnitStatus.MISSING, None, missing)
    return Consolidation(tuple(silent[code] for code in order), frozenset(), ())


def _returns(files: Iterable[Examined], period: str) -> Returns:
    of_period = [e for e in files if e.identity.period == period]
    counted = {e.identity.unit: e.submission for e in of_period if not e.reason and e.submission}
    faulty = (e for e in of_period if status_of(e.reason) is FileStatus.REJECTED)
    rejected = {examined.identity.unit for examined in faulty}
    return Returns(counted, frozenset(rejected - counted.keys()))


def _covered(examined: Examined, inside: Mapping[str, Mapping[str, int]]) -> Examined:
    identity = examined.identity
    lacking = inside.get(identity.period, {}).get(identity.unit)
    if examined.reason or lacking is None:
        return examined
    if examined.submission is not None and examined.submission.missing < lacking:
        return given(examined, Fault(LEFT_OUT, "cấp trên của đơn vị đã gửi báo cáo khi chưa có nó"))
    return given(examined, Fault(COVERED, "cấp trên của đơn vị đã gửi báo cáo chung cho cả nhánh"))


def _parts(files: Iterable[Examined]) -> Iterator[Part]:
    for examined in files:
        if not examined.reason and examined.submission is not None:
            source = Source(examined.identity.unit, examined.path, examined.sha256)
            yield Part(source, examined.submission)


def _standing(form: Form, aim: Aim, tree: Consolidation, missing: dict[str, int]) -> quota.Standing:
    values = _told(form, tree.units)
    labels = vocabulary.labels("reason")
    ended = dissolved(aim.plan, aim.period)
    # what they reported in the year is carried by nobody
    gone = Counter(above for code, _ in ended for above in aim.plan.path(code)[:-1])
    adding = [fact.key.indicator for fact in form.facts if fact.key.column == CARRIED]
    uncarried = {
        result.unit.code: dict.fromkeys(adding, leaves)
        for result in tree.units
        if (leaves := uncarried_in(form, result) + gone.get(result.unit.code, 0))
    }
    return quota.Standing(aim.plan, aim.period, aim.unit, values, missing, labels, uncarried)


def _told(form: Form, results: Sequence[UnitResult]) -> dict[str, Told]:
    """What is known of each unit, by indicator."""
    known = [(result.unit.code, result.submission) for result in results if result.submission]
    columns = _Columns(form, [submission for _, submission in known])
    told: dict[str, Told] = {result.unit.code: result.known for result in results}
    told.update((code, _Cumulative(columns, at)) for at, (code, _) in enumerate(known))
    return told


class _Columns(dict[str, list[Number | None]]):
    """The cumulative numbers of all submissions, worked out when a quota asks for an indicator."""

    def __init__(self, form: Form, submissions: Sequence[Submission]) -> None:
        super().__init__()
        self._form, self._submissions = form, submissions

    def __missing__(self, code: str) -> list[Number | None]:
        key = Key(code, "luy_ke")
        self[code] = column = figure_of_each(self._form, self._submissions, key)
        return column


class _Cumulative:
    """The cumulative numbers of one submission by indicator."""

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: _Columns, at: int) -> None:
        self._columns, self._at = columns, at

    def get(self, measure: str, /) -> Number | None:
        return self._columns[measure][self._at]
