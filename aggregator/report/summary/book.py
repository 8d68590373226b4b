"""The summary workbook `tong-hop_UNIT_PERIOD.xlsx`: it goes up, and is itself a filled template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlsxwriter import Workbook

from aggregator import layout, wording
from aggregator.model import Result
from aggregator.report import course
from aggregator.report.assigned import NOTHING, assigned
from aggregator.report.contributions import Contributions
from aggregator.report.digest import Digest
from aggregator.report.kept import Kept, noted
from aggregator.report.links import Relative, unchanged
from aggregator.report.rows import with_rows
from aggregator.report.summary import audit_sheet, overview, quota_table, source_table, unit_table
from aggregator.report.table import Table
from aggregator.workbook import meta
from aggregator.workbook.newbook import Unpacked
from aggregator.workbook.package import pack
from aggregator.workbook.style import formats
from aggregator.workbook.template.cells import content
from aggregator.workbook.template.content import Content, Filling
from aggregator.workbook.template.cover import write_cover
from aggregator.workbook.template.form_sheets import write_form_sheets
from aggregator.workbook.template.hidden_sheets import write_identity, write_lists

_LINE = 115
"""The letters that the line above a form sheet holds on paper."""


def write(result: Result, relative: Relative = unchanged) -> bytes:
    """The bytes of the summary; `relative` gives a counted file's path beside it."""
    return b"".join(pieces(Digest(result), relative))


def pieces(
    digest: Digest, relative: Relative = unchanged, kept: Kept | None = None
) -> Iterator[bytes]:
    """The same bytes from their start to their end, sheet by sheet, whatever was `kept`."""
    given = Contributions(digest.form, digest.result.parts)
    tables = {
        layout.QUOTA_SHEET: quota_table.table(digest),
        layout.UNIT_SHEET: unit_table.table(digest),
        layout.SOURCE_SHEET: source_table.table(digest, relative, given),
    }

    with Unpacked() as workbook:
        _fill(workbook, digest, given, tables)
    yield from noted(pack.pieces(with_rows(workbook, tables, kept)), kept)


def _fill(
    workbook: Workbook, digest: Digest, given: Contributions, tables: Mapping[str, Table]
) -> None:
    """Write everything but the rows of the tables."""
    look, form = formats(workbook), digest.form
    what = _content(digest)
    write_cover(workbook, look, form, what)
    opening = workbook.add_worksheet(layout.OVERVIEW_SHEET)
    opening.activate()
    write_form_sheets(workbook, look, form, what)
    quotas, units, sources, checks = (
        workbook.add_worksheet(name)
        for name in (
            layout.QUOTA_SHEET,
            layout.UNIT_SHEET,
            layout.SOURCE_SHEET,
            layout.AUDIT_SHEET,
        )
    )
    quota_table.write(quotas, look, tables[layout.QUOTA_SHEET])
    unit_table.write(units, look, tables[layout.UNIT_SHEET])
    source_table.write(sources, look, digest, given, tables[layout.SOURCE_SHEET])
    audited = audit_sheet.write(checks, look, digest, given, tables)
    overview.write(workbook, opening, look, digest, tables[layout.SOURCE_SHEET], audited)
    write_lists(workbook)
    write_identity(workbook, what)


def _content(digest: Digest) -> Content:
    """The form filled with the totals, each sheet headed by what the totals are made of."""
    result, form = digest.result, digest.form
    carried = meta.meta(result.plan, result.unit, result.period, form, "summary")
    carried |= meta.summary_meta(form, digest.submission)
    ends = {point.period: point.total for point in course.year(digest) if point.total is not None}
    if ends and result.period not in ends:
        carried["ends"] = meta.print_ends(ends)
    asked = assigned(result.plan, result.period, form, result.unit).get(result.unit, NOTHING).text
    cover: dict[str, str | int | None] = {
        "plan": result.plan.title or result.plan.code,
        "period": carried["period"],
        "quota": asked,
        "nothing": "không",
        "revision": 1,
    }
    filled = content(form, Filling(carried, cover, digest.submission))
    heading = _fitting(f"{filled.texts['head.period']}. {digest.coverage}", _blank(digest))
    return replace(filled, texts={**filled.texts, "head.period": heading})


def _blank(digest: Digest) -> str:
    """Why the percentages of a form sheet, which it always computes, may mislead."""
    count = digest.unlike(digest.submission, digest.form.admissions).before
    return f"; cùng kỳ năm trước: {wording.number(count)} đơn vị để trống" if count else ""


def _fitting(heading: str, more: str) -> str:
    """The heading with what the overview says too, if the line holds it."""
    return f"{heading}{more}" if len(heading) + len(more) <= _LINE else heading
