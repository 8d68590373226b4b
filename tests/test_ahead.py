"""Workers that begin before it is known what for lose nothing, whatever an item does to them."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aggregator import forking, recorded
from aggregator.intake import Entry
from aggregator.workbook.isolation import ahead, sandbox
from aggregator.workbook.isolation.timer import Limits
from tests.test_sandbox import MISCHIEF, read, run, verdict

SAMPLES = Path(__file__).parents[1] / "sample_workbooks"
NARROW = Limits(seconds=0.3, memory=1_000_000_000, patience=0.5)


@pytest.fixture(autouse=True)
def _copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a run: what else the tests imported may have threads, which are at rest."""
    monkeypatch.setattr(forking, "is_safe", lambda: True)


def unchanged(item: str) -> str:
    return item


def by_whom(item: str) -> str:
    return f"{item} prepared by {os.getpid()}"


def hurt(item: str) -> str:
    MISCHIEF.get(item.removeprefix("early "), lambda: None)()
    return item


def around(
    items: list[str], prepare: Callable[[str], str], jobs: int = 2, pause: float = 0.0
) -> list[str]:
    """The results of items of which the first were begun `pause` seconds before the others."""
    with ahead.begun(prepare, items, jobs, NARROW) as begun:
        time.sleep(pause)
        return run(items, jobs, begun=begun)


@pytest.mark.parametrize("pause", [0.0, 0.3])
@pytest.mark.parametrize("jobs", [2, 3])
def test_every_item_is_read_once_and_in_its_place(jobs: int, pause: float) -> None:
    items = [*map(str, range(200))]
    assert around(items, unchanged, jobs, pause) == [f"read {n}" for n in items]


def test_what_was_prepared_is_what_is_read() -> None:
    found = around([*map(str, range(40))], by_whom, pause=0.5)
    assert all("prepared by" in each for each in found[:10])
    assert found[10:] == [f"read {n}" for n in range(10, 40)]
    assert len({each.rpartition(" ")[2] for each in found[:10]} - {str(os.getpid())}) == 1


@pytest.mark.parametrize("mischief", ["exit", "abort", "killed", "busy", "allocate"])
def test_an_item_that_hurts_who_prepares_it_is_read_in_its_turn(mischief: str) -> None:
    items = [*map(str, range(40))]
    items[3] = f"early {mischief}"
    assert around(items, hurt, pause=1.0) == [f"read {item}" for item in items]


def test_an_item_that_hurts_its_reader_costs_itself() -> None:
    items = [*map(str, range(40))]
    items[3], items[7] = "abort", "busy"
    expected = [{"abort": "abort crash", "busy": "busy time"}.get(n, f"read {n}") for n in items]
    assert around(items, unchanged, pause=0.3) == expected


def test_workers_that_began_with_other_items_are_not_asked() -> None:
    items = [*map(str, range(40))]
    with ahead.begun(by_whom, items, 2, NARROW) as begun:
        assert run(items[1:], 2, begun=begun) == [f"read {n}" for n in items[1:]]


def test_beside_an_executor_each_reads_its_own() -> None:
    items = [*map(str, range(40))]
    items[3], items[7] = "abort", "busy"
    with ahead.begun(unchanged, items, 2, NARROW) as begun, ThreadPoolExecutor(1) as executor:
        found = run(items, 1, begun=begun, executor=executor)
    expected = [{"abort": "abort crash", "busy": "busy time"}.get(n, f"read {n}") for n in items]
    assert found == expected


def test_where_nothing_comes_of_it_the_workers_end() -> None:
    with ahead.begun(unchanged, [*map(str, range(40))], 2, NARROW) as begun:
        (worker,) = begun.workers
    assert worker.process.exitcode is not None


def test_one_job_reads_nothing_ahead() -> None:
    with ahead.begun(unchanged, ["a"] * 40, 1, NARROW) as begun:
        assert begun.workers == ()
    assert sandbox.run(read, ["a"], jobs=1, died=verdict, begun=begun) == ["read a"]


def entry(path: Path, **more: bool) -> Entry:
    return Entry(path.name, os.fsencode(path), regular=True, **more)


def test_a_plain_workbook_is_opened_ahead_and_nothing_else(
    tmp_path: Path,
) -> None:
    book = next((SAMPLES / "uong-bi-2024/nhan-ve").rglob("*.xlsx"))
    loaded = recorded.read_ahead(entry(book)).loaded
    assert loaded is not None
    assert loaded.workbook is not None
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(book.read_bytes()[:-200])
    (tmp_path / "words.txt").write_text("words")
    others = [
        entry(torn),
        entry(tmp_path / "words.txt"),
        entry(tmp_path / "gone.xlsx"),
        entry(book, ours=True),
    ]
    assert [recorded.read_ahead(each) for each in others] == others
