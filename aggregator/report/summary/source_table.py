"""Sheet `Nguồn số liệu` of a summary: each counted workbook with the numbers it gave to the total.

Three rows above the workbooks hold the sum of each column, its difference from the form sheet, and
the verdict on it in words, all of them live.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter, itemgetter

from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator import period as periods
from aggregator.model import Form, Indicator, Key, Method, Number, Part
from aggregator.report import links
from aggregator.report.carried import carried_measures
from aggregator.report.contributions import Contributions, inputs
from aggregator.report.digest import Digest
from aggregator.report.each import Each
from aggregator.report.links import Relative
from aggregator.report.resting import of_submissions
from aggregator.report.summary import audit
from aggregator.report.table import COUNT, MEAN, TEXT, Area, Column, Look, Table, Value
from aggregator.report.table_sheet import put, write_table
from aggregator.workbook.style import Formats

SUM_ROW = layout.TABLE_FIRST_ROW
DIFFERENCE_ROW = SUM_ROW + 1
VERDICT_ROW = DIFFERENCE_ROW + 1
FIRST_ROW = VERDICT_ROW + 1

CLIPPED: Look = attrgetter("number_left")
_FIXED = (
    Column("unit", "Mã", look=TEXT, hidden=True, unique=True),
    Column("name", "Đơn vị", 46, TEXT, unique=True),
    Column("period_label", "Kỳ", 16, TEXT),
    Column("unit_row", "Dòng của đơn vị ở sheet “Đơn vị”", 12, unique=True),
    Column("file", "Tệp (tính từ thư mục của sổ này)", 40, TEXT, unique=True),
    Column("sha256", "Mã băm SHA-256 của tệp", 14, CLIPPED, unique=True),
    Column("period", "Mã kỳ", look=TEXT, hidden=True),
    Column("path", "Mã các cấp", look=TEXT, hidden=True, unique=True),
)
MOST_NUMBERS = 500_000
"""Of more numbers only the main ones are written, or no level above could read the sheet."""
_NOT_SUMMED = (Method.MEAN, Method.FLAG)
_AUDIT: Mapping[int, str] = {
    SUM_ROW: "Tổng cộng các tệp",
    DIFFERENCE_ROW: "Chênh lệch với biểu",
    VERDICT_ROW: "Đối chiếu với biểu",
}


def write(
    sheet: Worksheet, formats: Formats, digest: Digest, given: Contributions, filled: Table
) -> None:
    """Fill sheet `Nguồn số liệu` but for the rows."""
    write_table(sheet, formats, filled)
    for row, label in _AUDIT.items():
        put(sheet, row, layout.LABEL_COLUMN, label, formats.total)
    where = dict(summed(digest.form, filled))
    for column in range(1, len(filled.columns) + 1):
        if column in where:
            total = given.total(where[column].indicator)
            _totals(sheet, formats, digest, filled, column, total)
        elif column > layout.LABEL_COLUMN:
            for row in _AUDIT:
                put(sheet, row, column, None, formats.total)
    # On paper the list of files; the columns of numbers are for the screen.
    sheet.print_area(0, 0, filled.last_row - 1, len(_FIXED) - 1)
    sheet.fit_to_pages(1, 0)
    audit.mark(sheet, formats, verdicts(filled))


def summed(form: Form, filled: Table) -> Iterator[tuple[int, Key]]:
    """The columns, from 1, whose sum the form must show, and where it shows it."""
    adds = {f"{each.code}/ky" for each in inputs(form) if each.method not in _NOT_SUMMED}
    for column, declared in enumerate(filled.columns, 1):
        if declared.code in adds:
            yield column, Key.parse(declared.code)


def verdicts(filled: Table) -> Area:
    """The cells that say of each summed column whether the form agrees."""
    return Area(VERDICT_ROW, len(_FIXED) + 1, VERDICT_ROW, len(filled.columns))


def table(digest: Digest, relative: Relative, given: Contributions) -> Table:
    """The table of sheet `Nguồn số liệu`, in the order of the counted workbooks.

    `relative` turns a path of the run into one beside this book.
    """
    numbers, parts = shown(digest), digest.result.parts
    unit_rows = Each(partial(_unit_row, digest.places), parts)

    def said(at: slice) -> object:
        some = parts[at]
        sources = [(*source, relative(source.file)) for source, _ in some]
        numbers = of_submissions([part.submission for part in some])
        return sources, numbers, [given.stands(part) for part in some]

    return Table(
        "NGUỒN SỐ LIỆU",
        f"{digest.coverage}. Mỗi dòng là một tệp đã tính{_left_out(digest)}.",
        (*_FIXED, *(Column(f"{i.code}/ky", i.label, 9, _look(i)) for i in numbers)),
        Each(_row(digest, relative, given, numbers), parts),
        FIRST_ROW,
        header_height=150,
        wide=True,
        links={"unit_row": links.rows(layout.UNIT_SHEET, unit_rows)},
        back=layout.OVERVIEW_SHEET,
        rests=digest.resting(said),
    )


def _unit_row(places: Mapping[str, int], part: Part) -> int | None:
    at = places.get(part.source.unit)
    return None if at is None else layout.TABLE_FIRST_ROW + at


def _row(
    digest: Digest, relative: Relative, given: Contributions, numbers: Sequence[Indicator]
) -> Callable[[Part], Sequence[Value]]:
    picked = itemgetter(*(given.codes.index(each.code) for each in numbers))
    flags = [at for at, each in enumerate(numbers) if each.method is Method.FLAG]

    def row(part: Part) -> Sequence[Value]:
        unit, path, sha256 = part.source
        cells: list[Value] = [
            unit,
            digest.full_name(unit),
            periods.label(part.submission.period),
            _unit_row(digest.places, part),
            relative(path),
            sha256,
            part.submission.period,
            digest.path(unit),
            *picked(given.row(part)),
        ]
        for at in flags:
            cells[len(_FIXED) + at] = _flag(cells[len(_FIXED) + at])
        return cells

    return row


def _flag(value: Value) -> Value:
    return None if value is None else "không" if value == 0 else "có"


def _look(indicator: Indicator) -> Look:
    return MEAN if indicator.method is Method.MEAN else COUNT


def shown(digest: Digest) -> Sequence[Indicator]:
    """The indicators of which each workbook's number is written."""
    every = list(inputs(digest.form))
    if len(every) * len(digest.result.parts) <= MOST_NUMBERS:
        return every
    main = carried_measures(digest.result.plan, digest.form)
    return [each for each in every if each.code in main]


def _left_out(digest: Digest) -> str:
    """What the note says of the numbers of a workbook."""
    if len(shown(digest)) == len(list(inputs(digest.form))):
        return ", số liệu trong kỳ lấy từ tệp đó"
    return "; vì có quá nhiều tệp, chỉ ghi các số chính, các số khác xem trong tệp"


def _totals(
    sheet: Worksheet, formats: Formats, digest: Digest, filled: Table, column: int, total: Number
) -> None:
    key = Key.parse(filled.columns[column - 1].code)
    letter = layout.column_letter(column)
    slot = layout.slots(digest.form)[key]
    told = digest.figures[key]
    cells = f"{letter}{filled.first_row}:{letter}{filled.last_row}"
    sheet.write_formula(SUM_ROW - 1, column - 1, f"=SUM({cells})", formats.total, total)
    difference = f"={letter}{SUM_ROW}-N('{slot.sheet}'!{slot.cell})"
    left = total - (told or 0)
    sheet.write_formula(DIFFERENCE_ROW - 1, column - 1, difference, formats.total, left)
    formula, verdict = audit.verdict(f"{letter}{DIFFERENCE_ROW}", left)
    sheet.write_formula(VERDICT_ROW - 1, column - 1, formula, formats.total, verdict)
