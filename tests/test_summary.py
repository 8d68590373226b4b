"""The summary is a return for the level above, carries its tables, and agrees with itself."""

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
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
    Source,
    Unit,
    UnitStatus,
)
from aggregator.report.carried import annex_measures, carried_measures
from aggregator.report.summary import book as summary
from aggregator.workbook.cells.book import Book, Cell, State
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.returned import tables as summary_read
from aggregator.workbook.returned.identity import identify
from aggregator.workbook.returned.read import read
from tests.made_result import FORM, made_plan, made_result
from tests.made_summary import BOOK, DATA, RESULT


def test_same_result_same_bytes() -> None:
    again = made_result(absent=("UB.01.02",))
    assert summary.write(again, lambda path: f"../{path}") == DATA


def test_first_is_the_cover_but_it_opens_on_the_overview() -> None:
    titles = [grid.title for grid in BOOK.grids]
    assert titles == [
        "Bìa", "Tổng quan", "Biểu 1", "Biểu 2", "Nguồn", "Chỉ tiêu", "Đơn vị", "Nguồn số liệu",
        "Đối chiếu",
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
    lines = summary_read.lines(summary_read.units(BOOK))
    assert [line.unit for line in lines] == [u.unit.code for u in RESULT.units[1:]]
    measures = carried_measures(RESULT.plan, FORM)
    assert {"B1.A", "B1.D", "B2.I", "N.boiduong", "DB.chinhthuc"} <= set(measures)
    for line, result in zip(lines, RESULT.units[1:], strict=True):
        assert line.status == result.status
        assert set(line.values) == set(measures)
        shown = figures(FORM, result.submission) if result.submission else {}
        assert dict(line.values) == {m: shown.get(Key(m, "luy_ke")) for m in measures}


def test_who_was_admitted_is_carried_of_grassroots_organisations_only_and_no_further() -> None:
    measures = annex_measures(RESULT.plan, FORM)
    rows = summary_read.units(BOOK)
    assert {"B2.I.nu", "N.hoso_tham_tra"} <= set(measures)
    told = 0
    for row, result in zip(rows, RESULT.units, strict=True):
        known = result.submission is not None and row.level not in ("chi_bo", "bo_phan")
        shown = figures(FORM, result.submission) if known and result.submission else {}
        assert dict(row.annexed) == {m: shown.get(Key(m, "luy_ke")) for m in measures}
        told += known
    assert 0 < told < len(rows)
    assert not any(
        set(measures) & set(line.values) for line in summary_read.lines(summary_read.units(BOOK))
    )


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
        unit._replace(submission=None, status=UnitStatus.MISSING) for unit in result.units
    )
    book = read_book(summary.write(replace(result, units=empty, parts=(), judgements=())))
    assert summary_read.sources(book) == ()
    assert {line.status for line in summary_read.lines(summary_read.units(book))} == {"missing"}


def test_the_files_of_a_unit_stand_together_whatever_their_order() -> None:
    shuffled = replace(RESULT, parts=RESULT.parts[::-1])
    assert summary.write(shuffled, lambda path: f"../{path}") == DATA


def test_links_lead_from_a_unit_to_its_files_and_back() -> None:
    units, sources = _links("Đơn vị"), _links("Nguồn số liệu")
    assert units.pop("D2") == sources.pop("D2") == _links("Chỉ tiêu").pop("D2")
    rows = {cell: row for cell, row in _coded("Đơn vị").items() if cell in units}
    assert {"UB", "UB.01", "UB.05.04"} <= set(rows.values())
    assert "UB.01.02" not in rows.values()
    files = _coded("Nguồn số liệu")
    for cell, code in rows.items():
        place = units[cell].rpartition("!")[2].replace("B", "D")
        assert files[place].startswith(code)
        assert _coded("Đơn vị")[sources[place].rpartition("!")[2].replace("B", "G")] == files[place]


def _links(title: str) -> dict[str, str]:
    """The links of a sheet: cell -> place in the workbook."""
    names = [grid.title for grid in BOOK.grids]
    with ZipFile(BytesIO(DATA)) as archive:
        xml = archive.read(f"xl/worksheets/sheet{names.index(title) + 1}.xml").decode()
    return dict(re.findall(r'<hyperlink ref="([A-Z]+\d+)" location="([^"]*)"', xml))


def _coded(title: str) -> dict[str, str]:
    """The code of the row of each cell of a sheet that has one."""
    grid = BOOK.grid(title)
    assert grid is not None
    return {
        f"{layout.column_letter(column)}{row}": str(grid.cells[row, 1].value)
        for row, column in grid.cells
        if (row, 1) in grid.cells
    }
