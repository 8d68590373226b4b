"""The derived cells of a return: never read, only compared with what we compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from aggregator.arithmetic import rounded
from aggregator.derivation import Facts, Formula, formulas
from aggregator.figures import figures
from aggregator.model import Fault, Form, Indicator, Key, Method, Number, Submission
from aggregator.workbook.cells.book import Cell, State
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


def agree(form: Form, results: Iterable[Number | None], facts: Facts) -> bool:
    """Whether what is stored in derived cells that rest on other rows is what the facts give."""
    compared = zip(_resting_on_others(form), results, strict=True)
    return all(shown is None or formula(facts) == shown for formula, shown in compared)


def rests_on_others(indicator: Indicator) -> bool:
    """Whether its derived cells follow from numbers of other rows too."""
    return bool(indicator.expression) or indicator.method is Method.MEAN


@lru_cache(maxsize=16)
def formulas_of(form: Form) -> Mapping[str, Sequence[tuple[Key, Formula]]]:
    """By indicator its derived cells and how they follow from the facts."""
    found: dict[str, list[tuple[Key, Formula]]] = {code: [] for code in form.indicators}
    for key, formula in _derived(form):
        if formula is not None:
            found[key.indicator].append((key, formula))
    return found


@lru_cache(maxsize=16)
def _resting_on_others(form: Form) -> tuple[Formula, ...]:
    found = formulas_of(form)
    codes = [code for code, each in form.indicators.items() if rests_on_others(each)]
    return tuple(formula for code in codes for _, formula in found[code])


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
