"""How far each direct subordinate is: shares as heat, words beside them, a chart of the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from aggregator import layout, wording
from aggregator import period as periods
from aggregator.arithmetic import percent
from aggregator.consolidate import missing_in
from aggregator.model import Key, Number, UnitResult
from aggregator.quota.phrases import PACED
from aggregator.report import links, words
from aggregator.report.digest import Digest
from aggregator.report.summary import charts
from aggregator.report.summary.charts import MIDDLE, Title
from aggregator.report.summary.page import Page
from aggregator.report.table import Area

TITLE, JUMP = "IV. ĐƠN VỊ TRỰC THUỘC", "IV. Đơn vị"
UNITS_A_CHART = 28
MOST_UNITS = 56
LEAST_ROWS = 16

DONE, ON_PACE, BEHIND, SHORT = "đạt", "đúng tiến độ", "chậm", "còn"
UNKNOWN, NOT_ASKED = "thiếu số liệu", "không giao"

_Row = tuple[str, Number | None, Number | None, Number | None, str, int]


def write(page: Page, digest: Digest) -> None:
    """The part of the overview that shows unit by unit."""
    direct = [unit for unit in digest.result.units if unit.unit.parent == digest.result.unit]
    if not direct:
        return
    shown = _furthest_behind(digest, direct)
    at = {each.unit.code: row for row, each in enumerate(digest.result.units)}
    for start in range(0, len(shown), UNITS_A_CHART):
        heading, jump = (TITLE, JUMP) if start == 0 else (f"{TITLE} (tiếp theo)", "")
        page.section(heading, jump, new_page=True)
        title = page.said(_sentence(digest, direct, len(shown)))
        chunk = shown[start : start + UNITS_A_CHART]
        rows = [layout.TABLE_FIRST_ROW + at[each.unit.code] for each in chunk]
        _chunk(page, digest, chunk, rows, title)


def standing(required: int | None, actual: Number | None, months: int) -> str:
    """Where a unit is on its way to its quota of the year, an equal share being due each month."""
    if required is None:
        return NOT_ASKED
    if actual is None:
        return UNKNOWN
    if actual >= required:
        return DONE
    if required < PACED:
        return f"{SHORT} {wording.number(required - actual)}"
    late = -(-required * months // 12) - actual
    return f"{BEHIND} {wording.number(late)}" if late > 0 else ON_PACE


def _standing(digest: Digest, unit: UnitResult) -> str:
    judgement = digest.leading.get(unit.unit.code)
    months = periods.months(digest.result.period)[1]
    required = judgement.required if judgement else None
    return standing(required, judgement.actual if judgement else None, months)


def _sentence(digest: Digest, direct: Sequence[UnitResult], shown: int) -> str:
    counts = Counter(_standing(digest, unit).split(" ")[0] for unit in direct)
    named = {
        "đạt chỉ tiêu năm": counts[DONE],
        "đúng tiến độ": counts[ON_PACE.split(" ")[0]],
        "chậm": counts[BEHIND],
        "có chỉ tiêu nhỏ, chưa đạt": counts[SHORT],
        "thiếu số liệu": counts[UNKNOWN.split(" ")[0]],
        "không giao chỉ tiêu": counts[NOT_ASKED.split(" ")[0]],
    }
    told = ", ".join(f"{wording.number(count)} {how}" for how, count in named.items() if count)
    left_out = f"; dưới đây là {shown} đơn vị có tỷ lệ thấp nhất" if shown < len(direct) else ""
    return f"{wording.number(len(direct))} đơn vị: {told}{left_out}"


def _furthest_behind(digest: Digest, direct: Sequence[UnitResult]) -> Sequence[UnitResult]:
    """All direct subordinates, or where they are too many the lowest shares, in plan order."""
    if len(direct) <= MOST_UNITS:
        return direct
    ranked = sorted(direct, key=lambda unit: _share(digest, unit) or Decimal(0))
    chosen = {unit.unit.code for unit in ranked[:MOST_UNITS]}
    return [unit for unit in direct if unit.unit.code in chosen]


def _share(digest: Digest, unit: UnitResult) -> Decimal | None:
    judgement = digest.leading.get(unit.unit.code)
    return percent(judgement.actual, judgement.required) if judgement else None


def _chunk(
    page: Page, digest: Digest, chunk: Sequence[UnitResult], rows: Sequence[int], title: Title
) -> None:
    top, formats = page.row, page.formats
    page.head(
        (
            "Đơn vị",
            "Chỉ tiêu năm",
            "Kết nạp lũy kế",
            "Tỷ lệ %",
            "So với tiến độ đều",
            "Đơn vị còn thiếu",
        )
    )
    first = page.row
    counts = [formats.number] * 2
    looks = [formats.cell, *counts, formats.percent, page.centred_bold, formats.number]
    values = [_row(digest, unit) for unit in chunk]
    for value, row in zip(values, rows, strict=True):
        page.line(value, looks, {4: links.place(layout.UNIT_SHEET, row)})
    last = page.row - 1
    _heat(page, Area(first, 5, last, 5), Area(first, 6, last, 6))
    count = max(len(chunk) + 3, LEAST_ROWS)
    if any(admitted is not None for _, _, admitted, *_ in values):
        required = charts.Drawn(Area(first, 3, last, 3), [value[1] for value in values])
        actual = charts.Drawn(Area(first, 4, last, 4), [value[2] for value in values])
        names = Area(first, 2, last, 2)
        chart = charts.units(page.workbook, page.sheet.name, names, required, actual, title)
        page.chart(chart, top, 8, count, title)
    page.line([digest.coverage], [formats.muted])
    page.row = max(page.row, top + count)


def _row(digest: Digest, unit: UnitResult) -> _Row:
    judgement = digest.leading.get(unit.unit.code)
    return (
        _name(unit),
        judgement.required if judgement else None,
        digest.known(unit, Key(digest.form.admissions, "luy_ke")),
        _share(digest, unit),
        _standing(digest, unit),
        missing_in(unit),
    )


def _name(unit: UnitResult) -> str:
    if unit.submission is not None or unit.known:
        return unit.unit.name
    return f"{unit.unit.name} ({words.of_unit(unit).lower()})"


def _heat(page: Page, shares: Area, told: Area) -> None:
    """The higher the share the darker the cell; a colour under the words, which say it anyway."""
    scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF"}
    scale |= {"max_type": "num", "max_value": 100, "max_color": MIDDLE}
    page.sheet.conditional_format(*shares.from_zero, scale)
    looks = {
        DONE: page.formats.mark_good,
        ON_PACE: page.formats.mark_good,
        BEHIND: page.formats.mark_bad,
        UNKNOWN: page.formats.mark_warn,
    }
    for word, look in looks.items():
        rule = {"type": "text", "criteria": "begins with", "value": word, "format": look}
        page.sheet.conditional_format(*told.from_zero, rule)
