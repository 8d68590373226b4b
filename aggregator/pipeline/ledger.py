"""`ketnap void` and `ketnap receipts`: what came when, and what of it is void."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

from aggregator import containers, intake, register, register_file, voids
from aggregator.intake import Entry, Received
from aggregator.pipeline import plansearch
from aggregator.pipeline.planfile import UnusableError
from aggregator.voids import Content, UnreadableError


class Declared(NamedTuple):
    """A file that was declared void, or no longer void; `changed` is False where it already was.

    `home` is the folder of the plan it holds for.
    """

    home: Path
    path: str
    changed: bool


class Line(NamedTuple):
    """A content that came: its first time (UTC, ISO 8601), path and digest; why it is void."""

    time: str
    path: str
    sha256: str
    void: str | None


def declare(
    paths: Sequence[Path], reason: str, plan: Path | None = None, *, void: bool = True
) -> tuple[Declared, ...]:
    """Declare the contents of files void for the plan, or no longer void.

    A member of a container is named as in the outcome, `box.zip/inner.xlsx`; a container stands
    for all it holds. Raises UnusableError for a file that isn't there, and where the list of void
    files can't be read or written.
    """
    wanted: dict[Path, list[Content]] = {}
    for path in paths:
        outside, inside = _split(path)
        home = home_of(outside.resolve().parent, plan)
        wanted.setdefault(home, []).extend(_contents(outside, inside, home))
    try:
        standing = {home: voids.standing(voids.acts(home)) for home in wanted}
        for home, contents in wanted.items():
            new = [c for c in contents if _changes(standing[home], c, reason, void)]
            if new:
                voids.declare(home, new, void=void, reason=reason)
    except UnreadableError as error:
        raise UnusableError(f"Không ghi được: {error}") from error
    return tuple(
        Declared(home, content.path, _changes(standing[home], content, reason, void))
        for home, contents in wanted.items()
        for content in contents
    )


def ledger(folder: Path) -> tuple[Line, ...]:
    """Every content that ever came, and void ones that no run has seen. Raises UnusableError."""
    home = home_of(folder.resolve(), None)
    try:
        done = voids.acts(home)
        seen = register.receipts(home)
    except UnreadableError as error:
        raise UnusableError(f"Không đọc được sổ các tệp đã hủy: {error}") from error
    except sqlite3.Error as error:
        raise UnusableError("Sổ nhận tệp đang bị khóa hoặc đã hỏng; thử lại sau") from error
    why = voids.standing(done)
    known = {receipt.sha256 for receipt in seen}
    unseen = {act.sha256: act for act in done if act.void and act.sha256 in why.keys() - known}
    lines = [Line(r.time, r.path, r.sha256, why.get(r.sha256)) for r in seen]
    lines += [Line("", act.path, act.sha256, act.reason) for act in unseen.values()]
    return tuple(lines)


def home_of(folder: Path, plan: Path | None) -> Path:
    """The folder of the plan; without one, the nearest folder above that was aggregated.

    Raises UnusableError where there is neither.
    """
    found = plan or plansearch.find(folder)
    if found is not None:
        return found.resolve().parent
    for here in (folder, *folder.parents):
        if (here / register_file.FOLDER).is_dir():
            return here
    raise UnusableError(
        f"Không thấy kế hoạch, cũng không thấy sổ của lần tổng hợp nào từ “{folder.name}” trở lên; "
        "chỉ kế hoạch bằng --plan hoặc chạy aggregate trước"
    )


def _changes(standing: Mapping[str, str], content: Content, reason: str, void: bool) -> bool:
    known = standing.get(content.sha256)
    return known != reason if void else known is not None


def _split(path: Path) -> tuple[Path, str]:
    """The file on disk, and the member of it that is meant."""
    for outside in (path, *path.parents):
        if outside.is_file():
            return outside, "" if outside == path else path.relative_to(outside).as_posix()
    raise UnusableError(f"Không có tệp “{path}”")


def _contents(outside: Path, inside: str, home: Path) -> Iterator[Content]:
    received = intake.load(Entry(outside.name, bytes(outside), regular=True))
    if not received.data:
        why = received.fault[1] if received.fault else "tệp rỗng"
        raise UnusableError(f"Không hủy được “{outside.name}”: {why}")
    wanted = f"{outside.name}/{inside}" if inside else ""
    found = [each for each in containers.opened(received) if _is_meant(each, wanted)]
    if not found:
        raise UnusableError(f"Trong “{outside.name}” không có “{inside}”")
    below = PurePath(os.path.relpath(outside.resolve().parent, home)).as_posix()
    for each in found:
        path = each.path if below == "." else f"{below}/{each.path}"
        yield Content(sha256(each.data).hexdigest(), path)


def _is_meant(received: Received, wanted: str) -> bool:
    is_below = received.path.startswith(f"{wanted}/")
    return bool(received.data) and (not wanted or received.path == wanted or is_below)
