"""A summary changed by hand: its form no longer says what its own tables do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aggregator import layout
from aggregator import period as periods
from aggregator.arithmetic import add
from aggregator.figures import figures
from aggregator.model import Fault, Form, Key, Method, Number, Ref, Submission
from aggregator.workbook.cells.book import Book
from aggregator.workbook.returned import tables
from aggregator.workbook.returned.derived import shown
from aggregator.workbook.returned.found import Anchored

_NOT_SUMMED = (Method.MEAN, Method.FLAG, Method.UNIT_COUNT)


def lost_tables(book: Book) -> Iterator[Fault]:
    """A fault for each table that is no longer there to hold the form against."""
    for title in (layout.UNIT_SHEET, layout.SOURCE_SHEET):
        if book.grid(title) is None:
            message = f"không còn sheet “{title}”, không đối chiếu được số ở biểu với sheet này"
            yield Fault("S228", message, Ref(sheet=title))


def contradictions(
    form: Form,
    book: Book,
    anchored: Anchored,
    submission: Submission,
    units: Sequence[tables.UnitRow],
) -> Iterator[Fault]:
    """A fault for each number that isn't the sum of the returns that the summary names.

    Where those all agree, one for each that isn't what the unit's own row in its table of units
    says. A table that is lost says nothing.
    """
    ours = figures(form, submission)
    said = _sources(form, book, submission.period)
    where = "cộng các tệp ở sheet “Nguồn số liệu”"
    wrong = [key for key, number in said.items() if (ours[key] or 0) != (number or 0)]
    if not wrong:
        said = _own_row(units, submission.unit)
        where = "dòng của đơn vị ở sheet “Đơn vị”"
        wrong = [key for key, number in said.items() if key in ours and ours[key] != number]
    for key in wrong:
        label = form.indicators[key.indicator].label
        message = f"“{label}” ở biểu là {shown(ours[key])}, {where} là {shown(said[key])}"
        yield Fault("S220", message, anchored.ref(form.sheet_of[key.indicator], key))


def _sources(form: Form, book: Book, period: str) -> Mapping[Key, Number | None]:
    """The sums over the returns of one period; over several the stocks of the first and last count.

    Only what every return of the table can have given is summed.
    """
    rows = tables.sources(book)
    given = [source.values for source in rows]
    spans = any(source.period not in ("", period) for source in rows)
    if not given or spans or not periods.is_basic(period):
        return {}
    codes = (
        indicator.code
        for indicator in form.indicators.values()
        if indicator.input and indicator.method not in _NOT_SUMMED
    )
    return {
        Key(code, "ky"): add(*(values[code] for values in given))
        for code in codes
        if all(code in values for values in given)
    }


def _own_row(units: Sequence[tables.UnitRow], unit: str) -> Mapping[Key, Number | None]:
    """What the unit's own row of the table of units says, cumulative from 1 January."""
    own = next((row for row in units if row.code == unit and row.depth == 0), None)
    return {Key(code, "luy_ke"): number for code, number in own.values.items()} if own else {}
