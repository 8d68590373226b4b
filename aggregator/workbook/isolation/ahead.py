"""Workers that prepare items while their master finds out what is to be done with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from aggregator import forking
from aggregator.workbook.isolation.outcome import Ahead
from aggregator.workbook.isolation.timer import Limits
from aggregator.workbook.isolation.worker import Worker, started

_MOST = 1_000
"""Prepared items are held by their worker until it knows what they are for."""


class Begun(NamedTuple):
    """Workers, if any, at the first of the items, which are theirs; the others are free."""

    workers: tuple[Worker, ...]
    items: Sequence[Any]

    @property
    def taken(self) -> int:
        """How many of the items are theirs."""
        return sum(len(worker.pending) for worker in self.workers)


@contextmanager
def begun(
    prepare: Callable[[Any], Any], items: Sequence[Any], jobs: int, limits: Limits
) -> Iterator[Begun]:
    """One worker less than `jobs`, since this process is at work too; none where it can't be.

    `prepare` gives an item itself or what stands for it from then on. What it costs too much is
    left alone, so `limits` may be narrow. The workers end with this.
    """
    share = min(len(items) // (2 * jobs), _MOST) if jobs > 1 and forking.is_safe() else 0
    workers: list[Worker] = []
    try:
        for number in range(jobs - 1 if share else 0):
            mine = range(number * share, (number + 1) * share)
            work = Ahead(prepare, [items[n] for n in mine])
            worker = started(work, limits, workers, 0)
            worker.pending, worker.used = deque(mine), True
            workers.append(worker)
        yield Begun(tuple(workers), items)
    finally:
        for worker in workers:
            worker.stop()
