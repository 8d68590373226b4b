"""One bad file costs one file, whatever it does to its reader."""

import contextlib
import ctypes
import faulthandler
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from pathlib import Path
from typing import Any

import pytest

from aggregator.workbook.isolation import sandbox

GIGABYTE = 1 << 30


def read(items: Sequence[str]) -> list[str]:
    return [_read(item) for item in items]


def _read(item: str) -> str:
    if item.startswith("where"):
        return str(os.getpid())
    MISCHIEF.get(item, lambda: None)()
    return f"read {item}"


def _busy() -> None:
    while True:
        pass


def _stubborn() -> None:
    while True:
        with contextlib.suppress(Exception):
            time.sleep(60)


def _noise() -> None:
    os.write(1, b"noise on standard output")
    os.write(2, b"noise on standard error")


def _raise() -> None:
    raise LookupError("a bug")


def _abort() -> None:
    faulthandler.disable()  # What pytest would say of it looks like a fault of the tests.
    os.abort()


MISCHIEF: dict[str, Callable[[], object]] = {
    "sleep": lambda: time.sleep(60),
    "busy": _busy,
    "stubborn": _stubborn,
    "native": lambda: ctypes.PyDLL(None).usleep(60_000_000),
    "allocate": lambda: bytearray(3 * GIGABYTE),
    "exit": lambda: os._exit(3),
    "abort": _abort,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "noise": _noise,
    "wait": lambda: time.sleep(1.5),
    "nap": lambda: time.sleep(0.1),
    "raise": _raise,
}


def verdict(item: str, reason: str) -> str:
    return f"{item} {reason}"


def run(items: Sequence[str], jobs: int = 1, limit: float = 1.0, **options: Any) -> list[str]:
    patience = options.pop("patience", limit)
    return sandbox.run(
        read,
        items,
        jobs=jobs,
        limit_seconds=limit,
        patience_seconds=patience,
        died=verdict,
        **options,
    )


def all_alone(_item: str) -> bool:
    return True


def marked_alone(item: str) -> bool:
    return ":" in item


DEATHS = [
    ("sleep", "time"),
    ("busy", "time"),
    ("stubborn", "time"),
    ("native", "time"),
    ("allocate", "memory"),
    ("killed", "memory"),
    ("exit", "crash"),
    ("abort", "crash"),
]
HARMLESS_TO_US = ("sleep", "busy", "stubborn", "allocate")


def test_one_job_reads_in_this_process() -> None:
    assert set(run(["where"] * 400)) == {str(os.getpid())}


@pytest.mark.parametrize(("item", "reason"), [d for d in DEATHS if d[0] in HARMLESS_TO_US])
def test_a_slow_or_greedy_item_is_cut_in_this_process(item: str, reason: str) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGALRM)
    assert run(["a", item, "b"]) == ["read a", f"{item} {reason}", "read b"]
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGALRM)) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_who_only_waits_for_the_processor_is_not_cut(jobs: int) -> None:
    found = run(["busy", "wait", "a"], jobs, limit=0.5, patience=30)
    assert found == ["busy time", "read wait", "read a"]


def test_items_in_workers_of_their_own() -> None:
    items = [item for item, _ in DEATHS]
    started = time.monotonic()
    assert run(items, jobs=8, alone=all_alone) == [f"{i} {reason}" for i, reason in DEATHS]
    assert time.monotonic() - started < 8


def test_only_the_items_that_ask_for_it_leave_this_process() -> None:
    here, apart, other = run(["where", "where:1", "where:2"], alone=marked_alone)
    assert here == str(os.getpid())
    assert len({here, apart, other}) == 3


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_jobs_lose_nothing_but_the_bad_items(jobs: int) -> None:
    items = [str(n) for n in range(200)]
    for place, (item, _) in zip((0, 7, 8, 60, 99, 150, 151, 199), DEATHS, strict=True):
        items[place] = item
    reasons = dict(DEATHS)
    expected = [verdict(i, reasons[i]) if i in reasons else f"read {i}" for i in items]
    assert run(items, jobs, limit=0.7) == expected


