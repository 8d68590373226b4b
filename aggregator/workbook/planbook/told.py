"""What is wrong with a plan workbook, and where in it: collected while it is read."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from aggregator import layout, rules
from aggregator.model import Fault, Finding, Ref, Severity
from aggregator.plan.flaw import Flaw
from aggregator.rules.plan import FATAL
from aggregator.workbook.planbook import columns as columns


class Place(NamedTuple):
    """Where something of the plan stands; row and column from 1, 0 where there is none."""

    sheet: str
    row: int
    column: int

    def ref(self) -> Ref:
        """The place as a finding names it."""
        cell = f"{layout.column_letter(self.column)}{self.row}" if self.row and self.column else ""
        return Ref("", self.sheet, cell)


class Told:
    """The faults of one workbook, and where its rows, columns and keys were found.

    `rows` goes from a field of Plan to the rows of its records, `columns` from that field
    and one of the record to its column, `head_rows` from a field of Plan to its row.
    """

    def __init__(self) -> None:
        self.rows = {table.attribute: array("L") for table in columns.TABLES}
        self.columns: dict[tuple[str, str], int] = {}
        self.head_rows: dict[str, int] = {}
        self.unreadable: set[Place] = set()
        self._faults: list[tuple[Place, Fault, Severity | None]] = []

    def __len__(self) -> int:
        return len(self._faults)

    def say(
        self,
        code: str,
        message: str,
        place: Place,
        unit: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Note a fault; its severity is that of its code unless another is given."""
        self._faults.append((place, Fault(code, message, unit=unit), severity))

    def flaw(self, flaw: Flaw) -> None:
        """Take up what a check says; of a cell that could not be read, only what is fatal."""
        place = self._place(flaw)
        if flaw.code in FATAL or place not in self.unreadable:
            self.say(flaw.code, flaw.message, place, flaw.unit)

    def findings(self) -> Iterator[Finding]:
        """Every fault in the order of the sheets."""
        order = [columns.HEAD_SHEET, *(table.title for table in columns.TABLES)]
        found = sorted(self._faults, key=lambda f: (order.index(f[0].sheet), *f[0][1:], f[1].code))
        for place, fault, severity in found:
            missing = fault.code in ("P701", "P702")
            ref = Ref() if missing else place.ref()
            yield rules.stamp(fault._replace(ref=ref), severity=severity)

    def _place(self, flaw: Flaw) -> Place:
        if not flaw.table:
            row = self.head_rows.get(flaw.field, 0)
            return Place(columns.HEAD_SHEET, row, columns.VALUE_COLUMN)
        title = next(t.title for t in columns.TABLES if t.attribute == flaw.table)
        column = self.columns.get((flaw.table, flaw.field), 0)
        return Place(title, self.rows[flaw.table][flaw.at], column)
