"""What is remembered from one press to the next: in the user's own folder, never in a workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from aggregator import atomic


def place(environment: Mapping[str, str]) -> Path:
    """The folder of our settings for this user; it need not exist."""
    if local := environment.get("LOCALAPPDATA"):
        return Path(local) / "ketnap"
    base = environment.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "ketnap"


def load(environment: Mapping[str, str]) -> dict[str, str]:
    """What was remembered; nothing where that can't be read."""
    try:
        found = json.loads(_file(environment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {str(name): value for name, value in items if isinstance(value, str)}


def remember(environment: Mapping[str, str], more: Mapping[str, str]) -> None:
    """Add to what is remembered; where nothing can be written, nothing is."""
    if not more:
        return
    data = json.dumps({**load(environment), **more}, ensure_ascii=False, indent=1)
    try:
        atomic.write(_file(environment), data.encode())
    except OSError:
        return


def _file(environment: Mapping[str, str]) -> Path:
    return place(environment) / "settings.json"
