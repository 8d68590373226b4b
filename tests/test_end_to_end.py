"""The main job from outside: distribute, fill in, send back, aggregate, send up."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from aggregator.model import Quota
from aggregator.pipeline import distribute
from aggregator.pipeline.planfile import PlanFile
from aggregator.workbook.template.master import build
from tests import system
from tests.offices import (
    FORM,
    PERIOD,
    admitted,
    aggregate,
    fates,
    fill,
    ketnap,
    office,
    resaved_by_libreoffice,
    small_plan,
    templates,
    unit,
)

LEAVES = {"A.1": 3, "A.2": 0, "B.1.1": 1, "B.2": 2, "C": 1}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return templates(small_plan(), tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def filled(blank):
    return {f"{u}.xlsx": fill(blank[u], admitted(n)) for u, n in LEAVES.items()}


def test_everything_came_back(tmp_path, filled) -> None:
    outcome = aggregate(office(tmp_path, filled))
    assert (outcome["exit"], outcome["unit"], outcome["period"]) == (0, "TP", PERIOD)
    assert unit(outcome, "TP")["values"]["B2.I/ky"] == 7
    assert unit(outcome, "TP")["values"]["B1.D/ky"] == 107
    assert unit(outcome, "TP")["values"]["B2.2.tb/ky"] == 25.5
    assert unit(outcome, "B")["values"]["B2.I/luy_ke"] == 3
    assert unit(outcome, "TP")["missing_below"] == 0
    assert {u["unit"]: u["status"] for u in outcome["units"]} == {
        "TP": "rolled_up",
        "A": "rolled_up",
        "A.1": "counted",
        "A.2": "counted",
        "B": "rolled_up",
        "B.1": "rolled_up",
        "B.1.1": "counted",
        "B.2": "counted",
        "C": "counted",
    }
    counted = [unit(outcome, "TP")["values"][f"B2.III.{row}/ky"] for row in ("1", "1a", "2", "2a")]
    assert counted == [2, 2, 1, 1]


def test_a_missing_and_a_faulty_return_stay_out_and_are_said(tmp_path, blank, filled) -> None:
    bad = fill(blank["B.2"], {**admitted(2), "B2.2.18_30": 1})
    returns = {**filled, "B.2.xlsx": bad}
    del returns["C.xlsx"]
    outcome = aggregate(office(tmp_path, returns))
    assert outcome["exit"] == 1
    assert fates(outcome)["B.2.xlsx"] == ("rejected", "I6.tuoi")
    assert unit(outcome, "B.2")["status"] == "rejected"
    assert unit(outcome, "C") == {
        "unit": "C",
        "name": "Chi bộ cơ sở C",
        "parent": "TP",
        "level": "chi_bo_co_so",
        "status": "missing",
        "values": {},
        "blanks": {},
        "missing_below": 0,
    }
    assert unit(outcome, "TP")["missing_below"] == 2
    assert unit(outcome, "TP")["values"]["B2.I/ky"] == 4
    assert (tmp_path / "nhan-ve" / PERIOD / "tong-hop" / "tra-lai" / "B.2.xlsx").is_file()


def test_blank_is_not_zero(tmp_path, blank) -> None:
    some = {**admitted(0), "B2.I.nu": None, "N.boiduong": None}
    returns = {"A.1.xlsx": fill(blank["A.1"], some), "A.2.xlsx": fill(blank["A.2"], admitted(0))}
    outcome = aggregate(office(tmp_path, returns))
    assert outcome["unit"] == "A"
    assert unit(outcome, "A.1")["values"]["B2.I.nu/ky"] is None
    assert unit(outcome, "A")["values"]["B2.I.nu/ky"] == 0
    assert unit(outcome, "A")["blanks"]["B2.I.nu/ky"] == 1
    assert unit(outcome, "A")["values"]["N.boiduong/ky"] == 0


def test_a_ticked_cover_makes_blanks_zero(tmp_path, blank) -> None:
    ticked = fill(blank["C"], {"B1.A": 10}, {"nothing": "có"})
    outcome = aggregate(office(tmp_path, {"C.xlsx": ticked}))
    assert unit(outcome, "C")["status"] == "counted"
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 0
    assert unit(outcome, "C")["blanks"] == {}


def test_a_required_blank_is_an_error(tmp_path, blank) -> None:
    outcome = aggregate(office(tmp_path, {"C.xlsx": blank["C"]}))
    assert fates(outcome)["C.xlsx"] == ("rejected", "V302")
    assert outcome["exit"] == 1
    assert outcome["counts"]["counted"] == 0


def test_summaries_are_returns_of_the_level_above(tmp_path, filled) -> None:
    """Law: the totals are the same over any split of the work over levels."""
    folder = office(tmp_path, filled)
    at_once = aggregate(folder)
    split = tmp_path / "cap-tren"
    split.mkdir()
    for code in ("A", "B"):
        out = tmp_path / f"out-{code}"
        aggregate(folder, "--unit", code, "--out", str(out))
        (split / f"{code}.xlsx").write_bytes((out / f"tong-hop_{code}_{PERIOD}.xlsx").read_bytes())
    (split / "C.xlsx").write_bytes(filled["C.xlsx"])
    by_levels = aggregate(split)
    for key in ("values", "blanks", "missing_below"):
        assert unit(by_levels, "TP")[key] == unit(at_once, "TP")[key]
        assert unit(by_levels, "A")[key] == unit(at_once, "A")[key]
    assert unit(by_levels, "A.1")["values"]["B2.I/luy_ke"] == 3
    assert by_levels["quotas"] == at_once["quotas"]


def test_a_superior_supersedes_those_below(tmp_path, filled, blank) -> None:
    returns = {**filled, "A.xlsx": fill(blank["A"], {**admitted(9), "B2.III.1": 1})}
    outcome = aggregate(office(tmp_path, returns))
    assert fates(outcome)["A.1.xlsx"] == ("superseded", "S215")
    assert unit(outcome, "TP")["values"]["B2.I/ky"] == 13
    assert [f["code"] for f in outcome["findings"] if f["severity"] == "warning"] == ["S216"]


def test_running_twice_gives_the_same_bytes(tmp_path, filled) -> None:
    folder = office(tmp_path, filled)
    aggregate(folder)
    first = {p.name: p.read_bytes() for p in (folder / "tong-hop").iterdir()}
    aggregate(folder, "--jobs", "2")
    assert {p.name: p.read_bytes() for p in (folder / "tong-hop").iterdir()} == first


def test_a_later_revision_counts(tmp_path, blank) -> None:
    returns = {
        "b.xlsx": fill(blank["C"], admitted(1), {"revision": 2}),
        "a.xlsx": fill(blank["C"], admitted(5), {"revision": 1}),
        "copy.xlsx": fill(blank["C"], admitted(1), {"revision": 2}),
    }
    returns["copy.xlsx"] = returns["b.xlsx"]
    outcome = aggregate(office(tmp_path, returns))
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 1
    assert fates(outcome) == {
        "a.xlsx": ("superseded", "S212"),
        "b.xlsx": ("counted", None),
        "copy.xlsx": ("superseded", "S213"),
    }


def test_two_that_cannot_be_ordered_are_both_rejected(tmp_path, blank) -> None:
    folder = office(tmp_path, {f"{n}.xlsx": fill(blank["C"], admitted(n)) for n in (1, 2)})
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    outcome = aggregate(folder)
    assert set(fates(outcome).values()) == {("rejected", "S214")}


def test_containers_are_opened(tmp_path, filled) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("thu muc/A.1.xlsx", filled["A.1.xlsx"])
        archive.writestr("Thumbs.db", b"x")
    letter = EmailMessage()
    letter["Date"] = "Fri, 05 Apr 2024 08:00:00 +0700"
    letter.set_content("Kính gửi")
    letter.add_attachment(
        filled["A.2.xlsx"],
        maintype="application",
        subtype="octet-stream",
        filename="Biểu quý I.xlsx",
    )
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("thu.eml", letter.as_bytes())
    outcome = aggregate(office(tmp_path, {"A.zip": box.getvalue(), "B.zip": inner.getvalue()}))
    assert fates(outcome) == {
        "A.zip/Thumbs.db": ("ignored", "R111"),
        "A.zip/thu muc/A.1.xlsx": ("counted", None),
        "B.zip/thu.eml/Biểu quý I.xlsx": ("counted", None),
    }


def test_odd_entries_are_listed_and_never_followed(tmp_path, filled) -> None:
    folder = office(tmp_path, filled)
    (folder / "link.xlsx").symlink_to(folder / "C.xlsx")
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "loop").symlink_to(folder)
    Path(os.fsdecode(os.fsencode(folder) + b"/t\xean.xlsx")).write_bytes(b"khong phai bang tinh")
    (folder / "ghi chu.txt").write_text("ghi chú")
    (folder / "~$C.xlsx").write_bytes(b"")
    (folder / "rong.xlsx").write_bytes(b"")
    outcome = aggregate(folder)
    odd = {k: v for k, v in fates(outcome).items() if v[0] != "counted"}
    assert odd == {
        "link.xlsx": ("ignored", "R110"),
        "pipe.xlsx": ("ignored", "R110"),
        "loop": ("ignored", "R110"),
        "t\\xean.xlsx": ("ignored", "R101"),
        "ghi chu.txt": ("ignored", "R101"),
        "~$C.xlsx": ("ignored", "R111"),
        "rong.xlsx": ("rejected", "R116"),
    }
    assert unit(outcome, "TP")["values"]["B2.I/ky"] == 7


def test_nothing_given_is_changed_and_nothing_written_elsewhere(tmp_path, filled) -> None:
    folder = office(tmp_path, filled)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*") if p.is_file()}
    aggregate(folder)
    after = {p for p in tmp_path.rglob("*") if p.is_file()}
    assert all((p.read_bytes(), p.stat().st_mtime_ns) == was for p, was in before.items())
    allowed = {folder / "tong-hop", tmp_path / ".ketnap"}
    assert all(allowed & set(p.parents) for p in after - before.keys())


def test_outputs_of_earlier_runs_are_no_returns(tmp_path, blank, filled) -> None:
    bad = {**filled, "C.xlsx": fill(blank["C"], {**admitted(1), "B1.B1": 2})}
    folder = office(tmp_path, bad)
    first = aggregate(folder)
    again = aggregate(folder, "--out", str(tmp_path / "khac"))
    ours = {path: fate for path, fate in fates(again).items() if path.startswith("tong-hop/")}
    assert set(ours.values()) == {("own_output", "R112")}
    assert "tong-hop/tra-lai/C.xlsx" in ours
    assert again["units"] == first["units"]


def test_without_a_plan_it_still_adds_up(tmp_path, filled) -> None:
    folder = tmp_path / "roi"
    folder.mkdir()
    for name, data in filled.items():
        (folder / name).write_bytes(data)
    outcome = aggregate(folder)
    assert outcome["unit"] == "TP"
    assert unit(outcome, "TP")["values"]["B2.I/ky"] == 7
    assert "C604" in {f["code"] for f in outcome["findings"]}


def test_the_next_quarter_carries_what_is_known(tmp_path, filled) -> None:
    folder = office(tmp_path, filled)
    aggregate(folder)
    second = templates(small_plan(), tmp_path, "2024-Q2")
    sheet = openpyxl.load_workbook(io.BytesIO(second["A.1"]))["Biểu 1"]
    rows = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
    opening = sheet.cell(rows["B1.A"], 3)
    assert (opening.value, opening.protection.locked) == (23, True)
    numbers = {**admitted(2, 23)}
    returns = {"A.1.xlsx": fill(second["A.1"], numbers)}
    outcome = aggregate(office(tmp_path, returns, period="2024-Q2"))
    assert unit(outcome, "A.1")["values"]["B2.I/luy_ke"] == 5
    assert unit(outcome, "A.1")["values"]["B1.A/luy_ke"] == 20
    assert unit(outcome, "A.1")["values"]["B1.D/luy_ke"] == 25


def test_a_report_period_adds_its_quarters(tmp_path, filled) -> None:
    aggregate(office(tmp_path, filled))
    second = templates(small_plan(), tmp_path, "2024-Q2")
    members = {"A.1": 23, "A.2": 20, "B.1.1": 21, "B.2": 22}
    returns = {f"{u}.xlsx": fill(second[u], admitted(1, n)) for u, n in members.items()}
    folder = office(tmp_path, returns, period="2024-Q2")
    outcome = aggregate(folder.parent, "--period", "2024-H1", "--out", str(tmp_path / "H1"))
    assert outcome["period"] == "2024-H1"
    values = unit(outcome, "A")["values"]
    assert [values[k] for k in ("B2.I/ky", "B2.I/luy_ke", "B1.A/ky", "B1.D/ky")] == [5, 5, 40, 45]
    assert unit(outcome, "C")["status"] == "partial"
    assert unit(outcome, "TP")["missing_below"] == 1


def written_like_excel(home: Path) -> bytes:
    """The return of A.1 built by XlsxWriter, with every formula's value, as Excel saves it."""
    loaded = PlanFile(home / "ke-hoach.xlsx", small_plan(), ())
    known = distribute.known_numbers(home, PERIOD, None)
    blank = distribute.filling(loaded.plan, FORM, "A.1", PERIOD, known)
    numbers = admitted(LEAVES["A.1"])
    values = list(blank.submission.values)
    for (key, part), at in FORM.position.items():
        number = numbers.get(key.indicator) if key.column == "ky" else None
        if key.indicator == "N.het_nguon":
            number = 0
        elif key.indicator == "B2.2.tb" and number is not None:
            number = LEAVES["A.1"] if part == "weight" else Decimal("25.5") * LEAVES["A.1"]
        values[at] = number if number is not None else values[at]
    return build(FORM, blank._replace(submission=replace(blank.submission, values=tuple(values))))


