"""CPU time of this process and of those it waited for; medians of interleaved rounds."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Mapping
from random import Random
from statistics import median
from typing import NamedTuple


def cpu() -> float:
    """Seconds of processor time, children included."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


class Measure(NamedTuple):
    """Something to run over so many items; `before` clears the table and isn't measured.

    `clock` is `cpu`, or for what several processes share the clock on the wall.
    """

    run: Callable[[], object]
    items: int
    before: Callable[[], object] = lambda: None
    clock: Callable[[], float] = cpu


by_the_wall = time.perf_counter


def medians(found: Mapping[str, Measure], rounds: int) -> dict[str, float]:
    """Seconds for each item, in the order given; each round in an order of its own."""
    seconds: dict[str, list[float]] = {name: [] for name in found}
    for seed in range(rounds):
        order = list(found)
        Random(seed).shuffle(order)
        for name in order:
            measure = found[name]
            measure.before()
            gc.collect()
            start = measure.clock()
            measure.run()
            seconds[name].append((measure.clock() - start) / measure.items)
    return {name: median(each) for name, each in seconds.items()}
