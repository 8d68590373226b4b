"""Old files or new ones: of one file and of those of one run; leftovers go with the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from aggregator import atomic
from aggregator.pipeline import outputs
from tests.offices import PERIOD, admitted, aggregate, fill, ketnap, office, small_plan, templates

LEFTOVER = f"{atomic.PREFIX}84ce130a4c308672"


def failing() -> Iterator[bytes]:
    yield b"half"
    raise OSError("disk full")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_of_files_of_one_run_none_is_new_before_all_are(tmp_path: Path) -> None:
    old = {"a": b"old a", "b": b"old b"}
    for name, data in old.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(OSError, match="disk full"):
        atomic.write_together([(tmp_path / "a", [b"new a"]), (tmp_path / "b", failing())])
    assert contents(tmp_path) == old
    atomic.write_together([(tmp_path / "a", [b"new ", b"a"]), (tmp_path / "b", [b"new b"])])
    assert contents(tmp_path) == {"a": b"new a", "b": b"new b"}


def test_a_run_killed_before_its_last_output_leaves_the_old_ones(tmp_path, monkeypatch) -> None:
    blank = templates(small_plan(), tmp_path)
    folder = office(tmp_path, {"C.xlsx": fill(blank["C"], admitted(1))})
    aggregate(folder)
    before = contents(folder / "tong-hop")
    (folder / "C.xlsx").write_bytes(fill(blank["C"], admitted(2)))
    with monkeypatch.context() as patch:
        patch.setattr("aggregator.report.outcome.pieces", lambda *_: failing())
        with pytest.raises(OSError, match="disk full"):
            ketnap("aggregate", folder)
    assert contents(folder / "tong-hop") == before
    aggregate(folder)
    assert contents(folder / "tong-hop").keys() == before.keys()
    assert contents(folder / "tong-hop")["ket-qua.json"] != before["ket-qua.json"]


def dying(here: int) -> Iterator[bytes]:
    """Pieces that kill the process that makes them, unless it is `here`."""
    yield b"new "
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    yield b"b"


def failing_elsewhere(here: int) -> Iterator[bytes]:
    if os.getpid() != here:
        raise OSError("disk full")
    yield b"new b"


@pytest.mark.parametrize("second", [lambda _: [b"new b"], dying, failing_elsewhere])
def test_what_another_process_did_not_finish_is_made_here(tmp_path: Path, second) -> None:
    files = [(tmp_path / "a", iter([b"new a"])), (tmp_path / "b", second(os.getpid()))]
    atomic.write_at_once([*files, (tmp_path / "c", [b"new c"])])
    assert contents(tmp_path) == {"a": b"new a", "b": b"new b", "c": b"new c"}


@pytest.mark.parametrize("first_fails", [True, False])
def test_made_at_once_none_is_new_before_all_are(tmp_path: Path, first_fails: bool) -> None:
    (tmp_path / "a").write_bytes(b"old a")
    made = [failing(), [b"new"]] if first_fails else [[b"new"], failing()]
    files = [(tmp_path / name, pieces) for name, pieces in zip("ab", made, strict=True)]
    with pytest.raises(OSError, match="disk full"):
        atomic.write_at_once(files)
    assert contents(tmp_path) == {"a": b"old a"}


def test_a_process_with_another_thread_is_not_copied(tmp_path: Path, monkeypatch) -> None:
    """A copy may find locked for ever what that thread held at the moment."""
    monkeypatch.delattr(os, "fork")
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        atomic.write_at_once([(tmp_path / name, [b"new"]) for name in "ab"])
    finally:
        done.set()
        other.join()
    assert contents(tmp_path) == {"a": b"new", "b": b"new"}


def test_a_run_in_two_processes_writes_the_same(tmp_path: Path, monkeypatch) -> None:
    blank = templates(small_plan(), tmp_path)
    folder = office(tmp_path, {"C.xlsx": fill(blank["C"], admitted(1)), "x.xlsx": b"x"})
    aggregate(folder, "--jobs", 1)
    before = contents(folder / "tong-hop")
    monkeypatch.setattr(outputs, "FEW", 0)
    aggregate(folder, "--jobs", 2)
    assert contents(folder / "tong-hop") == before


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    running, ended = (subprocess.Popen([sys.executable, "-c", "input()"], stdin=PIPE) for _ in "ab")
    ended.communicate(b"\n")
    theirs, left = (tmp_path / f"{atomic.PREFIX}{each.pid}-0" for each in (running, ended))
    theirs.touch()
    left.touch()
    atomic.sweep(tmp_path)
    assert (theirs.exists(), left.exists()) == (True, False)
    running.communicate(b"\n")
    atomic.sweep(tmp_path)
    assert not theirs.exists()


def test_another_run_at_work_in_the_same_folder_loses_nothing(tmp_path: Path) -> None:
    folder = office(tmp_path, {"x.xlsx": b"x"})
    kept = folder / "tong-hop" / "tra-lai" / "A"
    (kept / "rong").mkdir(parents=True)
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=PIPE)
    theirs, old = kept / f"{atomic.PREFIX}{running.pid}-0", kept / "cu.xlsx"
    theirs.touch()
    old.touch()
    aggregate(folder)
    running.communicate(b"\n")
    assert list(kept.iterdir()) == [theirs]
    aggregate(folder)
    assert not kept.exists()


def test_a_folder_that_another_run_removed_meanwhile_is_made_again(tmp_path, monkeypatch) -> None:
    make, removed = os.makedirs, []

    def raced(path: str, exist_ok: bool) -> None:
        make(path, exist_ok=exist_ok)
        if len(removed) < 3:
            removed.append(path)
            Path(path).rmdir()

    monkeypatch.setattr(os, "makedirs", raced)
    atomic.write(tmp_path / "A" / "a", b"new")
    assert (contents(tmp_path / "A"), len(removed)) == ({"a": b"new"}, 3)


def test_distribute_sweeps_what_a_killed_run_left(tmp_path: Path) -> None:
    plan = office(tmp_path, {}).parent.parent / "ke-hoach.xlsx"
    sent = tmp_path / "gui-di" / PERIOD
    (sent / "A").mkdir(parents=True)
    (sent / "A" / LEFTOVER).touch()
    assert ketnap("distribute", plan, "--period", PERIOD).return_value == 0
    assert not list(tmp_path.rglob(f"{atomic.PREFIX}*"))
    assert (sent / "A" / f"A_{PERIOD}.xlsx").is_file()
