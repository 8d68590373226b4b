"""X403: a unit exempt because nobody is left, that still counts candidates or admissions."""

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check

_SIGNS = ("B2.I", "N.gioithieu", "N.boiduong")
_NOBODY_LEFT = ("HET_NGUON", "HC_100")


@check("X403", Severity.WARNING)
def exempt_with_source(case: Case) -> Iterator[Problem]:
    """Đơn vị được miễn vì không còn ai để kết nạp mà vẫn có quần chúng hoặc kết nạp.

    Vì sao: Miễn chỉ tiêu vì hết nguồn, vì cán bộ 100% là đảng viên chỉ đúng khi không còn quần
    chúng để giới thiệu, bồi dưỡng.

    Cách sửa: Xem lại quyết định miễn trong kế hoạch, hoặc số quần chúng đã ghi.
    """
    path = case.plan.path(case.unit.code)
    exempt = any(e.unit in path and e.reason in _NOBODY_LEFT for e in case.plan.exemptions)
    counts = {code: case.figures.get(Key(code, "ky")) for code in _SIGNS if exempt}
    found = {code: count for code, count in counts.items() if count}
    if found:
        told = [f"“{case.form.indicators[code].label}” là {n}" for code, n in found.items()]
        message = f"{', '.join(told)} ở đơn vị được miễn vì không còn nguồn"
        yield Problem(Key(next(iter(found)), "ky"), message)
