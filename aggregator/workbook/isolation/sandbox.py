"""Runs a pure function over many files so that one bad file costs one file.

In one job items are read in this process, under a timer; in several by supervised workers; items
that go through a native library always alone in a worker of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import closing
from typing import Any, NamedTuple, TypeVar

from aggregator.workbook.isolation import memory as address_space
from aggregator.workbook.isolation import timer
from aggregator.workbook.isolation.outcome import APART, MEMORY, TIME, Outcome, Task, Work
from aggregator.workbook.isolation.timer import Limits

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")

CHUNK = 50
_EXECUTOR_PATIENCE = 6


def as_it_is(item: I) -> I:
    """For items that need no loading."""
    return item


def never(_item: object) -> bool:
    """For items of which none asks for a worker of its own."""
    return False


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
    load: Callable[[I], I] = as_it_is,
    alone: Callable[[I], bool] = never,
    executor: Executor | None = None,
    threads: int = 0,
    heard: Callable[[I, R], R] | None = None,
) -> list[R]:
    """`function` over `items`, the results in the order of the items.

    `function` gives one result for each item of the sequence it gets and looks at one item at a
    time; each has been through `load` before, where it is read. It is importable by name, as
    are `load` and `alone`, which says of a loaded item whether it needs a worker of its own.
    An item that takes more than `limit_seconds` of the processor
    or `patience_seconds` by the clock, more than `memory` bytes, or its worker down, has the
    result `died(item, "time" | "memory" | "crash")`; any other exception of `function` is
    raised. `progress` is told how many items are done, `heard` each item that was read to its
    end and its result; what it gives back is held as the result. Chunks go to the `threads` of
    `executor`, loaded, where there is one, and are read here if they fail there.
    """
    limits = Limits(limit_seconds, memory, patience_seconds)
    work = Work(function, load, alone)
    results: dict[int, R] = {}
    elsewhere = _Elsewhere(executor, threads or jobs) if executor else None
    with closing(_outcomes(work, items, jobs, limits, elsewhere)) as outcomes:
        for position, result, death in outcomes:
            if death:
                result = died(items[position], death)
            elif heard is not None:
                result = heard(items[position], result)
            results[position] = result
            if progress is not None:
                progress(len(results))
    return [results[position] for position in range(len(items))]


class _Elsewhere(NamedTuple):
    """An executor, and how many chunks it works on at a time."""

    executor: Executor
    threads: int


def _outcomes(
    work: Work, items: Sequence[Any], jobs: int, limits: Limits, elsewhere: _Elsewhere | None
) -> Generator[Outcome, None, None]:
    hands = max(elsewhere.threads if elsewhere else jobs, 1)
    chunks = list(_chunks(len(items), hands))
    left: list[Task] = []
    if elsewhere is not None:
        for task, found in _sent(elsewhere, work, items, chunks, limits):
            if found is None:
                left.append(task)
            else:
                yield from map(Outcome, task.positions, found)
    elif jobs == 1 and timer.works():
        for chunk in chunks:
            with address_space.ceiling(limits.memory), timer.heard():
                outcomes = [_here(work, items[n], n, limits) for n in chunk.positions]
            left += [Task((each.position,), True) for each in outcomes if each.death == APART]
            yield from (each for each in outcomes if each.death != APART)
    else:
        left = chunks
    if left:
        from aggregator.workbook.isolation.workers import supervise

        yield from supervise(work, items, left, max(jobs, 1), limits)


def _chunks(items: int, hands: int) -> Iterator[Task]:
    """All positions, in smaller and smaller pieces, so that all hands end together."""
    at = 0
    while at < items:
        size = max(1, min(CHUNK, (items - at) // (4 * hands)))
        yield Task(tuple(range(at, at + size)))
        at += size


def _sent(
    elsewhere: _Elsewhere,
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
    sent: dict[Future[list[Any]], Task] = {}
    while waiting or sent:
        while waiting and len(sent) < 2 * max(elsewhere.threads, 1):
            loaded = {n: work.load(items[n]) for n in waiting.popleft().positions}
            staying = [n for n, item in loaded.items() if work.alone(item)]
            yield from ((Task((n,), alone=True), None) for n in staying)
            task = Task(tuple(n for n in loaded if n not in staying))
            if not task.positions:
                continue
            try:
                batch = [loaded[n] for n in task.positions]
                sent[elsewhere.executor.submit(work.function, batch)] = task
            except BrokenExecutor:
                yield task, None
        patience = limits.seconds * _EXECUTOR_PATIENCE
        done, _ = wait(sent, timeout=patience, return_when=FIRST_COMPLETED)
        for future in done or tuple(sent):
            yield sent.pop(future), _result(future)
        if not done:
            yield from ((task, None) for task in waiting)
            return


def _result(future: Future[list[Any]]) -> list[Any] | None:
    if future.cancel() or not future.done() or future.cancelled() or future.exception():
        return None
    return future.result()


def _here(work: Work, item: object, position: int, limits: Limits) -> Outcome:
    try:
        timer.start(limits)
        try:
            loaded = work.load(item)
            if work.alone(loaded):
                return Outcome(position, death=APART)
            (result,) = work.function([loaded])
        finally:
            timer.stop()
        return Outcome(position, result)
    except timer.OverdueError:
        timer.stop()
        return Outcome(position, death=TIME)
    except MemoryError:
        return Outcome(position, death=MEMORY)
