"""What goes to the terminal: findings, JSON, progress."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from aggregator.model import Finding
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.pipeline.reading import Progress

_REDRAWN = 0.1
_SEVERITY = {"error": "LỖI", "warning": "CẢNH BÁO", "info": "thông tin"}


def say(text: str) -> None:
    """A line on standard output."""
    click.echo(text)


def say_json(data: object) -> None:
    """The only thing on standard output of a command with `--json`."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def place(finding: Finding) -> str:
    """`tệp: sheet!ô`, as far as there is one."""
    spot = "!".join(part for part in (finding.ref.sheet, finding.ref.cell) if part)
    return ": ".join(part for part in (finding.ref.file, spot) if part)


def say_findings(findings: Iterable[Finding]) -> None:
    """One finding after the other: where, what, what to do."""
    for finding in findings:
        head = f"{_SEVERITY[finding.severity]} {finding.code}"
        where = place(finding)
        say(f"{head} {where}: {finding.message}" if where else f"{head}: {finding.message}")
        if finding.hint:
            say(f"    → {finding.hint}")


def findings_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """`{"findings": […]}` in the form of `ket-qua.json`."""
    return {
        "findings": [
            {
                "code": f.code,
                "severity": f.severity.value,
                "unit": f.unit,
                "file": f.ref.file,
                "sheet": f.ref.sheet,
                "cell": f.ref.cell,
                "message": f.message,
                "hint": f.hint,
            }
            for f in findings
        ]
    }


def exit_code(findings: Iterable[Finding]) -> int:
    """1 where a finding is an error, else 0."""
    return int(any(finding.severity == "error" for finding in findings))


def refuse(error: UnusableError) -> int:
    """Say why nothing could be done; exit code 2."""
    click.echo(str(error), err=True)
    for finding in error.findings:
        if finding.severity == "error":
            click.echo(f"  {place(finding)}: {finding.message}\n    → {finding.hint}", err=True)
    return 2


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on a terminal; nothing where the output is piped."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Đọc tệp"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    # A thread that draws would keep workers from being copies of this process.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)
        drawn = 0.0

        def told(done: int, total: int) -> None:
            nonlocal drawn
            if (now := time.monotonic()) - drawn > _REDRAWN:
                drawn = now
                bar.update(task, completed=done, total=total, refresh=True)

        yield told
