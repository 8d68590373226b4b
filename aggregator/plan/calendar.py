"""Checks of a plan's deadlines and of the percentages of earlier years."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from math import floor

from aggregator import period as periods
from aggregator import vocabulary
from aggregator.model import Deadline, Form, History, Plan
from aggregator.plan.flaw import Flaw
from aggregator.wording import number

_WORDS = {"quarter": "theo quý", "month": "theo tháng"}
_PRINTED = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?\s*%?")


def deadlines(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Thời hạn`."""
    seen: set[tuple[str, str, str]] = set()
    levels = {unit.level for unit in plan.units.values()}
    for index, row in enumerate(plan.deadlines):
        name = (row.code, row.period, row.from_level)
        if name in seen:
            message = f"Thời hạn “{row.code}” của kỳ và cấp này đã có ở dòng trên."
            yield Flaw("P783", message, "deadlines", index, "code")
        seen.add(name)
        if row.period and not periods.is_period(row.period):
            message = (
                f"“{row.period}” không phải kỳ báo cáo; viết 2024-Q1, 2024-03, 2024-H1, 2024-9M "
                "hoặc 2024."
            )
            yield Flaw("P780", message, "deadlines", index, "period")
        elif row.period and row.due is not None and row.due < periods.first_day(row.period):
            message = f"Hạn {row.due:%d/%m/%Y} trước khi {periods.label(row.period)} bắt đầu."
            yield Flaw("P782", message, "deadlines", index, "due")
        yield from _senders(index, row, plan, levels)
        yield from _cadence(index, row, plan)
        yield from _order(index, row, plan)


def _senders(index: int, row: Deadline, plan: Plan, levels: Collection[str]) -> Iterator[Flaw]:
    """A level that nobody is of; a slice keeps the deadlines of all, but not their units."""
    if row.from_level and row.from_level not in levels and not plan.slice_of:
        label = vocabulary.label("level", row.from_level)
        message = f"Không có đơn vị nào ở cấp “{label}”, nên không ai phải gửi theo thời hạn này."
        yield Flaw("P785", message, "deadlines", index, "from_level")


def _cadence(index: int, row: Deadline, plan: Plan) -> Iterator[Flaw]:
    """A period for which a plan of this cadence sends out no workbook."""
    if plan.cadence not in _WORDS or not periods.is_period(row.period):
        return
    monthly = plan.cadence == "month"
    if periods.is_basic(row.period) and ("Q" in row.period) == monthly:
        message = (
            f"Kế hoạch báo cáo {vocabulary.label('cadence', plan.cadence).lower()}, nhưng "
            f"“{row.period}” là kỳ báo cáo {_WORDS['quarter' if monthly else 'month']}."
        )
        yield Flaw("P784", message, "deadlines", index, "period")


def _order(index: int, row: Deadline, plan: Plan) -> Iterator[Flaw]:
    rank = {code: n for n, code in enumerate(vocabulary.levels())}
    if not row.period or row.due is None or row.from_level not in rank:
        return
    for above in plan.deadlines:
        if (
            above.period == row.period
            and above.due is not None
            and rank.get(above.from_level, len(rank)) < rank[row.from_level]
            and above.due < row.due
        ):
            message = (
                f"Cấp dưới gửi ngày {row.due:%d/%m/%Y}, sau hạn của cấp trên "
                f"({vocabulary.label('level', above.from_level)}: {above.due:%d/%m/%Y})."
            )
            yield Flaw("P781", message, "deadlines", index, "due")
            return


def history(plan: Plan, form: Form) -> Iterator[Flaw]:
    """Everything wrong with sheet `Lịch sử`; percentages are held against their counts."""
    seen: set[tuple[int, str, str]] = set()
    for index, row in enumerate(plan.history):
        if row.unit not in plan.units:
            message = f"Không có đơn vị mã “{row.unit}” trong sheet Đơn vị."
            yield Flaw("P790", message, "history", index, "unit", row.unit)
        if row.measure not in form.indicators:
            message = f"Biểu mẫu {form.code} không có dòng mã “{row.measure}”."
            yield Flaw("P791", message, "history", index, "measure", row.unit)
        if plan.year_to is not None and row.year > plan.year_to:
            message = f"Năm {row.year} sau năm cuối của kế hoạch ({plan.year_to})."
            yield Flaw("P798", message, "history", index, "year", row.unit)
        if (row.year, row.unit, row.measure) in seen:
            message = "Năm, đơn vị và chỉ số này đã có ở dòng trên."
            yield Flaw("P794", message, "history", index, "year", row.unit)
        seen.add((row.year, row.unit, row.measure))
        yield from _printed(index, row)


def _printed(index: int, row: History) -> Iterator[Flaw]:
    if not row.printed:
        return
    match = _PRINTED.fullmatch(row.printed.strip())
    if match is None:
        message = f"“{row.printed[:30]}” không phải tỷ lệ phần trăm, ví dụ 77,51."
        yield Flaw("P793", message, "history", index, "printed", row.unit)
        return
    places = len(match[2] or "")
    printed = int(match[1] + (match[2] or ""))
    shown = _percent(printed, places)
    if row.actual is None:
        message = f"Văn bản in {shown} nhưng chưa ghi kết quả để tính lại."
        yield Flaw("P797", message, "history", index, "actual", row.unit)
    if not row.required:
        found = "chưa ghi chỉ tiêu" if row.required is None else "chỉ tiêu bằng 0"
        message = f"Văn bản in {shown} nhưng {found}, không tính lại được."
        yield Flaw("P797", message, "history", index, "required", row.unit)
    if row.actual is None or not row.required:
        return
    exact = Fraction(row.actual * 100 * 10**places, row.required)
    cut, rounded = floor(exact), floor(exact + Fraction(1, 2))
    if printed not in (cut, rounded):
        message = (
            f"Văn bản in {shown}; tính lại {number(row.actual)} / "
            f"{number(row.required)} được {_percent(cut, places)} nếu cắt bớt, "
            f"{_percent(rounded, places)} nếu làm tròn."
        )
        yield Flaw("P792", message, "history", index, "printed", row.unit)


def _percent(units: int, places: int) -> str:
    whole, rest = divmod(units, 10**places)
    return f"{number(whole)},{rest:0{places}d}%" if places else f"{number(whole)}%"
