"""What `aggregate` writes: the summary, the control workbook, the marked returns, the outcome."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aggregator import __version__, atomic, earlier
from aggregator.model import Result
from aggregator.pipeline import returning
from aggregator.pipeline.memory import Memory
from aggregator.pipeline.reading import FEW
from aggregator.pipeline.returning import Returned
from aggregator.report import outcome
from aggregator.report.control import book as control
from aggregator.report.digest import Digest
from aggregator.report.kept import Kept
from aggregator.report.links import Relative
from aggregator.report.summary import book as summary


@dataclass(frozen=True)
class Written:
    """The files of one run; `summary` is None where nothing valid came back."""

    folder: Path
    summary: Path | None
    control: Path
    outcome: Path
    returned: Returned


def write(
    result: Result, folder: Path, out: Path, jobs: int = 1, memory: Memory | None = None
) -> Written:
    """Write every output of a run into `out`, each atomically, in two processes if it pays.

    With a `memory` what the last run wrote there, and would be the same again, is taken over.

    The summary, the control workbook and the outcome, which speak of one another, are put there
    together, the outcome last. Where there is no total, the summary of an earlier run is removed:
    it would be sent up.
    """
    atomic.sweep(out)
    returned = returning.write(result, folder, out / earlier.RETURNED)
    name = f"{result.unit}_{result.period or 'khong-ro-ky'}"
    relative, digest = _beside(folder, out), Digest(result)
    summary_path = out / f"tong-hop_{name}.xlsx"
    written = Written(
        out,
        None if result.total.submission is None else summary_path,
        out / f"kiem-tra_{name}.xlsx",
        out / earlier.OUTCOME,
        returned,
    )
    files: list[tuple[Path, Iterable[bytes]]] = [
        (written.control, control.pieces(digest, relative, _kept(written.control, memory))),
        (written.outcome, outcome.pieces(digest, __version__, _kept(written.outcome, memory))),
    ]
    if written.summary is None:
        summary_path.unlink(missing_ok=True)
    else:
        kept = _kept(written.summary, memory)
        files.insert(0, (written.summary, summary.pieces(digest, relative, kept)))
    pays = len(result.files) > FEW and (jobs or os.cpu_count() or 1) > 1
    (atomic.write_at_once if pays else atomic.write_together)(files)
    return written


def _kept(output: Path, memory: Memory | None) -> Kept | None:
    return Kept(memory.place(output)) if memory else None


def _beside(folder: Path, out: Path) -> Relative:
    """Paths below the folder, as seen from where the outputs stand."""
    base = Path(os.path.relpath(folder.resolve(), out.resolve())).as_posix()
    start = "" if base == "." else f"{base}/"
    return start.__add__
