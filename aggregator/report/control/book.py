"""The control workbook `kiem-tra_UNIT_PERIOD.xlsx`: who has sent, what is wrong, what was repaired,
what is due when, what each code means.

It stays with the officer who ran the roll-up and is no return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.model import Result
from aggregator.report.control import explained as control_explained
from aggregator.report.control import files as control_files
from aggregator.report.control import findings as control_findings
from aggregator.report.control import reminders as control_reminders
from aggregator.report.control import replaced as control_replaced
from aggregator.report.control import units as control_units
from aggregator.report.digest import Digest
from aggregator.report.kept import Kept, noted
from aggregator.report.links import Relative, unchanged
from aggregator.report.rows import with_rows
from aggregator.report.table import Table
from aggregator.workbook import meta
from aggregator.workbook.newbook import Unpacked
from aggregator.workbook.package import pack
from aggregator.workbook.style import Formats, formats
from aggregator.workbook.template.content import Content
from aggregator.workbook.template.hidden_sheets import write_identity

_SHEETS: Mapping[str, Callable[[Worksheet, Formats, Digest, Relative], Table]] = {
    control_units.SHEET: control_units.write,
    control_files.SHEET: control_files.write,
    control_replaced.SHEET: control_replaced.write,
    control_findings.SHEET: control_findings.write,
    control_findings.REPAIRS_SHEET: control_findings.write_repairs,
    control_reminders.SHEET: control_reminders.write,
    control_explained.SHEET: control_explained.write,
}


def write(result: Result, relative: Relative = unchanged) -> bytes:
    """The bytes of the control workbook; `relative` gives a file's path beside it."""
    return b"".join(pieces(Digest(result), relative))


def pieces(
    digest: Digest, relative: Relative = unchanged, kept: Kept | None = None
) -> Iterator[bytes]:
    """The same bytes from their start to their end, sheet by sheet, whatever was `kept`."""
    with Unpacked() as workbook:
        tables = _fill(workbook, digest, relative)
    yield from noted(pack.pieces(with_rows(workbook, tables, kept)), kept)


def _fill(workbook: Workbook, digest: Digest, relative: Relative) -> dict[str, Table]:
    """Write everything but the rows of the tables; the tables by their sheets."""
    look, result = formats(workbook), digest.result
    tables = {
        name: fill(workbook.add_worksheet(name), look, digest, relative)
        for name, fill in _SHEETS.items()
    }
    write_identity(workbook, _identity(result))
    return tables


def _identity(result: Result) -> Content:
    carried = meta.meta(result.plan, result.unit, result.period, result.form, "check")
    names = {f"name.{name}": f'"{carried[name.partition(".")[2]]}"' for name in layout.ANCHOR_NAMES}
    return Content({f"meta.{key}": text for key, text in carried.items()} | names, {}, False)