@pytest.mark.skipif(system.soffice() is None, reason="LibreOffice is not installed")
def test_who_saved_the_file_does_not_matter(tmp_path, filled) -> None:
    """openpyxl leaves no cached values, LibreOffice rewrites every part, we write like Excel."""
    outcomes = []
    resaved = resaved_by_libreoffice(system.soffice(), filled["A.1.xlsx"], tmp_path / "lo")
    as_ods = resaved_by_libreoffice(system.soffice(), filled["A.1.xlsx"], tmp_path / "ods", "ods")
    files = {"a.xlsx": filled["A.1.xlsx"], "b.xlsx": resaved, "c.ods": as_ods}
    files["d.xlsx"] = written_like_excel(tmp_path)
    for name, data in files.items():
        home = tmp_path / name
        home.mkdir()
        outcomes.append(aggregate(office(home, {name: data})))
    first, *others = outcomes
    for other in others:
        assert unit(other, "A.1") == unit(first, "A.1")
        assert not [f for f in other["findings"] if f["severity"] != "warning"]


def test_an_unreadable_plan_stops_at_once(tmp_path) -> None:
    folder = office(tmp_path, {})
    book = openpyxl.load_workbook(tmp_path / "ke-hoach.xlsx")
    sheet = book["Đơn vị"]
    sheet["C4"] = "KHONG-CO"
    book.save(tmp_path / "ke-hoach.xlsx")
    result = ketnap("aggregate", folder)
    assert result.return_value == 2
    assert "C4" in result.output
    assert "KHONG-CO" in result.output


