"""V301."""

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check


@check("V301", Severity.ERROR)
def negative(case: Case) -> Iterator[Problem]:
    """Số nhỏ hơn 0.

    Vì sao: Số lượng không thể âm; số âm ở dòng tính sẵn nghĩa là số giảm lớn hơn số đang có.

    Cách sửa: Kiểm tra các ô nhập của dòng; nhập số của kỳ, hoặc 0 nếu không có.
    """
    negative_keys = {key for key, value in case.figures.items() if value is not None and value < 0}
    for key in sorted(negative_keys):
        indicator = case.form.indicators[key.indicator]
        explained = any(Key(t.code, key.column) in negative_keys for t in indicator.expression)
        if key.column in ("ky", "cung_ky") and not explained:
            shown = f"“{indicator.label}” là {case.figures[key]}"
            yield Problem(key, f"{shown}; số lượng phải từ 0 trở lên")
