"""A result as its outputs look at it: how much of it is in, its tree, the leading quota."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from aggregator import wording
from aggregator.figures import Figures, figure, figures, reading
from aggregator.model import (
    Form,
    Judgement,
    Key,
    Number,
    Result,
    Submission,
    Unit,
    UnitResult,
    UnitStatus,
)
from aggregator.report import comparable, piece
from aggregator.report.comparable import Unlike
from aggregator.report.contributions import in_tree_order
from aggregator.report.leading import leading
from aggregator.report.piece import as_bytes, digest
from aggregator.report.resting import Digested, Rests, Said, of_files, of_judgements, of_units
from aggregator.rollup import blank

Some = TypeVar("Some")

BETWEEN = "/"
"""Between the codes of a path; a code of a unit never holds it."""
_PLANNED = ("code", "name", "parent", "level", "kind", "members_start")


class Digest:
    """A result, its parts in the order of the tree, with what all its outputs ask for."""

    def __init__(self, result: Result) -> None:
        self.result = replace(result, parts=in_tree_order(result))
        self.form: Form = result.form
        self.superiors = {unit.unit.parent for unit in result.units}

    @cached_property
    def submission(self) -> Submission:
        """The total; all blank where nothing valid came back."""
        known = self.result.total.submission
        return known or blank(self.form, self.result.unit, self.result.period)

    @cached_property
    def figures(self) -> Figures:
        """Every number of the total."""
        return figures(self.form, self.submission)

    @cached_property
    def _superior(self) -> Mapping[str, tuple[str, int]]:
        """The path of each unit that has units below it, and how deep these stand."""
        found: dict[str, tuple[str, int]] = {}
        for unit in (result.unit for result in self.result.units):
            if unit.code in self.superiors:
                above, depth = found.get(unit.parent, (BETWEEN, 0))
                found[unit.code] = f"{above}{unit.code}{BETWEEN}", depth + 1
        return found

    def depth(self, unit: Unit) -> int:
        """How far below the unit of the result a unit of it stands."""
        _, depth = self._superior.get(unit.parent, (BETWEEN, 0))
        return depth

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each unit stands in the result, the first at 0."""
        return {result.unit.code: at for at, result in enumerate(self.result.units)}

    def over_branches(self, own: Sequence[Some], both: Callable[[Some, Some], Some]) -> list[Some]:
        """What is said of each unit together with all that is said of the units below it."""
        found, superiors = [*own], self._superiors_at
        for at in range(len(found) - 1, 0, -1):
            above = superiors[at]
            if above is not None:
                found[above] = both(found[above], found[at])
        return found

    @cached_property
    def _superiors_at(self) -> Sequence[int | None]:
        """Where the superior of each unit stands, if it is in the result."""
        return [self.places.get(result.unit.parent) for result in self.result.units]

    @cached_property
    def tree(self) -> bytes:
        """The digest of what names, paths and places of all units follow from beside the plan."""
        said = attrgetter(*(f"unit.{name}" for name in _PLANNED))
        units = [*map(said, self.result.units)]
        return digest(as_bytes((self.result.unit, self.result.period, units)))

    def resting(self, said: Said) -> Rests | None:
        """That rows rest on what is `said` of them, and all on plan and tree.

        Without a plan it isn't known what they rest on.
        """
        return Rests(self.tree, said) if self.result.plan_known else None

    @cached_property
    def of_units(self) -> Said:
        """What is known of some units."""
        return Digested(of_units, self.result.units, piece.UNITS_TOGETHER)

    @cached_property
    def of_files(self) -> Said:
        """All of some files but their moments."""
        return Digested(of_files, self.result.files, piece.FILES_TOGETHER)

    @cached_property
    def of_judgements(self) -> Said:
        """All of some judgements."""
        return Digested(of_judgements, self.result.judgements, piece.FILES_TOGETHER)

    def full_name(self, code: str) -> str:
        """The name of a unit with its superior's, for a place where the tree is not seen."""
        unit = self.result.plan.units.get(code)
        if unit is None:
            return code
        if unit.parent == self.result.unit or unit.parent not in self.places:
            return unit.name
        return f"{unit.name} ({self.result.units[self.places[unit.parent]].unit.name})"

    @cached_property
    def leading(self) -> Mapping[str, Judgement]:
        """For each unit the judgement that its admissions are measured by first of all."""
        return leading(self.result, self.superiors)

    @property
    def due(self) -> Sequence[UnitResult]:
        """The leaves that owe a return."""
        superiors, exempt = self.superiors, UnitStatus.EXEMPT
        return [
            result
            for result in self.result.units
            if result.status is not exempt and result.unit.code not in superiors
        ]

    @cached_property
    def coverage(self) -> str:
        """How many of the units the numbers come from, in a sentence without its stop."""
        due, missing = self.due, self.result.total.missing_below
        came_in = [unit for unit in due if unit.status not in _NOT_IN]
        if not self.result.plan_known:
            number = wording.number(len(came_in))
            return (
                f"Số liệu từ {number} đơn vị; không có kế hoạch nên không biết còn thiếu đơn vị nào"
            )
        below = sum(unit.missing_below for unit in came_in)
        share = f"{wording.number(len(due) - missing + below)}/{wording.number(len(due))}"
        if not missing:
            return f"Số liệu từ đủ {share} đơn vị"
        inside = f", trong đó {wording.number(below)} ở cấp dưới của đơn vị đã gửi" if below else ""
        return f"Số liệu từ {share} đơn vị; còn thiếu {wording.number(missing)} đơn vị{inside}"

    @cached_property
    def complete(self) -> bool:
        """Whether every number that is due is in the totals, as far as is known."""
        return self.result.plan_known and self.result.total.missing_below == 0

    def path(self, unit: str) -> str:
        """The codes of a unit's superiors and its own, `/UB/UB.01/UB.01.02/`.

        Of one that isn't in the result the path of the unit of the result.
        """
        found = self.result.units[self.places.get(unit, 0)].unit
        above, _ = self._superior.get(found.parent, (BETWEEN, 0))
        return f"{above}{found.code}{BETWEEN}"

    def known(self, unit: UnitResult, key: Key) -> Number | None:
        """A number of a unit, from its numbers or from what a summary carried of it."""
        if unit.submission is not None:
            return figure(self.form, unit.submission, key)
        return unit.known.get(key.indicator) if key.column == "luy_ke" else None

    def numbers(self, keys: Sequence[Key]) -> Callable[[UnitResult], Sequence[Number | None]]:
        """As `known`, several numbers of a unit at once."""
        read, unknown = reading(self.form, keys), [None] * len(keys)

        def of(unit: UnitResult) -> Sequence[Number | None]:
            if unit.submission is not None:
                return read(unit.submission)
            return [self.known(unit, key) for key in keys] if unit.known else unknown

        return of

    def unlike(self, submission: Submission, indicator: str) -> Unlike:
        """How far a row of some unit and last year's fall short of all that is counted."""
        left = comparable.blanks(self.form, submission)
        return comparable.unlike(self.form, self.result.period, left, indicator)


_NOT_IN = frozenset({UnitStatus.MISSING, UnitStatus.REJECTED, UnitStatus.PARTIAL})
