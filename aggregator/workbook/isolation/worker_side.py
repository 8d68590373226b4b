"""The inside of a worker process: limits on itself, then an answer for each item it is given."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, Protocol, cast

from aggregator.workbook.isolation import memory, timer
from aggregator.workbook.isolation.outcome import APART, Ahead, Task, Work
from aggregator.workbook.isolation.timer import Limits, OverdueError

if sys.platform != "win32":
    import resource

DONE, BUG, FULL, LATE = "done", "bug", "full", "late"
"""What a worker says of an item: a result, an exception of the function, out of memory or time."""

_CPU_GRACE = 5.0
_SILENCE = 0.05
"""Seconds after which answers are sent that waited for company."""

Answer = tuple[str, Any]


class Counter(Protocol):
    """A number that two processes see."""

    value: int


def serve(
    connection: Connection,
    work: Work | Ahead,
    limits: Limits,
    begun: Counter,
    copied: Sequence[Connection] = (),
) -> None:
    """The life of a worker: a task and its items come, an answer for each item goes.

    The first message is empty, but of who has a task ahead of the work: that comes then, and the
    answers go. `begun` counts the items, so that of a worker that died everybody
    knows which one it was at. `copied` are ends of pipes that are its master's alone: while a
    worker held one, none would hear that the master has died.
    """
    for each in copied:
        each.close()
    _silence()
    memory.confine(limits.memory)
    gc.freeze()
    with timer.heard(), contextlib.suppress(EOFError, ConnectionError):
        sound = True
        if isinstance(work, Ahead):
            items = _prepared(connection, work, limits, begun)
            work = cast(Work, connection.recv())
            sound = _answers_all(connection, work, limits, begun, Task(()), items)
        else:
            connection.send(())
        while sound:
            sound = _answers_all(connection, work, limits, begun, *connection.recv())


def _prepared(
    connection: Connection, ahead: Ahead, limits: Limits, begun: Counter
) -> Sequence[Any]:
    """The items, as many of them prepared as there is time for until the work comes."""
    items = list(ahead.items)
    for at, item in enumerate(items):
        if connection.poll():
            break
        begun.value = at + 1
        _grant_processor_time(limits.seconds + _CPU_GRACE)
        try:
            timer.start(limits)
            try:
                items[at] = ahead.prepare(item)
            finally:
                timer.stop()
        except OverdueError:
            timer.stop()
        except MemoryError:
            items = list(ahead.items)
            break
    begun.value = 0
    return items


def _answers_all(
    connection: Connection,
    work: Work,
    limits: Limits,
    begun: Counter,
    task: Task,
    items: Sequence[Any],
) -> bool:
    """One task; False after an item that may have left this process unsound."""
    answers: list[Answer] = []
    sent, sound = time.monotonic(), True
    for item in items:
        begun.value += 1
        _grant_processor_time(limits.seconds + _CPU_GRACE)
        try:
            answers.append(_answer(work, item, limits, task.alone))
        except Exception as bug:
            connection.send([*answers, (BUG, bug)])
            raise
        sound = answers[-1][0] in (DONE, APART)
        if not sound or time.monotonic() - sent > _SILENCE:
            connection.send(answers)
            answers, sent = [], time.monotonic()
        if not sound:
            break
    if answers:
        connection.send(answers)
    return sound


def _answer(work: Work, item: Any, limits: Limits, alone: bool) -> Answer:  # noqa: ANN401
    try:
        timer.start(limits)
        try:
            loaded = work.load(item)
            if not alone and work.alone(loaded):
                return APART, None
            (result,) = work.function([loaded])
        finally:
            timer.stop()
        return DONE, result
    except OverdueError:
        timer.stop()
        return LATE, None
    except MemoryError:
        return FULL, None


def _silence() -> None:
    """A worker that dies must not write into what the run prints, and no image of itself."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if sys.platform != "win32":

    def _grant_processor_time(seconds: float) -> None:
        """Ends a worker that is stuck where no alarm is heard, or whose run was killed."""
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(time.process_time() + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))

else:

    def _grant_processor_time(seconds: float) -> None:
        """Windows has no such limit; the watcher's clock is the only one."""
