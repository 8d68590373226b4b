"""Templates as they come back: the one that was sent to the unit, with its numbers typed in."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from aggregator import forms
from aggregator.assigned import NOTHING, assigned
from aggregator.model import Form, Key, Plan, Submission
from aggregator.pipeline.distribute import Known, filling
from aggregator.samples.returns import OPENING
from aggregator.workbook.template.stamp import Stamper


class Desk:
    """Where the chi bộ of a plan fill in their templates for the first quarter of a year."""

    def __init__(self, plan: Plan, period: str) -> None:
        self.plan = plan
        self.period = period

    @cached_property
    def form(self) -> Form:
        """The form that the plan names."""
        return forms.load(self.plan.form)

    @cached_property
    def _stamper(self) -> Stamper:
        return Stamper(self.form, opens_year=True, typed_counts=False)

    @cached_property
    def _asked(self) -> dict[str, str]:
        return dict(assigned(self.plan, self.period, self.form))

    def workbook(self, seen: Submission, revision: int = 1) -> bytes:
        """The returned workbook; `không phát sinh` is ticked where no admission was typed."""
        asked = self._asked.get(seen.unit, NOTHING)
        sent = filling(self.plan, self.form, seen.unit, seen.period, Known(), asked)
        nothing = "có" if self._ticked(seen) else "không"
        cover = {**sent.cover, "nothing": nothing, "revision": revision}
        return self._stamper.stamp(replace(sent, submission=seen, cover=cover))

    def _ticked(self, seen: Submission) -> bool:
        admissions, opening = (
            seen.values[self.form.position[Key(code, "ky"), "value"]]
            for code in (self.form.admissions, OPENING)
        )
        return admissions is None and opening is not None
