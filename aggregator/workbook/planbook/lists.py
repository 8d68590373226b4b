"""The defined names of the plan workbook: the drop-downs, which grow with their sheets."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from aggregator import forms, layout
from aggregator.model import Plan
from aggregator.workbook.planbook import coded, live, tree, view
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import guide as plan_guide
from aggregator.workbook.planbook.columns import Table
from aggregator.workbook.planbook.names import names

SUPERIORS = "dm_cap_tren"
"""In a slice of a plan, the units above the one it went down to; empty in a whole plan."""


_REPEATED = "pb_so_lap"


def write(workbook: Workbook, plan: Plan, form_code: str) -> None:
    """Add the hidden sheet of lists, and every defined name of the workbook."""
    sheet = workbook.add_worksheet(layout.LISTS_SHEET)
    sheet.hide()
    lists = {f"dm_{name}": tuple(coded.labels(name).values()) for name in _vocabularies()}
    lists["dm_bieu_mau"] = forms.known()
    measures = plan_guide.measures(forms.load(form_code))
    lists["dm_chi_so"] = tuple(indicator.code for indicator in measures)
    lists[SUPERIORS] = plan.path(plan.root)[:-1]
    for column, (name, entries) in enumerate(lists.items()):
        sheet.write_string(0, column, name)
        for row, entry in enumerate(entries, 1):
            sheet.write_string(row, column, entry)
        letter = xl_col_to_name(column)
        area = f"='{layout.LISTS_SHEET}'!${letter}$2:${letter}${max(len(entries), 1) + 1}"
        workbook.define_name(name, area)
    place = (1, len(lists))
    sheet.write_string(0, len(lists), _REPEATED)
    sheet.write_formula(*place, "=COUNT(pb_lap)", None, _repeated(plan))
    workbook.define_name(
        _REPEATED, f"='{layout.LISTS_SHEET}'!{xl_rowcol_to_cell(*place, True, True)}"
    )
    workbook.define_name("dm_don_vi", _growing(columns.UNITS))
    workbook.define_name("dm_chi_tieu", _growing(columns.QUOTAS))
    for name, formula in (*names(), *view.NAMES.items(), *tree.NAMES.items()):
        workbook.define_name(name, formula)


def _repeated(plan: Plan) -> int:
    """How many shares are not the first of their quota and unit."""
    keys = [(row.quota, row.unit) for row in plan.allocations if row.unit in plan.units]
    return len(keys) - len(set(keys))


def _growing(table: Table) -> str:
    # It grows with the sheet: a fixed range with blanks at its end would accept anything.
    first, sheet = columns.FIRST_ROW, f"'{table.title}'"
    counted = f"MAX(1,COUNTA({sheet}!$A${first}:$A${live.LAST_ROW}))"
    return f"=OFFSET({sheet}!$A${first},0,0,{counted},1)"


def _vocabularies() -> list[str]:
    fields = [*columns.HEAD, *(field for table in columns.TABLES for field in table.fields)]
    return list(dict.fromkeys(field.vocabulary for field in fields if field.vocabulary))
