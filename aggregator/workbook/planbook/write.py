"""A plan -> its workbook: drop-downs, live sums, guidance; made to be edited in Excel."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import forms, layout
from aggregator.model import Plan
from aggregator.workbook import meta
from aggregator.workbook.newbook import new_workbook
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import guide as plan_guide
from aggregator.workbook.planbook import lists as plan_lists
from aggregator.workbook.planbook import tree, view
from aggregator.workbook.planbook.head import write_head
from aggregator.workbook.planbook.rows import Rows
from aggregator.workbook.style import formats


def write(plan: Plan, note: str = "") -> bytes:
    """The workbook of a plan; `note` prints on its first sheet."""
    target = BytesIO()
    workbook = new_workbook(target)
    looks = formats(workbook)
    rows = Rows(workbook, looks, plan)
    write_head(_sheet(workbook, columns.HEAD_SHEET), rows, note)
    for table in columns.TABLES:
        rows.write(_sheet(workbook, table.title), table)
    view.write(_sheet(workbook, view.SHEET), rows)
    tree.write(_sheet(workbook, tree.SHEET), rows)
    form = plan.form if plan.form in forms.known() else forms.CURRENT
    plan_guide.write(workbook, looks, form)
    plan_lists.write(workbook, plan, form)
    _identity(workbook, plan)
    workbook.close()
    return target.getvalue()


def blank_plan() -> bytes:
    """The workbook of a plan in which nothing is filled in but the current form."""
    return write(Plan("", form=forms.CURRENT))


def _sheet(workbook: Workbook, title: str) -> Worksheet:
    sheet = workbook.add_worksheet(title)
    plan_guide.print_setup(sheet)
    return sheet


def _identity(workbook: Workbook, plan: Plan) -> None:
    """The very hidden sheet: a plan says its kind and format, a slice also whose it is."""
    sheet = workbook.add_worksheet(layout.META_SHEET)
    sheet.very_hidden()
    values = {**dict.fromkeys(meta.REQUIRED, ""), "kind": "plan", "format": meta.FORMAT}
    if plan.slice_of:
        unit = plan.units.get(plan.slice_of)
        values |= {"unit": plan.slice_of, "parent": unit.parent if unit else ""}
    for row, (key, value) in enumerate(values.items()):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
