"""`python -m benchmarks scale [FILES]`: cost of a file and peak of memory by the number of files.

Each number has a folder and each run a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import corpus
from benchmarks.apart import Run, apart
from benchmarks.clock import cpu

NUMBERS = (1_000, 10_000, 100_000, 300_000)


class Scale(NamedTuple):
    """So many files: seconds to make one, a cold run over them, one after a hundredth changed."""

    files: int
    made: float
    cold: Run
    warm: Run


def scales(most: int) -> Iterator[Scale]:
    """Every number of files up to `most`, and that one."""
    for files in sorted({*(each for each in NUMBERS if each < most), most}):
        with tempfile.TemporaryDirectory() as top:
            start = cpu()
            folder = corpus.build(Path(top), files)
            made = (cpu() - start) / files
            cold = apart(folder)
            corpus.retype(folder, 1)
            yield Scale(files, made, cold, apart(folder))


def show(most: int) -> None:
    """Print a line for each number of files."""
    sys.stdout.write(f"{'files':>9}{'made':>8}{'cold':>9}{'changed':>9}  us a file")
    sys.stdout.write(f"{'cold':>9}{'changed':>9}  MB at the peak\n")
    for files, made, cold, warm in scales(most):
        each = (made, cold.seconds / files, warm.seconds / files)
        line = "".join(f"{seconds * 1e6:9,.0f}" for seconds in each)
        peaks = f"{cold.peak / 1024:9,.0f}{warm.peak / 1024:9,.0f}"
        sys.stdout.write(f"{files:9,}{line[1:]}{'':11}{peaks}\n")
        sys.stdout.flush()
