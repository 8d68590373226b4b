"""The summary workbook `tong-hop_UNIT_PERIOD.xlsx`: it goes up, and is itself a filled template."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from xlsxwriter import Workbook

from aggregator import layout
from aggregator.assigned import NOTHING, assigned
from aggregator.model import Result
from aggregator.report.digest import Digest
from aggregator.report.links import Relative, unchanged
from aggregator.report.summary import overview, quota_table, source_table, unit_table
from aggregator.workbook import meta
from aggregator.workbook.style import formats, new_workbook
from aggregator.workbook.template import sheets
from aggregator.workbook.template.sheets import Content, Filling


def write(result: Result, relative: Relative = unchanged) -> bytes:
    """The bytes of the summary; `relative` gives a counted file's path beside it."""
    target = BytesIO()
    with new_workbook(target) as workbook:
        _fill(workbook, Digest(result), relative)
    return target.getvalue()


def _fill(workbook: Workbook, digest: Digest, relative: Relative) -> None:
    look, form = formats(workbook), digest.form
    what = _content(digest)
    sheets.write_cover(workbook, look, form, what)
    opening = workbook.add_worksheet(layout.OVERVIEW_SHEET)
    overview.write(workbook, opening, look, digest)
    opening.activate()
    sheets.write_form_sheets(workbook, look, form, what)
    quota_table.write(workbook.add_worksheet(layout.QUOTA_SHEET), look, digest)
    unit_table.write(workbook.add_worksheet(layout.UNIT_SHEET), look, digest)
    source_table.write(workbook.add_worksheet(layout.SOURCE_SHEET), look, digest, relative)
    sheets.write_lists(workbook)
    sheets.write_identity(workbook, what)


def _content(digest: Digest) -> Content:
    """The form filled with the totals, each sheet headed by what the totals are made of."""
    result, form = digest.result, digest.form
    carried = meta.meta(result.plan, result.unit, result.period, form, "summary")
    carried |= meta.summary_meta(form, digest.submission)
    asked = assigned(result.plan, result.period, form).get(result.unit, NOTHING)
    cover: dict[str, str | int | None] = {
        "plan": result.plan.title or result.plan.code,
        "period": carried["period"],
        "quota": asked,
        "nothing": "không",
        "revision": 1,
    }
    filled = sheets.content(form, Filling(carried, cover, digest.submission))
    heading = f"{filled.texts['head.period']}. {digest.coverage}{_withheld(digest)}"
    return replace(filled, texts={**filled.texts, "head.period": heading})


def _withheld(digest: Digest) -> str:
    """Why the percentages of a form sheet, which it always computes, may mislead."""
    told = digest.unlike(digest.submission, digest.form.admissions).told
    return f"; số kết nạp {told}" if told else ""
