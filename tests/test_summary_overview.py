"""The overview of a summary: what it shows of the year, its charts, its links."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from aggregator.figures import figures
from aggregator.model import CARRIED, Key, UnitStatus
from aggregator.report import course
from aggregator.report.digest import Digest
from aggregator.report.summary import book as summary
from aggregator.report.summary import heat
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.returned import tables as summary_read
from tests.made_result import FORM, made_plan, made_result
from tests.made_summary import DATA, RESULT, half_year


def test_leading_quota_is_an_assigned_one_that_counts_admissions() -> None:
    leading = Digest(RESULT).leading
    assert leading["UB"].quota == "Q0"
    assert leading["UB.01"].quota in ("Q0", "Q1")
    assert leading["UB.02.01"].quota == "Q2"
    assert "UB.02.03" not in leading


def test_the_year_shows_only_what_is_known() -> None:
    points = course.year(Digest(RESULT))
    assert [point.period for point in points] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    total = RESULT.total.submission
    assert total is not None
    shown = figures(FORM, total)
    before = total.values[FORM.position[Key("B2.I", CARRIED), "value"]]
    assert [p.total for p in points] == [before, shown[Key("B2.I", "luy_ke")], None, None]
    assert [p.pace for p in points] == [8, 15, 23, 30]


def test_the_year_of_a_report_period_adds_its_quarters() -> None:
    result = half_year()
    points = course.year(Digest(result))
    first = sum(
        figures(FORM, p.submission)[Key("B2.I", "ky")] or 0
        for p in result.parts
        if p.submission.period == "2024-Q1"
    )
    assert points[0].total == first
    assert points[1].total == Digest(result).figures[Key("B2.I", "luy_ke")]


def test_what_a_later_quarter_carried_of_an_earlier_one_counts_there_too() -> None:
    result = half_year()
    carried = [p for p in result.parts if p.submission.period == "2024-Q2"]
    one_of_q1 = [p for p in result.parts if p.submission.period == "2024-Q1"][:1]
    points = course.year(Digest(replace(result, parts=(*one_of_q1, *carried))))
    assert points[0].total == course.year(Digest(result))[0].total


def test_exempt_units_are_not_due() -> None:
    units = tuple(
        u._replace(status=UnitStatus.EXEMPT) if u.unit.code == "UB.05.04" else u
        for u in RESULT.units
    )
    assert len(Digest(replace(RESULT, units=units)).due) == len(Digest(RESULT).due) - 1


def test_of_many_units_the_furthest_behind_are_charted_and_the_table_holds_all() -> None:
    plan = made_plan(committees=60, cells=1)
    data = summary.write(made_result(plan=plan))
    with ZipFile(BytesIO(data)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3 + 2
    assert len(summary_read.units(read_book(data))) == 121


def test_charts_are_fed_by_cells_and_say_in_words_what_they_show() -> None:
    charts, alternatives = _charts(DATA)
    said = "Đến hết quý II năm 2024: kết nạp"
    assert len(charts) == 4
    for xml in charts:
        assert xml.count("<c:f>'Tổng quan'!") >= 3
        assert "<c:v>" in xml
        assert "<c:title><c:tx><c:strRef><c:f>'Tổng quan'!$B$" in xml
    assert said in charts[0]
    assert all(text.startswith("Biểu đồ. ") for text in alternatives)
    assert said in alternatives[0]


def test_what_a_chart_notes_of_its_cells_is_what_they_hold() -> None:
    """A viewer that doesn't look into the cells draws no 0 where nothing is known."""
    noted = [re.findall(r"<c:numCache>.*?</c:numCache>", xml) for xml in _charts(DATA)[0]]
    totals, pace = (re.findall(r'<c:pt idx="(\d)"><c:v>(\d+)<', cache) for cache in noted[0])
    points = course.year(Digest(RESULT))
    assert totals == [(str(at), str(p.total)) for at, p in enumerate(points) if p.total is not None]
    assert pace == [(str(at), str(p.pace)) for at, p in enumerate(points)]
    assert all(noted)


def _charts(data: bytes) -> tuple[list[str], list[str]]:
    """The charts of a workbook, and what a screen reader says of them."""
    with ZipFile(BytesIO(data)) as archive:
        names = sorted(n for n in archive.namelist() if n.startswith("xl/charts/chart"))
        charts = [archive.read(name).decode() for name in names]
        drawings = "xl/drawings/drawing1.xml"
        drawn = archive.read(drawings).decode() if drawings in archive.namelist() else ""
    return charts, re.findall(r'descr="([^"]*)"', drawn)


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    nothing = [u._replace(submission=None, status=UnitStatus.MISSING) for u in RESULT.units]
    data = summary.write(replace(RESULT, units=tuple(nothing), parts=(), judgements=()))
    assert _charts(data) == ([], [])
    assert any("chưa có gì để đối chiếu" in text for text in _texts(data))
    assert "Chưa có số liệu kết nạp của kỳ nào trong năm" in _texts(data)


def test_without_a_quota_there_is_no_pace() -> None:
    data = summary.write(replace(RESULT, judgements=()))
    assert "<c:lineChart>" in _charts(DATA)[0][0]
    assert "<c:lineChart>" not in _charts(data)[0][0]
    assert any(
        re.fullmatch(r"Đến hết quý II năm 2024: kết nạp \d+ đảng viên", t) for t in _texts(data)
    )


def _texts(data: bytes) -> list[str]:
    grid = read_book(data).grid("Tổng quan")
    assert grid is not None
    return [str(cell.value) for _, cell in sorted(grid.cells.items())]


def test_pictures_come_before_tables_of_numbers() -> None:
    texts = [text for text in _texts(DATA) if re.match(r"[IV]+\. [^a-z]{5}", text)]
    assert [text.split(". ")[0] for text in texts] == ["I", "II", "III", "IV", "V", "VI"]
    assert texts[-2:] == ["V. THỰC HIỆN CHỈ TIÊU", "VI. SỐ LIỆU CHÍNH"]


@pytest.mark.parametrize(
    ("required", "actual", "months", "told"),
    [
        (None, 3, 3, "không giao"),
        (12, None, 3, "thiếu số liệu"),
        (12, 12, 3, "đạt"),
        (12, 15, 12, "đạt"),
        (12, 3, 3, "đúng tiến độ"),
        (12, 0, 3, "chậm 3"),
        (13, 3, 3, "chậm 1"),
        (1200, 0, 12, "chậm 1.200"),
        (3, 0, 12, "còn 3"),
        (0, 0, 3, "đạt"),
    ],
)
def test_heat_is_said_in_words(
    required: int | None, actual: int | None, months: int, told: str
) -> None:
    assert heat.standing(required, actual, months) == told
