"""What a check of a plan says: which fault, in which row and column of the plan, in words."""

from __future__ import annotations

from typing import NamedTuple


class Flaw(NamedTuple):
    """A fault of a plan. The place is a field of Plan, the index of its row (`at`), an attribute of it.

    For a field of the plan itself `table` is empty and `index` 0.
    """

    code: str
    message: str
    table: str
    index: int
    field: str
    unit: str = ""
