"""A plan workbook -> Plan, with a finding at the cell of everything that is wrong with it."""

from __future__ import annotations

from typing import Any

from aggregator import forms, layout
from aggregator.model import Finding, Plan
from aggregator.plan.checks import check
from aggregator.vocabulary import folded
from aggregator.workbook.cells.book import Book
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.gather import gathered
from aggregator.workbook.planbook.readhead import head
from aggregator.workbook.planbook.readrows import records
from aggregator.workbook.planbook.told import Told
from aggregator.workbook.returned.identity import hidden_values

_SHEETS = frozenset(
    folded(title)
    for title in (columns.HEAD_SHEET, layout.META_SHEET, *(t.title for t in columns.TABLES))
)


def is_read(title: str) -> bool:
    """Whether a sheet of a plan workbook is read: the others are made from these."""
    return folded(title) in _SHEETS


def read(book: Book) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan in a workbook and everything wrong with it, sheet by sheet, row by row.

    Never raises on the contents: a plan with a finding in `rules.plan.FATAL` holds what could be
    read and must not be worked with. A row without what it needs is left out.
    """
    told = Told()
    grids = {folded(grid.title): grid for grid in reversed(book.grids)}
    fields = head(grids.get(folded(columns.HEAD_SHEET)), told)
    form = forms.load(fields["form"] or forms.CURRENT)
    tables: dict[str, Any] = {
        table.attribute: records(grids.get(folded(table.title)), table, form, told)
        for table in columns.TABLES
    }
    tables["units"] = {unit.code: unit for unit in tables["units"]}
    whose = hidden_values(book).get("unit", "")
    plan = Plan(**fields, **tables, slice_of=whose if whose in tables["units"] else "")
    for flaw in check(plan, form):
        told.flaw(flaw)
    return plan, tuple(gathered(told.findings()))
