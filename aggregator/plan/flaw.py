"""What a check of a plan says: which fault, in which row and column of the plan, in words."""

from __future__ import annotations

from typing import NamedTuple

from aggregator.model import Quota


class Flaw(NamedTuple):
    """A fault of a plan. The place: a field of Plan, the index `at` of its row, a field of that.

    For a field of the plan itself `table` is empty and `at` is 0.
    """

    code: str
    message: str
    table: str
    at: int
    field: str
    unit: str = ""


def of_quota(code: str, message: str, index: int, field: str, quota: Quota) -> Flaw:
    """A fault of a row of sheet `Chỉ tiêu`."""
    return Flaw(code, message, "quotas", index, field, quota.unit)
