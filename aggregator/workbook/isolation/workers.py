"""Worker processes that read one item after another and may die over one of them.

Each worker sits on a pipe of its own, answers every few items and counts those it began. So whoever
watches knows which item a silent or dead worker was at, and nothing but that item is lost.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from aggregator.workbook.isolation.outcome import APART, MEMORY, TIME, Outcome, Task, Work
from aggregator.workbook.isolation.timer import Limits
from aggregator.workbook.isolation.worker import LAST_BREATH, Worker, started
from aggregator.workbook.isolation.worker_side import BUG, FULL, LATE, Answer

_START_SECONDS = 60.0


@contextlib.contextmanager
def crew(
    work: Work, items: Sequence[Any], limits: Limits, begun: Sequence[Worker] = ()
) -> Iterator[Crew]:
    """Workers for tasks that are put into `waiting`; they end with this.

    Those of `begun` have a task already and wait for the work; their outcomes come too.
    """
    found = Crew(work, items, limits)
    try:
        found.welcome(begun)
        yield found
    finally:
        for worker in found.workers:
            worker.stop()


@dataclass
class Crew:
    """Workers and the tasks that wait for one.

    An item over which a shared worker died is read once more, alone, before it is given up, since
    an earlier item may be the cause. An exception of the work is raised here.
    """

    work: Work
    items: Sequence[Any]
    limits: Limits
    waiting: deque[Task] = field(default_factory=deque)
    workers: list[Worker] = field(default_factory=list)

    def outcomes(self, jobs: int) -> Iterator[Outcome]:
        """Every outcome of every task as it comes, at most `jobs` workers at a time."""
        while self.waiting or self.workers:
            self.hire(jobs)
            yield from self.listen()

    def hire(self, jobs: int) -> None:
        free = sum(not worker.pending for worker in self.workers)
        for _ in range(min(jobs - len(self.workers), len(self.waiting) - free)):
            deadline = time.monotonic() + _START_SECONDS
            self.workers.append(started(self.work, self.limits, self.workers, deadline))

    def welcome(self, begun: Iterable[Worker]) -> None:
        """Workers that prepared their first task hear what it is for."""
        for worker in begun:
            self.workers.append(worker)
            worker.deadline = self._deadline()
            with contextlib.suppress(OSError):
                worker.connection.send(self.work)

    def _deadline(self) -> float:
        """When a worker that is told something now, or has just spoken, is given up."""
        return time.monotonic() + self.limits.by_the_clock + LAST_BREATH

    def listen(self, most: float = math.inf) -> Iterator[Outcome]:
        """The outcomes of the next messages, silences and deaths, within so many seconds."""
        deadlines = (worker.deadline - time.monotonic() for worker in self.workers)
        patience = min((most, *deadlines))
        speaking = wait([worker.connection for worker in self.workers], max(patience, 0))
        for worker in tuple(self.workers):
            if worker.connection in speaking:
                yield from self._hear(worker)
            elif worker.deadline < time.monotonic():
                yield from self._bury(worker, TIME)

    def _hear(self, worker: Worker) -> Iterator[Outcome]:
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
        worker.deadline = self._deadline()
        if not worker.pending:
            self._assign(worker)
        yield from outcomes

    def _assign(self, worker: Worker) -> None:
        if not self.waiting or (worker.used and (worker.alone or self.waiting[0].alone)):
            self._dismiss(worker)
            return
        task = self.waiting.popleft()
        worker.used = True
        worker.alone = task.alone
        worker.pending.extend(task.positions)
        with contextlib.suppress(OSError):
            worker.connection.send((task, [self.items[n] for n in task.positions]))

    def _dismiss(self, worker: Worker) -> None:
        self.workers.remove(worker)
        worker.stop()

    def _bury(self, worker: Worker, death: str) -> Iterator[Outcome]:
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
