"""Worker processes that read one item after another and may die over one of them.

Each worker sits on a pipe of its own, answers every few items and counts those it began. So whoever
watches knows which item a silent or dead worker was at, and nothing but that item is lost.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawValue
from types import ModuleType
from typing import TYPE_CHECKING, Any

from aggregator import forking
from aggregator.workbook.isolation.outcome import (
    APART,
    CRASH,
    MEMORY,
    TIME,
    Outcome,
    Task,
    Work,
)
from aggregator.workbook.isolation.timer import Limits
from aggregator.workbook.isolation.worker_side import BUG, FULL, LATE, Answer, Counter, serve

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext

    _Context = ForkContext | ForkServerContext | SpawnContext

_START_SECONDS = 60.0
_LAST_BREATH = 1.0
_REASON_OF_EXIT = {-9: MEMORY, -24: TIME}
"""Killed by the system for want of memory (SIGKILL), out of processor time (SIGXCPU)."""


def supervise(
    work: Work, items: Sequence[Any], tasks: Iterable[Task], jobs: int, limits: Limits
) -> Iterator[Outcome]:
    """Every outcome of every task as it comes, at most `jobs` workers at a time.

    An item over which a shared worker died is read once more, alone, before it is given up, since
    an earlier item may be the cause. An exception of the work is raised here.
    """
    crew = _Crew(work, items, deque(tasks), limits)
    try:
        while crew.waiting or crew.workers:
            crew.hire(jobs)
            yield from crew.listen()
    finally:
        for worker in crew.workers:
            worker.stop()


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """A child started in here doesn't run the caller's own script once more, guarded or not."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


@dataclass
class _Worker:
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
        self.process.join(_LAST_BREATH)
        return _REASON_OF_EXIT.get(self.process.exitcode or 0, CRASH)


@dataclass
class _Crew:
    work: Work
    items: Sequence[Any]
    waiting: deque[Task]
    limits: Limits
    workers: list[_Worker] = field(default_factory=list)

    def hire(self, jobs: int) -> None:
        free = sum(not worker.pending for worker in self.workers)
        for _ in range(min(jobs - len(self.workers), len(self.waiting) - free)):
            ours, theirs = multiprocessing.Pipe()
            begun: Counter = RawValue("L")
            context = _context(self.work)
            copied = self._ends(ours) if context.get_start_method() == "fork" else ()
            arguments = (theirs, self.work, self.limits, begun, copied)
            process = context.Process(target=serve, args=arguments, daemon=True)
            with _without_main():
                process.start()
            theirs.close()
            self.workers.append(_Worker(process, ours, begun, time.monotonic() + _START_SECONDS))

    def _ends(self, newest: Connection) -> tuple[Connection, ...]:
        """This process's ends of all pipes, which a copy of it holds too."""
        return (newest, *(worker.connection for worker in self.workers))

    def listen(self) -> Iterator[Outcome]:
        """The outcomes of the next messages, silences and deaths."""
        patience = min(worker.deadline for worker in self.workers) - time.monotonic()
        speaking = wait([worker.connection for worker in self.workers], max(patience, 0))
        for worker in tuple(self.workers):
            if worker.connection in speaking:
                yield from self._hear(worker)
            elif worker.deadline < time.monotonic():
                yield from self._bury(worker, TIME)

    def _hear(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            answers: Sequence[Answer] = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._bury(worker, worker.death())
            return
        outcomes: list[Outcome] = []
        for word, value in answers:
            if word == BUG:
                raise value
            if word in (FULL, LATE):
                yield from outcomes
                yield from self._bury(worker, MEMORY if word == FULL else TIME)
                return
            position = worker.pending.popleft()
            worker.answered += 1
            if word == APART:
                self.waiting.append(Task((position,), alone=True))
            else:
                outcomes.append(Outcome(position, value))
        worker.deadline = time.monotonic() + self.limits.by_the_clock + _LAST_BREATH
        if not worker.pending:
            self._assign(worker)
        yield from outcomes

    def _assign(self, worker: _Worker) -> None:
        if not self.waiting or (worker.used and (worker.alone or self.waiting[0].alone)):
            self._dismiss(worker)
            return
        task = self.waiting.popleft()
        worker.used = True
        worker.alone = task.alone
        worker.pending.extend(task.positions)
        with contextlib.suppress(OSError):
            worker.connection.send((task, [self.items[n] for n in task.positions]))

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.stop()

    def _bury(self, worker: _Worker, death: str) -> Iterator[Outcome]:
        self._dismiss(worker)
        if not worker.pending:
            raise RuntimeError(f"a worker process did not start ({death})")
        unheard = max(worker.begun.value - worker.answered - 1, 0)
        position = worker.pending[unheard]
        del worker.pending[unheard]
        if worker.pending:
            self.waiting.appendleft(Task(tuple(worker.pending)))
        if worker.alone or death == TIME:
            yield Outcome(position, death=death)
        else:
            self.waiting.appendleft(Task((position,), alone=True))


def _context(work: Work) -> _Context:
    """How a worker starts: as a copy of this process where that is safe, else afresh."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    if forking.is_safe():
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    home = getattr(work.function, "func", work.function).__module__
    context.set_forkserver_preload(["__main__", serve.__module__, home])
    return context
