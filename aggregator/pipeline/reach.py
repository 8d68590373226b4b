"""A workbook that a summary names among its sources, where it still is in reach."""

from __future__ import annotations

from pathlib import Path

from aggregator import containers, intake
from aggregator.intake import Entry
from aggregator.pipeline.single import Document


def in_reach(folder: Path, file: str) -> Document | None:
    """The file that is named relative to the folder, or that stands in a container named so.

    The name comes from a workbook that somebody sent: one that leaves the folder for another
    drive or computer is nowhere.
    """
    here = folder
    steps = file.split("/")
    for at, step in enumerate(steps):
        if anchor(step):
            return None
        here = here / step
        if here.is_file():
            return _document(here, "/".join(steps[at + 1 :]))
    return None


def anchor(step: str) -> str:
    """The drive or computer a step names: on Windows alone a name can hold one."""
    return Path(step).anchor


def _document(real: Path, inner: str) -> Document | None:
    wanted = f"{real.name}/{inner}" if inner else real.name
    entry = Entry(real.name, bytes(real), regular=True)
    for received in containers.opened(intake.load(entry)):
        if received.path == wanted:
            return Document(real, received.data)
    return None
