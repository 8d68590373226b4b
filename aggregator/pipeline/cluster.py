"""The threads of a Dask cluster as an executor; files travel as bytes, so no disk is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
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
    """What sandbox.run hands its chunks to. The work itself is sent once, not with each chunk."""

    def __init__(self, client: Client) -> None:
        self.threads: int = sum(client.nthreads().values())
        self._client = client
        # Without pure=False Dask would answer a file that changed with its old result.
        self._executor = client.get_executor(pure=False)
        self._sent: tuple[object, object] | None = None

    def submit(self, work: _Work, items: Sequence[Any], /) -> Future[list[Any]]:  # type: ignore[override]
        """One chunk."""
        if self._sent is None or self._sent[0] is not work:
            self._sent = work, self._client.scatter(_Boxed(work), broadcast=True, hash=False)
        future: Future[list[Any]] = self._executor.submit(_read, self._sent[1], items, __version__)
        return future


class _Boxed:
    """Dask would unpack a bare callable or sequence on its way."""

    def __init__(self, work: _Work) -> None:
        self.work = work


def _read(boxed: _Boxed, items: Sequence[Any], version: str) -> list[Any]:
    """On the worker. Another version there may judge otherwise, so it must not answer."""
    if version != __version__:
        raise RuntimeError(f"ketnap {__version__} on the worker, {version} here")
    return boxed.work(items)
