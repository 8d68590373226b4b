"""X403 (domain identity I20)."""

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check

_SIGNS = ("B2.I", "N.gioithieu", "N.boiduong")


@check("X403", Severity.WARNING)
def exempt_with_source(case: Case) -> Iterator[Problem]:
    """Đơn vị được xác nhận hết nguồn mà vẫn có quần chúng hoặc kết nạp.

    Vì sao: Miễn chỉ tiêu vì hết nguồn chỉ đúng khi không còn quần chúng để giới thiệu, bồi dưỡng.

    Cách sửa: Xem lại quyết định miễn trong kế hoạch, hoặc số quần chúng đã ghi.
    """
    path = case.plan.path(case.unit.code)
    exempt = any(e.unit in path and e.reason == "HET_NGUON" for e in case.plan.exemptions)
    for code in _SIGNS if exempt else ():
        value = case.figures.get(Key(code, "ky"))
        if value:
            label = case.form.indicators[code].label
            yield Problem(Key(code, "ky"), f"“{label}” là {value} ở đơn vị được miễn vì hết nguồn")
