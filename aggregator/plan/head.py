"""Checks of what the first sheet of a plan says: its code, its years."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Plan
from aggregator.plan import codes
from aggregator.plan.flaw import Flaw


def check(plan: Plan) -> Iterator[Flaw]:
    """Everything wrong with sheet `Kế hoạch` that can be read."""
    if plan.code and not codes.is_plain(plan.code):
        message = (
            f"Mã kế hoạch “{plan.code[:60]}” có ký tự không dùng được; chỉ dùng {codes.ALLOWED}."
        )
        yield Flaw("P708", message, "", 0, "code")
    if plan.year_from and plan.year_to and plan.year_from > plan.year_to:
        message = f"Từ năm {plan.year_from} sau đến năm {plan.year_to}."
        yield Flaw("P796", message, "", 0, "year_from")
