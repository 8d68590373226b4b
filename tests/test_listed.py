"""A summary that does not list a unit below, or lists it in the row of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache, reduce
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook

from aggregator import layout
from aggregator.gallery import packages
from aggregator.layout import Slot
from aggregator.model import Plan
from aggregator.samples import faults
from tests.offices import PERIOD, admitted, aggregate, fates, fill, office, small_plan, templates

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
SENT = ("B.1.1",)


@cache
def summary(with_plan: bool) -> bytes:
    """Of committee B, of whose two party cells one sent its return."""
    with TemporaryDirectory() as home:
        blank = templates(small_plan(), Path(home))
        folder = office(
            Path(home), {f"{unit}.xlsx": fill(blank[unit], admitted(2)) for unit in SENT}
        )
        if not with_plan:
            (Path(home) / "ke-hoach.xlsx").unlink()
        aggregate(folder, "--unit", "B", "--no-cache")
        return (folder / "tong-hop" / f"tong-hop_B_{PERIOD}.xlsx").read_bytes()


def without_row(data: bytes, at: int) -> bytes:
    """The summary with a row of its table of units emptied of its code."""
    row = Slot(layout.UNIT_SHEET, layout.TABLE_FIRST_ROW + at, layout.CODE_COLUMN)
    return faults.type_text(data, row, "")


def said(home: Path, data: bytes, plan: Plan | None = None) -> list[tuple[str, ...]]:
    """What the level above says of the units of a summary that counts: code, place, message."""
    outcome = aggregate(office(home, {"B.xlsx": data}, plan))
    assert fates(outcome)["B.xlsx"] == ("counted", None)
    found = [f for f in outcome["findings"] if f["code"] in ("S225", "S226", "S227", "S228")]
    assert {(f["severity"], f["file"], f["unit"]) for f in found} <= {("warning", "B.xlsx", "B")}
    assert {f["sheet"] for f in found} <= {layout.UNIT_SHEET, layout.SOURCE_SHEET}
    return [(f["code"], f["cell"], f["message"]) for f in found]


def test_a_summary_that_lists_all_units_is_left_in_peace(tmp_path: Path) -> None:
    assert said(tmp_path, summary(with_plan=True)) == []


@pytest.mark.parametrize(
    ("rows", "count", "heads"),
    [
        ([1], "1", "“Đảng bộ bộ phận 1” (B.1)"),
        ([2], "1", "“Chi bộ thôn 1” (B.1.1)"),
        ([1, 2], "2", "“Đảng bộ bộ phận 1” (B.1)"),
        ([1, 2, 3], "3", "“Đảng bộ bộ phận 1” (B.1), “Chi bộ thôn 2” (B.2)"),
    ],
)
def test_rows_that_were_deleted_are_missed_by_the_heads_of_their_branches(
    tmp_path: Path, rows: list[int], count: str, heads: str
) -> None:
    message = f"không có dòng của {count} đơn vị theo kế hoạch: {heads}"
    cut = reduce(without_row, rows, summary(with_plan=True))
    assert said(tmp_path, cut) == [("S225", "", message)]


def test_who_did_not_send_to_an_office_without_a_plan_is_missed_above(tmp_path: Path) -> None:
    ((_, _, message),) = said(tmp_path, summary(with_plan=False))
    assert message == "không có dòng của 1 đơn vị theo kế hoạch: “Chi bộ thôn 2” (B.2)"


@pytest.mark.parametrize("sheet", [layout.UNIT_SHEET, layout.SOURCE_SHEET])
def test_a_table_that_is_lost_is_missed(tmp_path: Path, sheet: str) -> None:
    lost = packages.without_sheet(summary(with_plan=True), sheet)
    message = f"không còn sheet “{sheet}”, không đối chiếu được số ở biểu với sheet này"
    assert said(tmp_path, lost) == [("S228", "", message)]


@pytest.mark.parametrize(
    "life", [{"start": date(2024, 4, 1)}, {"end": date(2024, 3, 30)}], ids=["not yet", "no more"]
)
def test_a_unit_that_is_not_there_at_the_end_of_the_period_is_not_missed(
    tmp_path: Path, life: dict[str, date]
) -> None:
    plan = small_plan()
    units = {**plan.units, "B.2": plan.units["B.2"]._replace(**life)}
    cut = without_row(summary(with_plan=True), 3)
    assert said(tmp_path, cut, replace(plan, units=units)) == []


def sorted_apart(data: bytes) -> bytes:
    """The summary with the names and numbers of its units turned round, the codes left alone."""
    book = load_workbook(BytesIO(data))
    sheet = book[layout.UNIT_SHEET]
    rows = sheet.iter_rows(layout.TABLE_FIRST_ROW, sheet.max_row, layout.LABEL_COLUMN)
    cells = [row for row in rows if row[0].value]
    texts = [[cell.value for cell in row] for row in cells]
    for row, values in zip(cells, reversed(texts), strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_rows_that_were_sorted_apart_from_their_codes_are_not_believed(tmp_path: Path) -> None:
    outcome = aggregate(office(tmp_path, {"B.xlsx": sorted_apart(summary(with_plan=True))}))
    assert fates(outcome)["B.xlsx"][0] == "rejected"
    (found,) = [f for f in outcome["findings"] if f["code"] == "S226"]
    assert (found["sheet"], found["cell"]) == (layout.UNIT_SHEET, "B5")
    assert found["message"] == (
        "dòng của “Đảng bộ xã B” (B) ghi tên đơn vị khác: “Chi bộ thôn 2”; và 3 dòng khác"
    )


def test_the_filter_moves_the_codes_along() -> None:
    sheet = load_workbook(BytesIO(summary(with_plan=True)))[layout.UNIT_SHEET]
    assert sheet.auto_filter.ref.startswith("A")


def test_a_unit_with_another_name_here_than_there_is_no_other(tmp_path: Path) -> None:
    plan = small_plan()
    units = {**plan.units, "B.2": plan.units["B.2"]._replace(name="Chi bộ thôn Hai")}
    assert said(tmp_path, summary(with_plan=True), replace(plan, units=units)) == []


def test_a_unit_that_the_plan_has_elsewhere_might_be_counted_twice(tmp_path: Path) -> None:
    plan = small_plan()
    units = {**plan.units, "B.1": plan.units["B.1"]._replace(parent="A")}
    assert said(tmp_path, summary(with_plan=True), replace(plan, units=units)) == [
        (
            "S227",
            "B6",
            "có dòng của 2 đơn vị không thuộc nhánh theo kế hoạch:"
            " “Đảng bộ bộ phận 1” (B.1), “Chi bộ thôn 1” (B.1.1)",
        )
    ]


def test_a_unit_that_no_plan_here_knows_is_named(tmp_path: Path) -> None:
    plan = small_plan()
    units = {code: unit for code, unit in plan.units.items() if code != "B.2"}
    ((code, cell, message),) = said(tmp_path, summary(with_plan=True), replace(plan, units=units))
    assert (code, cell) == ("S227", "B8")
    assert message == (
        "có dòng của 1 đơn vị không thuộc nhánh theo kế hoạch: “Chi bộ thôn 2” (B.2)"
    )


def test_a_return_typed_for_the_whole_branch_lists_nobody(tmp_path: Path) -> None:
    whole = fill(templates(small_plan(), tmp_path)["B"], admitted(2))
    assert said(tmp_path, whole) == []


@pytest.mark.parametrize("with_late", [True, False])
def test_a_return_that_the_superior_did_not_have_is_told_of(
    tmp_path: Path, with_late: bool
) -> None:
    """It isn't added, since a superior's return stands for its branch; nor is it called missing."""
    blank = templates(small_plan(), tmp_path)
    cells = ("B.1.1", "B.2") if with_late else ("B.1.1",)
    sent = {f"{code}.xlsx": fill(blank[code], admitted(2)) for code in cells}
    outcome = aggregate(office(tmp_path, {"B.xlsx": summary(with_plan=True), **sent}))
    assert fates(outcome)["B.1.1.xlsx"] == ("superseded", "S215")
    told = {
        (f["code"], f["severity"], f["file"]) for f in outcome["findings"] if f["unit"] == "B.2"
    }
    if with_late:
        assert fates(outcome)["B.2.xlsx"] == ("superseded", "S229")
        assert told == {("S229", "warning", "B.2.xlsx")}
    else:
        assert told == {("C601", "warning", "")}
    missing = {u["unit"]: u["missing_below"] for u in outcome["units"]}
    assert missing["B"] == 1


def test_a_fuller_return_of_a_branch_inside_is_told_of_too(tmp_path: Path) -> None:
    blank = templates(small_plan(), tmp_path)
    folder = office(tmp_path, {"B.2.xlsx": fill(blank["B.2"], admitted(1))})
    aggregate(folder, "--unit", "B")
    lacking = (folder / "tong-hop" / f"tong-hop_B_{PERIOD}.xlsx").read_bytes()
    fuller = fill(blank["B.1"], {**admitted(2), "B2.III.1": 1})
    (above := tmp_path / "T").mkdir()
    outcome = aggregate(office(above, {"B.xlsx": lacking, "B.1.xlsx": fuller}))
    assert fates(outcome)["B.1.xlsx"] == ("superseded", "S229")
