"""Templates as they come back: the one that was sent to the unit, with its numbers typed in."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property

from aggregator import forms
from aggregator import period as periods
from aggregator.model import Form, Key, Method, Plan, Submission
from aggregator.pipeline.distribute import Known, filling
from aggregator.report.assigned import NOTHING, Assigned, assigned
from aggregator.samples.returns import OPENING, with_blanks
from aggregator.workbook.package import zipparts
from aggregator.workbook.template.content import Filling
from aggregator.workbook.template.stamp import Stamper

_UNKNOWN = Known()


class Desk:
    """Where the units of a plan fill in their templates of one period.

    `known` are the numbers of earlier periods that were there when the templates were sent.
    """

    def __init__(self, plan: Plan, period: str, known: Known = _UNKNOWN) -> None:
        self.plan = plan
        self.period = period
        self.known = known

    @cached_property
    def form(self) -> Form:
        """The form that the plan names."""
        return forms.load(self.plan.form)

    @cached_property
    def _asked(self) -> dict[str, Assigned]:
        return dict(assigned(self.plan, self.period, self.form))

    def _sent(self, unit: str, period: str) -> Filling:
        asked = self._asked.get(unit, NOTHING)
        return filling(self.plan, self.form, unit, period, self.known, asked)

    def typed(self, seen: Submission) -> Submission:
        """The submission with what the template already said in place of what would be typed."""
        sent = self._sent(seen.unit, seen.period).submission
        values = (
            own if known is None or fact.method is Method.UNIT_COUNT else known
            for fact, known, own in zip(self.form.facts, sent.values, seen.values, strict=True)
        )
        return with_blanks(self.form, replace(seen, values=tuple(values)))

    def workbook(self, seen: Submission, revision: int = 1) -> bytes:
        """The returned workbook; `không phát sinh` is ticked where no admission was typed."""
        sent = self._sent(seen.unit, seen.period)
        nothing = "có" if self._ticked(seen) else "không"
        cover = {**sent.cover, "nothing": nothing, "revision": revision}
        stamper = _stamper(self.form, periods.opens_year(seen.period), sent.typed_counts)
        return _tight(stamper.stamp(sent._replace(submission=seen, cover=cover)))

    def _ticked(self, seen: Submission) -> bool:
        admissions, opening = (
            seen.values[self.form.position[Key(code, "ky"), "value"]]
            for code in (self.form.admissions, OPENING)
        )
        return admissions is None and opening is not None


def _tight(data: bytes) -> bytes:
    """The same workbook in fewer bytes: hundreds of them travel with every checkout."""
    archive = zipparts.open_archive(data)
    return zipparts.rewrite(archive, {name: archive.read(name) for name in archive.entries})


@cache
def _stamper(form: Form, opens_year: bool, typed_counts: bool) -> Stamper:
    return Stamper(form, opens_year, typed_counts)
