"""A returned workbook -> one Submission with every repair made and every fault found.

Inputs are read, derived numbers are recomputed and only compared. A cell that cannot be believed
gives a fault and no number; a blank stays blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from aggregator import figures, layout
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
    Source,
    Submission,
)
from aggregator.workbook import meta
from aggregator.workbook.cells.reader import Book, State
from aggregator.workbook.returned.contradictions import contradictions
from aggregator.workbook.returned.cover import before, read_cover
from aggregator.workbook.returned.derived import disagreements, shown
from aggregator.workbook.returned.found import Anchored, Found
from aggregator.workbook.returned.identity import Identification
from aggregator.workbook.returned.merges import swallowed
from aggregator.workbook.returned.printed import anchor
from aggregator.workbook.returned.retyped import retyped
from aggregator.workbook.returned.tables import lines
from aggregator.workbook.returned.ways import (
    Way,
    counted_where_blank,
    parts_of_means,
    required,
    ways,
)
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
        self.values = identification.values
        self.summary = self.values.get("kind") == "summary"
        self.period = identification.carried.period
        self.unit = identification.carried.unit
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
        submission = self._submission(numbers)
        if not self.unread:
            self.faults += self._contradictions(submission) or list(
                disagreements(self.form, self.anchored, submission)
            )
        unread = frozenset(self.unread | self.doubted)
        return Reading(submission, revision, self.faults, self.repairs, self.anchored, unread)

    def _contradictions(self, submission: Submission) -> list[Fault]:
        if not self.summary:
            return []
        return list(contradictions(self.form, self.book, self.anchored, submission))

    # --- cells ---

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
        first = not self.summary and periods.opens_year(self.period)
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
        if not self.cover.nothing:
            return
        blank = [
            fact.key
            for fact in self.form.facts
            if numbers[fact.key] is None
            and fact.method not in (Method.MEAN, Method.UNIT_COUNT)
            and not (fact.key.column == CARRIED and periods.opens_year(self.period))
        ]
        numbers.update(dict.fromkeys(blank, 0))
        if blank:
            ref = Ref(sheet=layout.COVER_SHEET, cell=layout.cover_slots()["nothing"].cell)
            self.repairs.append(Repair("T107", ref, f"{len(blank)} ô trống", "0"))
            self._warn_of_zeroed_openings(blank)

    def _warn_of_zeroed_openings(self, zeroed: Sequence[Key]) -> None:
        for key in zeroed:
            indicator = self.form.indicators[key.indicator]
            if indicator.required and indicator.method is Method.OPENING and key.column == "ky":
                place = self.anchored.ref(self.form.sheet_of[key.indicator], key)
                message = f"“{indicator.label}” bỏ trống nên được tính là 0"
                self.faults.append(Fault("V313", message, place))
                self.doubted.add(key)

    def _require(self, numbers: Mapping[Key, Number | None]) -> None:
        faulty = {fault.ref for fault in self.faults}
        for indicator in required(self.form):
            key = Key(indicator.code, "ky")
            carried = Key(indicator.code, CARRIED)
            if carried in numbers and self._is_unknown(carried, numbers):
                ref = self.anchored.ref(self.form.sheet_of[indicator.code], carried)
                message = f"“{indicator.label}” chưa có số ở cột “{layout.CARRIED_LABEL}”"
                self.faults.append(Fault("V314", message, ref))
            if numbers[key] is None:
                ref = self.anchored.ref(self.form.sheet_of[indicator.code], key)
                self.doubted.add(key)
                if ref not in faulty:
                    message = f"“{indicator.label}” chưa có số"
                    self.faults.append(Fault("V302", message, ref))

    def _is_unknown(self, carried: Key, numbers: Mapping[Key, Number | None]) -> bool:
        opening = self.form.indicators[carried.indicator].method is Method.OPENING
        unknown = numbers[carried] is None and not periods.opens_year(self.period)
        return unknown and not opening

    # --- the submission ---

    def _submission(self, numbers: Mapping[Key, Number | None]) -> Submission:
        weighted = self._weighted()
        facts = self.form.facts
        values = [numbers[fact.key] for fact in facts]
        for at in parts_of_means(self.form):
            values[at] = self._value(facts[at], numbers, weighted)
        missing = self.values.get("missing", "0")
        return Submission(
            unit=self.unit,
            period=self.period,
            values=tuple(values),
            blanks=self._blanks(numbers),
            missing=int(missing) if self.summary and missing.isascii() and missing.isdigit() else 0,
            lines=lines(self.book) if self.summary else (),
            sources=(Source(self.unit, "", ""),),
        )

    def _weighted(self) -> Mapping[Key, tuple[Number, int]]:
        try:
            return meta.parse_weighted(self.values.get("weighted", ""))
        except (ValueError, ArithmeticError):
            return {}

    def _value(
        self,
        fact: Fact,
        numbers: Mapping[Key, Number | None],
        weighted: Mapping[Key, tuple[Number, int]],
    ) -> Number | None:
        number = numbers[fact.key]
        if number is None:
            return None
        exact = weighted.get(fact.key)
        if exact is not None and exact[1] and _mean_of(exact) == number:
            return exact[0] if fact.part == "sum" else exact[1]
        weight_key = Key(self.form.indicators[fact.key.indicator].weight, fact.key.column)
        weight = numbers[weight_key]
        if fact.part == "weight":
            return weight
        return None if weight is None else number * weight

    def _blanks(self, numbers: Mapping[Key, Number | None]) -> tuple[int, ...]:
        if self.summary and "blanks" in self.values:
            try:
                carried = meta.parse_blanks(self.values["blanks"])
            except ValueError:
                carried = {}
            return tuple(
                carried.get(fact.key, 0) if fact.part != "weight" else 0 for fact in self.form.facts
            )
        opens_year = periods.opens_year(self.period)
        blanks = [
            int(counted and numbers[key] is None)
            for key, counted in counted_where_blank(self.form, opens_year)
        ]
        for at in parts_of_means(self.form):
            key, _, part = self.form.facts[at]
            if (
                part == "sum"
                and numbers[key] is None
                and not (opens_year and key.column == CARRIED)
            ):
                weight = self.form.indicators[key.indicator].weight
                blanks[at] = int(bool(numbers[Key(weight, key.column)]))
        return tuple(blanks)


def _mean_of(exact: tuple[Number, int]) -> Decimal:
    return figures.rounded(Decimal(exact[0]) / exact[1], 1)
