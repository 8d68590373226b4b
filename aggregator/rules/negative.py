"""V301: no count is below 0, typed or computed."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import cast

from aggregator.derivation import rests_on
from aggregator.model import Key, Number, Severity
from aggregator.rules import Case, Problem, check

_JUDGED = ("ky", "cung_ky")


@check("V301", Severity.ERROR)
def negative(case: Case) -> Iterator[Problem]:
    """Số nhỏ hơn 0.

    Vì sao: Số lượng không thể âm; số âm ở dòng tính sẵn nghĩa là số giảm lớn hơn số đang có.

    Cách sửa: Kiểm tra các ô nhập của dòng; nhập số của kỳ, hoặc 0 nếu không có.
    """
    found = _below_zero(case)
    for key, value in sorted(found.items()):
        indicator = case.form.indicators[key.indicator]
        below = rests_on(case.form, key.indicator) - {key.indicator}
        if not any(Key(code, key.column) in found for code in below):
            shown = f"“{indicator.label}” là {value}"
            yield Problem(key, f"{shown}; số lượng phải từ 0 trở lên")


def _below_zero(case: Case) -> dict[Key, Number]:
    """What is typed in any column, and what is computed of the period and of last year."""
    numbers = filter(None, chain(case.submission.values, case.figures.values()))
    if min(cast("Iterator[Decimal]", numbers), default=0) >= 0:
        return {}
    stored = zip(case.form.facts, case.submission.values, strict=True)
    typed = [(fact.key, value) for fact, value in stored if fact.part == "value"]
    shown = [(key, value) for key, value in case.figures.items() if key.column in _JUDGED]
    return {key: value for key, value in (*typed, *shown) if value is not None and value < 0}
