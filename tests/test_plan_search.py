"""The plan is found in whatever way its archive is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aggregator.model import Severity
from aggregator.pipeline import planfile, plansearch
from aggregator.pipeline.aggregate import Options, aggregate
from aggregator.workbook.planbook import write as plan_write
from tests.offices import small_plan

OUTLINE = "xl/workbook.xml"


def rewritten(data: bytes, change: Callable[[zipfile.ZipInfo], None], last: str = "") -> bytes:
    """The archive written anew, each entry as `change` wants it, the `last` one at its end."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist(), key=lambda each: each == last):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            new.writestr(entry, old.read(name))
    return target.getvalue()


def stored(entry: zipfile.ZipInfo) -> None:
    entry.compress_type = zipfile.ZIP_STORED


def noted(entry: zipfile.ZipInfo) -> None:
    """Notes that make the directory longer than a glance."""
    entry.comment = b"x" * 1_000


def unchanged(_entry: zipfile.ZipInfo) -> None:
    return


def named_again(data: bytes) -> bytes:
    """The name stands in the note of the archive too, where it leads nowhere."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as box:
        box.comment = b"\0\0\0\0xl/workbook.xml"
    return target.getvalue()


def with_many_sheets(data: bytes) -> bytes:
    """The names of its sheets end beyond the bytes of a glance."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == OUTLINE:
                noise = "".join(f"<!--{n * 7919 % 65_537:x}-->" for n in range(3_000)).encode()
                part = part.replace(b"</sheets>", noise + b"</sheets>")
            new.writestr(name, part)
    return target.getvalue()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "as we write it": bytes,
    "by another program": lambda data: rewritten(data, unchanged, OUTLINE),
    "not deflated": lambda data: rewritten(data, stored),
    "a long directory": lambda data: rewritten(data, noted),
    "bytes before it": lambda data: b"#!junk" + data,
    "its name in a note": named_again,
    "many sheets": with_many_sheets,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_is_found_however_it_is_packed(way: str, tmp_path: Path) -> None:
    (tmp_path / "kh.xlsx").write_bytes(WAYS[way](plan_write.write(small_plan())))
    (tmp_path / "trong").mkdir()
    assert plansearch.find(tmp_path / "trong") == tmp_path / "kh.xlsx"


def test_two_plans_are_refused_however_they_are_packed(tmp_path: Path) -> None:
    data = plan_write.write(small_plan())
    (tmp_path / "một.xlsx").write_bytes(data)
    (tmp_path / "hai.xlsx").write_bytes(rewritten(data, stored))
    with pytest.raises(planfile.UnusableError, match="Có nhiều kế hoạch"):
        plansearch.find(tmp_path)


def cut_off(data: bytes) -> bytes:
    """A copy that was not finished."""
    return data[: len(data) // 2]


def without_its_kind(data: bytes) -> bytes:
    """One bit of the sheet that says what it is has changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        sheet = max(name for name in box.namelist() if "sheets/sheet" in name and "1" in name)
        header = box.getinfo(sheet).header_offset
    at = header + 60 + len(sheet)
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def folder_with_returns(home: Path) -> Path:
    folder = home / "nhan-ve" / "2024-Q1"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("damage", [cut_off, without_its_kind])
def test_a_plan_that_cannot_be_read_is_named(
    damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    folder = folder_with_returns(tmp_path)
    (tmp_path / "ke-hoach.xlsx").write_bytes(damage(plan_write.write(small_plan())))
    said = {f.code: f for f in aggregate(folder, Options()).findings}
    assert said["C609"].severity is Severity.ERROR
    assert said["C609"].message.startswith("“ke-hoach.xlsx”: Tệp bị hỏng: ")
    assert "C604" in said


def test_a_damaged_plan_is_named_where_that_of_the_level_above_is_taken(tmp_path: Path) -> None:
    folder = folder_with_returns(tmp_path)
    data = plan_write.write(small_plan())
    (tmp_path / "ke-hoach.xlsx").write_bytes(data)
    (folder / "ke-hoach cũ.xlsx").write_bytes(without_its_kind(data))
    result = aggregate(folder, Options())
    assert result.plan.code == small_plan().code
    (told,) = (f for f in result.findings if f.code == "C609")
    assert "“ke-hoach cũ.xlsx”" in told.message


def test_a_damaged_copy_beside_the_plan_takes_nothing_away(tmp_path: Path) -> None:
    folder = folder_with_returns(tmp_path)
    data = plan_write.write(small_plan())
    (tmp_path / "ke-hoach.xlsx").write_bytes(data)
    (tmp_path / "ke-hoach cũ.xlsx").write_bytes(cut_off(data))
    assert "C609" not in {f.code for f in aggregate(folder, Options()).findings}


def with_damaged_units(data: bytes) -> bytes:
    """One bit of the sheet of units has changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        at = box.getinfo("xl/worksheets/sheet2.xml").header_offset + 90
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize("times", [1, 2])
def test_a_plan_of_which_another_part_is_damaged_is_named_too(times: int, tmp_path: Path) -> None:
    folder = folder_with_returns(tmp_path)
    damaged = tmp_path / "ke-hoach.xlsx"
    damaged.write_bytes(with_damaged_units(plan_write.write(small_plan())))
    (folder / "đã gửi.xlsx").write_bytes(damaged.read_bytes())
    for _ in range(times):
        result = aggregate(folder, Options(cache=True))
        said = [f.message.partition(":")[0] for f in result.findings if f.code == "C609"]
        assert said == ["“đã gửi.xlsx”", "“ke-hoach.xlsx”"]
        assert [file.reason for file in result.files] == ["R102"]
    with pytest.raises(planfile.UnusableError, match="Không đọc được kế hoạch"):
        aggregate(folder, Options(plan=damaged))


def test_of_two_plans_the_damaged_one_is_no_rival(tmp_path: Path) -> None:
    data = plan_write.write(small_plan())
    (tmp_path / "a.xlsx").write_bytes(with_damaged_units(data))
    (tmp_path / "b.xlsx").write_bytes(data)
    assert plansearch.find(tmp_path) == tmp_path / "b.xlsx"


def test_a_damaged_summary_is_no_plan(tmp_path: Path) -> None:
    data = rewritten(plan_write.write(small_plan()), unchanged)
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    parts[OUTLINE] = parts[OUTLINE].replace("Phân bổ".encode(), "Biểu 1".encode())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as box:
        for name, content in parts.items():
            box.writestr(name, b"<" if "sheet12" in name else content)
    (tmp_path / "tong-hop.xlsx").write_bytes(target.getvalue())
    assert plansearch.search(tmp_path) == plansearch.Search([])
