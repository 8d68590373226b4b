"""The folder of a sample: its plan, and what arrived in each period, wrapped up as it came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from aggregator import earlier
from aggregator.model import Plan
from aggregator.samples import faults
from aggregator.samples.fates import Received
from aggregator.workbook.planbook import write as plan_write

_BOXES = (".zip", ".eml")


class Post(NamedTuple):
    """What the letters of a period say: their subject, and the value of their Date header."""

    subject: str
    sent: str


def deliver(folder: Path, plan: Plan, note: str) -> None:
    """`ke-hoach.xlsx`, with a note on its first sheet."""
    _write(folder / "ke-hoach.xlsx", plan_write.write(plan, note))


def receive(folder: Path, plan: Plan, period: str, files: Iterable[Received], post: Post) -> None:
    """`nhan-ve/PERIOD/` with everything that arrived."""
    for path, data in packed(files, plan, post).items():
        _write(folder / earlier.RECEIVED / period / path, data)


def packed(files: Iterable[Received], plan: Plan, post: Post) -> dict[str, bytes]:
    """Files by path, the members of each container wrapped up in it."""
    boxes: dict[str, dict[str, bytes]] = {}
    loose: dict[str, bytes] = {}
    for file in files:
        box, _, name = file.path.rpartition("/")
        if box.endswith(_BOXES):
            boxes.setdefault(box, {})[name] = file.data
        else:
            loose[file.path] = file.data
    return loose | {box: _wrapped(box, members, plan, post) for box, members in boxes.items()}


def _wrapped(box: str, members: Mapping[str, bytes], plan: Plan, post: Post) -> bytes:
    if box.endswith(".zip"):
        return faults.pack(members)
    sender, to = plan.units[box.partition("/")[0]].email, plan.units[plan.root].email
    return faults.mail(members, post.subject, sender, to, post.sent)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
