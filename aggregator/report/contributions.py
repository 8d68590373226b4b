"""What each counted workbook gives to the total of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aggregator import period as periods
from aggregator.figures import figure
from aggregator.model import Form, Indicator, Key, Method, Number, Part


def contributions(form: Form, parts: Sequence[Part]) -> list[Mapping[str, Number | None]]:
    """By the code of each input indicator what each part gives to its `ky`.

    Where a unit sent several periods, only its first opening stock and its last closing stock
    are in the total, so the others give nothing.
    """
    spans = _spans(parts)
    return [
        {
            indicator.code: figure(form, part.submission, Key(indicator.code, "ky"))
            if _in_total(indicator, part.submission.period, spans[part.source.unit])
            else None
            for indicator in inputs(form)
        }
        for part in parts
    ]


def inputs(form: Form) -> Iterator[Indicator]:
    """The indicators that are typed, in the order of the form."""
    return (indicator for indicator in form.indicators.values() if indicator.input)


def _spans(parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for part in sorted(parts, key=lambda part: periods.order(part.submission.period)):
        first, _ = found.get(part.source.unit, (part.submission.period, ""))
        found[part.source.unit] = first, part.submission.period
    return found


def _in_total(indicator: Indicator, period: str, span: tuple[str, str]) -> bool:
    match indicator.method:
        case Method.OPENING:
            return period == span[0]
        case Method.CLOSING | Method.FLAG:
            return period == span[1]
        case _:
            return True
