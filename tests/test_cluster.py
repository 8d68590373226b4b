"""A cluster gives what one machine gives, through the loss of a worker; without one, a sentence."""

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.pipeline import cluster
from tests.offices import admitted, aggregate, fill, ketnap, office, small_plan, templates

distributed = pytest.importorskip("distributed")
comm = pytest.importorskip("distributed.comm")
client = pytest.importorskip("distributed.client")
pytestmark = pytest.mark.filterwarnings("default")
LEAVES = {"A.1": 1, "A.2": 0, "B.1.1": 2, "B.2": 3, "C": 4}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two worker processes on this machine."""
    os.environ["KETNAP_TEST_MARK"] = str(tmp_path_factory.mktemp("mark") / "died")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local.scheduler_address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small office, with a copy, an old version and a file that is no return."""
    made = templates(small_plan(), tmp_path)
    returns = {f"{code}.xlsx": fill(made[code], admitted(n)) for code, n in LEAVES.items()}
    returns["ban-sao/A.1.xlsx"] = returns["A.1.xlsx"]
    returns["hong.xlsx"] = returns["A.1.xlsx"][:3000]
    returns["ghi-chu.txt"] = b"xin nop muon"
    return office(tmp_path, returns)


def text(folder: Path, *options: object) -> str:
    aggregate(folder, "--no-cache", *options)
    return (folder / "tong-hop" / "ket-qua.json").read_text(encoding="utf-8")


def test_results_equal_the_local_run(address: str, folder: Path) -> None:
    assert text(folder, "--cluster", address) == text(folder)


def test_the_cluster_reads_and_needs_no_folder(
    address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes travel: a worker that may not open any file still reads the returns."""
    seen: list[str] = []
    read = cluster.Cluster.submit

    def spied(self, work, function, packed, /):
        items = pickle.loads(packed)
        seen.extend(entry.path for entry in items)
        moved = [entry._replace(real=b"/nowhere/" + entry.real) for entry in items]
        return read(self, work, function, pickle.dumps(moved))

    expected = text(folder)
    monkeypatch.setattr(cluster.Cluster, "submit", spied)
    assert text(folder, "--cluster", address) == expected
    assert sorted(seen) == sorted(
        ["A.1.xlsx", "A.2.xlsx", "B.1.1.xlsx", "B.2.xlsx", "C.xlsx", "ban-sao/A.1.xlsx",
         "ghi-chu.txt"]
    )  # fmt: skip


def dies_once(version, work, *packed):
    """The first worker to be asked dies over it; whoever is asked again answers."""
    mark = Path(os.environ["KETNAP_TEST_MARK"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return cluster._done(version, work, *packed)


def test_a_killed_worker_costs_a_retry(
    address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = text(folder)
    mark = Path(os.environ["KETNAP_TEST_MARK"])
    monkeypatch.setattr(cluster, "_done", dies_once)
    assert not mark.exists()
    assert text(folder, "--cluster", address) == expected
    assert mark.exists()


def test_a_worker_killed_as_work_is_first_sent_costs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for it: neither the sending nor what the other worker needs."""
    expected = text(folder)
    read = cluster.Cluster.submit
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        doomed = [local.workers[0].pid]

        def killing(self, work, /, *packed):
            while doomed:
                os.kill(doomed.pop(), signal.SIGKILL)
            return read(self, work, *packed)

        monkeypatch.setattr(cluster.Cluster, "submit", killing)
        assert text(folder, "--cluster", local.scheduler_address) == expected
    assert not doomed


@pytest.mark.parametrize(
    "fault",
    [
        comm.CommClosedError("gone"),
        TimeoutError(),
        OSError(),
        RuntimeError("cannot schedule"),
        client.ClosedClientError("closed"),
    ],
)
def test_what_can_not_be_sent_is_read_here(
    address: str, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def failing(*_arguments, **_options):
        raise fault

    expected = text(folder)
    monkeypatch.setattr(distributed.Client, "submit", failing)
    assert text(folder, "--cluster", address) == expected


def test_workers_of_another_version_do_not_answer(
    address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = text(folder)
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    assert text(folder, "--cluster", address) == expected


@pytest.mark.parametrize("there", ["tcp://127.0.0.1:9", "không phải địa chỉ", "http://[", "a:b:c"])
def test_no_scheduler_there_is_a_sentence(
    there: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 0.5)
    result = ketnap("aggregate", folder, "--cluster", there)
    assert result.return_value == 2
    assert "Không kết nối được cụm máy" in result.output
    assert not (folder / "tong-hop").exists()


def test_a_scheduler_without_workers_is_a_sentence(folder: Path) -> None:
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0", processes=False) as empty:
        result = ketnap("aggregate", folder, "--cluster", empty.scheduler_address)
    assert result.return_value == 2
    assert "chưa có máy nào" in result.output


def test_without_dask_a_sentence_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = ketnap("aggregate", folder, "--cluster", "tcp://127.0.0.1:9")
    assert result.return_value == 2
    assert "pip install ketnap[cluster]" in result.output
