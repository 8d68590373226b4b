"""A returned workbook -> one Submission with every repair made and every fault found.

Inputs are read, derived numbers are recomputed and only compared. A cell that cannot be believed
gives a fault and no number; a blank stays blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    Method,
    Number,
    Ref,
    Repair,
    Sheet,
    Submission,
)
from aggregator.workbook.cells.reader import Book, State
from aggregator.workbook.returned.assembled import assembled, is_summary
from aggregator.workbook.returned.blanks import lacking, openings_of_zero, zeroed
from aggregator.workbook.returned.contradictions import contradictions
from aggregator.workbook.returned.cover import before, read_cover
from aggregator.workbook.returned.derived import disagreements, shown
from aggregator.workbook.returned.found import Anchored, Found
from aggregator.workbook.returned.identity import Identification
from aggregator.workbook.returned.merges import swallowed
from aggregator.workbook.returned.printed import anchor
from aggregator.workbook.returned.retyped import retyped
from aggregator.workbook.returned.ways import Way, ways
from aggregator.workbook.typed.number import LARGEST, Typed, count, flag, mean, plain_count


@dataclass(slots=True)
class Reading:
    """What one workbook says. `submission` is None where the form could not be found.

    `unread` are the numbers of which nothing is believed, so that nothing is concluded from them.
    """

    submission: Submission | None
    revision: int
    faults: list[Fault]
    repairs: list[Repair]
    anchored: Anchored = field(default_factory=Anchored)
    unread: frozenset[Key] = frozenset()

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
        self.cover = read_cover(book)
        self.faults += self.cover.faults
        self.faults += retyped(book, identification.carried)
        self.repairs += self.cover.repairs

    def read(self) -> Reading:
        revision = self.cover.revision
        if len(self.anchored.sheets) < len(self.form.sheets):
            return Reading(None, revision, self.faults, self.repairs, self.anchored)
        numbers = self._numbers()
        self._zero_the_blanks(numbers)
        self._require(numbers)
        submission = assembled(self.form, self.book, self.identification, numbers)
        if not self.unread:
            self.faults += self._contradictions(submission) or list(
                disagreements(self.form, self.anchored, submission)
            )
        unread = frozenset(self.unread | self.doubted)
        return Reading(submission, revision, self.faults, self.repairs, self.anchored, unread)

    def _contradictions(self, submission: Submission) -> list[Fault]:
        if not is_summary(self.identification):
            return []
        return list(contradictions(self.form, self.book, self.anchored, submission))

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

    def _numbers(self) -> dict[Key, Number | None]:
        """The stored numbers; a plain count is taken as it stands, all else is looked at."""
        sheets = (self.anchored.sheets[sheet.title] for sheet in self.form.sheets)
        cells = chain.from_iterable(found.stored() for found in sheets)
        first = not is_summary(self.identification) and periods.opens_year(self.period)
        numbers: dict[Key, Number | None] = {}
        for (key, way), fact, cell in zip(
            ways(self.form, first), self.form.facts, cells, strict=True
        ):
            if cell is None or way is Way.SILENT:
                numbers[key] = None
            elif way is Way.COUNT and (number := plain_count(cell)) is not None:
                numbers[key] = number
            else:
                numbers[key] = self._number(fact)
        return numbers

    def _found(self, code: str) -> tuple[Sheet, Found]:
        sheet = self.form.sheet_of[code]
        return sheet, self.anchored.sheets[sheet.title]

    def _number(self, fact: Fact) -> Number | None:
        sheet, found = self._found(fact.key.indicator)
        typed = self._typed(fact, found)
        too_large = typed.value is not None and typed.value > LARGEST
        if not (typed.fault or typed.repair or too_large):
            return typed.value
        ref = self.anchored.ref(sheet, fact.key)
        if typed.fault:
            if fact.part != "weight":
                self.faults.append(Fault(typed.fault, typed.message, ref))
            self.unread.add(fact.key)
            return None
        if typed.repair and fact.part != "weight":
            stood = before(found.cell(fact.key))
            self.repairs.append(Repair(typed.repair, ref, stood, shown(typed.value)))
        if too_large:
            self.faults.append(Fault("V308", "số lớn hơn 100.000.000", ref))
            self.unread.add(fact.key)
            return None
        return typed.value

    @staticmethod
    def _typed(fact: Fact, found: Found) -> Typed:
        cell = found.cell(fact.key)
        match fact.method:
            case Method.FLAG:
                return flag(cell)
            case Method.MEAN:
                return mean(cell)
            case Method.UNIT_COUNT if cell is not None and cell.state is not State.NUMBER:
                return Typed(None)
            case _:
                return count(cell)

    def _zero_the_blanks(self, numbers: dict[Key, Number | None]) -> None:
        blank = zeroed(self.form, self.period, numbers) if self.cover.nothing else []
        if not blank:
            return
        numbers.update(dict.fromkeys(blank, 0))
        tick = Ref(sheet=layout.COVER_SHEET, cell=layout.cover_slots()["nothing"].cell)
        self.repairs.append(Repair("T107", tick, f"{len(blank)} ô trống", "0"))
        for key, fault in openings_of_zero(self.form, self.anchored, blank):
            self.faults.append(fault)
            self.doubted.add(key)

    def _require(self, numbers: Mapping[Key, Number | None]) -> None:
        faulty = {fault.ref for fault in self.faults}
        for key, fault in lacking(self.form, self.anchored, self.period, numbers):
            if key.column == CARRIED:
                self.faults.append(fault)
                continue
            self.doubted.add(key)
            if fault.ref not in faulty:
                self.faults.append(fault)
