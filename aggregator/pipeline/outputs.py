"""What `aggregate` writes: the summary, the control workbook, the marked returns, the outcome."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aggregator import __version__, atomic, earlier
from aggregator.model import Result
from aggregator.pipeline import returning
from aggregator.pipeline.returning import Returned
from aggregator.report import outcome
from aggregator.report.control import book as control
from aggregator.report.summary import book as summary


@dataclass(frozen=True)
class Written:
    """The files of one run; `summary` is None where nothing valid came back."""

    folder: Path
    summary: Path | None
    control: Path
    outcome: Path
    returned: Returned


def write(result: Result, folder: Path, out: Path) -> Written:
    """Write every output of a run into `out`, each atomically.

    Where there is no total, the summary of an earlier run is removed: it would be sent up.
    """
    atomic.sweep(out)
    name = f"{result.unit}_{result.period or 'khong-ro-ky'}"
    relative = _Relative(folder, out)
    summary_path = out / f"tong-hop_{name}.xlsx"
    if result.total.submission is None:
        summary_path.unlink(missing_ok=True)
    else:
        atomic.write(summary_path, summary.write(result, relative.path))
    control_path = out / f"kiem-tra_{name}.xlsx"
    atomic.write(control_path, control.write(result, relative.path))
    returned = returning.write(result, folder, out / earlier.RETURNED)
    outcome_path = out / earlier.OUTCOME
    text = outcome.pieces(result, __version__)
    atomic.write_pieces(outcome_path, (piece.encode() for piece in text))
    sent_up = None if result.total.submission is None else summary_path
    return Written(out, sent_up, control_path, outcome_path, returned)


class _Relative:
    """Paths below the folder, as seen from where the outputs stand."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.base = PurePosixPath(Path(os.path.relpath(folder.resolve(), out.resolve())).as_posix())

    def path(self, shown: str) -> str:
        return str(self.base / shown)
