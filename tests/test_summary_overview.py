"""The overview of a summary: what it shows of the year, its charts, its links."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from aggregator.figures import figures
from aggregator.model import CARRIED, Key, UnitStatus
from aggregator.report.digest import Digest
from aggregator.report.summary import book as summary
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
    points = Digest(RESULT).year()
    assert [point.period for point in points] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    total = RESULT.total.submission
    assert total is not None
    shown = figures(FORM, total)
    before = total.values[FORM.position[Key("B2.I", CARRIED), "value"]]
    assert [p.total for p in points] == [before, shown[Key("B2.I", "luy_ke")], None, None]
    assert [p.pace for p in points] == [8, 15, 23, 30]


def test_the_year_of_a_report_period_adds_its_quarters() -> None:
    result = half_year()
    points = Digest(result).year()
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
    points = Digest(replace(result, parts=(*one_of_q1, *carried))).year()
    assert points[0].total == Digest(result).year()[0].total


def test_exempt_units_are_not_due() -> None:
    units = tuple(
        replace(u, status=UnitStatus.EXEMPT) if u.unit.code == "UB.05.04" else u
        for u in RESULT.units
    )
    assert len(Digest(replace(RESULT, units=units)).due) == len(Digest(RESULT).due) - 1


def test_many_units_are_charted_in_parts_and_the_table_holds_all() -> None:
    plan = made_plan(committees=60, cells=1)
    data = summary.write(made_result(plan=plan))
    with ZipFile(BytesIO(data)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2 + 3
    assert len(summary_read.units(read_book(data))) == 121


def test_charts_are_fed_by_cells_and_carry_what_they_show() -> None:
    with ZipFile(BytesIO(DATA)) as archive:
        charts = [n for n in archive.namelist() if n.startswith("xl/charts/chart")]
        for name in charts:
            xml = archive.read(name).decode()
            assert xml.count("<c:f>'Tổng quan'!") >= 2
            assert "<c:v>" in xml
