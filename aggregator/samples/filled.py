"""Templates as they come back: stamped for a unit, with its numbers typed in."""

from __future__ import annotations

from functools import cached_property

from aggregator import forms
from aggregator import period as periods
from aggregator.model import Form, Key, Plan, Submission
from aggregator.samples.returns import OPENING
from aggregator.workbook import meta
from aggregator.workbook.sheets import Filling
from aggregator.workbook.stamp import Stamper


class Desk:
    """Where the chi bộ of a plan fill in their templates for the first quarter of a year."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def form(self) -> Form:
        """The form that the plan names."""
        return forms.load(self.plan.form)

    @cached_property
    def _stamper(self) -> Stamper:
        return Stamper(self.form, opens_year=True, typed_counts=False)

    def workbook(self, seen: Submission, revision: int = 1) -> bytes:
        """The returned workbook; `không phát sinh` is ticked where no admission was typed."""
        if not periods.opens_year(seen.period):
            raise ValueError(f"{seen.period} does not open a year")
        admissions = seen.values[self.form.position[Key(self.form.admissions, "ky"), "value"]]
        opening = seen.values[self.form.position[Key(OPENING, "ky"), "value"]]
        ticked = admissions is None and opening is not None
        identity = meta.meta(self.plan, seen.unit, seen.period, self.form, "template")
        return self._stamper.stamp(
            Filling(
                meta=identity,
                cover=self._cover(identity, revision, ticked),
                submission=seen,
                known=self._known(seen),
                typed_counts=False,
            )
        )

    def _cover(
        self, identity: dict[str, str], revision: int, ticked: bool
    ) -> dict[str, str | int | None]:
        given = {a.unit: a.amount for a in reversed(self.plan.allocations)}
        amount = given.get(identity["unit"])
        return {
            **{key: identity[key] for key in ("name", "unit", "parent_name", "parent", "plan")},
            "period": periods.label(identity["period"]),
            "quota": None if amount is None else f"Kết nạp {amount} đảng viên trong năm",
            "nothing": "có" if ticked else None,
            "revision": revision,
        }

    def _known(self, seen: Submission) -> frozenset[Key]:
        """The cells that were filled before the template was sent out."""
        return frozenset(
            fact.key
            for fact, value in zip(self.form.facts, seen.values, strict=True)
            if value is not None and (fact.key.column == "cung_ky" or fact.key.indicator == OPENING)
        )
