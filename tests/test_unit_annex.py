"""Annex 1: every unit with what is known of it, and nothing published that gives a cell away."""

from dataclasses import replace
from pathlib import Path

import pytest

from aggregator.model import UnitStatus
from aggregator.report.word import document as word
from aggregator.report.word import unit_annex
from aggregator.report.word.account import Asked
from tests import offices, pdf
from tests.made_account import account, city, judgement, unit
from tests.test_word import tables, text


def rows(told, public=False):
    return {line["code"]: line for line in unit_annex.tags(told, public)["unit_lines"]}


def told():
    """A party committee with two cells, one of them with everything known, one with nothing."""
    above = unit("DB", "TP", "co_so", 7, UnitStatus.ROLLED_UP)
    above = replace(
        above,
        annexed={"B2.I.nu": 3, "N.hoso_tham_tra": 0},
        kind="phuong",
        current={"B2.I": 4},
        last_year={"B2.I": 8},
        change=-1,
        values={**above.values, "N.boiduong": 9, "DB.chinhthuc": None},
    )
    cell = unit("DB.1", "DB", "chi_bo", 7)
    cell = replace(cell, current={"B2.I": 4}, values={**cell.values, "N.boiduong": 9})
    silent = unit("DB.2", "DB", "chi_bo", None, UnitStatus.MISSING)
    judged = [
        judgement("DB", 14, 7, kind="K1"),
        judgement("DB", 20, 7, kind="K3", quota="Q2", strength="phan_dau"),
        judgement("DB", 12, 9, kind="K1", quota="Q5"),
    ]
    made = account({"B2.I": 7}, [above, cell, silent], judged)
    return replace(made, quotas={**made.quotas, "Q5": Asked("N.boiduong")})


def test_a_unit_stands_with_everything_that_is_known_of_it():
    line = rows(told())["DB"]
    printed = {
        "start": "25", "end": "32", "required": "14", "striven": "20", "now": "4", "admitted": "7",
        "percent": "50,00", "share": "28,00", "before": "8", "change": "-1",
        "change_percent": "-12,50", "women": "3", "minority": "…", "kind": "Phường",
        "cells": "2", "admitting": "1", "to_train": "12", "trained": "9", "files": "0",
        "confirmed": "…", "status": "Cộng từ cấp dưới",
    }  # fmt: skip
    assert {tag: line[tag] for tag in printed} == printed


def test_what_is_not_known_is_not_zero_and_what_does_not_apply_is_blank():
    line = rows(told())["DB.2"]
    assert {line[tag] for tag in ("start", "end", "now", "admitted", "before")} == {"…"}
    assert {line[tag] for tag in ("percent", "share", "change", "cells", "to_train")} == {""}


def test_the_table_of_groups_lists_the_units_of_which_they_are_known():
    lines = unit_annex.tags(told(), public=False)["structure_lines"]
    assert [line["code"] for line in lines] == ["DB"]
    assert "b) Trong đó" in text(word.write(told()))
    assert "Không lập bảng “trong đó” theo đơn vị" in text(word.write(city()))
    published = text(word.write(told(), public=True))
    assert "b) Trong đó" not in published
    assert "Bản công bố không nêu số liệu “trong đó”" in published


@pytest.mark.parametrize("tag", ["now", "before", "women", "admitting", "change", "percent"])
def test_published_nothing_else_tells_what_a_sheltered_cell_admitted(tag):
    cells = [
        replace(
            unit(f"DB.{n}", "DB", "chi_bo", n),
            current={"B2.I": 1},
            last_year={"B2.I": 2},
            change=n - 2,
            values={**unit(f"DB.{n}", "DB", "chi_bo", n).values, "B2.I.nu": 1},
        )
        for n in (1, 1, 5)
    ]
    above = unit("DB", "TP", "co_so", 7, UnitStatus.ROLLED_UP)
    judged = [judgement(cell.code, 2, 1, kind="K1") for cell in cells]
    shown = rows(account({"B2.I": 7}, [above, *cells], judged), public=True)
    assert shown["DB.1"][tag] in ("", "*")
    assert shown["DB"]["admitting"] == "*"
    assert shown["DB.1"]["admitted"] == "<3"


def test_the_column_of_files_stands_where_they_are_known():
    heads = [cell for table in tables(word.write(told())) for cell in table[0]]
    assert heads.count("Hồ sơ đang thẩm tra (từ TCCSĐ)") == 1
    data = word.write(city())
    assert "Hồ sơ đang thẩm tra (từ TCCSĐ)" not in [
        cell for table in tables(data) for cell in table[0]
    ]
    assert "Không có cột hồ sơ đang thẩm tra" in text(data)


def test_on_paper_every_row_is_there_in_each_table(tmp_path: Path):
    made = city(committees=6, cells=9)
    told_pages = pdf.pages(word.write(made), tmp_path)
    annex = " ".join(told_pages).split("PHỤ LỤC 1")[1].split("PHỤ LỤC 2")[0]
    heads = [page for page in told_pages if "Chỉ tiêu giao" in page]
    assert len(heads) > 1
    for row in made.rows.values():
        assert annex.count(row.name) >= 2
        assert row.code in annex


def test_a_summary_brings_the_period_and_last_year_of_each_unit(tmp_path: Path):
    plan = offices.small_plan()
    sheets = offices.templates(plan, tmp_path)
    more = {"B2.I/cung_ky": 1, "B1.B1/cung_ky": 1}
    returns = {
        f"{code}.xlsx": offices.fill(sheets[code], {**offices.admitted(number), **more})
        for code, number in {"A.1": 2, "A.2": 1, "B.1.1": 0, "B.2": 3, "C": 1}.items()
    }
    folder = offices.office(tmp_path, returns, plan)
    offices.aggregate(folder)
    summary = folder / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx"
    offices.ketnap("report", summary, "--out", tmp_path / "bao-cao.docx")
    first = next(t for t in tables((tmp_path / "bao-cao.docx").read_bytes()) if t[0][0] == "TT")
    by_head = dict(zip(first[0], first[1], strict=True))
    assert by_head["Kết nạp trong kỳ"] == by_head["Kết nạp lũy kế"] == "3"
    assert (by_head["Cùng kỳ năm trước"], by_head["Tăng (+), giảm (-)"]) == ("2", "+1")
    assert by_head["% tăng, giảm"] == "+50,00"
