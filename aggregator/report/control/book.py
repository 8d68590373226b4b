"""The control workbook `kiem-tra_UNIT_PERIOD.xlsx`: who has sent, what is wrong, what was repaired,
what is due when.

It stays with the officer who ran the roll-up and is no return.
"""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from aggregator import layout
from aggregator.model import Result
from aggregator.report.control import files as control_files
from aggregator.report.control import findings as control_findings
from aggregator.report.control import reminders as control_reminders
from aggregator.report.control import replaced as control_replaced
from aggregator.report.control import units as control_units
from aggregator.report.digest import Digest
from aggregator.report.links import Relative, unchanged
from aggregator.workbook import meta
from aggregator.workbook.style import formats, new_workbook
from aggregator.workbook.template import sheets
from aggregator.workbook.template.sheets import Content


def write(result: Result, relative: Relative = unchanged) -> bytes:
    """The bytes of the control workbook; `relative` gives a file's path beside it."""
    target = BytesIO()
    with new_workbook(target) as workbook:
        _fill(workbook, Digest(result), relative)
    return target.getvalue()


def _fill(workbook: Workbook, digest: Digest, relative: Relative) -> None:
    look = formats(workbook)
    result = digest.result
    control_units.write(workbook.add_worksheet(control_units.SHEET), look, digest, relative)
    control_files.write(workbook.add_worksheet(control_files.SHEET), look, digest, relative)
    control_replaced.write(workbook.add_worksheet(control_replaced.SHEET), look, digest, relative)
    control_findings.write(workbook.add_worksheet(control_findings.SHEET), look, digest, relative)
    control_findings.write_repairs(
        workbook.add_worksheet(control_findings.REPAIRS_SHEET), look, digest, relative
    )
    control_reminders.write(workbook.add_worksheet(control_reminders.SHEET), look, digest)
    sheets.write_identity(workbook, _identity(result))


def _identity(result: Result) -> Content:
    carried = meta.meta(result.plan, result.unit, result.period, result.form, "check")
    names = {f"name.{name}": f'"{carried[name.partition(".")[2]]}"' for name in layout.ANCHOR_NAMES}
    return Content({f"meta.{key}": text for key, text in carried.items()} | names, {}, False)
