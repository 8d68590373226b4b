"""A worker process as its master sees it, and how one starts."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawValue
from types import ModuleType
from typing import TYPE_CHECKING

from aggregator import forking
from aggregator.workbook.isolation.outcome import CRASH, MEMORY, TIME, Ahead, Work
from aggregator.workbook.isolation.timer import Limits
from aggregator.workbook.isolation.worker_side import Counter, serve

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext

    _Context = ForkContext | ForkServerContext | SpawnContext

LAST_BREATH = 1.0
_REASON_OF_EXIT = {-9: MEMORY, -24: TIME}
"""Killed by the system for want of memory (SIGKILL), out of processor time (SIGXCPU)."""


@dataclass
class Worker:
    """Sits on a pipe of its own; `pending` are the positions it has not answered."""

    process: BaseProcess
    connection: Connection
    begun: Counter
    deadline: float
    answered: int = 0
    used: bool = False
    alone: bool = False
    pending: deque[int] = field(default_factory=deque)

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()

    def death(self) -> str:
        """Why the process ended by itself."""
        self.process.join(LAST_BREATH)
        return _REASON_OF_EXIT.get(self.process.exitcode or 0, CRASH)


def started(
    work: Work | Ahead, limits: Limits, others: Sequence[Worker], deadline: float
) -> Worker:
    """A new worker beside the others of this process."""
    ours, theirs = multiprocessing.Pipe()
    begun: Counter = RawValue("L")
    context = _context(work)
    copies = context.get_start_method() == "fork"
    # A copy of this process holds its ends of all pipes too.
    copied = (ours, *(each.connection for each in others)) if copies else ()
    arguments = (theirs, work, limits, begun, copied)
    process = context.Process(target=serve, args=arguments, daemon=True)
    with _without_main():
        process.start()
    theirs.close()
    return Worker(process, ours, begun, deadline)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """A child started in here doesn't run the caller's own script once more, guarded or not."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _context(work: Work | Ahead) -> _Context:
    """How a worker starts: as a copy of this process where that is safe, else afresh."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    if forking.is_safe():
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    task = work.prepare if isinstance(work, Ahead) else work.function
    home = getattr(task, "func", task).__module__
    context.set_forkserver_preload(["__main__", serve.__module__, home])
    return context
