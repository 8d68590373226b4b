"""The sheets that no officer sees: the choices of drop-downs, and the identity."""

from __future__ import annotations

from xlsxwriter import Workbook

from aggregator import layout
from aggregator.model import Carried
from aggregator.workbook.paper import protect
from aggregator.workbook.template import validation
from aggregator.workbook.template.content import Content
from aggregator.workbook.template.verdicts import NO, YES


def write_lists(workbook: Workbook) -> None:
    """Sheet `_danh_muc`: the choices of the drop-downs, under defined names."""
    sheet = workbook.add_worksheet(layout.LISTS_SHEET)
    for row, choice in enumerate((YES, NO)):
        sheet.write_string(row, 0, choice)
    workbook.define_name(validation.YES_NO, f"={layout.LISTS_SHEET}!$A$1:$A$2")
    sheet.very_hidden()
    protect(sheet)


def write_identity(workbook: Workbook, what: Content) -> None:
    """The identity in its three carriers: sheet `_ketnap`, custom properties, defined names."""
    sheet = workbook.add_worksheet(layout.META_SHEET)
    carried = {
        name.removeprefix("meta."): text
        for name, text in what.texts.items()
        if name.startswith("meta.")
    }
    for row, (key, value) in enumerate(carried.items()):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
    sheet.very_hidden()
    protect(sheet)
    for key in Carried._fields:
        workbook.set_custom_property(key, carried[key], "text")
    for name in layout.ANCHOR_NAMES:
        workbook.define_name(name, f"={what.texts[f'name.{name}']}")
