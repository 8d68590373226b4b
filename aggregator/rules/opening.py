"""X401 and X402: what a return carries in must be what the period before carried out."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import period as periods
from aggregator.model import CARRIED, Key, Method, Number, Severity
from aggregator.rules import Case, Problem, check


@check("X401", Severity.ERROR)
def opening_differs(case: Case) -> Iterator[Problem]:
    """Số đầu kỳ khác số cuối kỳ trước.

    Vì sao: Đảng viên đầu kỳ này chính là đảng viên cuối kỳ trước của cùng đơn vị, hoặc của các
    đơn vị cũ mà đơn vị này thay (khi đó chỉ cảnh báo). Kỳ trước đã có bản sửa thay bản gửi trước
    thì cũng chỉ cảnh báo, vì báo cáo kỳ này có thể đã lập trước khi sửa. Báo cáo tổng hợp mà còn
    đơn vị chưa nộp thì chỉ cảnh báo khi số đầu kỳ lớn hơn; các đơn vị bên dưới đã thay đổi so với
    kỳ trước thì cũng chỉ cảnh báo.

    Cách sửa: Đối khớp danh sách với kỳ trước. Kỳ trước sai thì gửi lại kỳ trước rồi tổng hợp lại kỳ
    đó. Kỳ trước đã gửi bản sửa thì sửa số đầu kỳ này theo bản sửa (ô đã khóa: xin cấp trên phát lại
    biểu mẫu), tăng Lần gửi rồi gửi lại. Báo cáo tổng hợp khi các đơn vị bên dưới đã thay đổi hoặc
    chưa nộp đủ: đối khớp riêng phần của những đơn vị đó.
    """
    for indicator in case.form.indicators.values():
        if case.previous is None or not indicator.continues:
            continue
        now = case.figures[Key(indicator.code, "ky")]
        before = case.previous.get(Key(indicator.continues, "ky"))
        if now is not None and before is not None and _differs(case, now, before):
            severity = Severity.WARNING if _is_doubtful(case) else None
            message = f"“{indicator.label}” là {now}; cuối kỳ trước{_of_whom(case)} là {before}"
            if case.corrected:
                message += " theo bản sửa của kỳ trước; lần gửi sau ghi theo số này"
            message += _of_others(case)
            yield Problem(Key(indicator.code, "ky"), message, severity)


@check("X402", Severity.WARNING)
def carried_differs(case: Case) -> Iterator[Problem]:
    """Lũy kế đến hết kỳ trước khác số đã tổng hợp.

    Vì sao: Lũy kế của kỳ này bắt đầu từ lũy kế của kỳ trước; khác nhau thì cả năm sẽ lệch.

    Cách sửa: Kỳ trước vừa gửi bản sửa: cấp trên phát lại biểu mẫu kỳ này, đơn vị chép số trong kỳ
    sang, tăng Lần gửi rồi gửi lại. Kỳ trước không sửa: đối khớp với số đã tổng hợp. Báo cáo 6
    tháng, 9 tháng và năm cộng từ các kỳ nên đã lấy bản sửa.
    """
    if case.previous is None or periods.opens_year(case.submission.period):
        return
    for (key, part), at in case.form.position.items():
        method = case.form.indicators[key.indicator].method
        if key.column != CARRIED or part != "value" or method is Method.OPENING:
            continue
        now = case.submission.values[at]
        before = case.previous.get(Key(key.indicator, "luy_ke"))
        if now is not None and before is not None and _differs(case, now, before):
            label = case.form.indicators[key.indicator].label
            whose = _of_whom(case)
            message = f"“{label}” mang sang {now}; kỳ trước{whose} đã tổng hợp {before}"
            yield Problem(key, message + _of_others(case))


def _of_whom(case: Case) -> str:
    return " của các đơn vị cũ cộng lại" if case.restated else ""


def _differs(case: Case, now: Number, before: Number) -> bool:
    """Missing leaves explain a smaller sum, never a larger one."""
    return now > before if case.submission.missing else now != before


def _is_doubtful(case: Case) -> bool:
    known = not (case.submission.missing or case.regrouped)
    return case.restated or case.corrected or not known


def _of_others(case: Case) -> str:
    if case.submission.missing:
        return f", dù còn {case.submission.missing} đơn vị bên dưới chưa có số liệu"
    return "; các đơn vị bên dưới đã thay đổi so với kỳ trước" if case.regrouped else ""
