"""What a remembered record depends on beside its file: the plan, and this very installation."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from aggregator import __version__
from aggregator.register import RECORD_FORMAT


def context_of(plan_sha256: str) -> str:
    """A digest of all that a record depends on beside the file itself and `strict`."""
    parts = [RECORD_FORMAT, __version__, plan_sha256, sorted(_installed())]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _installed() -> Iterator[tuple[str, int, int]]:
    """The files that make up this installation: a checkout changes without a new version."""
    for package in ("aggregator", "templates"):
        root = str(files(package))
        waiting = [root]
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith((".py", ".toml")):
                        state = entry.stat()
                        yield entry.path[len(root) :], state.st_size, state.st_mtime_ns
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
