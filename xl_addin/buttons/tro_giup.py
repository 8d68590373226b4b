"""Trợ giúp: the guide, in whatever program shows text."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from xl_addin.snapshot import Given, Open, Reply, Snapshot


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """Open the guide that is part of the installation."""
    del snapshot, given
    return Reply((Open(Path(str(resources.files("xl_addin") / "HUONG-DAN.txt"))),))
