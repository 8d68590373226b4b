"""An alarm for one item: by the processor time it takes, and by the clock where it only waits.

Under load the clock runs while an item doesn't; what is cut off must not depend on that.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import NamedTuple

_REPEAT = 0.5


class Limits(NamedTuple):
    """What one item may cost: processor seconds, bytes of address space, seconds by the clock."""

    seconds: float
    memory: int
    patience: float

    @property
    def by_the_clock(self) -> float:
        """After how long whoever watches gives up; Windows measures nothing else."""
        return self.seconds if sys.platform == "win32" else self.patience


class OverdueError(BaseException):
    """Raised by the timer; no handler in the function may swallow it."""


def works() -> bool:
    """Whether an alarm can be set in this thread of this system."""
    return sys.platform != "win32" and threading.current_thread() is threading.main_thread()


if sys.platform != "win32":
    _ALARMS = (signal.SIGPROF, signal.SIGALRM)

    def _ring(_signal: int, _frame: FrameType | None) -> None:
        raise OverdueError

    @contextmanager
    def heard() -> Iterator[None]:
        """Inside of it the alarms of this thread are heard."""
        before = [signal.signal(number, _ring) for number in _ALARMS]
        try:
            yield
        finally:
            for number, handler in zip(_ALARMS, before, strict=True):
                signal.signal(number, handler)

    def start(limits: Limits) -> None:
        """From now on: OverdueError in the main thread, again and again where it is swallowed."""
        signal.setitimer(signal.ITIMER_PROF, limits.seconds, _REPEAT)
        signal.setitimer(signal.ITIMER_REAL, limits.patience, _REPEAT)

    def stop() -> None:
        """No alarm any more."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

else:

    def heard() -> AbstractContextManager[None]:
        return nullcontext()

    def start(_limits: Limits) -> None:
        """Windows has no alarms."""

    def stop() -> None:
        """Windows has no alarms."""
