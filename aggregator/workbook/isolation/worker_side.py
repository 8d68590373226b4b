"""The inside of a worker process: limits on itself, then an answer for each item it is given."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from aggregator.workbook.isolation import timer
from aggregator.workbook.isolation.timer import Limits, OverdueError

if sys.platform != "win32":
    import resource

HELLO, DONE, BUG, FULL, LATE = "hello", "done", "bug", "full", "late"
"""What a worker says: it started, a result, an exception of the function, out of memory or time."""

_CPU_GRACE = 5.0

Function = Callable[[Sequence[Any]], list[Any]]


def serve(connection: Connection, function: Function, limits: Limits) -> None:
    """The life of a worker: a batch of items comes, an answer for each goes."""
    _silence()
    _confine(limits.memory)
    connection.send((HELLO, None))
    with timer.heard(), contextlib.suppress(EOFError):
        while True:
            for item in connection.recv():
                _grant_processor_time(limits.seconds + _CPU_GRACE)
                _answer(connection, function, item, limits)


def _answer(connection: Connection, function: Function, item: Any, limits: Limits) -> None:  # noqa: ANN401
    try:
        timer.start(limits)
        try:
            (result,) = function([item])
        finally:
            timer.stop()
        connection.send((DONE, result))
    except OverdueError:
        connection.send((LATE, None))
    except MemoryError:
        connection.send((FULL, None))
    except Exception as bug:
        connection.send((BUG, bug))
        raise


def _silence() -> None:
    """A worker that dies must not write into what the run prints."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


if sys.platform != "win32":

    def _confine(memory: int) -> None:
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def _grant_processor_time(seconds: float) -> None:
        """Ends a worker that is stuck where no alarm is heard, or whose run was killed."""
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(time.process_time() + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))

else:

    def _confine(memory: int) -> None:
        """Windows has no such limit for a process without a job object."""

    def _grant_processor_time(seconds: float) -> None:
        """Windows has no such limit; the watcher's clock is the only one."""