def test_a_marked_return_comes_back_corrected(tmp_path, blank) -> None:
    wrong = fill(blank["C"], {**admitted(2), "B1.B1": 3})
    folder = office(tmp_path, {"C.xlsx": wrong})
    assert fates(aggregate(folder))["C.xlsx"] == ("rejected", "I4")
    marked = folder / "tong-hop" / "tra-lai" / "C.xlsx"
    corrected = fill(marked.read_bytes(), {"B1.B1": 2}, {"revision": 2})
    outcome = aggregate(office(tmp_path, {"C gui lai.xlsx": corrected}))
    assert fates(outcome)["C gui lai.xlsx"] == ("counted", None)
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 2
    assert not outcome["repairs"]


def test_an_absent_quarter_leaves_no_silent_total(tmp_path, blank) -> None:
    """What a unit admitted in a quarter it never reported is unknown, not nothing."""
    plan = small_plan(quotas=(Quota("Q", "K3", "giao", "B2.I", "TP", minimum=1),))
    first = {"C.xlsx": fill(blank["C"], admitted(0, 10))}
    aggregate(office(tmp_path, first, plan))
    second = templates(plan, tmp_path, "2024-Q2")
    sent = {u: fill(second[u], admitted(0, 20)) for u in ("A.1", "C")}
    returns = {f"{u}.xlsx": data for u, data in sent.items()}
    outcome = aggregate(office(tmp_path, returns, plan, "2024-Q2"))
    warned = [f["unit"] for f in outcome["findings"] if f["code"] == "V314"]
    assert warned == ["A.1", "A.1"]
    assert unit(outcome, "A.1")["blanks"]["B2.I/luy_ke"] == 1
    third = templates(plan, tmp_path, "2024-Q3")
    returns = {"A.1.xlsx": fill(third["A.1"], admitted(0, 20))}
    outcome = aggregate(office(tmp_path, returns, plan, "2024-Q3"))
    assert "V314" in {f["code"] for f in outcome["findings"]}, "still unknown a quarter later"


