"""Chunks of items read by an executor: on other machines.

All that travels is bytes: a list would be gone through by whoever passes it on.
"""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from functools import lru_cache
from typing import Any

from aggregator.workbook.isolation.outcome import Function, Task, Work
from aggregator.workbook.isolation.timer import Limits

_PATIENCE = 2


def sent(
    executor: Executor,
    threads: int,
    work: Work,
    items: Sequence[Any],
    chunks: Sequence[Task],
    limits: Limits,
) -> Iterator[tuple[Task, list[Any] | None]]:
    """Each chunk with what the executor made of it, None where it failed or is overdue.

    Where nothing at all answers in time, nothing more is sent.
    What must not travel comes as a task of its own.
    """
    waiting = deque(chunks)
    away: dict[Future[bytes], Task] = {}
    # It goes with each chunk: what is spread over the workers once is lost with one of them, and
    # the spreading waits for ever for a worker that dies meanwhile.
    function = zlib.compress(pickle.dumps(work.function), 1)
    while waiting or away:
        while waiting and len(away) < 2 * max(threads, 1):
            loaded = {n: work.load(items[n]) for n in waiting.popleft().positions}
            staying = [n for n, item in loaded.items() if work.alone(item)]
            yield from ((Task((n,), alone=True), None) for n in staying)
            task = Task(tuple(n for n in loaded if n not in staying))
            if not task.positions:
                continue
            try:
                batch = pickle.dumps([loaded[n] for n in task.positions])
                away[executor.submit(answered, function, batch)] = task
            except BrokenExecutor:
                yield task, None
        patience = limits.seconds * _PATIENCE
        done, _ = wait(away, timeout=patience, return_when=FIRST_COMPLETED)
        for future in done or tuple(away):
            yield away.pop(future), _result(future)
        if not done:
            yield from ((task, None) for task in waiting)
            return


def answered(function: bytes, items: bytes) -> bytes:
    """What is done where the items arrive."""
    return pickle.dumps(_unpacked(function)(pickle.loads(items)))


@lru_cache(maxsize=1)
def _unpacked(function: bytes) -> Function:
    """One object for all chunks of a run, since what it has met makes it faster."""
    found: Function = pickle.loads(zlib.decompress(function))
    return found


def _result(future: Future[bytes]) -> list[Any] | None:
    if future.cancel() or not future.done() or future.cancelled() or future.exception():
        return None
    found: list[Any] = pickle.loads(future.result())
    return found
