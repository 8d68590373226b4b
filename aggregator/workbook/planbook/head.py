"""Sheet `Kế hoạch` of the plan workbook: keys, labels, values, guidance."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import inputs as plan_inputs
from aggregator.workbook.planbook import steps as plan_steps
from aggregator.workbook.planbook.rows import Rows


def write_head(sheet: Worksheet, rows: Rows, note: str) -> None:
    """Fill the sheet; `note` stands below the values."""
    formats, plan = rows.formats, rows.plan
    sheet.set_column("A:A", 12, None, {"hidden": True})
    sheet.set_column("B:B", 28)
    sheet.set_column("C:C", 52)
    sheet.set_column("D:D", 46)
    sheet.write_string("B1", "KẾ HOẠCH PHÁT TRIỂN ĐẢNG VIÊN", formats.title)
    hint = "Điền cột giá trị ở đây, rồi các sheet sau theo thứ tự. Cách điền: sheet Hướng dẫn."
    sheet.write_string("B2", hint, formats.muted)
    for row, field in enumerate(columns.HEAD, columns.HEAD_FIRST_ROW - 1):
        value = getattr(plan, field.name)
        sheet.write_string(row, 0, field.code)
        sheet.write_string(row, 1, field.label, formats.cell_bold)
        rows.cells.put(sheet, row, 2, field, value)
        sheet.write_string(row, 3, field.note, formats.muted)
        sheet.set_row(row, 32 if len(str(value)) > 50 else 20)
        options = plan_inputs.validation(field)
        if options:
            sheet.data_validation(row, 2, row, 2, options)
    row = plan_steps.write(sheet, rows, columns.HEAD_FIRST_ROW + len(columns.HEAD))
    if note:
        sheet.write_string(row, 1, "Ghi chú", formats.bold)
        sheet.write_string(row, 2, note, formats.wrapped)
        sheet.set_row(row, 17 * (1 + len(note) // 50))
    sheet.activate()
