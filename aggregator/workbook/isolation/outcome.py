"""What is read by whom, and what became of it."""

from __future__ import annotations

from typing import Any, NamedTuple

TIME, MEMORY, CRASH = "time", "memory", "crash"
"""Why an item has no result."""


class Task(NamedTuple):
    """Positions of items to read in one worker; `alone` asks for a worker used by nothing else."""

    positions: tuple[int, ...]
    alone: bool = False


class Outcome(NamedTuple):
    """What became of the item at `position`: a result, or why there is none."""

    position: int
    result: Any = None
    death: str = ""
