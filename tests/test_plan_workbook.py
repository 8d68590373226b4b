"""The plan workbook: what is written is what is read, and each fault is shown at its cell."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator import forms, rules
from aggregator.model import (
    Allocation,
    Deadline,
    Exemption,
    History,
    Plan,
    Quota,
    Severity,
    Unit,
)
from aggregator.rules.plan import FATAL
from aggregator.workbook.cells.book import Book, Cell, Grid, State
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.planbook import coded as planbook_coded
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.read import read
from aggregator.workbook.planbook.write import blank_plan, write

CHECKER = Path(__file__).parent / "ooxml" / "ooxml_check.py"

PLAN = Plan(
    "P-2023",
    "Phát triển đảng viên mới năm 2023",
    "Ban Thường vụ Thành ủy",
    "12-KH/TU",
    date(2023, 1, 15),
    2023,
    2023,
    "quarter",
    forms.CURRENT,
    "hd36-2018",
    "den_het_ngay",
    units={
        u.code: u
        for u in (
            Unit("R", "Thành ủy", "", "cap_tren_truc_tiep", members_start=100),
            Unit("A", "Đảng bộ A", "R", "co_so", "phuong", members_start=70),
            Unit("A1", "Chi bộ A1", "A", "chi_bo", "thon", members_start=30),
            Unit("A2", "Chi bộ A2", "A", "chi_bo", "kttn", workers=60, members_start=40),
            Unit("B", "Chi bộ B", "R", "chi_bo_co_so", "kttn", workers=10, members_start=30),
        )
    },
    quotas=(
        Quota("Q1", "K1", "giao", "B2.I", "R", minimum=Decimal(10)),
        Quota("Q2", "K2", "giao", "B2.I", "R", rate_min=Decimal("0.035"), base="members_start"),
        Quota("Q3", "K4", "giao", "N.boiduong", "R", "kind=thon", minimum=Decimal(1)),
        Quota("Q4", "K9", "giao", "N.boiduong", "R", "workers>=50; kind=kttn", Decimal(1)),
        Quota("Q5", "K8", "giao", "B1.D", "R", minimum=Decimal(90), maximum=Decimal(120)),
        Quota(
            "Q6", "K6", "phan_dau", "B2.I", "R", "kind=thon", rate_min=Decimal("0.5"),
            evaluate_at="co_so",
        ),
    ),
    allocations=(
        Allocation("Q1", "A", 7),
        Allocation("Q1", "A1", 3),
        Allocation("Q1", "A2", 4),
        Allocation("Q1", "B", 3),
    ),
    exemptions=(Exemption("Q3", "A1", "HET_NGUON", "05-CV/TU", date(2023, 2, 1)),),
    deadlines=(
        Deadline("D1", "Báo cáo quý I", "2023-Q1", date(2023, 4, 5), "co_so", "Ban Tổ chức"),
        Deadline("D2", "Báo cáo quý I", "2023-Q1", date(2023, 4, 15), "cap_tren_truc_tiep", ""),
    ),
    history=(History(2020, "R", "B2.I", 3293, 4248, "77,51"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def sound() -> bytes:
    return write(PLAN, "Tệp minh họa.")


@pytest.fixture(scope="module")
def light(sound: bytes) -> bytes:
    """The same without its guide, which nobody reads back and which is slow to edit."""
    book = openpyxl.load_workbook(BytesIO(sound))
    del book["Hướng dẫn"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(title: str, code: str, row: int) -> str:
    """`C5`: the cell of a column, or of a key of the first sheet."""
    if title == columns.HEAD_SHEET:
        at = [field.code for field in columns.HEAD].index(code)
        return f"C{columns.HEAD_FIRST_ROW + at}"
    table = next(t for t in columns.TABLES if t.title == title)
    return f"{chr(ord('A') + [f.code for f in table.fields].index(code))}{row}"


def edited(data: bytes, *edits: tuple[str, str, Any]) -> bytes:
    """The workbook after a person typed values into cells (None empties a cell)."""
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet, cell, value in edits:
        book[sheet][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def found(data: bytes) -> list[tuple[str, str, str]]:
    return [(f.code, f.ref.sheet, f.ref.cell) for f in read(read_book(data))[1]]


def test_a_sound_plan_is_read_as_it_was_written(sound):
    assert read(read_book(sound)) == (PLAN, ())


def test_the_bytes_are_the_same_each_time(sound):
    assert write(PLAN, "Tệp minh họa.") == sound


KH, DV, CT, PB, MI, TH, LS = columns.HEAD_SHEET, *(t.title for t in columns.TABLES)

FAULTS = [
    (KH, "plan", 0, None, "P705"),
    (KH, "form", 0, "tu-bia", "P712"),
    (KH, "date", 0, "tháng ba", "P711"),
    (KH, "year_from", 0, "hai nghìn", "P710"),
    (KH, "year_from", 0, 23, "P711"),
    (KH, "year_from", 0, 2024, "P796"),
    (KH, "plan", 0, "KH số 12", "P708"),
    (KH, "plan", 0, "x" * 41, "P708"),
    (KH, "year_from", 0, None, "P716"),
    (KH, "year_to", 0, None, "P716"),
    (KH, "cadence", 0, "hằng tuần", "P712"),
    (KH, "late_policy", 0, "tùy", "P712"),
    (DV, "unit", 5, "Đ 1", "P720"),
    (DV, "unit", 5, "x" * 41, "P720"),
    (DV, "unit", 5, "..", "P720"),
    (DV, "unit", 7, "A1", "P721"),
    (DV, "unit", 7, "a1", "P729"),
    (DV, "unit", 5, None, "P715"),
    (DV, "name", 5, None, "P716"),
    (DV, "level", 5, None, "P716"),
    (DV, "parent", 5, "KHONG", "P722"),
    (DV, "parent", 4, "A1", "P723"),
    (DV, "parent", 7, "B", "P723"),
    (DV, "parent", 7, None, "P724"),
    (DV, "parent", 4, "#REF!", "P724"),
    (DV, "level", 4, "Chi bộ trực thuộc", "P725"),
    (DV, "level", 6, "tinh", "P731"),
    (DV, "level", 6, "cấp lạ", "P712"),
    (DV, "kind", 6, "buôn", "P712"),
    (DV, "kind", 5, None, "P748"),
    (DV, "workers", 6, None, "P748"),
    (DV, "to", 6, "05/04/2023", "P718"),
    (DV, "from", 5, date(2024, 2, 1), "P727"),
    (DV, "to", 5, "31/12/2021", "P727"),
    (DV, "to", 5, "31/02/2023", "P711"),
    (DV, "workers", 6, -5, "P714"),
    (DV, "workers", 6, 2.5, "P714"),
    (DV, "workers", 6, "60", "P710"),
    (DV, "members_start", 4, 71, "P732"),
    (DV, "source", 6, "có lẽ", "P712"),
    (DV, "email", 6, "vanphong", "P730"),
    (DV, "name", 6, "#REF!", "P717"),
    (CT, "kind", 3, "K99", "P712"),
    (CT, "strength", 3, "ép", "P712"),
    (CT, "strength", 3, None, "P716"),
    (CT, "measure", 3, "B9.Z", "P741"),
    (CT, "measure", 3, "B2.2.tb", "P752"),
    (CT, "measure", 7, "B2.I", "P752"),
    (CT, "unit", 4, "KHONG", "P742"),
    (CT, "minimum", 3, None, "P743"),
    (CT, "base", 4, None, "P743"),
    (CT, "scope", 6, None, "P743"),
    (CT, "scope", 5, "kind~thon", "P744"),
    (CT, "scope", 5, "loai=thon", "P744"),
    (CT, "scope", 5, "kind=buon", "P744"),
    (CT, "scope", 5, "unit=KHONG", "P744"),
    (CT, "scope", 5, "kind=xom", "P747"),
    (CT, "maximum", 4, 20, "P749"),
    (CT, "measure", 4, "B1.A", "P752"),
    (CT, "measure", 4, "B1.D", "P752"),
    (CT, "rate_min", 4, 0, "P756"),
    (CT, "rate_min", 4, 1.01, "P713"),
    (CT, "rate_min", 8, 0, "P756"),
    (CT, "minimum", 8, 0, "P756"),
    (CT, "minimum", 3, 0, "P756"),
    (CT, "minimum", 5, 0, "P756"),
    (CT, "minimum", 6, 0, "P756"),
    (CT, "quota", 7, "Q 5", "P757"),
    (CT, "quota", 7, "Q5/ĐU", "P757"),
    (CT, "minimum", 7, 130, "P745"),
    (CT, "minimum", 5, 1.5, "P753"),
    (CT, "minimum", 5, "1.5", "P710"),
    (CT, "evaluate_at", 8, "bo_phan", "P750"),
    (CT, "rate_min", 4, 3.5, "P713"),
    (CT, "rate_min", 4, "3,5", "P710"),
    (CT, "year_from", 4, 2022, "P754"),
    (CT, "minimum", 3, 11, "P764"),
    (PB, "amount", 3, -1, "P714"),
    (PB, "amount", 3, 7.5, "P714"),
    (PB, "amount", 3, "bảy", "P710"),
    (PB, "amount", 3, None, "P715"),
    (PB, "quota", 6, "Q99", "P760"),
    (PB, "quota", 6, "Q2", "P765"),
    (PB, "unit", 6, "KHONG", "P761"),
    (PB, "unit", 5, "A1", "P762"),
    (MI, "quota", 3, "Q99", "P770"),
    (MI, "unit", 3, "KHONG", "P771"),
    (MI, "reason", 3, "THICH", "P712"),
    (MI, "reason", 3, None, "P715"),
    (MI, "document", 3, None, "P772"),
    (MI, "date", 3, None, "P716"),
    (MI, "date", 3, date(2024, 1, 1), "P776"),
    (MI, "unit", 3, "B", "P775"),
    (MI, "unit", 3, "A", "P778"),
    (TH, "period", 3, "quý 1", "P780"),
    (TH, "due", 3, date(2023, 4, 20), "P781"),
    (TH, "due", 3, date(2022, 12, 1), "P782"),
    (TH, "due", 3, None, "P715"),
    (TH, "due", 3, "04/05/2023", "P718"),
    (TH, "period", 3, "2023-03", "P784"),
    (TH, "from_level", 3, "bo_phan", "P785"),
    (PB, "version", 4, 7, "P769"),
    (LS, "unit", 3, "KHONG", "P790"),
    (LS, "measure", 3, "B9.Z", "P791"),
    (LS, "printed", 3, "90", "P792"),
    (LS, "printed", 3, "nhiều", "P793"),
    (LS, "year", 3, 20, "P711"),
    (LS, "year", 3, 2024, "P798"),
    (LS, "required", 3, 0, "P797"),
    (LS, "required", 3, None, "P797"),
    (LS, "actual", 3, None, "P797"),
]


@pytest.mark.parametrize(
    ("sheet", "column", "row", "value", "code"), FAULTS, ids=lambda v: str(v)[:12]
)
def test_each_fault_is_shown_at_its_cell(light, sheet, column, row, value, code):
    cell = cell_of(sheet, column, row)
    assert (code, sheet, cell) in found(edited(light, (sheet, cell, value)))


def _two(sheet: str, row: int, *changes: tuple[str, Any]) -> list[tuple[str, str, Any]]:
    return [(sheet, cell_of(sheet, column, row), value) for column, value in changes]


PAIRS = [
    (
        [*_two(DV, 5, ("parent", "B"), ("to", None)), *_two(DV, 7, ("to", date(2023, 6, 30)))],
        "P728",
        "parent",
    ),
    ([*_two(CT, 8, ("unit", "B")), *_two(DV, 7, ("to", date(2022, 6, 30)))], "P755", "unit"),
    ([*_two(PB, 6, ("unit", "B")), *_two(DV, 7, ("to", date(2022, 6, 30)))], "P768", "unit"),
    ([*_two(PB, 6, ("unit", "B")), *_two(DV, 7, ("to", date(2023, 6, 30)))], "P768", "unit"),
    (_two(MI, 3, ("unit", "A1"), ("quota", "Q2")), "P775", "unit"),
    (_two(MI, 3, ("unit", "A1"), ("quota", "Q4")), "P775", "unit"),
    ([*_two(MI, 3, ("unit", "A1")), *_two(DV, 5, ("to", date(2022, 6, 30)))], "P777", "unit"),
    ([*_two(MI, 3, ("unit", "A1")), *_two(DV, 5, ("to", date(2023, 1, 31)))], "P777", "unit"),
    ([*_two(TH, 3, ("period", "2023-Q1")), *_two(KH, 11, ("cadence", "month"))], "P784", "period"),
    ([*_two(DV, 5, ("from", date(2023, 1, 1))), *_two(DV, 4, ("from", date(2023, 4, 1)))],
     "P738", "from"),
    ([*_two(DV, 6, ("from", None)), *_two(DV, 4, ("from", date(2023, 4, 1)))], "P738", "from"),
    ([*_two(DV, 6, ("from", date(2023, 7, 3)), ("replaces", "A1")),
      *_two(DV, 5, ("to", date(2023, 6, 30)))], "P739", "from"),
    ([*_two(DV, 6, ("from", date(2023, 6, 30)), ("replaces", "A1")),
      *_two(DV, 5, ("to", date(2023, 6, 30)))], "P736", "from"),
    (_two(DV, 6, ("replaces", "A9")), "P734", "replaces"),
    (_two(DV, 6, ("replaces", "A1")), "P735", "replaces"),
    (_two(DV, 5, ("to", date(2023, 6, 30))), "P737", "to"),
    ([*_two(PB, 6, ("version", "2")), *_two(CT, 3, ("version", "1"))], "P769", "version"),
    ([*_two(DV, 5, ("members_start", None)), *_two(DV, 4, ("members_start", None)),
      *_two(DV, 3, ("members_start", None))], "P751", "members_start"),
    ([*_two(DV, 6, ("source", None)), *_two(CT, 5, ("scope", "source=có"))], "P748", "source"),
    ([*_two(DV, 3, ("members_previous", None)), *_two(CT, 4, ("base", "members_previous"))],
     "P751", "members_previous"),
    (_two(CT, 7, ("minimum", 0), ("maximum", 0)), "P756", "maximum"),
    (_two(CT, 8, ("kind", "K7"), ("minimum", 0), ("maximum", 5)), "P756", "minimum"),
    (_two(CT, 8, ("kind", "K5"), ("minimum", 0)), "P756", "minimum"),
    (_two(CT, 8, ("kind", "K13"), ("minimum", 0)), "P756", "minimum"),
    (_two(CT, 8, ("kind", "K3"), ("minimum", 0)), "P756", "minimum"),
    (_two(CT, 8, ("kind", "K12"), ("measure", "B2.I.nu"), ("minimum", 0), ("rate_min", None)),
     "P756", "minimum"),
    (_two(CT, 3, ("maximum", 12), ("minimum", 9)), "P763", "maximum"),
    (_two(CT, 3, ("maximum", 9), ("minimum", 8)), "P764", "minimum"),
    (_two(PB, 7, ("quota", "Q1"), ("unit", "R"), ("amount", 1)), "P764", "amount"),
    ([*_two(MI, 3, ("reason", "HC_100")), *_two(DV, 5, ("staff", 31))], "P774", "reason"),
    (_two(DV, 5, ("from", date(2023, 5, 1)), ("to", date(2023, 4, 1))), "P726", "from"),
    (_two(CT, 4, ("quota", "Q1"), ("kind", "K1"), ("minimum", 10)), "P740", "quota"),
    (_two(CT, 4, ("year_from", 2023), ("year_to", 2022)), "P746", "year_from"),
    (_two(CT, 4, ("rate_max", 0.03)), "P745", "rate_min"),
    (_two(CT, 4, ("kind", "K1"), ("minimum", 5)), "P767", "minimum"),
    ([*_two(CT, 5, ("measure", "B2.I"), ("minimum", 11)), *_two(MI, 3, ("unit", "B"))],
     "P795", "minimum"),
    (_two(PB, 7, ("quota", "Q1"), ("unit", "R"), ("amount", 9)), "P764", "amount"),
    (_two(MI, 4, ("quota", "Q3"), ("unit", "A1"), ("reason", "HC_100")), "P773", "unit"),
    (
        _two(TH, 5, ("deadline", "D1"), ("period", "2023-Q1"), ("due", date(2023, 4, 5)),
             ("from_level", "co_so")),
        "P783",
        "deadline",
    ),
    (_two(LS, 4, ("year", 2020), ("unit", "R"), ("measure", "B2.I")), "P794", "year"),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "code", "column"), PAIRS, ids=lambda v: str(v)[:12])
def test_what_two_cells_together_get_wrong_is_shown_at_one(light, edits, code, column):
    sheet, row = edits[0][0], int(edits[0][1][1:])
    assert (code, sheet, cell_of(sheet, column, row)) in found(edited(light, *edits))


def test_a_date_of_two_readings_is_read_day_first(light):
    plan, (finding,) = read(read_book(edited(light, (MI, "E3", "01.02.2023"))))
    assert plan.exemptions[0].date == date(2023, 2, 1)
    assert (finding.code, "đọc là ngày 1 tháng 2 năm 2023" in finding.message) == ("P718", True)


def test_many_empty_cells_are_one_finding_that_names_the_quotas_and_the_places():
    below = {f"C{n}": Unit(f"C{n}", "", "R", "chi_bo", "thon") for n in range(6)}
    units = {"R": PLAN.units["R"], **below}
    units["C1"] = units["C1"]._replace(name="Chi bộ 1", source=True)
    asked = tuple(replace(PLAN.quotas[2], code=code, scope="source=có") for code in ("X", "Y"))
    plan = replace(PLAN, units=units, quotas=asked, allocations=(), exemptions=(), deadlines=())
    found = read(read_book(write(plan)))[1]
    assert [(f.code, f.ref.cell, f.unit) for f in found] == [
        ("P716", "B4", ""),
        ("P748", "M4", "C0"),
    ]
    assert found[0].message == "Chưa ghi “Tên tổ chức đảng”; và 4 ô khác: B6:B9."
    assert found[1].message.endswith("chỉ tiêu “X”, “Y” không; và 4 ô khác: M6:M9.")


def test_of_very_many_empty_cells_only_the_first_places_are_written_out():
    below = {f"C{n}": Unit(f"C{n}", "Chi bộ" if n % 2 else "", "R", "chi_bo") for n in range(60)}
    plan = replace(
        PLAN, units={"R": PLAN.units["R"], **below}, quotas=(), allocations=(), exemptions=(),
        deadlines=(),
    )  # fmt: skip
    (told,) = read(read_book(write(plan)))[1]
    assert "; và 29 ô khác: B6, B8, " in told.message
    assert told.message.endswith(", B44, …")


def test_few_empty_cells_stay_apart_and_a_lost_column_has_no_places(light):
    few = found(edited(light, *((DV, f"B{row}", None) for row in (4, 5, 6))))
    assert few == [("P716", DV, "B4"), ("P716", DV, "B5"), ("P716", DV, "B6")]
    below = {f"C{n}": Unit(f"C{n}", "Chi bộ", "R", "chi_bo") for n in range(30)}
    plan = replace(
        PLAN, units={"R": PLAN.units["R"], **below}, allocations=(), exemptions=(), deadlines=(),
        quotas=(replace(PLAN.quotas[2], scope="source=có"),),
    )  # fmt: skip
    for_no_column = read(read_book(edited(write(plan), (DV, "M1", None))))[1]
    (told,) = [finding for finding in for_no_column if finding.code == "P748"]
    assert (told.ref.cell, told.message.endswith("; và 29 dòng khác.")) == ("", True)


def test_an_allocation_outside_the_node_is_refused(light):
    edits = _two(CT, 3, ("unit", "A"), ("minimum", 7))
    assert ("P766", PB, "B6") in found(edited(light, *edits))


def test_the_children_of_an_inner_unit_add_up_to_its_own_share(light):
    findings = read(read_book(edited(light, (PB, "C5", 5))))[1]
    (finding,) = findings
    assert (finding.code, finding.ref.cell) == ("P764", "C3")
    assert "cộng lại 8, chỉ tiêu giao 7, thừa 1" in finding.message


@pytest.mark.parametrize(
    ("sheet", "cell", "code", "where"),
    [
        (KH, "A4", "P705", ""),
        (KH, "A5", "P704", ""),
        (DV, "A1", "P703", "A1"),
        (DV, "C1", "P703", "A1"),
        (DV, "N1", "P704", "A1"),
        (CT, "B1", "P704", "A1"),
    ],
)
def test_a_lost_anchor_is_said(light, sheet, cell, code, where):
    assert (code, sheet, where) in found(edited(light, (sheet, cell, None)))


def test_an_anchor_that_stands_twice_is_said(light):
    assert ("P707", DV, "P1") in found(edited(light, (DV, "P1", "unit")))
    assert ("P707", KH, "A30") in found(edited(light, (KH, "A30", "plan")))


@pytest.mark.parametrize(("sheet", "code"), [(KH, "P701"), (DV, "P701"), (CT, "P702")])
def test_a_lost_sheet_is_said(sound, sheet, code):
    book = openpyxl.load_workbook(BytesIO(sound))
    del book[sheet]
    out = BytesIO()
    book.save(out)
    assert (code, "", "") in found(out.getvalue())


def test_a_moved_column_is_found_by_its_code(sound):
    book = openpyxl.load_workbook(BytesIO(sound))
    book[DV].insert_cols(1)
    book[PB].move_range("C1:C6", cols=5)
    out = BytesIO()
    book.save(out)
    assert read(read_book(out.getvalue())) == (PLAN, ())


@pytest.mark.parametrize(
    ("sheet", "column", "row", "value", "field", "expected"),
    [
        (CT, "rate_min", 4, "3,5%", ("quotas", 1, "rate_min"), Decimal("0.035")),
        (CT, "rate_min", 4, "4.25 %", ("quotas", 1, "rate_min"), Decimal("0.0425")),
        (CT, "rate_min", 4, 0.034999999999999996, ("quotas", 1, "rate_min"), Decimal("0.035")),
        (CT, "kind", 4, "k2", ("quotas", 1, "kind"), "K2"),
        (CT, "strength", 4, "phấn đấu", ("quotas", 1, "strength"), "phan_dau"),
        (CT, "measure", 3, "I. Tổng số đảng viên mới kết nạp", ("quotas", 0, "measure"), "B2.I"),
        (CT, "version", 3, 2, ("quotas", 0, "version"), "2"),
        (MI, "date", 3, "1/1/2023", ("exemptions", 0, "date"), date(2023, 1, 1)),
        (MI, "date", 3, "13.02.2023", ("exemptions", 0, "date"), date(2023, 2, 13)),
        (MI, "date", 3, datetime(2023, 2, 1), ("exemptions", 0, "date"), date(2023, 2, 1)),
        (MI, "reason", 3, "HC_100", ("exemptions", 0, "reason"), "HC_100"),
        (LS, "printed", 3, 77.51, ("history", 0, "printed"), "77,51"),
        (LS, "printed", 3, "77,52%", ("history", 0, "printed"), "77,52%"),
    ],
)
def test_what_people_type_is_understood(light, sheet, column, row, value, field, expected):
    plan, findings = read(read_book(edited(light, (sheet, cell_of(sheet, column, row), value))))
    table, index, name = field
    assert getattr(getattr(plan, table)[index], name) == expected
    assert not findings


@pytest.mark.parametrize(
    ("typed", "meant"), [("có", True), ("KHÔNG", False), ("yes", True), (True, True)]
)
def test_yes_and_no(light, typed, meant):
    plan, findings = read(read_book(edited(light, (DV, cell_of(DV, "source", 5), typed))))
    assert plan.units["A1"].source is meant
    assert not findings


def test_percentages_of_history_are_held_against_their_counts():
    """3.293 and 3.998 of 4.248 are printed cut off, 4.037 has another base."""
    rows = ((2020, 3293, "77,51"), (2021, 4037, "90"), (2022, 3998, "94,11"))
    history = tuple(History(year, "R", "B2.I", n, 4248, printed) for year, n, printed in rows)
    (finding,) = read(read_book(write(replace(PLAN, history=history))))[1]
    assert (finding.code, finding.ref.cell) == ("P792", "F4")
    assert "95% nếu cắt bớt, 95% nếu làm tròn" in finding.message


def test_every_finding_has_its_page_and_the_fatal_ones_are_errors():
    declared = {code for code in rules.registry() if code.startswith("P7")}
    assert declared >= FATAL
    assert {code for *_, code in FAULTS} <= declared
    assert all(rules.find(code).severity is Severity.ERROR for code in FATAL)


def test_every_declared_fault_of_a_plan_is_tested():
    declared = {code for code in rules.registry() if code.startswith("P7")}
    elsewhere = {"P701", "P702", "P703", "P704", "P706", "P707", "P733", "P766"}
    assert declared == {row[4] for row in FAULTS} | {row[1] for row in PAIRS} | elsewhere


def test_a_blank_plan_asks_for_a_code_and_units():
    plan, findings = read(read_book(blank_plan()))
    assert plan.units == {}
    assert {f.code for f in findings if f.code in FATAL} == {"P705", "P706"}


@pytest.mark.skipif(not CHECKER.exists(), reason="the checker of office files is not there")
@pytest.mark.parametrize("make", [blank_plan, lambda: write(PLAN, "Ghi chú")])
def test_the_workbook_is_a_valid_office_file(tmp_path, make):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, str(CHECKER), "--json", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = {(each["part"], each["msg"]) for each in json.loads(done.stdout)["items"]}
    assert (done.returncode, told - _empty_texts(path)) == (0, set())


def _empty_texts(path: Path) -> set[tuple[str, str]]:
    """What is said of formulas that come to the empty text, which is stored: nothing is missing."""
    stored = re.compile(r'<c r="([A-Z]+\d+)"[^>]* t="str"><f>[^<]*</f><v></v></c>')
    with zipfile.ZipFile(path) as package:
        return {
            (name, f"{cell}: formula without cached value")
            for name in package.namelist()
            if name.startswith("xl/worksheets/sheet")
            for cell in stored.findall(package.read(name).decode())
        }


def test_the_workbook_names_nobody_and_says_what_it_is(sound):
    book = openpyxl.load_workbook(BytesIO(sound))
    assert not book.properties.creator
    assert book["_ketnap"].sheet_state == "veryHidden"
    identity = {key.value: value.value for key, value in book["_ketnap"].iter_rows(max_col=2)}
    assert (identity["kind"], identity["format"], identity["unit"]) == ("plan", "1", None)
    assert all(book[t.title].row_dimensions[1].hidden for t in columns.TABLES)
    assert book[KH].column_dimensions["A"].hidden
    assert not any(sheet.protection.sheet for sheet in book)


# --- the round trip -----------------------------------------------------------------------------

words = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0xFFFF), max_size=20
).map(str.strip)
names = words.filter(bool)
codes = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,10}[A-Za-z0-9_-]", fullmatch=True)
days = st.dates(date(1930, 1, 1), date(2100, 12, 31))
numbers = st.none() | st.integers(0, 100_000_000)
amounts = st.integers(0, 100_000).map(Decimal)
rates = st.integers(0, 100_000).map(lambda n: Decimal(n).scaleb(-5))
indicators = st.sampled_from(list(forms.load().indicators))


def coded(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *planbook_coded.labels(name)])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan whose cells can be written; it need not make sense."""
    listed = draw(st.lists(codes, min_size=1, max_size=6, unique=True))
    refs = st.sampled_from(listed)
    units = {}
    for at, code in enumerate(listed):
        units[code] = Unit(
            code, draw(words), draw(st.sampled_from(listed[:at])) if at else "",
            draw(coded("level")), draw(coded("kind")), draw(st.none() | days),
            draw(st.none() | days), draw(words), draw(numbers), draw(numbers), draw(numbers),
            draw(numbers), draw(st.none() | st.booleans()), draw(words), draw(words),
        )  # fmt: skip
    years = st.none() | st.integers(1930, 2100)
    quota = st.builds(
        Quota, codes, coded("quota_kind").filter(bool), coded("strength"), indicators, refs,
        words, st.none() | amounts, st.none() | amounts, st.none() | rates, st.none() | rates,
        coded("base"), coded("level"), years, years, words, words,
    )  # fmt: skip
    share = st.builds(Allocation, codes, refs, st.integers(0, 10**6), words)
    free = st.builds(Exemption, words, refs, coded("reason").filter(bool), words, st.none() | days)
    due = st.builds(Deadline, codes, words, words, days, coded("level"), words)
    past = st.builds(History, st.integers(1930, 2100), refs, indicators, numbers, numbers, words)
    several = (draw(st.lists(rows, max_size=3)) for rows in (quota, share, free, due, past))
    quotas, shares, exempt, dues, history = map(tuple, several)
    return Plan(
        draw(codes), draw(words), draw(words), draw(words), draw(st.none() | days), draw(years),
        draw(years), draw(coded("cadence")), forms.CURRENT, draw(coded("document_profile")),
        draw(coded("late_policy")), draw(words), units, quotas, shares, exempt, dues, history,
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_plan_is_read_as_it_was_written(plan):
    again, _ = read(read_book(write(plan)))
    assert again == plan


@cache
def sound_book() -> Book:
    return read_book(write(PLAN), lambda title: title != "Hướng dẫn")


cells = st.one_of(
    st.builds(
        Cell,
        st.just(State.TEXT),
        st.sampled_from(["R", "A1", "kind=", "3,5%", "K4", "", " "]) | words,
    ),
    st.builds(
        Cell,
        st.just(State.NUMBER),
        st.integers() | st.decimals(allow_nan=False, allow_infinity=False),
    ),
    st.builds(Cell, st.just(State.DATE), st.integers(-5, 10**7)),
    st.builds(Cell, st.just(State.BOOL), st.booleans()),
    st.just(Cell(State.ERROR, "#REF!")),
    st.just(Cell(State.UNCALCULATED, "", formula=True)),
)
places = st.tuples(
    st.sampled_from([KH, DV, CT, PB, MI, TH, LS]), st.integers(1, 16), st.integers(1, 17)
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.dictionaries(places, st.none() | cells, min_size=1, max_size=12))
def test_no_contents_break_the_reader(edits):
    grids = {grid.title: dict(grid.cells) for grid in sound_book().grids}
    for (title, row, column), cell in edits.items():
        grids[title].pop((row, column), None)
        if cell is not None:
            grids[title][row, column] = cell
    changed = Book(tuple(Grid(title, "", filled) for title, filled in grids.items()))
    plan, findings = read(changed)
    assert all(f.message and f.hint and f.ref.file == "" for f in findings)
    if not any(f.code in FATAL for f in findings):
        assert set(plan.below(plan.root)) == set(plan.units)
        again, _ = read(read_book(write(plan)))
        assert again == plan


@pytest.mark.parametrize("table", columns.TABLES)
def test_the_columns_of_a_sheet_stand_in_the_order_of_its_record(table: columns.Table) -> None:
    record: Any = table.record
    assert [field.name for field in table.fields] == list(record.__match_args__)
