"""A file is only taken for the one read before where no change of it can have gone unseen."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from aggregator import intake, unchanged
from aggregator.pipeline import aggregate as pipeline
from aggregator.pipeline import plansearch
from aggregator.pipeline.aggregate import Options
from aggregator.report import outcome
from aggregator.report.digest import Digest
from aggregator.unchanged import Moment, State, is_lasting
from tests.offices import admitted, fill, office, small_plan, templates

LONG_AGO = 1_712_000_000
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no time of the last change on Windows")


@pytest.fixture
def made(tmp_path: Path) -> dict[str, bytes]:
    """Returns of one size, so that only their bytes and times can tell them apart."""
    forms = templates(small_plan(), tmp_path / "mau")
    one, other = (fill(forms["A.1"], admitted(n)) for n in (1, 2))
    longest = max(len(one), len(other))
    return {"A.1.xlsx": _padded(one, longest), "other": _padded(other, longest)}


def _padded(data: bytes, size: int) -> bytes:
    """The same workbook with a comment of its archive that fills it up."""
    missing = size - len(data)
    return data[:-2] + missing.to_bytes(2, "little") + b" " * missing


@pytest.fixture
def folder(tmp_path: Path, made: dict[str, bytes]) -> Path:
    home = office(tmp_path, {"A.1.xlsx": made["A.1.xlsx"]})
    os.utime(home / "A.1.xlsx", (LONG_AGO, LONG_AGO))
    return home


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the returns that were opened."""
    seen: list[str] = []
    load = intake.load

    def spied(entry: intake.Entry) -> intake.Received:
        if entry.path.endswith(".xlsx") and entry.loaded is None:
            seen.append(entry.path)
        return load(entry)

    monkeypatch.setattr(intake, "load", spied)
    return seen


@pytest.fixture
def old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if some time had passed since the files were written."""
    monkeypatch.setattr(unchanged, "WINDOW_NS", -(10**18))


def run(folder: Path, cache: bool = True) -> str:
    result = pipeline.aggregate(folder, Options(jobs=1, cache=cache))
    return b"".join(outcome.pieces(Digest(result), "1")).decode()


def admitted_in(folder: Path) -> int:
    unit = next(u for u in json.loads(run(folder))["units"] if u["unit"] == "A.1")
    return unit["values"]["B2.I/ky"]


@pytest.mark.usefixtures("old_enough")
def test_what_did_not_change_is_not_even_opened(folder: Path, opened: list[str]) -> None:
    first = run(folder)
    opened.clear()
    assert run(folder) == first
    assert opened == []
    assert run(folder, cache=False) == first
    assert opened == ["A.1.xlsx"]


def test_what_was_written_a_moment_ago_is_read_again(folder: Path, opened: list[str]) -> None:
    """A second change within the same tick of the clock would leave the same state."""
    run(folder)
    opened.clear()
    run(folder)
    assert opened == ["A.1.xlsx"]


def overwritten(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def replaced(path: Path, data: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(data)
    os.utime(other, (LONG_AGO, LONG_AGO))
    other.rename(path)


def mapped(path: Path, data: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        os.pwrite(file.fileno(), data, 0)


@pytest.mark.usefixtures("old_enough")
@pytest.mark.parametrize("change", [overwritten, replaced, mapped])
def test_a_change_with_the_time_put_back_is_seen(
    folder: Path, made: dict[str, bytes], change: Callable[[Path, bytes], None]
) -> None:
    assert admitted_in(folder) == 1
    change(folder / "A.1.xlsx", made["other"])
    os.utime(folder / "A.1.xlsx", (LONG_AGO, LONG_AGO))
    assert admitted_in(folder) == 2


@pytest.mark.usefixtures("old_enough")
def test_a_register_copied_along_knows_no_file_of_the_copy(
    folder: Path, made: dict[str, bytes], opened: list[str]
) -> None:
    assert admitted_in(folder) == 1
    copy = folder.parent.parent.with_name("ban-sao")
    shutil.copytree(folder.parent.parent, copy)
    there = copy / folder.relative_to(folder.parent.parent)
    opened.clear()
    assert admitted_in(there) == 1
    assert opened == ["A.1.xlsx"]
    (there / "A.1.xlsx").write_bytes(made["other"])
    os.utime(there / "A.1.xlsx", (LONG_AGO, LONG_AGO))
    assert admitted_in(there) == 2


@pytest.mark.usefixtures("old_enough")
def test_receipts_stay_as_they_were(folder: Path) -> None:
    run(folder)
    with sqlite3.connect(folder.parent.parent / ".ketnap" / "so.sqlite") as kept:
        before = kept.execute("SELECT * FROM receipts").fetchall()
        run(folder)
        assert kept.execute("SELECT * FROM receipts").fetchall() == before


SECOND = 1_000_000_000
NOW = Moment(7, 1_000 * SECOND)
OLD = State(7, 1, 5, 10 * SECOND, 20 * SECOND + 1)


@pytest.mark.parametrize(
    ("state", "looked", "expected"),
    [
        (OLD, NOW, True),
        (OLD._replace(changed_ns=997 * SECOND + 1), NOW, False),
        (OLD._replace(modified_ns=2_000 * SECOND), NOW, False),
        (OLD._replace(device=8), NOW, False),
        (OLD._replace(changed_ns=20 * SECOND), NOW, False),
        (OLD, None, False),
    ],
    ids=["long ago", "just now", "in the future", "another disk", "a coarse clock", "no clock"],
)
def test_when_a_state_tells_a_content(state: State, looked: Moment | None, expected: bool) -> None:
    assert is_lasting(state, looked) is expected


@pytest.mark.usefixtures("old_enough")
def test_what_another_account_read_is_read_again(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """He may not be allowed to, and then it has to be said."""
    run(folder)
    opened.clear()
    monkeypatch.setattr(os, "geteuid", lambda: 4_711)
    run(folder)
    assert opened == ["A.1.xlsx"]


@pytest.mark.usefixtures("old_enough")
def test_a_changed_file_is_opened_once(
    folder: Path, made: dict[str, bytes], opened: list[str]
) -> None:
    """Its digest is asked for before it is examined, out of the same bytes."""
    (folder / "B.xlsx").write_bytes(made["other"])
    run(folder)
    (folder / "A.1.xlsx").write_bytes(made["A.1.xlsx"] + b" ")
    opened.clear()
    run(folder)
    assert opened == ["A.1.xlsx"]


# --- which files need not be looked at to find the plan -----------------------------------------


@pytest.fixture
def glanced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were looked at because they may be the plan."""
    seen: list[str] = []

    look = plansearch.sheets_of

    def spied(path: Path) -> bytes:
        seen.append(path.name)
        return look(path)

    monkeypatch.setattr(plansearch, "sheets_of", spied)
    return seen


