"""`ketnap export` and `to_frame`: every number once, blank and missing told apart, nothing lost."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet

import aggregator
from aggregator.figures import figures
from aggregator.report import tidy
from aggregator.report.tidy import Row
from tests.made_result import made_result
from tests.offices import admitted, aggregate, fill, ketnap, office, small_plan, templates

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "huong-dan" / "phan-tich.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two quarters; in the first a return is faulty, one is missing and one leaves blanks."""
    home = tmp_path_factory.mktemp("van-phong")
    plan = small_plan()
    found = None
    for period, missing, members in (("2024-Q1", "C", 20), ("2024-Q2", "", 22)):
        blank = templates(plan, home, period)
        numbers = {
            unit: {**admitted(2, members), "DB.dau": members - 20}
            for unit in ("A.1", "A.2", "B.1.1", "B.2", "C")
        }
        if missing:
            numbers["B.1.1"]["B1.C1"] = -1
            del numbers[missing]
            del numbers["A.1"]["N.camtinh"]
        returns = {f"{unit}.xlsx": fill(blank[unit], said) for unit, said in numbers.items()}
        found = office(home, returns, plan=plan, period=period)
    return found.parent


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_every_number_of_the_outcome_stands_in_it_once(folder, tmp_path) -> None:
    ketnap("export", folder / "2024-Q1", "--out", tmp_path / "q1.csv")
    rows = table(tmp_path / "q1.csv")
    aggregate(folder / "2024-Q1")
    outcome = json.loads((folder / "2024-Q1" / "tong-hop" / "ket-qua.json").read_text("utf-8"))
    flags = {"có": 1, "không": 0}
    expected = {
        (unit["unit"], key): Decimal(str(flags.get(value, value)))
        for unit in outcome["units"]
        for key, value in unit["values"].items()
        if value is not None
    }
    found = {
        (row["unit"], f"{row['indicator']}/{row['column']}"): Decimal(row["value"])
        for row in rows
        if row["value"]
    }
    assert found == expected
    assert len({(r["unit"], r["period"], r["indicator"], r["column"]) for r in rows}) == len(rows)


def test_blank_missing_and_rejected_are_told_apart(folder) -> None:
    frame = aggregator.to_frame(folder / "2024-Q1")
    one = frame[(frame.indicator == "N.camtinh") & (frame.column == "ky")].set_index("unit")
    assert dict(one.state) == {
        "TP": "incomplete", "A": "incomplete", "A.1": "blank", "A.2": "number", "B": "incomplete",
        "B.1": "missing", "B.1.1": "rejected", "B.2": "number", "C": "missing",
    }  # fmt: skip
    assert one.value.isna().sum() == 4
    assert one.loc["TP", "value"] == 0


def test_a_folder_gives_each_period_that_was_sent(folder) -> None:
    frame = aggregator.to_frame(folder)
    total = frame[(frame.unit == "TP") & (frame.indicator == "B2.I")]
    shown = total.pivot_table("value", "period", "column", observed=True)
    assert shown.loc["2024-Q1", "ky"] == 6
    assert shown.loc["2024-Q2", "ky"] == 10


def test_a_summary_gives_its_unit_in_full_and_what_it_carries_of_the_others(folder) -> None:
    aggregate(folder / "2024-Q1")
    whole = aggregator.to_frame(folder / "2024-Q1")
    carried = aggregator.to_frame(folder / "2024-Q1" / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx")
    names = ["unit", "indicator", "column"]
    both = whole.merge(carried, on=names, suffixes=("", "_up"))
    assert len(both) == len(whole) == len(carried)
    told = both[both.value_up.notna()]
    assert (told.value == told.value_up).all()
    top = both[both.unit == "TP"]
    assert (top.value.isna() == top.value_up.isna()).all()
    for attribute in ("name", "level", "kind", "parent", "path", "status", "period"):
        assert (both[attribute].astype(str) == both[f"{attribute}_up"].astype(str)).all()
    assert Counter(carried[carried.unit == "A.1"].state)["not_carried"] > 0


def test_parquet_is_the_same_table_exactly(folder, tmp_path) -> None:
    for name in ("q.csv", "q.parquet"):
        ketnap("export", folder / "2024-Q1", "--out", tmp_path / name)
    stored = parquet.read_table(tmp_path / "q.parquet").to_pylist()
    typed = table(tmp_path / "q.csv")
    assert [{**row, "value": None} for row in stored] == [{**r, "value": None} for r in typed]
    assert [row["value"] for row in stored] == [
        Decimal(row["value"]) if row["value"] else None for row in typed
    ]


def test_a_name_that_could_be_a_formula_is_text(tmp_path) -> None:
    plan = small_plan()
    units = {**plan.units, "A": plan.units["A"]._replace(name='=HYPERLINK("http://x")')}
    blank = templates(small_plan(units=units), tmp_path)
    found = office(
        tmp_path, {"A.1.xlsx": fill(blank["A.1"], admitted(1))}, plan=small_plan(units=units)
    )
    ketnap("export", found)
    rows = table(found / "tong-hop" / "so-lieu.csv")
    assert {row["name"] for row in rows if row["unit"] == "A"} == {"'" + units["A"].name}


def test_all_figures_of_each_submission_are_rows() -> None:
    result = made_result(absent=("UB.01.02",))
    rows = list(tidy.of_result(result))
    number = {(r.unit, r.indicator, r.column): r.value for r in rows}
    for each in result.units:
        if each.submission is not None:
            for key, value in figures(result.form, each.submission).items():
                assert number[each.unit.code, *key] == value


@pytest.mark.parametrize("name", ["so-lieu.xlsx", "so-lieu"])
def test_another_ending_is_refused_in_a_sentence(folder, tmp_path, name) -> None:
    done = ketnap("export", folder / "2024-Q1", "--out", tmp_path / name)
    assert done.return_value == 2
    assert ".csv hoặc .parquet" in done.output
    assert not (tmp_path / name).exists()


def test_a_plan_or_another_workbook_is_refused(folder) -> None:
    done = ketnap("export", folder.parent / "ke-hoach.xlsx")
    assert (done.return_value, "không phải" in done.output) == (2, True)
    with pytest.raises(ValueError, match="không phải"):
        aggregator.to_frame(folder.parent / "ke-hoach.xlsx")


def test_the_columns_are_those_of_the_page() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [name for name in named if name in Row._fields] == list(Row._fields)
    assert set(tidy.Told) <= set(named)


def test_the_page_answers_its_questions(tmp_path) -> None:
    """Its script runs as it stands, without a guard, and prints what the page shows."""
    blocks = re.findall(r"```(python|text)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    ketnap("new", tmp_path / "uong-bi", "--sample", "uong-bi-2024")
    script = tmp_path / "cau-hoi.py"
    script.write_text("".join(text for kind, text in blocks if kind == "python"), "utf-8")
    done = subprocess.run(
        [sys.executable, script.name],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "".join(text for kind, text in blocks if kind == "text")
