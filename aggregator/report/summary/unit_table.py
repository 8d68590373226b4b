"""Sheet `Đơn vị` of a summary: a row for the unit and every unit below, for people and as data.

A number's column is coded as `INDICATOR/COLUMN`; a blank cell is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import add, attrgetter
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from aggregator import layout, vocabulary
from aggregator.arithmetic import percent
from aggregator.consolidate import uncarried_in
from aggregator.model import Key, Number, Submission, Unit, UnitResult, UnitStatus
from aggregator.report import comparable, links, words
from aggregator.report.carried import annex_measures, carried_measures
from aggregator.report.comparable import Unlike
from aggregator.report.digest import Digest
from aggregator.report.each import Each
from aggregator.report.resting import of_judgements
from aggregator.report.summary import source_table
from aggregator.report.summary.quota_table import CONCLUDED, mark_verdicts
from aggregator.report.table import PERCENT, TEXT, Column, Look, Looks, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

INDENTS: tuple[Look, ...] = tuple(attrgetter(f"label_{depth}") for depth in range(4))
BAR = "#B4C6DC"
_FIXED = (
    Column("unit", "Mã", look=TEXT, hidden=True, unique=True),
    Column("name", "Đơn vị", 44, TEXT, inset=7, unique=True),
    Column("kind_label", "Loại hình", 16, TEXT),
    Column("status_label", "Tình trạng", 18, TEXT),
    Column("missing", "Đơn vị còn thiếu số liệu", 10),
    Column("sources", "Số tệp nguồn", 9),
    Column("members_start", "Đảng viên đầu năm", 9),
    Column("required", "Chỉ tiêu năm", 9),
)
_JUDGED = (
    Column("percent", "Tỷ lệ % so với chỉ tiêu", 11, PERCENT),
    Column("verdict_label", "Kết luận", 26, CONCLUDED),
    Column("share", "Tỷ lệ % so với đảng viên đầu năm", 10, PERCENT),
)
_CODED = (
    Column("parent", "Mã cấp trên", look=TEXT, hidden=True),
    Column("level", "Mã cấp", look=TEXT, hidden=True),
    Column("kind", "Mã loại hình", look=TEXT, hidden=True),
    Column("status", "Mã tình trạng", look=TEXT, hidden=True),
    Column("depth", "Bậc", hidden=True),
    Column("uncarried", "Đơn vị chưa rõ lũy kế kỳ trước", hidden=True),
)


def write(sheet: Worksheet, formats: Formats, filled: Table) -> None:
    """Fill sheet `Đơn vị` but for the rows: bars and colours beside the words."""
    write_table(sheet, formats, filled)
    mark_verdicts(sheet, formats, filled.area("verdict_label"))
    _mark_statuses(sheet, formats, filled)
    _bars(sheet, filled)


def table(digest: Digest) -> Table:
    """The table of sheet `Đơn vị`, in the plan's order."""
    measures = carried_measures(digest.result.plan, digest.form)
    annexed = annex_measures(digest.result.plan, digest.form)
    sources, units = _sources(digest), digest.result.units

    def said(at: slice) -> object:
        judged = [digest.leading.get(each.unit.code) for each in units[at]]
        leading = [each for each in judged if each is not None]
        by = of_judgements(leading), [each is None for each in judged]
        return digest.of_units(at), by, sources.number[at]

    deepest = max(digest.depth(result.unit) for result in units)
    return Table(
        "KẾT QUẢ THEO ĐƠN VỊ",
        f"{digest.coverage}. Số lũy kế tính từ 01/01; ô trống là chưa có số liệu. "
        "Chỉ ghi tăng, giảm khi không đơn vị nào để trống số cùng kỳ.",
        (*_FIXED, *_measured(digest, measures), *_CODED, *_for_the_annex(digest, annexed)),
        Each(_row(digest, sources.number, measures, annexed), range(len(units))),
        looks={"name": Looks(INDENTS[: deepest + 1], Each(partial(_indent, digest), units))},
        links={"sources": links.rows(layout.SOURCE_SHEET, sources.first)},
        back=layout.OVERVIEW_SHEET,
        rests=digest.resting(said),
    )


def _indent(digest: Digest, result: UnitResult) -> Look:
    return INDENTS[min(digest.depth(result.unit), len(INDENTS) - 1)]


