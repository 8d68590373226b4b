"""Sheet `Nguồn số liệu` of a summary: each counted workbook with the numbers it gave to the total.

Two rows above the workbooks hold the sum of each column and its difference from the form sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator import period as periods
from aggregator.model import Indicator, Key, Method, Number
from aggregator.report.contributions import contributions, inputs
from aggregator.report.digest import Digest
from aggregator.report.links import Relative
from aggregator.report.table import COUNT, MEAN, TEXT, Column, Look, Table, Value, put, write_table
from aggregator.workbook.style import Formats

SUM_ROW = layout.TABLE_FIRST_ROW
DIFFERENCE_ROW = SUM_ROW + 1
FIRST_ROW = DIFFERENCE_ROW + 1

_FIXED = (
    Column("unit", "Mã", look=TEXT, hidden=True),
    Column("name", "Đơn vị", 46, TEXT),
    Column("period_label", "Kỳ", 16, TEXT),
    Column("file", "Tệp (tính từ thư mục của sổ này)", 40, TEXT),
    Column("sha256", "Mã băm SHA-256 của tệp", 14),
    Column("period", "Mã kỳ", look=TEXT, hidden=True),
)
_NOT_SUMMED = (Method.MEAN, Method.FLAG)


def write(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Nguồn số liệu` but for the rows.

    `relative` turns a path of the run into one beside this book.
    """
    given = contributions(digest.form, digest.result.parts)
    filled = table(digest, relative, given)
    write_table(sheet, formats, filled)
    put(sheet, SUM_ROW, layout.LABEL_COLUMN, "Tổng cộng", formats.total)
    put(sheet, DIFFERENCE_ROW, layout.LABEL_COLUMN, "Chênh lệch với biểu", formats.total)
    summed = {f"{i.code}/ky" for i in inputs(digest.form) if i.method not in _NOT_SUMMED}
    for column, declared in enumerate(filled.columns, 1):
        if declared.code in summed:
            known = map(itemgetter(Key.parse(declared.code).indicator), given)
            total = sum(filter(None, known))
            _totals(sheet, formats, digest, filled, column, total)
        elif column > layout.LABEL_COLUMN:
            put(sheet, SUM_ROW, column, None, formats.total)
            put(sheet, DIFFERENCE_ROW, column, None, formats.total)
    # On paper the list of files; the columns of numbers are for the screen.
    sheet.print_area(0, 0, filled.last_row - 1, len(_FIXED) - 1)
    sheet.fit_to_pages(1, 0)
    last = len(filled.columns) - 1
    wrong = {"type": "cell", "criteria": "!=", "value": 0, "format": formats.mark_bad}
    sheet.conditional_format(DIFFERENCE_ROW - 1, len(_FIXED), DIFFERENCE_ROW - 1, last, wrong)
    return filled


def table(
    digest: Digest, relative: Relative, given: Sequence[Mapping[str, Number | None]]
) -> Table:
    """The table of sheet `Nguồn số liệu`, in the order of the counted workbooks."""
    flags = [each.code for each in inputs(digest.form) if each.method is Method.FLAG]
    return Table(
        "NGUỒN SỐ LIỆU",
        f"{digest.coverage}. Mỗi dòng là một tệp đã tính, số liệu trong kỳ lấy từ tệp đó.",
        (*_FIXED, *(Column(f"{i.code}/ky", i.label, 9, _look(i)) for i in inputs(digest.form))),
        [
            (
                part.source.unit,
                digest.full_name(part.source.unit),
                periods.label(part.submission.period),
                relative(part.source.file),
                part.source.sha256,
                part.submission.period,
                *_shown(flags, numbers),
            )
            for part, numbers in zip(digest.result.parts, given, strict=True)
        ],
        FIRST_ROW,
        header_height=150,
        wide=True,
    )


def _look(indicator: Indicator) -> Look:
    return MEAN if indicator.method is Method.MEAN else COUNT


def _shown(flags: Sequence[str], numbers: Mapping[str, Number | None]) -> Iterable[Value]:
    shown: dict[str, Value] = dict(numbers)
    for code in flags:
        if numbers[code] is not None:
            shown[code] = "không" if numbers[code] == 0 else "có"
    return shown.values()


def _totals(
    sheet: Worksheet, formats: Formats, digest: Digest, filled: Table, column: int, total: Number
) -> None:
    key = Key.parse(filled.columns[column - 1].code)
    letter = layout.column_letter(column)
    slot = layout.slots(digest.form)[key]
    shown = digest.figures[key]
    cells = f"{letter}{filled.first_row}:{letter}{filled.last_row}"
    sheet.write_formula(SUM_ROW - 1, column - 1, f"=SUM({cells})", formats.total, total)
    difference = f"={letter}{SUM_ROW}-N('{slot.sheet}'!{slot.cell})"
    left = total - (shown or 0)
    sheet.write_formula(DIFFERENCE_ROW - 1, column - 1, difference, formats.total, left)