@pytest.mark.parametrize(
    ("typed", "counted"), [("lần 2", "b.xlsx"), ("2", "b.xlsx"), (2, "b.xlsx"), (None, "a.xlsx")]
)
def test_the_revision_is_read_as_people_type_it(tmp_path, blank, typed, counted) -> None:
    returns = {
        "a.xlsx": fill(blank["C"], admitted(1), {"revision": 1}),
        "b.xlsx": fill(blank["C"], admitted(2), {"revision": typed}),
    }
    folder = office(tmp_path, returns)
    os.utime(folder / "b.xlsx", (1_600_000_000, 1_600_000_000))
    assert fates(aggregate(folder))[counted] == ("counted", None)


def test_only_those_that_cannot_be_ordered_are_rejected(tmp_path, blank) -> None:
    returns = {
        f"{n}.xlsx": fill(blank["C"], admitted(n), {"revision": revision})
        for n, revision in ((1, 1), (2, 2), (3, 2))
    }
    folder = office(tmp_path, returns)
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    reasons = {path: fate[1] for path, fate in fates(aggregate(folder)).items()}
    assert reasons == {"1.xlsx": "S212", "2.xlsx": "S214", "3.xlsx": "S214"}


def test_every_file_is_accounted_for(tmp_path, filled) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    letter = EmailMessage()
    letter["Subject"] = "Không đính kèm"
    letter.set_content("Kính gửi")
    returns = {
        "rong.zip": empty.getvalue(),
        "thu.eml": letter.as_bytes(),
        "cut.xlsx": filled["C.xlsx"][:9_000],
        "cut.zip": filled["C.xlsx"][:9_000],
        "ke-hoach-cu.xlsx": b"",
    }
    folder = office(tmp_path, returns)
    plan = (tmp_path / "ke-hoach.xlsx").read_bytes()
    (folder / "ke-hoach-cu.xlsx").unlink()
    (folder / "ke-hoach.xlsx").write_bytes(plan)
    assert fates(aggregate(folder)) == {
        "cut.xlsx": ("rejected", "R102"),
        "cut.zip": ("rejected", "R113"),
        "ke-hoach.xlsx": ("ignored", "S211"),
        "rong.zip": ("ignored", "R101"),
        "thu.eml": ("ignored", "R101"),
    }


