"""Reconciling: a summary against what the workbooks beneath it say now."""

from __future__ import annotations

import json
import shutil
from pathlib import PureWindowsPath

import pytest

from aggregator.model import Key
from aggregator.pipeline.reach import in_reach
from aggregator.pipeline.reconcile import State, reconcile
from aggregator.pipeline.single import document
from tests.offices import (
    PERIOD,
    admitted,
    aggregate,
    fill,
    ketnap,
    office,
    overtyped,
    small_plan,
    templates,
)

LEAVES = {"A.1": 3, "A.2": 0, "B.1.1": 1, "B.2": 2, "C": 1}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return templates(small_plan(), tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def settled(tmp_path_factory, blank):
    """The folder of a summary that was made of five returns."""
    home = tmp_path_factory.mktemp("office")
    returns = {f"{u}.xlsx": fill(blank[u], admitted(n)) for u, n in LEAVES.items()}
    folder = office(home, returns)
    aggregate(folder)
    return folder


@pytest.fixture
def folder(tmp_path, settled):
    shutil.copytree(settled.parent.parent, tmp_path / "office")
    return tmp_path / "office" / "nhan-ve" / PERIOD


def summary(folder):
    return folder / "tong-hop" / f"tong-hop_TP_{PERIOD}.xlsx"


def test_untouched_it_holds(folder) -> None:
    found = reconcile(document(summary(folder)))
    assert found.holds
    assert found.compared > 200
    assert {each.state for each in found.files} == {State.SAME}


def test_a_return_changed_since_is_named(folder, blank) -> None:
    (folder / "C.xlsx").write_bytes(fill(blank["C"], admitted(4)))
    found = reconcile(document(summary(folder)))
    changed = {str(each.key): each for each in found.differences}
    main = changed["B2.I/ky"]
    assert (main.stated, main.now, main.files) == (7, 10, ("../C.xlsx",))
    assert (main.ref.sheet, changed["B2.I/luy_ke"].now) == ("Biểu 2", 10)
    assert "B2.I.nu/ky" not in changed
    outcome = ketnap("reconcile", summary(folder), "--json")
    assert outcome.return_value == 1
    said = json.loads(outcome.stdout)
    assert {each["key"] for each in said["differences"]} == set(changed)
    assert [f["state"] for f in said["files"]].count("changed") == 1


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_summary_changed_by_hand_differs(folder) -> None:
    path = summary(folder)
    path.write_bytes(overtyped(path.read_bytes(), "B2.I", 9))
    found = reconcile(document(path))
    wrong = {d.key: (d.stated, d.now, d.files) for d in found.differences}
    assert wrong[Key("B2.I", "ky")] == (9, 7, ())


def test_what_is_out_of_reach_counts_as_the_summary_says(folder) -> None:
    (folder / "B.2.xlsx").unlink()
    found = reconcile(document(summary(folder)))
    assert found.holds
    assert [f.state for f in found.files].count(State.OUT_OF_REACH) == 1
    assert "4/5" in ketnap("reconcile", summary(folder)).stdout


@pytest.mark.parametrize(("becomes", "state"), [("A.1", State.OTHER), ("", State.UNREADABLE)])
def test_a_file_that_became_something_else_is_no_match(folder, becomes, state) -> None:
    data = (folder / f"{becomes}.xlsx").read_bytes() if becomes else b"PK"
    (folder / "C.xlsx").write_bytes(data)
    found = reconcile(document(summary(folder)))
    assert not found.holds
    assert state in {each.state for each in found.files}


def test_a_template_is_no_summary(folder) -> None:
    outcome = ketnap("reconcile", folder / "C.xlsx")
    assert outcome.return_value == 2
    assert "không phải tệp tổng hợp" in outcome.stderr


def test_a_year_to_date_holds(tmp_path, blank) -> None:
    second = templates(small_plan(), tmp_path, "2024-Q2")
    for period, given in ((PERIOD, blank), ("2024-Q2", second)):
        returns = {f"{u}.xlsx": fill(given[u], admitted(n)) for u, n in LEAVES.items()}
        office(tmp_path, returns, period=period)
    received = tmp_path / "nhan-ve"
    aggregate(received, "--period", "2024-H1")
    found = reconcile(document(received / "tong-hop" / "tong-hop_TP_2024-H1.xlsx"))
    assert found.holds
    assert len(found.files) == 2 * len(LEAVES)


def test_a_source_on_another_computer_is_never_asked_for(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("aggregator.pipeline.reach.anchor", lambda s: PureWindowsPath(s).anchor)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "C:a.xlsx").write_bytes(b"PK")
    (tmp_path / "x" / "a.xlsx").write_bytes(b"PK")
    assert in_reach(tmp_path, "x/C:a.xlsx") is None
    assert in_reach(tmp_path, r"\\may-la\chia-se\a.xlsx") is None
    assert in_reach(tmp_path, "x/a.xlsx") is not None
