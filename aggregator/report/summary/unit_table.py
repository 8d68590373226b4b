"""Sheet `Đơn vị` of a summary: a row for the unit and every unit below, for people and as data.

A number's column is coded as `INDICATOR/COLUMN`; a blank cell is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from xlsxwriter.worksheet import Worksheet

from aggregator import layout, vocabulary
from aggregator.arithmetic import percent
from aggregator.consolidate import uncarried_in
from aggregator.model import Judgement, Key, Number, UnitResult, UnitStatus
from aggregator.report import links, words
from aggregator.report.carried import annex_measures, carried_measures
from aggregator.report.digest import Digest
from aggregator.report.summary import audit, source_table
from aggregator.report.summary.quota_table import CONCLUDED, mark_verdicts
from aggregator.report.table import PERCENT, TEXT, Column, Look, Table, Value, write_table
from aggregator.workbook.style import Formats

INDENTS: tuple[Look, ...] = tuple(attrgetter(f"label_{depth}") for depth in range(4))
BAR = "#B4C6DC"
_FIXED = (
    Column("unit", "Mã", look=TEXT, hidden=True),
    Column("name", "Đơn vị", 44, TEXT, inset=7),
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


def write(sheet: Worksheet, formats: Formats, digest: Digest) -> Table:
    """Fill sheet `Đơn vị` but for the rows: bars and colours beside the words."""
    filled = table(digest)
    write_table(sheet, formats, filled)
    mark_verdicts(sheet, formats, filled.area("verdict_label"))
    _mark_statuses(sheet, formats, filled)
    _bars(sheet, filled)
    return filled


def table(digest: Digest) -> Table:
    """The table of sheet `Đơn vị`, in the plan's order."""
    measures = carried_measures(digest.result.plan, digest.form)
    annexed = annex_measures(digest.result.plan, digest.form)
    sources = _sources(digest)
    first = [
        sources[unit.unit.code][0] if unit.unit.code in sources else None
        for unit in digest.result.units
    ]
    return Table(
        "KẾT QUẢ THEO ĐƠN VỊ",
        f"{digest.coverage}. Số lũy kế tính từ 01/01; ô trống là chưa có số liệu. "
        "Chỉ ghi tăng, giảm khi không đơn vị nào để trống số cùng kỳ.",
        (*_FIXED, *_measured(digest, measures), *_CODED, *_for_the_annex(digest, annexed)),
        [
            (*_row(digest, unit, measures, sources), *_of_annex(digest, unit, annexed))
            for unit in digest.result.units
        ],
        looks={"name": [INDENTS[min(at, len(INDENTS) - 1)] for at in digest.depths.values()]},
        links={"sources": links.rows(layout.SOURCE_SHEET, first)},
        back=layout.OVERVIEW_SHEET,
    )


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


def _of_annex(digest: Digest, result: UnitResult, measures: tuple[str, ...]) -> Iterator[Value]:
    """Blank inside a TCCSĐ, and where a level is of nobody's vocabulary."""
    level = vocabulary.levels().get(result.unit.level)
    tells = level is not None and not level.below_grassroots
    for code in measures:
        yield digest.known(result, Key(code, "luy_ke")) if tells else None


def _sources(digest: Digest) -> Mapping[str, Sequence[int]]:
    """For each unit the rows of sheet `Nguồn số liệu` that it was added up from."""
    paths, found = audit.paths(digest), defaultdict[str, list[int]](list)
    for row, part in enumerate(digest.result.parts, source_table.FIRST_ROW):
        path = paths.get(part.source.unit, paths[digest.result.unit])
        for code in audit.units_on(path):
            found[code].append(row)
    return found


def _row(
    digest: Digest,
    result: UnitResult,
    measures: tuple[str, ...],
    sources: Mapping[str, Sequence[int]],
) -> Iterator[Value]:
    unit, admissions = result.unit, digest.form.admissions
    values = {code: digest.known(result, Key(code, "luy_ke")) for code in measures}
    yield unit.code
    yield unit.name
    yield vocabulary.label("kind", unit.kind)
    yield words.of_unit(result)
    yield result.missing_below
    yield len(sources.get(unit.code, ()))
    yield unit.members_start
    judgement = digest.leading.get(unit.code)
    yield judgement.required if judgement else None
    yield digest.known(result, Key(admissions, "ky"))
    yield values[admissions]
    yield from _judged(judgement, values[admissions], unit.members_start)
    yield from _compared(digest, result, values[admissions])
    yield from (value for code, value in values.items() if code != admissions)
    yield from (unit.parent, unit.level, unit.kind, result.status.value)
    yield digest.depths[unit.code]
    yield uncarried_in(digest.form, result)


def _judged(
    judgement: Judgement | None, admitted: Number | None, members: int | None
) -> Iterator[Value]:
    yield percent(judgement.actual, judgement.required) if judgement else None
    yield words.VERDICT[judgement.verdict] if judgement else None
    yield percent(admitted, members)


def _compared(digest: Digest, result: UnitResult, now: Number | None) -> Iterator[Value]:
    admissions, submission = digest.form.admissions, result.submission
    before = digest.known(result, Key(admissions, "cung_ky"))
    comparable = submission is not None and digest.unlike(submission, admissions).comparable
    yield before
    yield now - before if comparable and now is not None and before is not None else None


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
