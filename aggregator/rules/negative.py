"""V301."""

from collections.abc import Iterator

from aggregator.model import Severity
from aggregator.rules import Case, Problem, check


@check("V301", Severity.ERROR)
def negative(case: Case) -> Iterator[Problem]:
    """Số nhỏ hơn 0.

    Vì sao: Số lượng không thể âm; số âm ở dòng tính sẵn nghĩa là số giảm lớn hơn số đang có.

    Cách sửa: Kiểm tra các ô nhập của dòng; nhập số của kỳ, hoặc 0 nếu không có.
    """
    for key, value in case.figures.items():
        if value is not None and value < 0 and key.column in ("ky", "cung_ky"):
            label = case.form.indicators[key.indicator].label
            yield Problem(key, f"“{label}” là {value}; số lượng phải từ 0 trở lên")
