"""I18: admissions where this year's and last year's counts show no candidate at any step."""

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check

_STEPS = ("N.gioithieu", "N.camtinh", "N.boiduong", "N.gcn", "N.hoso_tham_tra", "N.hoso_gui")


@check("I18", Severity.WARNING)
def without_candidates(case: Case) -> Iterator[Problem]:
    """Có kết nạp mà không bước nào ghi quần chúng.

    Vì sao: Trước khi kết nạp phải có giới thiệu, bồi dưỡng, giấy chứng nhận và hồ sơ; cả năm không
    bước nào có người thì một trong hai biểu ghi thiếu.

    Cách sửa: Kiểm tra lại Biểu 2 và mục I của sheet Nguồn; nếu người được kết nạp đã qua các bước
    từ năm trước thì giữ nguyên.
    """
    key = Key(case.form.admissions, "ky")
    admitted = case.figures[key]
    this_year = [case.figures.get(Key(code, "luy_ke")) for code in _STEPS]
    last_year = [case.figures.get(Key(code, "cung_ky")) for code in _STEPS]
    silent = None in this_year or any((*this_year, *last_year))
    if admitted is not None and admitted > 0 and not silent:
        yield Problem(key, f"kết nạp {admitted}, mọi bước ở mục “Nguồn kết nạp” đều là 0")