def home_of(folder: Path) -> Path:
    return folder.parent.parent


@pytest.mark.usefixtures("old_enough")
def test_no_untouched_return_is_taken_for_a_plan(folder: Path, glanced: list[str]) -> None:
    (folder / "khac.xlsx").write_bytes(b"PK no workbook")
    run(folder)
    assert "A.1.xlsx" in glanced
    glanced.clear()
    run(folder)
    assert sorted(glanced) == ["ke-hoach.xlsx", "khac.xlsx"]
    glanced.clear()
    run(folder, cache=False)
    assert "A.1.xlsx" in glanced


def plan_over_a_return(folder: Path) -> None:
    shutil.copy2(home_of(folder) / "ke-hoach.xlsx", folder / "A.1.xlsx")


def plan_renamed_over_a_return(folder: Path) -> None:
    shutil.copy2(home_of(folder) / "ke-hoach.xlsx", folder / "x")
    (folder / "x").rename(folder / "A.1.xlsx")


def plan_beside_the_returns(folder: Path) -> None:
    shutil.copy2(home_of(folder) / "ke-hoach.xlsx", folder / "mới.xlsx")


def plan_linked_beside_the_returns(folder: Path) -> None:
    (folder / "mới.xlsx").symlink_to(home_of(folder) / "ke-hoach.xlsx")


@pytest.mark.usefixtures("old_enough")
@pytest.mark.parametrize(
    "comes",
    [
        plan_over_a_return,
        plan_renamed_over_a_return,
        plan_beside_the_returns,
        plan_linked_beside_the_returns,
    ],
)
def test_a_plan_that_comes_into_the_folder_is_found(
    folder: Path, comes: Callable[[Path], None]
) -> None:
    run(folder)
    run(folder)
    comes(folder)
    (home_of(folder) / "ke-hoach.xlsx").rename(home_of(folder) / "ke-hoach.bak")
    if comes is plan_linked_beside_the_returns:
        (folder / "mới.xlsx").unlink()
        (folder / "mới.xlsx").symlink_to(home_of(folder) / "ke-hoach.bak")
    first = run(folder)
    assert json.loads(first)["plan"] == small_plan().code
    assert run(folder) == run(folder, cache=False) == first
    assert (folder / ".ketnap").is_dir()


@pytest.mark.usefixtures("old_enough")
def test_the_plan_among_the_returns_is_found_every_time(folder: Path) -> None:
    (home_of(folder) / "ke-hoach.xlsx").rename(folder / "ke-hoach.xlsx")
    first = run(folder)
    assert [run(folder), run(folder), run(folder, cache=False)] == [first] * 3


@pytest.mark.usefixtures("old_enough")
def test_a_register_nearer_than_that_of_the_plan_changes_nothing(
    folder: Path, opened: list[str]
) -> None:
    plan = home_of(folder) / "ke-hoach.xlsx"
    plan.rename(plan.with_suffix(".bak"))
    run(folder)
    assert (folder / ".ketnap").is_dir()
    plan.with_suffix(".bak").rename(plan)
    first = run(folder)
    opened.clear()
    assert run(folder) == first
    assert opened == []
    assert run(folder, cache=False) == first