def _measured(digest: Digest, measures: tuple[str, ...]) -> Iterator[Column]:
    admissions = digest.form.admissions
    yield Column(f"{admissions}/ky", "Kết nạp trong kỳ", 9)
    yield Column(f"{admissions}/luy_ke", "Kết nạp lũy kế", 9)
    yield from _JUDGED
    yield Column(f"{admissions}/cung_ky", "Kết nạp cùng kỳ năm trước", 9)
    yield Column("change", "Tăng (+), giảm (-)", 9)
    for code in measures:
        if code != admissions:
            yield Column(f"{code}/luy_ke", f"{words.subject(digest.form, code)} (lũy kế)", 12)


def _for_the_annex(digest: Digest, measures: tuple[str, ...]) -> Iterator[Column]:
    for code in measures:
        label = f"{words.subject(digest.form, code)} (lũy kế)"
        yield Column(f"{code}/{layout.ANNEX}", label, hidden=True)


class _Sources(NamedTuple):
    """Of each unit the first row of sheet `Nguồn số liệu` that it was added up from; how many."""

    first: Sequence[int | None]
    number: Sequence[int]


def _sources(digest: Digest) -> _Sources:
    rows, number = ([0] * len(digest.result.units) for _ in range(2))
    for row, part in enumerate(digest.result.parts, source_table.FIRST_ROW):
        at = digest.places.get(part.source.unit, 0)
        number[at] += 1
        rows[at] = rows[at] or row
    first = digest.over_branches(rows, _upper)
    return _Sources([row or None for row in first], digest.over_branches(number, add))


def _upper(row: int, other: int) -> int:
    """The first of two rows; 0 is none."""
    return min(row, other) if row and other else row or other


def _row(
    digest: Digest, sources: Sequence[int], measures: tuple[str, ...], annexed: tuple[str, ...]
) -> Callable[[int], Sequence[Value]]:
    """How the row of the unit at a place of the result is made."""
    admissions = digest.form.admissions
    others = [code for code in measures if code != admissions]
    keys = [Key(admissions, column) for column in ("ky", "luy_ke", "cung_ky")]
    numbers = digest.numbers([*keys, *(Key(code, "luy_ke") for code in others)])
    of_annex = digest.numbers([Key(code, "luy_ke") for code in annexed])
    nothing = [None] * len(annexed)
    unlike = comparable.reading(digest.form, digest.result.period, admissions)

    def row(at: int) -> Sequence[Value]:
        result = digest.result.units[at]
        unit, judgement = result.unit, digest.leading.get(result.unit.code)
        now, admitted, before, *rest = numbers(result)
        return (
            unit.code,
            unit.name,
            vocabulary.label("kind", unit.kind),
            words.of_unit(result),
            result.missing_below,
            sources[at],
            unit.members_start,
            judgement.required if judgement else None,
            now,
            admitted,
            percent(judgement.actual, judgement.required) if judgement else None,
            words.VERDICT[judgement.verdict] if judgement else None,
            percent(admitted, unit.members_start),
            before,
            _change(unlike, result.submission, admitted, before),
            *rest,
            unit.parent,
            unit.level,
            unit.kind,
            result.status.value,
            digest.depth(unit),
            uncarried_in(digest.form, result),
            *(of_annex(result) if _is_in_the_annex(unit) else nothing),
        )

    return row


def _is_in_the_annex(unit: Unit) -> bool:
    """Not inside a TCCSĐ, nor where its level is of nobody's vocabulary."""
    level = vocabulary.levels().get(unit.level)
    return level is not None and not level.below_grassroots


def _change(
    unlike: Callable[[Submission], Unlike],
    submission: Submission | None,
    now: Number | None,
    before: Number | None,
) -> Number | None:
    if submission is None or now is None or before is None:
        return None
    return now - before if unlike(submission).comparable else None


def _mark_statuses(sheet: Worksheet, formats: Formats, filled: Table) -> None:
    looks = {
        UnitStatus.MISSING: formats.mark_bad,
        UnitStatus.REJECTED: formats.mark_bad,
        UnitStatus.PARTIAL: formats.mark_warn,
    }
    area = filled.area("status_label").from_zero
    for status, look in looks.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words.UNIT_STATUS[status]}"'}
        sheet.conditional_format(*area, {**rule, "format": look})
    above_zero = {"type": "cell", "criteria": ">", "value": 0, "format": formats.mark_warn}
    sheet.conditional_format(*filled.area("missing").from_zero, above_zero)


def _bars(sheet: Worksheet, filled: Table) -> None:
    """A bar from 0 to 100 % under the percentage; it says nothing that the number does not."""
    bar = {
        "type": "data_bar",
        "bar_color": BAR,
        "bar_solid": True,
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 100,
    }
    sheet.conditional_format(*filled.area("percent").from_zero, bar)
