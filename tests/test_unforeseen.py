"""A fault of ours over one file costs that file: it is named, not remembered; the run goes on."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from aggregator import containers, examine, intake
from aggregator.examine_book import Context
from aggregator.examined import Examined
from aggregator.intake import Entry, Received
from aggregator.workbook.cells.opened import Opened, opened
from aggregator.workbook.isolation import sandbox
from aggregator.workbook.marking import annotate
from tests.offices import admitted, aggregate, fates, fill, office, small_plan, templates

SECRET = "Nguyễn Thị Thử Nghiệm"
FAULTS = [IndexError(SECRET), zlib.error(SECRET)]
LOST = ("rejected", "R118")


def boxed(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as box:
        for name, data in members.items():
            box.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


ODD = boxed({"[Content_Types].xml": b"<odd/>", "xl/workbook.xml": b"<odd/>"})


def opening(data: bytes, kind: str, fault: Exception) -> Opened:
    if data == ODD:
        raise fault
    return opened(data, kind)


def breaking(entries: list[Entry], fault: Exception) -> list[list[Examined]]:
    """`examine_all` in whatever process it runs, with a reader that fails over one file."""
    examine.opened = partial(opening, fault=fault)
    return examine.examine_all(entries, Context())


def always(_entry: Entry) -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    returned = fill(templates(small_plan(), tmp_path)["C"], admitted(1))
    return office(tmp_path, {"a.xlsx": ODD, "C.xlsx": returned})


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_the_run_goes_on_without_the_file(folder: Path, monkeypatch, fault: Exception) -> None:
    monkeypatch.setattr(examine, "opened", partial(opening, fault=fault))
    outcome = aggregate(folder)
    assert outcome["exit"] == 1
    assert fates(outcome) == {"a.xlsx": LOST, "C.xlsx": ("counted", None)}
    (finding,) = (f for f in outcome["findings"] if f["code"] == "R118")
    assert type(fault).__name__ in finding["message"]
    assert SECRET not in str(outcome)


def test_what_was_not_understood_is_read_again(folder: Path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(examine, "opened", partial(opening, fault=FAULTS[0]))
        assert fates(aggregate(folder))["a.xlsx"] == LOST
    assert fates(aggregate(folder))["a.xlsx"] == ("rejected", "R102")


@pytest.mark.parametrize("alone", [always, sandbox.never])
def test_in_a_worker_as_in_this_process(folder: Path, alone: Callable[[Entry], bool]) -> None:
    (folder / "hộp.zip").write_bytes(boxed({"a.xlsx": ODD, "b.txt": b"text"}))
    records = sandbox.run(
        partial(breaking, fault=FAULTS[0]),
        intake.walk(folder),
        jobs=2,
        died=examine.gave_up,
        alone=alone,
    )
    reasons = {each.path: each.reason for group in records for each in group}
    assert reasons == {
        "C.xlsx": "",
        "a.xlsx": "R118",
        "hộp.zip/a.xlsx": "R118",
        "hộp.zip/b.txt": "R101",
    }


def test_a_container_that_cannot_be_walked_is_one_file(monkeypatch) -> None:
    def members(_box: Received) -> list[Received]:
        raise AttributeError(SECRET)

    monkeypatch.setattr(containers, "_zip_members", members)
    now = datetime(2024, 4, 1, tzinfo=UTC)
    (member,) = containers.opened(Received("hộp.zip", boxed({"b.txt": b"text"}), now))
    assert member.fault is not None
    assert member.fault[0] == "R113"


def test_a_copy_that_cannot_be_marked_is_none(folder: Path, monkeypatch) -> None:
    def scan(_data: bytes) -> None:
        raise IndexError(SECRET)

    monkeypatch.setattr(annotate, "scan", scan)
    assert annotate.mark((folder / "C.xlsx").read_bytes(), []) is None


def test_a_damaged_package_beside_the_plan_is_no_plan(folder: Path) -> None:
    whole = (folder.parent.parent / "ke-hoach.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        at = package.getinfo("xl/workbook.xml").header_offset + 60
    (folder / "rách.xlsx").write_bytes(whole[:at] + b"\xff" * 40 + whole[at + 40 :])
    assert fates(aggregate(folder))["C.xlsx"] == ("counted", None)


@pytest.mark.parametrize("seconds", [253_402_300_800, -100_000_000_000_000, 1 << 62])
def test_years_that_no_calendar_has_are_no_fault(seconds: int) -> None:
    assert intake.modified_at(os.stat_result((0,) * 8 + (seconds, 0))) == intake.NO_TIME


def test_a_letter_of_thousands_of_nested_parts_is_given_up_at_once() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(5_000)
    )
    data = b"From: a@b\nMIME-Version: 1.0\n" + nested
    received = Received("thu.eml", data, datetime(2024, 4, 1, tzinfo=UTC))
    (found,) = containers.opened(received)
    assert found.fault is not None
    assert found.fault[0] == "R113"