@pytest.mark.parametrize(("other", "fate"), [(None, "counted"), (7, "rejected")])
def test_a_copied_sheet_with_other_numbers_is_refused(tmp_path, blank, other, fate) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill(blank["C"], admitted(1))))
    copy = book.copy_worksheet(book["Nguồn"])
    copy.title = "Nguồn (2)"
    if other is not None:
        row = next(r for r in range(1, 40) if copy.cell(r, 1).value == "N.boiduong")
        copy.cell(row, 3).value = other
    target = io.BytesIO()
    book.save(target)
    outcome = aggregate(office(tmp_path, {"C.xlsx": target.getvalue()}))
    assert fates(outcome)["C.xlsx"][0] == fate
    codes = {r["code"] for r in outcome["repairs"]} | {f["code"] for f in outcome["findings"]}
    assert ("S218" if other else "T113") in codes


def test_a_summary_of_a_report_period_is_a_return_of_the_level_above(tmp_path, filled) -> None:
    folder = office(tmp_path, filled).parent
    second = templates(small_plan(), tmp_path, "2024-Q2")
    office(tmp_path, {"A.1.xlsx": fill(second["A.1"], admitted(2, 20))}, period="2024-Q2")
    options = ("--period", "2024-H1")
    at_once = aggregate(folder, *options, "--out", str(tmp_path / "ca"))
    aggregate(folder, *options, "--unit", "A", "--out", str(tmp_path / "A"))
    for path in folder.rglob("A.*.xlsx"):
        path.unlink()
    summary = (tmp_path / "A" / "tong-hop_A_2024-H1.xlsx").read_bytes()
    (folder / "A.xlsx").write_bytes(summary)
    by_levels = aggregate(folder, *options, "--out", str(tmp_path / "hai"))
    assert fates(by_levels)["A.xlsx"] == ("counted", None)
    for code in ("TP", "A"):
        assert unit(by_levels, code)["values"] == unit(at_once, code)["values"]
        assert unit(by_levels, code)["missing_below"] == unit(at_once, code)["missing_below"]


