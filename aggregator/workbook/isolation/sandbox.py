"""Runs a pure function over many files so that one bad file costs one file.

In one job items are read in this process, under a timer; in several by supervised workers; items
that go through a native library always alone in a worker of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

from aggregator.workbook.isolation import memory as address_space
from aggregator.workbook.isolation import timer
from aggregator.workbook.isolation.outcome import APART, MEMORY, TIME, Outcome, Task, Work
from aggregator.workbook.isolation.timer import Limits

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from aggregator.workbook.isolation.ahead import Begun
    from aggregator.workbook.isolation.worker import Worker

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")

CHUNK = 50


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
    begun: Begun | None = None,
) -> list[R]:
    """`function` over `items`, the results in the order of the items.

    `function` gives one result for each item of the sequence it gets and looks at one item at a
    time; each has been through `load` before, where it is read. It is importable by name, as
    are `load` and `alone`, which says of a loaded item whether it needs a worker of its own. An
    item that takes more than `limit_seconds` of the processor or `patience_seconds` by the clock,
    more than `memory` bytes, or its worker down, has the result `died(item, "time" | "memory" |
    "crash")`; any other exception of `function` is raised. `progress` is told how many items are
    done, `heard` each item that was read to its end and its result; what it gives back is held as
    the result. Chunks go to the `threads` of `executor`, loaded, where there is one, and are read
    here if they fail there. `begun` are workers at the first of these same items already.
    """
    limits = Limits(limit_seconds, memory, patience_seconds)
    work = Work(function, load, alone)
    results: dict[int, R] = {}
    if executor is not None:
        found = _elsewhere(work, items, jobs, limits, executor, threads or jobs, begun)
    elif jobs == 1 and timer.works():
        found = _in_this_process(work, items, limits)
    else:
        found = _by_workers(work, items, jobs, limits, begun)
    with closing(found) as outcomes:
        for position, result, death in outcomes:
            if death:
                result = died(items[position], death)
            elif heard is not None:
                result = heard(items[position], result)
            results[position] = result
            if progress is not None:
                progress(len(results))
    return [results[position] for position in range(len(items))]


def _elsewhere(
    work: Work,
    items: Sequence[Any],
    jobs: int,
    limits: Limits,
    executor: Executor,
    threads: int,
    begun: Begun | None,
) -> Generator[Outcome, None, None]:
    from aggregator.workbook.isolation.elsewhere import sent
    from aggregator.workbook.isolation.workers import crew

    taken, ready = _ready(items, begun)
    chunks = list(_chunks(items, threads, taken))
    with crew(work, items, limits, ready) as here:
        for task, found in sent(executor, threads, work, items, chunks, limits):
            if found is None:
                here.waiting.append(task)
            else:
                yield from map(Outcome, task.positions, found)
            yield from here.listen(0)
        yield from here.outcomes(jobs)


def _in_this_process(
    work: Work, items: Sequence[Any], limits: Limits
) -> Generator[Outcome, None, None]:
    left: list[Task] = []
    for chunk in _chunks(items, 1):
        with address_space.ceiling(limits.memory), timer.heard():
            outcomes = [_here(work, items[n], n, limits) for n in chunk.positions]
        left += [Task((each.position,), True) for each in outcomes if each.death == APART]
        yield from (each for each in outcomes if each.death != APART)
    yield from _supervised(work, items, left, 1, limits)


def _by_workers(
    work: Work, items: Sequence[Any], jobs: int, limits: Limits, begun: Begun | None
) -> Generator[Outcome, None, None]:
    taken, ready = _ready(items, begun)
    yield from _supervised(work, items, _chunks(items, jobs, taken), jobs, limits, ready)


def _ready(items: Sequence[Any], begun: Begun | None) -> tuple[int, Sequence[Worker]]:
    """How many of the items somebody is at already, and who."""
    return (begun.taken, begun.workers) if begun and begun.items == items else (0, ())


def _supervised(
    work: Work,
    items: Sequence[Any],
    tasks: Iterable[Task],
    jobs: int,
    limits: Limits,
    begun: Sequence[Worker] = (),
) -> Iterator[Outcome]:
    waiting = list(tasks)
    if waiting or begun:
        from aggregator.workbook.isolation.workers import crew

        with crew(work, items, limits, begun) as here:
            here.waiting.extend(waiting)
            yield from here.outcomes(max(jobs, 1))


def _chunks(items: Sequence[Any], hands: int, at: int = 0) -> Iterator[Task]:
    """All positions from one on, in smaller and smaller pieces, so that all hands end together."""
    while at < len(items):
        size = max(1, min(CHUNK, (len(items) - at) // (2 * max(hands, 1))))
        yield Task(tuple(range(at, at + size)))
        at += size


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
