"""Sheet `Đối chiếu` of a summary: every number that adds, held live against the counted workbooks.

First the form, number by number; then the admissions of each unit that has units below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import add, itemgetter
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from aggregator import layout, wording
from aggregator.model import Key, Number, UnitResult
from aggregator.report import words
from aggregator.report.contributions import Contributions
from aggregator.report.digest import Digest
from aggregator.report.fitting import height
from aggregator.report.summary import audit, source_table
from aggregator.report.table import TEXT, Area, Column, Table
from aggregator.report.table_sheet import on_paper, put
from aggregator.workbook.paper import PROTECTION
from aggregator.workbook.style import Formats

STATUS_ROW = layout.TABLE_NOTE_ROW
FIRST_ROW = layout.TABLE_FIRST_ROW
MOST_COMPARED = 5_000_000
"""Paths that all criteria together are held against: more would keep Excel busy for seconds."""
NOTHING = "Chưa có tệp nào được tính nên chưa có gì để đối chiếu"
COLUMNS = (
    Column("code", "Mã", look=TEXT, hidden=True),
    Column("name", "Nội dung", 60, TEXT),
    Column("sources", "Cộng từ các tệp", 14),
    Column("shown", "Ở sổ này", 14),
    Column("difference", "Chênh lệch", 14),
    Column("verdict", "Đối chiếu", 16, TEXT),
)


class Line(NamedTuple):
    """A number with the formulas of its two sides, and where the officer finds it."""

    code: str
    name: str
    place: str
    sources: str
    sum: Number
    shown: str
    value: Number | None

    @property
    def left(self) -> Number:
        """What the workbooks give more than is shown."""
        return self.sum - (self.value or 0)


def write(
    sheet: Worksheet,
    formats: Formats,
    digest: Digest,
    given: Contributions,
    tables: Mapping[str, Table],
) -> str:
    """Fill sheet `Đối chiếu`, which refers to the sheets of the tables; what it says of all."""
    _columns(sheet, formats)
    sources, units = tables[layout.SOURCE_SHEET], tables[layout.UNIT_SHEET]
    of_form = list(_of_form(digest, given, sources))
    of_units = list(_of_units(digest, given, sources, units))
    row = _lines(sheet, formats, FIRST_ROW, "I. Số trong kỳ của các dòng trong biểu", of_form)
    if of_units:
        row = _lines(sheet, formats, row, _units_heading(digest, of_units), of_units)
    lines, verdicts = of_form + of_units, Area(FIRST_ROW, len(COLUMNS), row - 1, len(COLUMNS))
    audit.mark(sheet, formats, verdicts)
    formula, told = audit.told(verdicts, len(lines), sum(line.left != 0 for line in lines))
    if not sources.rows:
        formula, told = f'="{NOTHING}"', NOTHING
    sheet.write_formula(STATUS_ROW - 1, layout.LABEL_COLUMN - 1, formula, formats.bold, told)
    sheet.freeze_panes(FIRST_ROW - 1, layout.LABEL_COLUMN)
    sheet.hide_gridlines(2)
    on_paper(sheet, landscape=False)
    sheet.repeat_rows(layout.TABLE_HEADER_ROW - 1)
    sheet.protect("", PROTECTION)
    return told


def _columns(sheet: Worksheet, formats: Formats) -> None:
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, None, {"hidden": column.hidden})
        put(sheet, layout.CODE_ROW, at + 1, column.code, formats.hidden)
        put(sheet, layout.TABLE_HEADER_ROW, at + 1, column.label, formats.header)
    sheet.set_row(layout.CODE_ROW - 1, None, None, {"hidden": True})
    title = "ĐỐI CHIẾU SỐ LIỆU VỚI CÁC TỆP ĐÃ TÍNH"
    put(sheet, layout.TABLE_TITLE_ROW, layout.LABEL_COLUMN, title, formats.title)


def _lines(
    sheet: Worksheet, formats: Formats, row: int, heading: str, lines: Sequence[Line]
) -> int:
    """Write a group; the row below it."""
    for column in range(layout.LABEL_COLUMN, len(COLUMNS) + 1):
        put(sheet, row, column, heading if column == layout.LABEL_COLUMN else None, formats.group)
    sheet.set_row(row - 1, height((heading,), (COLUMNS[1].width,)))
    for at, line in enumerate(lines, start=row + 1):
        _line(sheet, formats, at, line)
    return row + 1 + len(lines)


def _line(sheet: Worksheet, formats: Formats, row: int, line: Line) -> None:
    put(sheet, row, layout.CODE_COLUMN, line.code, formats.hidden)
    sheet.set_row(row - 1, height((line.name,), (COLUMNS[1].width,)))
    put(sheet, row, layout.LABEL_COLUMN, line.name, formats.cell)
    sheet.write_formula(row - 1, 2, line.sources, formats.number, line.sum)
    sheet.write_url(row - 1, 3, f"internal:{line.place}", formats.number_link, line.name)
    sheet.write_formula(row - 1, 3, line.shown, formats.number_link, line.value or 0)
    sheet.write_formula(row - 1, 4, f"=C{row}-D{row}", formats.number, line.left)
    formula, told = audit.verdict(f"E{row}", line.left)
    sheet.write_formula(row - 1, 5, formula, formats.cell_concluded, told)


def _of_form(digest: Digest, given: Contributions, sources: Table) -> Iterator[Line]:
    slots = layout.slots(digest.form)
    for column, key in source_table.summed(digest.form, sources):
        slot, letter = slots[key], layout.column_letter(column)
        label = f"{slot.sheet}: {words.subject(digest.form, key.indicator)}"
        yield Line(
            str(key),
            label,
            f"'{slot.sheet}'!{slot.cell}",
            f"='{layout.SOURCE_SHEET}'!{letter}{source_table.SUM_ROW}",
            given.total(key.indicator),
            f"=N('{slot.sheet}'!{slot.cell})",
            digest.figures[key],
        )


def _of_units(digest: Digest, given: Contributions, sources: Table, units: Table) -> Iterator[Line]:
    """The admissions of units that have units below, upper levels first, as far as it is quick."""
    key = Key(digest.form.admissions, "ky")
    if any(part.source.unit not in digest.places for part in digest.result.parts):
        return
    sums = _sums(digest, given)
    letter = layout.column_letter(units.area(str(key)).first_column)
    criteria = _range(sources, "path")
    for at, result in _inner(digest, len(sources.rows)):
        unit, row = result.unit, units.first_row + at
        yield Line(
            unit.code,
            unit.name,
            f"'{layout.UNIT_SHEET}'!B{row}",
            f'=SUMIFS({_range(sources, str(key))},{criteria},"{audit.inside(unit.code)}")',
            sums[at],
            f"=N('{layout.UNIT_SHEET}'!{letter}{row})",
            digest.known(result, key),
        )


def _sums(digest: Digest, given: Contributions) -> Sequence[Number]:
    """For each unit the admissions over the workbooks of it and of the units below it."""
    own: list[Number] = [0] * len(digest.result.units)
    places = digest.places
    for part, number in zip(digest.result.parts, given.admissions, strict=True):
        if number is not None:
            own[places[part.source.unit]] += number
    return digest.over_branches(own, add)


def _inner(digest: Digest, sources: int) -> list[tuple[int, UnitResult]]:
    """The units that their own numbers are known of, with their places in the plan's order."""
    found = [
        (at, result)
        for at, result in enumerate(digest.result.units)
        if result.unit.code in digest.superiors and result.submission is not None
    ]
    found.sort(key=lambda each: digest.depth(each[1].unit))
    return sorted(found[: MOST_COMPARED // max(sources, 1)], key=itemgetter(0))


def _units_heading(digest: Digest, lines: Sequence[Line]) -> str:
    subject = words.subject(digest.form, digest.form.admissions)
    return f"II. {subject} trong kỳ của {wording.number(len(lines))} đơn vị có cấp dưới"


def _range(table: Table, code: str) -> str:
    area = table.area(code)
    letter = layout.column_letter(area.first_column)
    return f"'{layout.SOURCE_SHEET}'!${letter}${area.first_row}:${letter}${area.last_row}"