def test_swapped_column_headers_are_not_believed(tmp_path, blank) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill(blank["C"], admitted(1))))
    sheet = book["Biểu 2"]
    for row in range(2, sheet.max_row + 1):
        one, other = sheet.cell(row, 3), sheet.cell(row, 5)
        one.value, other.value = other.value, one.value
    target = io.BytesIO()
    book.save(target)
    outcome = aggregate(office(tmp_path, {"C.xlsx": target.getvalue()}))
    assert fates(outcome)["C.xlsx"] == ("rejected", "S209")


def test_nothing_valid_leaves_no_old_summary(tmp_path, filled) -> None:
    folder = office(tmp_path, filled)
    aggregate(folder)
    for path in folder.glob("*.xlsx"):
        path.unlink()
    outcome = aggregate(folder, "--period", PERIOD, "--unit", "TP")
    assert (outcome["exit"], outcome["counts"]["counted"]) == (1, 0)
    assert not list((folder / "tong-hop").glob("tong-hop_*"))


@pytest.mark.parametrize("make", ["touch", "link"])
def test_what_stands_in_place_of_the_output_folder_is_left_alone(tmp_path, filled, make) -> None:
    folder = office(tmp_path, filled)
    elsewhere = tmp_path / "noi-khac"
    elsewhere.mkdir()
    place = folder / "tong-hop"
    place.touch() if make == "touch" else place.symlink_to(elsewhere)
    assert ketnap("aggregate", folder).return_value == 2
    assert not list(elsewhere.iterdir())


