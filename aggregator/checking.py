"""What the computing checks say of one return: by itself, and beside the period before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from aggregator import figures, layout, rules
from aggregator import period as periods
from aggregator.derivation import rests_on
from aggregator.figures import Figures
from aggregator.lineage import carried_on
from aggregator.model import Fault, Finding, Form, Key, Plan, Ref, Severity, Submission, Unit
from aggregator.rules.identities import broken, inputs_of
from aggregator.workbook.returned.read import Reading

_AGAINST_PREVIOUS = ("X401", "X402", "X405")


class Before(NamedTuple):
    """What the period before left of a unit; flags as in `rules.Case`."""

    figures: Figures
    corrected: bool = False
    regrouped: bool = False


def judged(
    form: Form, submission: Submission, unit: Unit, reading: Reading, plan: Plan
) -> Iterator[Finding]:
    """What the checks say of a return by itself; nothing is concluded from a doubtful number."""
    shown = figures.figures(form, submission)
    case = rules.Case(form, submission, shown, plan, unit)
    doubtful = set(reading.unread)
    for code, problem in rules.problems(case):
        if _rests_on(form, problem.key) & reading.unread:
            continue
        fault = Fault(code, problem.message, reading.ref(form, problem.key))
        if (problem.severity or rules.find(code).severity) is Severity.ERROR:
            doubtful.add(problem.key)
        yield rules.stamp(fault, form, problem.severity)
    said = [each for each in broken(form, shown) if not doubtful & inputs_of(form, each[0])]
    wrong = {key for identity, key, _ in said if identity.severity is Severity.ERROR}
    for identity, key, message in said:
        if identity.severity is Severity.ERROR or not wrong & inputs_of(form, identity):
            yield rules.stamp(Fault(identity.code, message, reading.ref(form, key)), form)


def _rests_on(form: Form, key: Key) -> frozenset[Key]:
    codes = rests_on(form, key.indicator)
    return frozenset(Key(code, key.column) for code in codes)


def differences(
    form: Form, submission: Submission, plan: Plan, before: Before
) -> Iterator[Finding]:
    """What a return says otherwise than the period before left it; the file is not named."""
    code, period = submission.unit, submission.period
    former = carried_on(plan, code, period, periods.previous(period)) != (code,)
    shown = figures.figures(form, submission)
    case = rules.Case(form, submission, shown, plan, plan.units[code], before.figures)
    case = replace(case, restated=former, corrected=before.corrected, regrouped=before.regrouped)
    for name in _AGAINST_PREVIOUS:
        check = rules.find(name).run
        for problem in check(case) if check else ():
            slot = layout.slots(form)[problem.key]
            place = Ref(sheet=slot.sheet, cell=slot.cell)
            fault = Fault(name, problem.message, place, code)
            yield rules.stamp(fault, form, problem.severity)
