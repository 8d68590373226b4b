"""A void file is ignored and stays where it is; nothing that happens to the list hides that."""

import io
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from aggregator import voids
from tests.offices import admitted, aggregate, fates, fill, ketnap, office, small_plan, unit
from tests.offices import templates as made_templates

REASON = "Gửi nhầm số liệu của năm trước"


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> dict[str, bytes]:
    return made_templates(small_plan(), tmp_path_factory.mktemp("mau"))


@pytest.fixture
def folder(tmp_path, blank) -> Path:
    first = fill(blank["C"], admitted(5), {"revision": 1})
    second = fill(blank["C"], admitted(1), {"revision": 2})
    returns = {"1.xlsx": first, "2.xlsx": second, "B.2.xlsx": fill(blank["B.2"], admitted(3))}
    return office(tmp_path, returns)


def database(folder: Path) -> Path:
    return folder.parents[1] / ".ketnap" / voids.FILE


def void(*arguments: object) -> int:
    return ketnap("void", *arguments, "--reason", REASON).return_value


def test_an_earlier_return_counts_again_and_undo_brings_the_later_back(folder) -> None:
    before = aggregate(folder)
    assert fates(before)["1.xlsx"] == ("superseded", "S212")
    assert void(folder / "2.xlsx") == 0
    outcome = aggregate(folder)
    assert fates(outcome)["2.xlsx"] == ("ignored", "S221")
    assert fates(outcome)["1.xlsx"] == ("counted", None)
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 5
    said = [f["message"] for f in outcome["findings"] if f["file"] == "2.xlsx"]
    assert said == [REASON]
    assert ketnap("void", folder / "2.xlsx", "--undo").return_value == 0
    assert aggregate(folder) == before


def test_the_only_return_void_leaves_its_unit_missing(folder) -> None:
    void(folder / "B.2.xlsx")
    outcome = aggregate(folder)
    assert unit(outcome, "B.2")["status"] == "missing"
    assert "C601" in [f["code"] for f in outcome["findings"] if f["unit"] == "B.2"]
    assert (folder / "B.2.xlsx").is_file()
    (control,) = (folder / "tong-hop").glob("kiem-tra_*.xlsx")
    book = openpyxl.load_workbook(control)
    for title, told in (("Tình hình nộp", "S221 – Tệp đã bị hủy"), ("Tệp đã nhận", REASON)):
        rows = [row for row in book[title].values if "B.2.xlsx" in row]
        assert [told in row for row in rows] == [True]


def test_a_void_file_decides_neither_unit_nor_period(tmp_path, blank) -> None:
    later = made_templates(small_plan(), tmp_path, "2024-Q2")["C"]
    folder = office(tmp_path, {"A.1.xlsx": fill(blank["A.1"], admitted(1)), "C.xlsx": later})
    assert aggregate(folder)["period"] == "2024-Q2"
    void(folder / "C.xlsx")
    outcome = aggregate(folder)
    assert (outcome["unit"], outcome["period"]) == ("A", "2024-Q1")


def test_every_copy_of_a_void_content_is_void(folder) -> None:
    shutil.copy(folder / "2.xlsx", folder / "0 bản sao.xlsx")
    void(folder / "2.xlsx")
    assert fates(aggregate(folder))["0 bản sao.xlsx"] == ("ignored", "S221")


def test_a_faulty_file_can_be_void_too(tmp_path, blank) -> None:
    bad = fill(blank["C"], {**admitted(2), "B2.I.nu": 9})
    folder = office(tmp_path, {"xấu.xlsx": bad, "A.1.xlsx": fill(blank["A.1"], admitted(1))})
    assert aggregate(folder)["exit"] == 1
    void(folder / "xấu.xlsx")
    assert fates(aggregate(folder))["xấu.xlsx"] == ("ignored", "S221")
    assert not list((folder / "tong-hop").rglob("xấu.xlsx"))


@pytest.mark.parametrize("options", [["--no-cache"], ["--jobs", 1], ["--jobs", 2]], ids=str)
@pytest.mark.parametrize("warm", [False, True])
def test_it_holds_however_the_files_are_read(folder, options, warm) -> None:
    void(folder / "2.xlsx")
    if warm:
        aggregate(folder)
    assert fates(aggregate(folder, *options))["2.xlsx"] == ("ignored", "S221")


def test_deleting_what_was_read_deletes_no_void(folder) -> None:
    void(folder / "2.xlsx")
    before = aggregate(folder)
    (folder.parents[1] / ".ketnap" / "so.sqlite").unlink()
    assert aggregate(folder) == before


def test_a_member_of_a_box_is_void_alone(tmp_path, blank) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("trong/C.xlsx", fill(blank["C"], admitted(1)))
        archive.writestr("trong/B.2.xlsx", fill(blank["B.2"], admitted(1)))
    folder = office(tmp_path, {"hộp.zip": box.getvalue()})
    assert void(folder / "hộp.zip" / "trong" / "C.xlsx") == 0
    ignored, counted = ("ignored", "S221"), ("counted", None)
    found = fates(aggregate(folder))
    assert found == {"hộp.zip/trong/C.xlsx": ignored, "hộp.zip/trong/B.2.xlsx": counted}
    void(folder / "hộp.zip")
    assert set(fates(aggregate(folder)).values()) == {ignored}