def test_one_of_two_hundred_aborts() -> None:
    items = [*map(str, range(120)), "abort", *map(str, range(121, 200))]
    found = run(items, jobs=2)
    assert found.count("abort crash") == 1
    assert [f for f in found if f.startswith("read")] == [
        f"read {n}" for n in items if n != "abort"
    ]


def test_workers_are_reused() -> None:
    assert len(set(run(["where"] * 200, jobs=2))) <= 2


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("alone", [all_alone, marked_alone])
def test_a_bug_is_raised(jobs: int, alone: Callable[[str], bool]) -> None:
    with pytest.raises(LookupError, match="a bug"):
        run(["a", "raise", "b"], jobs, alone=alone)


def test_nothing_is_printed_by_workers(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["noise", "a"], alone=all_alone) == ["read noise", "read a"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_counts_up_to_all(jobs: int) -> None:
    told: list[int] = []
    run(["a", "abort", "b"], jobs, alone=all_alone, progress=told.append)
    assert told == [1, 2, 3]


def test_nothing_to_read() -> None:
    assert run([]) == []
    assert run([], jobs=4) == []


def test_outside_the_main_thread_a_worker_reads() -> None:
    before = threading.active_count()
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run, ["sleep", "a"]).result() == ["sleep time", "read a"]
    assert threading.active_count() == before


def test_an_executor_reads_the_chunks() -> None:
    with ThreadPoolExecutor(2) as executor:
        assert run([*map(str, range(130))], 2, executor=executor) == [
            f"read {n}" for n in range(130)
        ]


def test_what_an_executor_loses_is_read_here() -> None:
    items = [*map(str, range(60)), "exit", *map(str, range(61, 130))]
    expected = ["exit crash" if i == "exit" else f"read {i}" for i in items]
    with ProcessPoolExecutor(1, multiprocessing.get_context("forkserver")) as executor:
        assert run(items, 2, executor=executor) == expected


def test_a_bug_on_an_executor_is_raised() -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(LookupError):
        run(["a", "raise"], executor=executor)


class Silent(Executor):
    """Takes one chunk and never answers."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, *_work: Any) -> Future[Any]:  # type: ignore[override]
        self.asked += 1
        return Future()


class Lost(Silent):
    """Takes nothing."""

    def submit(self, *_work: Any) -> Future[Any]:  # type: ignore[override]
        self.asked += 1
        raise BrokenExecutor


def test_an_executor_that_never_answers_is_asked_no_more() -> None:
    executor, items = Silent(), [*map(str, range(400))]
    assert run(items, limit=0.1, executor=executor) == [f"read {i}" for i in items]
    assert executor.asked == 2


def test_what_an_executor_does_not_take_is_read_here() -> None:
    executor, items = Lost(), [*map(str, range(130))]
    assert run(items, executor=executor) == [f"read {i}" for i in items]
    assert executor.asked


def living(processes: Sequence[str]) -> list[str]:
    """Those that run; one that ended and was not asked how is no process any more."""
    found = []
    for process in processes:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            state = Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[0]
            found += [process] * (state != "Z")
    return found


def awaited(look: Callable[[], list[str]], count: int, seconds: float) -> list[str]:
    """What there is to see as soon as it is so many, or at the end of the time."""
    until = time.monotonic() + seconds
    while len(look()) != count and time.monotonic() < until:
        time.sleep(0.05)
    return look()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [2, 4])
def test_no_worker_outlives_a_killed_run(jobs: int, number: signal.Signals) -> None:
    script = f"from tests.test_sandbox import run; run(['nap'] * 900, jobs={jobs})"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[1], stderr=subprocess.DEVNULL
    ) as master:
        children = Path(f"/proc/{master.pid}/task/{master.pid}/children")
        workers = awaited(lambda: children.read_text().split(), jobs, 30)
        time.sleep(0.3)
        master.send_signal(number)
    left = awaited(lambda: living(workers), 0, 2)
    for process in left:
        os.kill(int(process), signal.SIGKILL)
    assert (len(workers), left) == (jobs, [])
