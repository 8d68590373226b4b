"""What a workbook says of itself, told from its small parts alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aggregator import layout
from aggregator.workbook.cells.glance import small_sheet
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.refusal import PLAN_CAPS, PLAN_UNITS
from aggregator.workbook.returned.identity import hidden_values

_CAPS = replace(PLAN_CAPS, part=200 * PLAN_UNITS)
"""The largest part that is read is the table of strings."""


def said_of_itself(data: bytes) -> Mapping[str, str]:
    """What `_ketnap` of an .xlsx holds. Raises Refused, or whatever is in UNFORESEEN."""
    return hidden_values(small_sheet(data, layout.META_SHEET, _CAPS))


def is_plan(data: bytes) -> bool:
    """Whether an .xlsx calls itself a plan, be the rest damaged or too large."""
    try:
        return said_of_itself(data).get("kind") == "plan"
    except UNFORESEEN:
        return False
