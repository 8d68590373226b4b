"""What is judged: a quota seen at one unit."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Verdict(StrEnum):
    """The five values of a judgement; none may be collapsed into another."""

    MET = "met"
    NOT_MET = "not_met"
    IN_PROGRESS = "in_progress"
    EXEMPT = "exempt"
    NO_DATA = "no_data"


class Judgement(NamedTuple):
    """A quota seen at one unit: how much is required, how much there is, what follows."""

    quota: str
    unit: str
    kind: str
    strength: str
    required: int | None
    actual: int | None
    verdict: Verdict
    detail: str = ""

    @property
    def percent(self) -> Fraction | None:
        """Actual as an exact share of required, or None where either is missing or 0."""
        if self.actual is None or not self.required:
            return None
        return Fraction(self.actual, self.required)
