"""The derived cells of a return: never read, only compared with what we compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from aggregator.figures import Facts, Formula, figures, formulas, rounded
from aggregator.model import Fault, Form, Key, Number, Submission
from aggregator.workbook.cells.reader import Cell, State
from aggregator.workbook.returned.found import Anchored, derived_keys


def disagreements(form: Form, anchored: Anchored, submission: Submission) -> Iterator[Fault]:
    """One fault for each sheet that shows another number than ours in a derived cell."""
    derived = iter(_derived(form))
    joined = _less_the_gaps(form, submission)
    for sheet in form.sheets:
        found = anchored.sheets[sheet.title]
        wrong = list(_wrong(zip(found.computed(), derived, strict=False), submission.values))
        wrong = [(key, stored, joined.get(key, ours)) for key, stored, ours in wrong]
        wrong = [each for each in wrong if each[1] != shown(each[2])]
        if not wrong:
            continue
        key, stored, expected = wrong[0]
        label = form.indicators[key.indicator].label
        more = f"; và {len(wrong) - 1} ô khác của sheet" if len(wrong) > 1 else ""
        message = f"“{label}” ghi {stored}, tính lại là {shown(expected)}{more}"
        yield Fault("V309", message, anchored.ref(sheet, key))


def _less_the_gaps(form: Form, submission: Submission) -> dict[Key, Number | None]:
    """What the cells of stocks that don't follow from opening and flows show instead."""
    numbers = figures(form, submission) if submission.gaps else {}
    columns = ("ky", "luy_ke", "ty_le")
    keys = [Key(code, column) for code, _ in submission.gaps for column in columns]
    return {key: numbers[key] for key in keys}


@lru_cache(maxsize=16)
def _derived(form: Form) -> tuple[tuple[Key, Formula | None], ...]:
    ours = formulas(form)
    return tuple((key, ours.get(key)) for key in derived_keys(form))


def _wrong(
    cells: Iterable[tuple[Cell | None, tuple[Key, Formula | None]]], facts: Facts
) -> Iterator[tuple[Key, str, Number | None]]:
    for cell, (key, formula) in cells:
        if cell is None or cell.state is not State.NUMBER or formula is None:
            continue
        expected = formula(facts)
        if cell.value == expected:
            continue
        if expected is None or _as_precise(cell.value, expected) != expected:
            yield key, shown(Decimal(str(cell.value))), expected


def _as_precise(stored: object, like: Number) -> Decimal:
    """The stored number at the precision of ours: 66.666… is 66.67 where we print two places."""
    exponent = like.as_tuple().exponent if isinstance(like, Decimal) else 0
    return rounded(Decimal(str(stored)), -int(exponent))


def shown(number: Number | None) -> str:
    """A number as a message or a record of a repair shows it."""
    return "trống" if number is None else str(number).replace(".", ",")
