"""Which numbers of which units a published report keeps back; any other keeps back none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aggregator.model import Number
from aggregator.report.word import published
from aggregator.report.word.account import Account
from aggregator.report.word.annexes import count
from aggregator.report.word.inference import WITHHELD
from aggregator.workbook.returned.tables import UnitRow


class Veil(NamedTuple):
    """By measure what stands instead of a unit's cumulative number.

    Of the units that are `dark` nothing is told by which their admissions could be worked out.
    """

    marks: Mapping[str, Mapping[str, str]]
    dark: frozenset[str]
    hides_rows: bool

    def printed(self, row: UnitRow, measure: str) -> str:
        """A cumulative count as it is shown."""
        return self.marks.get(measure, {}).get(row.code) or count(row.told(measure))

    def beside(self, row: UnitRow, value: Number | None) -> str:
        """A count that goes with the admissions of the year."""
        return WITHHELD if value is not None and row.code in self.dark else count(value)

    def hides(self, row: UnitRow, measure: str) -> bool:
        """Whether the cumulative number of the unit is kept back."""
        return row.code in self.marks.get(measure, {})


def drawn(account: Account, public: bool, measures: Sequence[str]) -> Veil:
    """The veil over the units of an account."""
    if not public:
        return Veil({}, frozenset(), hides_rows=False)
    marks = {code: published.kept_back(account, code) for code in measures}
    return Veil(marks, published.dark(account), published.hides_rows(account, measures))
