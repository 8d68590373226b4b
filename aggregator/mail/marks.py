"""How far each mailbox was read, `.ketnap/hop-thu.json`: lost, everything is only read anew."""

from __future__ import annotations

import json
from pathlib import Path

from aggregator import atomic
from aggregator.mail.mailbox import Mark
from aggregator.register_file import FOLDER

FILE = "hop-thu.json"


def read(home: Path, mailbox: str) -> Mark:
    """The mark of a mailbox; the very beginning where none is known."""
    found = _all(home).get(mailbox)
    match found:
        case [int(validity), int(uid)]:
            return Mark(validity, uid)
        case _:
            return Mark()


def write(home: Path, mailbox: str, mark: Mark) -> None:
    """Remember the mark of a mailbox."""
    if (home / FOLDER).is_symlink():
        return
    marks = {**_all(home), mailbox: list(mark)}
    atomic.write(home / FOLDER / FILE, json.dumps(marks, indent=1, sort_keys=True).encode())


def _all(home: Path) -> dict[str, object]:
    try:
        found = json.loads((home / FOLDER / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
