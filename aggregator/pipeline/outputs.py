"""What `aggregate` writes: the summary, the control workbook, the marked returns, the outcome."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aggregator import __version__, atomic, earlier, intake
from aggregator.model import FileStatus, Finding, Result
from aggregator.report import outcome
from aggregator.report.control import book as control
from aggregator.report.summary import book as summary
from aggregator.workbook.marking.annotate import mark

_NEVER_COPIED = "R"
"""What isn't known to be a return may hold anything, a list of persons too."""
_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Written:
    """The files of one run; `summary` is None where nothing valid came back."""

    folder: Path
    summary: Path | None
    control: Path
    outcome: Path
    returned: tuple[Path, ...]


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
    returned = tuple(_write_returned(result, folder, _own_folder(out / earlier.RETURNED)))
    outcome_path = out / earlier.OUTCOME
    atomic.write(outcome_path, outcome.to_json(result, __version__).encode())
    sent_up = None if result.total.submission is None else summary_path
    return Written(out, sent_up, control_path, outcome_path, returned)


def _own_folder(folder: Path) -> Path:
    """The folder itself, never what a link of its name leads to."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    return folder


class _Relative:
    """Paths below the folder, as seen from where the outputs stand."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.base = PurePosixPath(Path(os.path.relpath(folder.resolve(), out.resolve())).as_posix())

    def path(self, shown: str) -> str:
        return str(self.base / shown)


def _write_returned(result: Result, folder: Path, out: Path) -> Iterator[Path]:
    wanted = {
        record.path: [f for f in result.findings if f.ref.file == record.path]
        for record in result.files
        if record.status is FileStatus.REJECTED and not record.reason.startswith(_NEVER_COPIED)
    }
    kept = set()
    for path, data in _bytes_of(folder, set(wanted)):
        marked = mark(data, _with_cells(wanted[path]))
        if marked is not None:
            target = out / _safe(path)
            atomic.write(target, marked)
            kept.add(target)
            yield target
    _drop_old(out, kept)


def _with_cells(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (f.severity != "error", f.ref.sheet, f.code))


def _bytes_of(folder: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    tops = wanted | {path[:at] for path in wanted for at in range(len(path)) if path[at] == "/"}
    for entry in intake.walk(folder) if wanted else ():
        if entry.regular and entry.path in tops:
            for received in intake.opened(intake.load(entry)):
                if received.path in wanted and received.data:
                    yield received.path, received.data


def _safe(path: str) -> PurePosixPath:
    """The same place below `tra-lai`, never outside it."""
    steps = [_UNSAFE.sub("_", step) for step in path.split("/") if step not in ("", ".", "..")]
    name = steps[-1] if steps else "tep"
    if not name.lower().endswith((".xlsx", ".xlsm")):
        name = f"{name}.xlsx"
    return PurePosixPath(*steps[:-1], name)


def _drop_old(out: Path, kept: set[Path]) -> None:
    """Marked copies of an earlier run that no longer hold are ours to remove."""
    if not out.is_dir():
        return
    for path in sorted(out.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
