"""The summary is a return for the level above, carries its tables, and agrees with itself."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from aggregator import layout
from aggregator.figures import figures
from aggregator.model import (
    CARRIED,
    Fact,
    Key,
    Method,
    Part,
    Result,
    Source,
    Submission,
    Unit,
    UnitStatus,
)
from aggregator.report import digest
from aggregator.report.digest import Digest
from aggregator.report.summary import book as summary
from aggregator.report.summary import source_table
from aggregator.rollup import accumulate, rollup
from aggregator.workbook.cells.reader import Book, Cell, State, read_book
from aggregator.workbook.returned import tables as summary_read
from aggregator.workbook.returned.identity import identify
from aggregator.workbook.returned.read import read
from tests.made_result import FORM, made_plan, made_result
from tests.system import soffice

RESULT = made_result(absent=("UB.01.02",))
DATA = summary.write(RESULT, lambda path: f"../{path}")
BOOK = read_book(DATA)


def half_year() -> Result:
    """Two quarters of every leaf but one, which sent only the first."""
    first, second = (made_result(period, seed) for seed, period in ((1, "2024-Q1"), (2, "2024-Q2")))
    late = first.parts[0].source.unit
    parts = (*first.parts, *(p for p in second.parts if p.source.unit != late))
    by_unit: dict[str, list[Submission]] = {}
    for part in parts:
        by_unit.setdefault(part.source.unit, []).append(part.submission)
    leaves = [accumulate(FORM, "2024-H1", of_unit) for of_unit in by_unit.values()]
    total = rollup(FORM, "UB", leaves)
    units = (replace(first.total, submission=total), *second.units[1:])
    return replace(second, period="2024-H1", parts=parts, units=units)


def test_same_result_same_bytes() -> None:
    again = made_result(absent=("UB.01.02",))
    assert summary.write(again, lambda path: f"../{path}") == DATA


def test_first_is_the_cover_but_it_opens_on_the_overview() -> None:
    titles = [grid.title for grid in BOOK.grids]
    assert titles == [
        "Bìa", "Tổng quan", "Biểu 1", "Biểu 2", "Nguồn", "Chỉ tiêu", "Đơn vị", "Nguồn số liệu",
        "_danh_muc", "_ketnap",
    ]  # fmt: skip
    with ZipFile(BytesIO(DATA)) as archive:
        assert b'activeTab="1"' in archive.read("xl/workbook.xml")


@pytest.mark.parametrize("seed", range(4))
def test_it_is_read_back_as_the_submission_it_was_made_of(seed: int) -> None:
    result = made_result(seed=seed, absent=("UB.01.02", "UB.03.01"))
    book = read_book(summary.write(result))
    identification = identify(book)
    assert identification is not None
    assert identification.carried.kind == "summary"
    assert not identification.repairs
    back = read(book, identification, FORM).submission
    total = result.total.submission
    assert back is not None
    assert total is not None
    assert back.missing == 2
    shown, ours = figures(FORM, back), figures(FORM, total)
    assert shown == ours
    for fact, read_value, value in zip(FORM.facts, back.values, total.values, strict=True):
        if fact.method is not Method.MEAN:
            assert read_value == value, fact
    assert dict(zip(FORM.facts, back.blanks, strict=True)) | _weights(total.blanks) == dict(
        zip(FORM.facts, total.blanks, strict=True)
    )


def _weights(blanks: tuple[int, ...]) -> dict[Fact, int]:
    return {
        fact: count for fact, count in zip(FORM.facts, blanks, strict=True) if fact.part == "weight"
    }


def test_inputs_hold_numbers_not_formulas() -> None:
    for key, slot in layout.slots(FORM).items():
        cell = next(g for g in BOOK.grids if g.title == slot.sheet).cells.get(
            (slot.row, slot.column)
        )
        if (key, "value") in FORM.position and key.column in ("ky", "cung_ky", CARRIED):
            assert cell is None or not cell.formula, key


def test_lines_carry_every_unit_below_with_the_measures_of_the_quotas() -> None:
    lines = summary_read.lines(BOOK)
    assert [line.unit for line in lines] == [u.unit.code for u in RESULT.units[1:]]
    measures = digest.carried_measures(RESULT.plan, FORM)
    assert {"B1.A", "B1.D", "B2.I", "N.boiduong", "DB.chinhthuc"} <= set(measures)
    for line, result in zip(lines, RESULT.units[1:], strict=True):
        assert line.status == result.status
        assert set(line.values) == set(measures)
        shown = figures(FORM, result.submission) if result.submission else {}
        assert dict(line.values) == {m: shown.get(Key(m, "luy_ke")) for m in measures}


def test_units_carry_their_place_in_the_tree() -> None:
    for row, result in zip(summary_read.units(BOOK), RESULT.units, strict=True):
        unit = result.unit
        assert (row.code, row.name, row.parent) == (unit.code, unit.name, unit.parent)
        assert (row.level, row.kind, row.status) == (unit.level, unit.kind, result.status)
        assert row.depth == unit.code.count(".")
        assert row.missing_below == result.missing_below


def test_judgements_come_back_unchanged() -> None:
    assert summary_read.judgements(BOOK) == RESULT.judgements
    assert summary_read.quotas(BOOK)["Q3"].measure == "N.boiduong"
    assert summary_read.quotas(BOOK)["Q1"].basis == "Kế hoạch số 12-KH/TU"


def test_sources_name_each_counted_workbook_with_its_numbers() -> None:
    rows = summary_read.sources(BOOK)
    assert len(rows) == len(RESULT.parts)
    for row, part in zip(rows, RESULT.parts, strict=True):
        assert (row.unit, row.file) == (part.source.unit, f"../{part.source.file}")
        assert (row.sha256, row.period) == (part.source.sha256, "2024-Q2")
        shown = figures(FORM, part.submission)
        for code, value in row.values.items():
            assert value == shown[Key(code, "ky")], code
    assert set(rows[0].values) == {i.code for i in FORM.indicators.values() if i.input}


@pytest.mark.parametrize("result", [RESULT, half_year()], ids=["quarter", "half year"])
def test_the_sources_add_up_to_the_form(result: Result) -> None:
    grid = read_book(summary.write(result)).grid(layout.SOURCE_SHEET)
    assert grid is not None
    differences = [
        cell.value
        for (row, _), cell in grid.cells.items()
        if row == source_table.DIFFERENCE_ROW and cell.formula
    ]
    assert differences == [0] * len(differences)
    assert len(differences) > 50


def test_every_total_says_what_it_is_made_of() -> None:
    told = "Số liệu từ 19/20 đơn vị; còn thiếu 1"
    for title in ("Tổng quan", "Biểu 1", "Biểu 2", "Nguồn", "Chỉ tiêu", "Đơn vị", "Nguồn số liệu"):
        texts = [str(cell.value) for cell in _cells(BOOK, title)]
        assert any(told in text for text in texts), title


def _cells(book: Book, title: str) -> Iterable[Cell]:
    grid = book.grid(title)
    assert grid is not None
    return grid.cells.values()


def test_a_result_without_a_plan_does_not_know_who_is_missing() -> None:
    data = summary.write(replace(RESULT, plan_known=False))
    texts = [str(cell.value) for cell in _cells(read_book(data), "Tổng quan")]
    assert any("không có kế hoạch" in text for text in texts)


def test_text_from_outside_stays_text() -> None:
    plan = made_plan()
    evil = Unit("UB.01.01", '=HYPERLINK("http://a",1)\u202e', "UB.01", "chi_bo", "thon")
    plan = replace(plan, units={**plan.units, evil.code: evil})
    result = made_result(plan=plan)
    source = Source("UB.01.01", "=cmd|' /C calc'!A0.xlsx", "0" * 64)
    result = replace(result, parts=(Part(source, result.parts[0].submission), *result.parts[1:]))
    data = summary.write(result)
    for grid in read_book(data).grids:
        for cell in grid.cells.values():
            if 'HYPERLINK("http' in str(cell.value) or "cmd|" in str(cell.value):
                assert (cell.state, cell.formula) == (State.TEXT, False)
    with ZipFile(BytesIO(data)) as archive:
        links = [name for name in archive.namelist() if "externalLink" in name]
        rels = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".rels"))
    assert not links
    assert b'TargetMode="External"' not in rels


def test_nothing_valid_still_gives_a_workbook() -> None:
    result = made_result()
    empty = tuple(
        replace(unit, submission=None, status=UnitStatus.MISSING) for unit in result.units
    )
    book = read_book(summary.write(replace(result, units=empty, parts=(), judgements=())))
    assert summary_read.sources(book) == ()
    assert {line.status for line in summary_read.lines(book)} == {"missing"}


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


# --- what LibreOffice makes of it ---------------------------------------------------------------


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_to_the_same_values(tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    bare.write_bytes(_without_cached_values(DATA))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(soffice()), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
               "--outdir", str(tmp_path / "out"), str(bare)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    theirs = read_book((tmp_path / "out" / "bare.xlsx").read_bytes())
    compared = 0
    for grid in BOOK.grids:
        for (row, column), cell in grid.cells.items():
            if cell.formula:
                found = _value(theirs, grid.title, (row, column))
                assert found == _shown(cell), (grid.title, row, column)
                compared += 1
    assert compared > 300


def _value(book: Book, title: str, place: tuple[int, int]) -> object:
    cell = next(grid for grid in book.grids if grid.title == title).cells.get(place)
    return None if cell is None else _shown(cell)


def _shown(cell: Cell) -> object:
    if cell.value == "":
        return None
    return round(cell.value, 9) if isinstance(cell.value, Decimal) else cell.value


def _without_cached_values(data: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            target.writestr(name, part)
    return out.getvalue()
