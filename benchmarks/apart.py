"""`python -m benchmarks.apart FOLDER`: the whole job in a process that imports only the tool."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from aggregator.pipeline import aggregate, outputs
from benchmarks.clock import cpu

_PEAK = "VmHWM:"


class Run(NamedTuple):
    """One run over a folder: seconds of processor time in all, kilobytes at the peak."""

    seconds: float
    peak: int


def aggregated(folder: Path, jobs: int) -> None:
    """The whole job as the command does it, its outputs written."""
    out = folder / "tong-hop"
    options = aggregate.Options(out=out, jobs=jobs, cache=True)
    result, memory = aggregate.run(folder, options)
    outputs.write(result, folder, out, jobs, memory)


def apart(folder: Path) -> Run:
    """A run in a process of its own, whose peak is its own."""
    words = [sys.executable, "-m", "benchmarks.apart", str(folder)]
    answer = subprocess.run(words, check=True, stdout=subprocess.PIPE)
    return Run(*json.loads(answer.stdout))


def _run(folder: Path) -> Run:
    start = cpu()
    aggregated(folder, 1)
    spent = cpu() - start
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in status if line.startswith(_PEAK))
    return Run(spent, int(peak.split()[1]))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(Path(sys.argv[1]))))
