"""A guide is played: each fenced `sh` block is run, each `text` block after it is what was printed.

`text 6` keeps the first six lines. Blocks without a language are for reading; they aren't run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GUIDES = ROOT / "docs" / "huong-dan"
WALKED = GUIDES / "nam-phut.md"
"""The guide whose files the pictures show."""

_PLAYED = re.compile(r"```sh\n(.*?)```\n(?:\n```text( \d+)?\n.*?```\n)?", re.DOTALL)
_READ = re.compile(r"```\n(.*?)```\n", re.DOTALL)
_SCRIPTS = {"ketnap": "main", "aggregate": "aggregate_main"}
_ARRIVED = datetime(2023, 4, 3, 5, tzinfo=UTC).timestamp()
_MORE = "…\n"


def pages() -> list[Path]:
    """Every guide."""
    return sorted(GUIDES.glob("*.md"))


def played(page: str, folder: Path) -> str:
    """The page with what its commands print now, run one after the other in `folder`."""

    def block(found: re.Match[str]) -> str:
        said = "".join(_run(line, folder) for line in found[1].splitlines())
        kept = found[2] or ""
        lines = said.splitlines(keepends=True)
        if kept and len(lines) > int(kept):
            said = "".join(lines[: int(kept)]) + _MORE
        shown = f"\n```text{kept}\n{said}```\n" if "```text" in found[0] else ""
        return f"```sh\n{found[1]}```\n{shown}"

    return _PLAYED.sub(block, page)


def lines_to_read(page: str) -> list[str]:
    """Commands of ours in blocks that are not run."""
    without_played = _PLAYED.sub("", page)
    blocks = "".join(found[1] for found in _READ.finditer(without_played))
    return [line for line in blocks.splitlines() if line.split(" ")[0] in _SCRIPTS]


def _run(line: str, folder: Path) -> str:
    """What a line prints, and its exit code where that isn't 0; anything but a finding is a fault.

    Files that come and go get one day: what arrived when is told in the control workbook.
    """
    script, _, arguments = line.partition(" ")
    code = (
        f"import shlex, sys; from aggregator.cli import {_SCRIPTS[script]} as main;"
        " sys.argv = shlex.split(sys.argv[1]); main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, f"{script} {arguments}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), f"{line}\n{done.stdout}"
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (_ARRIVED, _ARRIVED))
    return done.stdout + (f"[mã kết thúc {done.returncode}]\n" if done.returncode else "")