def test_without_a_plan_the_list_lies_where_the_run_was(folder) -> None:
    (folder.parents[1] / "ke-hoach.xlsx").unlink()
    assert void(folder / "2.xlsx") == 2
    aggregate(folder)
    assert void(folder / "2.xlsx") == 0
    assert (folder / ".ketnap" / voids.FILE).is_file()
    assert fates(aggregate(folder))["1.xlsx"] == ("counted", None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2.xlsx"], "Cần lý do"),
        (["không có.xlsx", "--reason", "x"], "Không có tệp"),
        (["2.xlsx/trong.xlsx", "--reason", "x"], "không có “trong.xlsx”"),
    ],
)
def test_wrong_usage_is_said(folder, arguments, said) -> None:
    result = ketnap("void", folder / arguments[0], *arguments[1:])
    assert result.return_value == 2
    assert said in result.output
    assert not database(folder).exists()


def test_doing_it_twice_adds_nothing(folder) -> None:
    void(folder / "2.xlsx")
    assert "Đã hủy từ trước" in ketnap("void", folder / "2.xlsx", "--reason", REASON).output
    assert "Vốn không bị hủy" in ketnap("void", folder / "1.xlsx", "--undo").output
    assert len(voids.acts(folder.parents[1])) == 1


def test_all_that_was_done_is_kept(folder) -> None:
    void(folder / "2.xlsx")
    ketnap("void", folder / "2.xlsx", "--undo")
    done = voids.acts(folder.parents[1])
    assert [(act.path, act.void, act.reason) for act in done] == [
        ("nhan-ve/2024-Q1/2.xlsx", True, REASON),
        ("nhan-ve/2024-Q1/2.xlsx", False, ""),
    ]


# --- whatever is wrong with the list -----------------------------------------------------------


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def another_digit(path: Path) -> None:
    """As a failing disk would leave it."""
    with sqlite3.connect(path) as kept:
        another = "CASE substr(sha256, 1, 1) WHEN '0' THEN '1' ELSE '0' END"
        kept.execute(f"UPDATE acts SET sha256 = {another} || substr(sha256, 2)")


def a_row_less(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)


def another(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE acts (sha256 TEXT)")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link(path: Path) -> None:
    path.rename(path.parents[1] / "elsewhere.sqlite")
    path.symlink_to(path.parents[1] / "elsewhere.sqlite")


def a_linked_home(path: Path) -> None:
    path.parent.rename(path.parents[1] / "elsewhere")
    path.parent.symlink_to(path.parents[1] / "elsewhere")


HARMS = [garbage, torn, another_digit, a_row_less, another, a_folder, a_link, a_linked_home]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_list_that_cannot_be_read_is_said_and_left_alone(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    void(folder / "2.xlsx")
    harm(database(folder))
    bytes_before = database(folder).read_bytes() if database(folder).is_file() else None
    outcome = aggregate(folder)
    assert [f["severity"] for f in outcome["findings"] if f["code"] == "S222"] == ["warning"]
    assert void(folder / "1.xlsx") == 2
    assert ketnap("receipts", folder).return_value == 2
    if bytes_before is not None:
        assert database(folder).read_bytes() == bytes_before


def test_a_locked_list_is_said(folder, monkeypatch) -> None:
    void(folder / "2.xlsx")
    monkeypatch.setattr(voids, "_PATIENCE_SECONDS", 0.05)
    other = sqlite3.connect(database(folder), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    said = [f["message"] for f in aggregate(folder)["findings"] if f["code"] == "S222"]
    assert said == ["sổ đang bị chương trình khác khóa"]
    other.close()
    assert fates(aggregate(folder))["2.xlsx"] == ("ignored", "S221")


def test_a_list_that_a_killed_command_left_empty_holds_nothing(folder) -> None:
    void(folder / "2.xlsx")
    database(folder).write_bytes(b"")
    assert fates(aggregate(folder))["2.xlsx"] == ("counted", None)
    assert void(folder / "2.xlsx") == 0


def test_no_list_is_made_by_looking(folder) -> None:
    aggregate(folder)
    ketnap("receipts", folder)
    assert not database(folder).exists()


# --- what came when ----------------------------------------------------------------------------


def test_receipts_tell_when_each_content_first_came(folder) -> None:
    aggregate(folder)
    first = json.loads(ketnap("receipts", folder, "--json").output)["receipts"]
    assert sorted(line["path"] for line in first) == [
        f"nhan-ve/2024-Q1/{name}" for name in ("1.xlsx", "2.xlsx", "B.2.xlsx")
    ]
    os.utime(folder / "1.xlsx", (1_700_000_000, 1_700_000_000))
    (folder / "B.2.xlsx").rename(folder / "đổi tên.xlsx")
    aggregate(folder)
    assert json.loads(ketnap("receipts", folder, "--json").output)["receipts"] == first
    void(folder / "2.xlsx")
    shown = ketnap("receipts", folder).output
    assert f"ĐÃ HỦY: {REASON}" in shown
    assert shown.splitlines()[-1] == "3 nội dung, 1 đã hủy"
