"""Runs a pure function over many files so that one bad file costs one file.

In one job items are read in this process, under a timer; in several by supervised workers; items
that go through a native library always alone in a worker of their own.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from aggregator.workbook.isolation import timer
from aggregator.workbook.isolation.outcome import MEMORY, TIME, Outcome, Task
from aggregator.workbook.isolation.timer import Limits

if sys.platform == "linux":
    import resource

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")

CHUNK = 50
_EXECUTOR_PATIENCE = 6


def run(
    function: Callable[[Sequence[I]], list[R]],
    items: Sequence[I],
    *,
    jobs: int,
    limit_seconds: float = 10.0,
    patience_seconds: float = 60.0,
    memory: int = 1_200_000_000,
    died: Callable[[I, str], R],
    progress: Callable[[int], None] | None = None,
    alone: Callable[[I], bool] = lambda _: False,
    executor: Executor | None = None,
    threads: int = 0,
    heard: Callable[[I, R], None] | None = None,
) -> list[R]:
    """`function` over `items`, the results in the order of the items.

    `function` gives one result for each item of the sequence it gets, is importable by name and
    looks at one item at a time. An item that takes more than `limit_seconds` of the processor
    or `patience_seconds` by the clock, more than `memory` bytes, or its worker down, has the
    result `died(item, "time" | "memory" | "crash")`; any other exception of `function` is
    raised. `progress` is told how many items are done, `heard` each item that was read to its
    end and its result. Chunks go to the `threads` of `executor` where there is one, and are
    read here if they fail there.
    """
    limits = Limits(limit_seconds, memory, patience_seconds)
    results: dict[int, R] = {}
    elsewhere = _Elsewhere(executor, threads or jobs) if executor else None
    with closing(_outcomes(function, items, jobs, limits, alone, elsewhere)) as outcomes:
        for position, result, death in outcomes:
            results[position] = died(items[position], death) if death else result
            if heard is not None and not death:
                heard(items[position], result)
            if progress is not None:
                progress(len(results))
    return [results[position] for position in range(len(items))]


class _Elsewhere(NamedTuple):
    """An executor, and how many chunks it works on at a time."""

    executor: Executor
    threads: int


def _outcomes(
    function: Callable[[Sequence[Any]], list[Any]],
    items: Sequence[Any],
    jobs: int,
    limits: Limits,
    alone: Callable[[Any], bool],
    elsewhere: _Elsewhere | None,
) -> Generator[Outcome, None, None]:
    singles = [Task((n,), alone=True) for n, item in enumerate(items) if alone(item)]
    apart = {task.positions[0] for task in singles}
    shared = [n for n in range(len(items)) if n not in apart]
    hands = max(elsewhere.threads if elsewhere else jobs, 1)
    size = max(1, min(CHUNK, len(shared) // (4 * hands)))
    chunks = [Task(tuple(shared[n : n + size])) for n in range(0, len(shared), size)]
    if elsewhere is not None:
        sent, chunks = chunks, []
        for task, found in _sent(elsewhere, function, items, sent, limits):
            if found is None:
                chunks.append(task)
            else:
                yield from map(Outcome, task.positions, found)
    elif jobs == 1 and timer.works():
        for chunk in chunks:
            with _memory_ceiling(limits.memory), timer.heard():
                outcomes = [_here(function, items[n], n, limits) for n in chunk.positions]
            yield from outcomes
        chunks = []
    if singles or chunks:
        from aggregator.workbook.isolation.workers import supervise

        yield from supervise(function, items, [*singles, *chunks], max(jobs, 1), limits)


def _sent(
    elsewhere: _Elsewhere,
    function: Callable[[Sequence[Any]], list[Any]],
    items: Sequence[Any],
    chunks: Sequence[Task],
    limits: Limits,
) -> Iterator[tuple[Task, list[Any] | None]]:
    """Each chunk with what the executor made of it, None where it failed or is overdue."""
    waiting = deque(chunks)
    sent: dict[Future[list[Any]], Task] = {}
    while waiting or sent:
        while waiting and len(sent) < 2 * max(elsewhere.threads, 1):
            task = waiting.popleft()
            try:
                batch = [items[n] for n in task.positions]
                sent[elsewhere.executor.submit(function, batch)] = task
            except BrokenExecutor:
                yield task, None
        patience = limits.seconds * _EXECUTOR_PATIENCE
        done, _ = wait(sent, timeout=patience, return_when=FIRST_COMPLETED)
        for future in done or tuple(sent):
            yield sent.pop(future), _result(future)


def _result(future: Future[list[Any]]) -> list[Any] | None:
    if future.cancel() or not future.done() or future.cancelled() or future.exception():
        return None
    return future.result()


def _here(
    function: Callable[[Sequence[Any]], list[Any]], item: object, position: int, limits: Limits
) -> Outcome:
    try:
        timer.start(limits)
        try:
            (result,) = function([item])
        finally:
            timer.stop()
        return Outcome(position, result)
    except timer.OverdueError:
        timer.stop()
        return Outcome(position, death=TIME)
    except MemoryError:
        return Outcome(position, death=MEMORY)


if sys.platform == "linux":

    @contextmanager
    def _memory_ceiling(memory: int) -> Iterator[None]:
        """At most `memory` bytes of address space more than this process has mapped already."""
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        before = resource.getrlimit(resource.RLIMIT_AS)
        bounds = [mapped + memory, *(bound for bound in before if bound != resource.RLIM_INFINITY)]
        resource.setrlimit(resource.RLIMIT_AS, (min(bounds), before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)

else:

    def _memory_ceiling(_memory: int) -> AbstractContextManager[None]:
        return nullcontext()
