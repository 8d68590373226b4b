"""The derived cells of a return: never read, only compared with what we compute."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aggregator.figures import Figures, figures, rounded
from aggregator.model import Fault, Form, Indicator, Key, Method, Number, Sheet, Submission
from aggregator.workbook.cells.reader import State
from aggregator.workbook.returned.anchors import Anchored


def disagreements(form: Form, anchored: Anchored, submission: Submission) -> Iterator[Fault]:
    """One fault for each sheet that shows another number than ours in a derived cell."""
    ours = figures(form, submission)
    for sheet in form.sheets:
        wrong = list(_wrong(anchored, sheet, ours))
        if not wrong:
            continue
        key, stored, expected = wrong[0]
        label = form.indicators[key.indicator].label
        more = f"; và {len(wrong) - 1} ô khác của sheet" if len(wrong) > 1 else ""
        message = f"“{label}” ghi {stored}, tính lại là {shown(expected)}{more}"
        yield Fault("V309", message, anchored.ref(sheet, key))


def _wrong(
    anchored: Anchored, sheet: Sheet, ours: Figures
) -> Iterator[tuple[Key, str, Number | None]]:
    found = anchored.sheets[sheet.title]
    for indicator in sheet.indicators:
        for column in _derived_columns(indicator):
            key = Key(indicator.code, column)
            cell = found.cell(key)
            if cell is None or cell.state is not State.NUMBER or key not in ours:
                continue
            expected = ours[key]
            if expected is None or _as_precise(cell.value, expected) != expected:
                yield key, shown(Decimal(str(cell.value))), expected


def _derived_columns(indicator: Indicator) -> tuple[str, ...]:
    if indicator.method in (Method.FLAG, Method.UNIT_COUNT):
        return ()
    return ("ky", "luy_ke", "cung_ky", "ty_le") if indicator.expression else ("luy_ke", "ty_le")


def _as_precise(stored: object, like: Number) -> Decimal:
    """The stored number at the precision of ours: 66.666… is 66.67 where we print two places."""
    exponent = like.as_tuple().exponent if isinstance(like, Decimal) else 0
    return rounded(Decimal(str(stored)), -int(exponent))


def shown(number: Number | None) -> str:
    """A number as a message or a record of a repair shows it."""
    return "trống" if number is None else str(number).replace(".", ",")