def test_what_was_carried_into_a_report_period_counts_from_january(tmp_path, filled) -> None:
    """The first quarter's file is gone, but the second one carries what it held."""
    aggregate(office(tmp_path, filled))
    second = templates(small_plan(), tmp_path, "2024-Q2")
    folder = office(tmp_path, {"A.1.xlsx": fill(second["A.1"], admitted(2))}, period="2024-Q2")
    (tmp_path / "nhan-ve" / PERIOD / "A.1.xlsx").unlink()
    options = ("--period", "2024-H1", "--unit", "A", "--out")
    outcome = aggregate(folder.parent, *options, str(tmp_path / "H1"))
    values = unit(outcome, "A.1")["values"]
    assert (values["B2.I/ky"], values["B2.I/luy_ke"]) == (2, 5)
    assert unit(outcome, "A.1")["status"] == "partial"
    (tmp_path / "gui").mkdir()
    (tmp_path / "gui" / "A.xlsx").write_bytes(
        (tmp_path / "H1/tong-hop_A_2024-H1.xlsx").read_bytes()
    )
    above = aggregate(tmp_path / "gui", "--period", "2024-H1")
    assert unit(above, "A")["values"] == unit(outcome, "A")["values"]
    assert not [f for f in above["findings"] if f["code"] == "V309"]


def test_what_is_not_known_from_before_is_said_through_summaries_too(tmp_path, blank) -> None:
    """A floor that a unit seems to miss is not missed while an earlier quarter is unknown."""
    floor = Quota("Q", "K4", "giao", "B2.I", "TP", scope="kind=khu_pho", minimum=1)
    plan = small_plan(quotas=(floor,))
    aggregate(office(tmp_path, {"A.2.xlsx": fill(blank["A.2"], admitted(0))}, plan, "2024-Q3"))
    last = templates(plan, tmp_path, "2024-Q4")
    sent = {f"{u}.xlsx": fill(last[u], admitted(0, 20)) for u in ("A.1", "A.2")}
    folder = office(tmp_path, sent, plan, "2024-Q4")
    flat = aggregate(folder, "--unit", "TP")
    aggregate(folder, "--unit", "A", "--out", str(tmp_path / "A"))
    up = tmp_path / "len"
    up.mkdir()
    (up / "A.xlsx").write_bytes((tmp_path / "A" / "tong-hop_A_2024-Q4.xlsx").read_bytes())
    through = aggregate(up, "--unit", "TP")
    verdicts = {q["unit"]: q["verdict"] for q in flat["quotas"] if q["unit"] != "TP"}
    assert set(verdicts.values()) == {"no_data"}
    assert [(q["unit"], q["verdict"]) for q in through["quotas"]] == [
        (q["unit"], q["verdict"]) for q in flat["quotas"]
    ]


def test_a_row_left_blank_all_year_is_blank_and_not_missing(tmp_path) -> None:
    plan = small_plan(quotas=(Quota("Q", "K3", "giao", "N.boiduong", "A", minimum=1),))
    for period in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"):
        sheets = templates(plan, tmp_path, period)
        returns = {
            "A.1.xlsx": fill(sheets["A.1"], admitted(0, 20)),
            "A.2.xlsx": fill(sheets["A.2"], {**admitted(0, 30), "N.boiduong": None}),
        }
        outcome = aggregate(office(tmp_path, returns, plan, period), "--unit", "A")
        assert outcome["counts"]["counted"] == 2, period
    (row,) = outcome["quotas"]
    assert (row["actual"], row["verdict"]) == (0, "not_met")
