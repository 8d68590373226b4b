"""The threads of a Dask cluster as an executor; files travel as bytes, so no disk is shared."""

from __future__ import annotations

import os
import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aggregator import __version__
from aggregator.pipeline.planfile import UnusableError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_SECONDS = 10

_Work = Callable[[Sequence[Any]], list[Any]]


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens there, `tcp://host:port`.

    Raises UnusableError where Dask isn't installed or nothing answers in PATIENCE_SECONDS.
    """
    # numpy, which Dask brings, keeps a thread otherwise, and beside one no copy makes outputs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from distributed import Client
    except ImportError as error:
        message = (
            "Bản cài này chưa có phần chạy trên cụm máy; cài thêm: pip install ketnap[cluster]"
        )
        raise UnusableError(message) from error
    try:
        client = Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UnusableError(f"Không kết nối được cụm máy “{address}”") from error
    with client:
        if not client.nthreads():
            raise UnusableError(f"Cụm máy “{address}” chưa có máy nào để đọc tệp")
        yield Cluster(client)


class Cluster(Executor):
    """What sandbox.run hands its chunks to.

    The work goes with each chunk: what is spread over the workers once is lost with one of them,
    and the spreading waits for ever for a worker that dies meanwhile.
    """

    def __init__(self, client: Client) -> None:
        self.threads: int = sum(client.nthreads().values())
        # Without pure=False Dask would answer a file that changed with its old result.
        self._executor = client.get_executor(pure=False)
        self._packed: tuple[_Work, bytes] | None = None

    def submit(self, work: _Work, items: Sequence[Any], /) -> Future[list[Any]]:  # type: ignore[override]
        """One chunk. Raises BrokenExecutor where the scheduler can't be reached any more."""
        from distributed.client import ClosedClientError

        if self._packed is None or self._packed[0] is not work:
            self._packed = work, zlib.compress(pickle.dumps(work), 1)
        try:
            future: Future[list[Any]] = self._executor.submit(
                _read, self._packed[1], items, __version__
            )
        except (ClosedClientError, OSError, RuntimeError) as error:
            raise BrokenExecutor from error
        return future


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> _Work:
    """One object for all chunks of a run, since what it has met makes it faster."""
    work: _Work = pickle.loads(zlib.decompress(packed))
    return work


def _read(packed: bytes, items: Sequence[Any], version: str) -> list[Any]:
    """On the worker. Another version there may judge otherwise, so it must not answer."""
    if version != __version__:
        raise RuntimeError(f"ketnap {__version__} on the worker, {version} here")
    return _unpacked(packed)(items)
