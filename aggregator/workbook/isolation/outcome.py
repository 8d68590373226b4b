"""What is done with an item, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

TIME, MEMORY, CRASH = "time", "memory", "crash"
"""Why an item has no result."""
APART = "apart"
"""Why an item has no result yet: it asks for a worker of its own."""


Function = Callable[[Sequence[Any]], list[Any]]


class Work(NamedTuple):
    """What is done with an item, wherever it is read: load it, read it.

    `alone` says of a loaded item whether only a worker used by nothing else may read it;
    `function` gives one result for each loaded item. All are importable by name.
    """

    function: Function
    load: Callable[[Any], Any]
    alone: Callable[[Any], bool]


class Ahead(NamedTuple):
    """What may be done with the first items of a worker before it is known what they are for."""

    prepare: Callable[[Any], Any]
    items: Sequence[Any]


class Task(NamedTuple):
    """Positions of items to read in one worker; `alone` asks for a worker used by nothing else."""

    positions: tuple[int, ...]
    alone: bool = False


class Outcome(NamedTuple):
    """What became of the item at `position`: a result, or why there is none."""

    position: int
    result: Any = None
    death: str = ""
