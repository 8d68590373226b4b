"""A returned workbook -> one Submission with every repair made and every fault found.

Inputs are read, derived numbers are recomputed and only compared. A cell that cannot be believed
gives a fault and no number; a blank stays blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from aggregator import layout
from aggregator import period as periods
from aggregator.model import (
    CARRIED,
    Fact,
    Fault,
    Form,
    Key,
    Number,
    Ref,
    Repair,
    Sheet,
    Submission,
)
from aggregator.workbook.cells.book import Book
from aggregator.workbook.returned import tables
from aggregator.workbook.returned.assembled import assembled, is_summary
from aggregator.workbook.returned.beside import beside
from aggregator.workbook.returned.blanks import lacking, openings_of_zero, zeroed
from aggregator.workbook.returned.contradictions import contradictions, lost_tables
from aggregator.workbook.returned.cover import before, cells_of, read_cover
from aggregator.workbook.returned.derived import agree, disagreements, shown
from aggregator.workbook.returned.found import Anchored, Found
from aggregator.workbook.returned.identity import Identification
from aggregator.workbook.returned.merges import swallowed
from aggregator.workbook.returned.printed import anchor
from aggregator.workbook.returned.retyped import retyped
from aggregator.workbook.returned.rowwise import Said, said
from aggregator.workbook.returned.tables import UnitRow
from aggregator.workbook.returned.unread_sheets import unread_sheets
from aggregator.workbook.returned.ways import clean, silent_ones, typed
from aggregator.workbook.typed.number import LARGEST


@dataclass(slots=True)
class Reading:
    """What one workbook says. `submission` is None where the form could not be found.

    `unread` are the numbers of which nothing is believed, so that nothing is concluded from them.
    `units` is the table of units of a summary.
    """

    submission: Submission | None
    revision: int
    faults: list[Fault]
    repairs: list[Repair]
    anchored: Anchored = field(default_factory=Anchored)
    unread: frozenset[Key] = frozenset()
    units: Sequence[UnitRow] = ()

    def ref(self, form: Form, key: Key) -> Ref:
        """The place of a number in this workbook."""
        column = CARRIED if key.column == "luy_ke" and key not in layout.slots(form) else key.column
        return self.anchored.ref(form.sheet_of[key.indicator], Key(key.indicator, column))


def read(book: Book, identification: Identification, form: Form) -> Reading:
    """Read the form out of a book whose identity is known."""
    reader = _Reader(book, identification, form)
    return reader.read()


class _Reader:
    """One pass over one workbook."""

    def __init__(self, book: Book, identification: Identification, form: Form) -> None:
        self.book = book
        self.form = form
        self.identification = identification
        self.period = identification.carried.period
        self.anchored = anchor(book, form)
        self.faults = list(self.anchored.faults)
        self.unread = set(self._lost())
        self.doubted: set[Key] = set()
        for fault, keys in swallowed(form, self.anchored):
            self.faults.append(fault)
            self.unread.update(keys)
        self.repairs = [*identification.repairs, *self.anchored.repairs]
        cells = cells_of(book)
        self.cover = read_cover(book, cells)
        self.faults += self.cover.faults
        self.faults += retyped(cells, identification.carried)
        self.repairs += self.cover.repairs

    def read(self) -> Reading:
        revision = self.cover.revision
        if len(self.anchored.sheets) < len(self.form.sheets):
            return Reading(None, revision, self.faults, self.repairs, self.anchored)
        first = not is_summary(self.identification) and periods.opens_year(self.period)
        found = said(self.form, self.anchored, first) or self._one_by_one(first)
        for at in found.open:
            found.numbers[at] = self._number(self.form.facts[at])
        altered = self._zero_the_blanks(found.numbers)
        self._require(found.numbers)
        units: Sequence[UnitRow] = ()
        if is_summary(self.identification):
            units = tables.units(self.book)
            self.faults += lost_tables(self.book)
        submission = assembled(self.form, self.identification, found.numbers, units)
        if not self.unread:
            as_shown = found.agrees and not altered
            self.faults += self._contradictions(submission, units) or self._disagreements(
                submission, found.results if as_shown else None
            )
        self.faults += beside(self.form, self.anchored)
        self.faults += unread_sheets(self.book, self.anchored)
        unread = frozenset(self.unread | self.doubted)
        return Reading(
            submission, revision, self.faults, self.repairs, self.anchored, unread, units
        )

    def _contradictions(self, submission: Submission, units: Sequence[UnitRow]) -> list[Fault]:
        if not is_summary(self.identification):
            return []
        return list(contradictions(self.form, self.book, self.anchored, submission, units))

    def _disagreements(
        self, submission: Submission, results: Sequence[Number | None] | None
    ) -> list[Fault]:
        """`results`: all that isn't known to agree; None where any cell may disagree."""
        if results is not None and agree(self.form, results, submission.values):
            return []
        return list(disagreements(self.form, self.anchored, submission))

    def _lost(self) -> Iterator[Key]:
        """The numbers of the period whose anchors are lost."""
        for sheet in self.form.sheets:
            found = self.anchored.sheets.get(sheet.title)
            if found is None or (
                len(found.rows) == len(sheet.indicators) and "ky" in found.columns
            ):
                continue
            keys = (Key(indicator.code, "ky") for indicator in sheet.indicators)
            yield from (key for key in keys if found.place(key) is None)

    def _one_by_one(self, first: bool) -> Said:
        """The numbers cell by cell; a plain count is taken as it stands, all else left open."""
        sheets = (self.anchored.sheets[sheet.title] for sheet in self.form.sheets)
        cells = chain.from_iterable(found.stored() for found in sheets)
        numbers: list[Number | None] = []
        left_open: list[int] = []
        for fact, silent, cell in zip(
            self.form.facts, silent_ones(self.form, first), cells, strict=True
        ):
            number = None if silent else clean(fact, cell)
            if cell is not None and number is None and not silent:
                left_open.append(len(numbers))
            numbers.append(number)
        return Said(numbers, left_open, [], False)

    def _found(self, code: str) -> tuple[Sheet, Found]:
        sheet = self.form.sheet_of[code]
        return sheet, self.anchored.sheets[sheet.title]

    def _number(self, fact: Fact) -> Number | None:
        sheet, found = self._found(fact.key.indicator)
        read = typed(fact, found.cell(fact.key))
        too_large = read.value is not None and read.value > LARGEST
        if not (read.fault or read.repair or too_large):
            return read.value
        ref = self.anchored.ref(sheet, fact.key)
        if read.fault:
            if fact.part != "weight":
                self.faults.append(Fault(read.fault, read.message, ref))
            self.unread.add(fact.key)
            return None
        if read.repair and fact.part != "weight":
            stood = before(found.cell(fact.key))
            self.repairs.append(Repair(read.repair, ref, stood, shown(read.value)))
        if too_large:
            self.faults.append(Fault("V308", "số lớn hơn 100.000.000", ref))
            self.unread.add(fact.key)
            return None
        return read.value

    def _zero_the_blanks(self, numbers: list[Number | None]) -> bool:
        """Whether the tick made any blank zero."""
        blank = zeroed(self.form, self.period, numbers) if self.cover.nothing else []
        if not blank:
            return False
        for at in blank:
            numbers[at] = 0
        tick = Ref(sheet=layout.COVER_SHEET, cell=layout.cover_slots()["nothing"].cell)
        self.repairs.append(Repair("T107", tick, f"{len(blank)} ô trống", "0"))
        keys = [self.form.facts[at].key for at in blank]
        for key, fault in openings_of_zero(self.form, self.anchored, keys):
            self.faults.append(fault)
            self.doubted.add(key)
        return True

    def _require(self, numbers: Sequence[Number | None]) -> None:
        faulty = {fault.ref for fault in self.faults}
        for key, fault in lacking(self.form, self.anchored, self.period, numbers):
            if key.column == CARRIED:
                self.faults.append(fault)
                continue
            self.doubted.add(key)
            if fault.ref not in faulty:
                self.faults.append(fault)
