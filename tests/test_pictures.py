"""The pictures of the report: they draw what is known and the tables show, and nothing else."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

from aggregator.model import UnitStatus, Verdict
from aggregator.report.word import charts, pictures
from aggregator.report.word import document as word
from aggregator.report.word.picture import Look
from tests import pdf
from tests.made_account import account, city, figures, judgement, unit
from tests.test_word import lines, nothing, text

CHECKER = Path(__file__).parent / "ooxml" / "ooxml_check.py"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def district(numbers, required=20, **meta):
    """Units directly below, each with the same quota; None has not reported."""
    rows = [unit(f"D{at:02}", "TP", "co_so", n) for at, n in enumerate(numbers)]
    judged = [judgement(row.code, required, row.values["B2.I"], kind="K1") for row in rows]
    whole = sum(n or 0 for n in numbers)
    judged.append(judgement("TP", required * len(numbers), whole))
    return account({"B2.I": whole}, rows, judged, **meta)


def parts(data, ending):
    with ZipFile(BytesIO(data)) as package:
        return [package.read(n) for n in sorted(package.namelist()) if n.endswith(ending)]


def charts_of(data):
    with ZipFile(BytesIO(data)) as package:
        names = sorted(n for n in package.namelist() if re.search(r"charts/chart\d+\.xml$", n))
        return [etree.fromstring(package.read(name)) for name in names]


def drawn(chart):
    """By series the points that have a value, by category."""
    found = {}
    for series in chart.iter(f"{C}ser"):
        name = series.findtext(f"{C}tx//{C}v")
        categories = {
            p.get("idx"): p.findtext(f"{C}v") for p in series.find(f"{C}cat").iter(f"{C}pt")
        }
        points = series.find(f"{C}val").iter(f"{C}pt")
        found[name] = {categories[p.get("idx")]: p.findtext(f"{C}v") for p in points}
    return found


def test_bars_are_the_shares_of_the_judgements_highest_first():
    (_, units) = charts_of(word.write(district([5, 0, None, 25])))
    share, pace = drawn(units).values()
    assert list(share.items()) == [
        ("Đơn vị D03", "125.00"),
        ("Đơn vị D00", "25.00"),
        ("Đơn vị D01", "0.00"),
    ]
    assert set(pace.values()) == {"25.00"}
    labels = ["".join(label.itertext()) for label in units.iter(f"{C}dLbl")]
    assert [label for label in labels if label.strip()] == [
        "25/20 (125,00%)",
        "5/20 (25,00%)",
        "0/20 (0,00%)",
    ]


def test_the_line_has_the_ends_of_periods_that_are_known():
    told = account({"B2.I": 66}, judgements=[judgement("TP", 180, 66)], period="2023-Q3")
    told = replace(told, figures=figures({"B2.I": 66}, {"B2.I": 49}, ky={"B2.I": 40}))
    (year,) = charts_of(word.write(told))
    line, pace, before = drawn(year).values()
    assert line == {"Đầu năm": "0", "Quý II": "26", "Quý III": "66"}
    assert pace == {
        "Đầu năm": "0",
        "Quý I": "45",
        "Quý II": "90",
        "Quý III": "135",
        "Quý IV": "180",
    }
    assert before == {"Quý III": "49"}
    assert year.find(f".//{C}dispBlanksAs").get("val") == "gap"


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2023-Q1", {"Đầu năm", "Quý I"}),
        ("2023-H1", {"Đầu năm", "Quý II"}),
        ("2023", {"Đầu năm", "Quý IV"}),
        ("2023-02", {"Đầu năm", "Tháng 1", "Tháng 2"}),
    ],
)
def test_each_kind_of_period_draws_what_its_summary_knows(period, known):
    told = account({"B2.I": 9}, judgements=[judgement("TP", 24, 9)], period=period)
    (picture,) = pictures.pictures(told, public=False)
    line = picture.series[0]
    shown = {c for c, v in zip(picture.categories, line.values, strict=True) if v is not None}
    assert shown == known


def test_a_report_period_draws_the_ends_that_its_summary_carries():
    told = account(
        {"B2.I": 30},
        judgements=[judgement("TP", 40, 30)],
        period="2023-9M",
        ends="2023-Q1=4;2023-Q2=19",
    )
    (picture,) = pictures.pictures(told, public=False)
    assert picture.categories == ("Đầu năm", "Quý I", "Quý II", "Quý III", "Quý IV")
    assert picture.series[0].values == (0, 4, 19, 30, None)
    assert "Tổng quan, mục IV: quý I năm 2023 = 4, quý II năm 2023 = 19" in picture.sources
    for hurt in ("x", "2023-Q1=", "2023-Q9=4"):
        broken = replace(told, meta={**told.meta, "ends": hurt})
        assert pictures.pictures(broken, public=False)[0].series[0].values == (
            0,
            None,
            None,
            30,
            None,
        )


def test_last_years_point_is_left_out_where_it_is_of_other_units():
    told = account(
        {"B2.I": 9},
        judgements=[judgement("TP", 24, 9)],
        before={"B2.I": 8},
        blanks="B2.I/cung_ky=3",
    )
    (picture,) = pictures.pictures(told, public=False)
    assert [series.look for series in picture.series] == [Look.LINE, Look.PACE]
    assert "B2.I/cung_ky" not in {str(source) for source in picture.sources}


@pytest.mark.parametrize(
    "told",
    [
        nothing(),
        account({"B2.I": 5}),
        account({}, judgements=[judgement("TP", 5, None, Verdict.NO_DATA)]),
        account({"B2.I": 5}, [unit("D", "TP", "co_so", 5)]),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_picture(told):
    data = word.write(told)
    assert not charts_of(data)
    assert "Biểu đồ" not in text(data)


def test_units_without_a_quota_are_counted_and_the_missing_are_not_zero():
    rows = [unit(f"D{n}", "TP", "co_so", n) for n in (2, 7)]
    silent = unit("D9", "TP", "co_so", None, UnitStatus.MISSING)
    (picture,) = pictures.pictures(account({"B2.I": 9}, [*rows, silent]), public=False)
    assert [series.values for series in picture.series] == [(7, 2)]
    assert (
        "2 đơn vị trực thuộc, từ cao xuống thấp. Không vẽ 1 đơn vị (chưa có số liệu)."
        in picture.caption
    )


@pytest.mark.parametrize(
    ("units", "sizes"), [(25, [25]), (26, [13, 13]), (75, [25] * 3), (76, [25])]
)
def test_many_units_are_spread_over_pictures_or_the_lowest_are_shown(units, sizes):
    told = district([n % 9 for n in range(units)])
    _, *shown = pictures.pictures(told, public=False)
    assert [len(picture.categories) for picture in shown] == sizes
    for at, picture in enumerate(shown, 2):
        assert picture.caption.startswith(f"Biểu đồ {at}. ")
    lowest = "25 đơn vị trực thuộc thấp nhất trong 76 đơn vị có số liệu" in shown[0].caption
    assert lowest is (units == 76)


def test_published_pictures_show_no_number_that_the_table_keeps_back():
    rows = [unit(f"CB{n}", "TP", "chi_bo", n) for n in (0, 1, 2, 4, 5)]
    judged = [judgement(row.code, 5, row.values["B2.I"], kind="K1") for row in rows]
    told = account({"B2.I": 12}, rows, [*judged, judgement("TP", 25, 12)])
    data = word.write(told, public=True)
    everything = b"".join(parts(data, "chart1.xml") + parts(data, "chart2.xml")).decode()
    books = [openpyxl.load_workbook(BytesIO(part)).active for part in parts(data, ".xlsx")]
    typed = {str(cell) for book in books for row in book.values for cell in row}
    for hidden in ("CB0", "CB1", "CB2"):
        assert f"Đơn vị {hidden}" not in everything
        assert f"Đơn vị {hidden}" not in typed
    assert "Đơn vị CB5" in everything
    inside = replace(told, meta={**told.meta, "level": "bo_phan"})
    assert "lũy kế từ đầu năm" not in str(
        [p.caption for p in pictures.pictures(inside, public=True)]
    )


def test_the_workbook_behind_a_chart_holds_what_is_drawn_and_no_name():
    data = word.write(district([5, 0, None, 25]))
    year, units = (openpyxl.load_workbook(BytesIO(part)) for part in parts(data, ".xlsx"))
    assert [row[1] for row in units.active.iter_rows(min_row=2, values_only=True)] == [125, 25, 0]
    assert not year.properties.creator
    assert not year.properties.lastModifiedBy
    for chart, book in zip(charts_of(data), (year, units), strict=True):
        for name, points in drawn(chart).items():
            head = [cell.value for cell in book.active[1]]
            column = {
                r[0]: r[head.index(name)]
                for r in book.active.iter_rows(min_row=2, values_only=True)
            }
            assert {c: float(v) for c, v in points.items()} == {
                c: v for c, v in column.items() if v is not None
            }


def test_no_colour_carries_a_meaning_since_there_is_none():
    for chart in charts_of(word.write(city())):
        tones = {each.get("val") for each in chart.iter(f"{A}srgbClr")}
        assert tones
        assert all(tone[:2] == tone[2:4] == tone[4:] for tone in tones)
        assert not list(chart.iter(f"{A}schemeClr"))


def test_every_picture_says_in_words_what_it_shows():
    data = word.write(city())
    (body,) = parts(data, "word/document.xml")
    shown = list(etree.fromstring(body).iter(f"{WP}docPr"))
    captions = [line for line in lines(data) if line.startswith("Biểu đồ ")]
    assert [each.get("name") for each in shown] == ["Biểu đồ 1", "Biểu đồ 2"]
    assert [each.get("descr").startswith(c) for each, c in zip(shown, captions, strict=True)] == [
        True,
        True,
    ]
    assert len({each.get("id") for each in shown}) == 2
    assert "Quý I: 47" in shown[0].get("descr")


def test_a_name_that_looks_like_markup_stays_a_name():
    name = 'Đảng bộ <A> & "B" {{ 7 * 7 }}'
    rows = [unit("D1", "TP", "co_so", 3, name=name), unit("D2", "TP", "co_so", 4)]
    data = word.write(account({"B2.I": 7}, rows))
    (chart,) = charts_of(data)
    assert set(*(points for points in drawn(chart).values())) == {name, "Đơn vị D2"}


def test_the_numbers_of_each_picture_are_in_the_list_of_sources():
    shown = [line for line in lines(word.write(district([5, 8]))) if "Phụ lục 1, biểu đồ" in line]
    assert len(shown) == 2
    assert "B2.I/luy_ke = 13 (Biểu 2, ô D8); Q1 tại TP = 13/40 (Chỉ tiêu)" in shown[0]
    assert "Q1 tại D01 = 8/20 (Chỉ tiêu); Q1 tại D00 = 5/20 (Chỉ tiêu)" in shown[1]


def test_the_same_picture_gives_the_same_bytes():
    for picture in pictures.pictures(city(), public=False):
        assert charts.drawn(picture) == charts.drawn(picture)


@pytest.mark.parametrize("numbers", [[3, 4], [n % 7 for n in range(60)]])
def test_valid_by_the_schemas(tmp_path, numbers):
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(word.write(district(numbers)))
    command = [sys.executable, str(CHECKER), "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert json.loads(done.stdout)


def test_libreoffice_draws_every_bar_with_its_label(tmp_path):
    told = district([n % 11 for n in range(24)])
    page = next(p for p in pdf.pages(word.write(told), tmp_path) if "Biểu đồ 2." in p)
    page = page.replace(" ", "")
    for row in told.rows.values():
        assert row.name.replace(" ", "") in page
        assert f"{row.values['B2.I']}/20(" in page
    assert "Tiếnđộchiađềuđếnhếtquý" in page
