"""The threads of a Dask cluster as an executor; files travel as bytes, so no disk is shared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aggregator import __version__
from aggregator.pipeline.planfile import UnusableError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_SECONDS = 10

_Work = Callable[..., bytes]


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
    """What sandbox.run hands its chunks to."""

    def __init__(self, client: Client) -> None:
        self.threads: int = sum(client.nthreads().values())
        # Without pure=False Dask would answer a file that changed with its old result.
        self._executor = client.get_executor(pure=False)

    def submit(self, work: _Work, /, *packed: bytes) -> Future[bytes]:  # type: ignore[override]
        """One chunk. Raises BrokenExecutor where the scheduler can't be reached any more."""
        from distributed.client import ClosedClientError

        try:
            future: Future[bytes] = self._executor.submit(_done, __version__, work, *packed)
        except (ClosedClientError, OSError, RuntimeError) as error:
            raise BrokenExecutor from error
        return future


def _done(version: str, work: _Work, *packed: bytes) -> bytes:
    """On the worker. Another version there may judge otherwise, so it must not answer."""
    if version != __version__:
        raise RuntimeError(f"ketnap {__version__} on the worker, {version} here")
    return work(*packed)
