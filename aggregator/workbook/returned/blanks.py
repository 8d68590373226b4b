"""What a blank means: zero under the tick *không phát sinh*, a fault where a number is required."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aggregator import layout
from aggregator import period as periods
from aggregator.model import CARRIED, Fault, Form, Indicator, Key, Method, Number
from aggregator.workbook.returned.found import Anchored
from aggregator.workbook.returned.ways import place_of, required

Numbers = Sequence[Number | None]
"""A number for each fact of the form; for both parts of a mean the mean."""


def zeroed(form: Form, period: str, numbers: Numbers) -> list[int]:
    """The places of the blanks that the tick makes zero; never what the year opened with."""
    opens_year = periods.opens_year(period)
    return [
        at
        for at, fact in enumerate(form.facts)
        if numbers[at] is None
        and fact.method not in (Method.MEAN, Method.UNIT_COUNT)
        and not (fact.key.column == CARRIED and (opens_year or fact.method is Method.OPENING))
    ]


def openings_of_zero(
    form: Form, anchored: Anchored, keys: Iterable[Key]
) -> Iterator[tuple[Key, Fault]]:
    """Of the blanks made zero the opening stocks: a unit without a member is a rare one (V313)."""
    for key in keys:
        indicator = form.indicators[key.indicator]
        if indicator.required and indicator.method is Method.OPENING and key.column == "ky":
            place = anchored.ref(form.sheet_of[key.indicator], key)
            yield key, Fault("V313", f"“{indicator.label}” bỏ trống nên được tính là 0", place)


def lacking(
    form: Form, anchored: Anchored, period: str, numbers: Numbers
) -> Iterator[tuple[Key, Fault]]:
    """The required numbers that are blank: of the period (V302), carried into it (V314)."""
    for indicator in required(form):
        sheet, key = form.sheet_of[indicator.code], Key(indicator.code, "ky")
        carried = Key(indicator.code, CARRIED)
        if _has_carried(indicator, period) and numbers[place_of(form)[carried]] is None:
            message = f"“{indicator.label}” chưa có số ở cột “{layout.CARRIED_LABEL}”"
            yield carried, Fault("V314", message, anchored.ref(sheet, carried))
        if numbers[place_of(form)[key]] is None:
            message = f"“{indicator.label}” chưa có số"
            yield key, Fault("V302", message, anchored.ref(sheet, key))


def _has_carried(indicator: Indicator, period: str) -> bool:
    """Whether something must have been carried into the period."""
    opens = periods.opens_year(period) or indicator.method is Method.OPENING
    return not opens and layout.applies(indicator, CARRIED)
