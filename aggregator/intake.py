"""Walks a folder: every file once, links and devices named but never followed, containers opened.

Paths are shown relative to the folder with `/`; bytes that are no UTF-8 appear as `\\xNN`; a
member of a container is `box.zip/inner.xlsx`.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from aggregator import earlier
from aggregator.mail.draft import is_unsent_output
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.gate import sniff

LARGEST_FILE = 50_000_000
DEEPEST = 3
MOST_MEMBERS = 5_000
WORKBOOKS = frozenset({"xlsx", "xlsb", "ods", "xls"})
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
CONTAINERS = frozenset({"zip", "eml"})
_OUTCOME = os.fsencode(earlier.OUTCOME)
_RETURNED = os.fsencode(earlier.RETURNED)
_SYSTEM = re.compile(
    r"^(~\$.*|\.~.*|\._.*|\.ketnap-.*|thumbs\.db|desktop\.ini|\.ds_store|.*\.(tmp|part|crdownload))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Received:
    """The bytes of one file or member, with what orders it among others.

    `fault` is a rule code with its message where the bytes could not be had.
    """

    path: str
    data: bytes
    modified: datetime
    mailed: datetime | None = None
    fault: tuple[str, str] | None = None


class Entry(NamedTuple):
    """A name found under the folder; `regular` is False for what is never opened.

    `ours` marks what an earlier run wrote: everything beside or below an outcome of ours.
    `loaded` holds the bytes where they travel with the name to a machine without the folder.
    """

    path: str
    real: bytes
    regular: bool
    ours: bool = False
    loaded: Received | None = None


def walk(folder: Path, skipped: frozenset[Path] = frozenset()) -> list[Entry]:
    """Every entry under the folder but those in the skipped folders and `.ketnap`, by path."""
    root = os.fsencode(folder)
    excluded = {os.fsencode(path.resolve()) for path in skipped}
    found: list[Entry] = []
    waiting = [(root, False)]
    while waiting:
        here, ours = waiting.pop()
        holds_outcome = _holds_outcome(here)
        ours = ours or (holds_outcome and here != root)
        with os.scandir(here) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    regular = entry.is_file(follow_symlinks=False)
                    written = ours or (holds_outcome and entry.name == _OUTCOME)
                    found.append(Entry(_shown(entry.path, root), entry.path, regular, written))
                elif entry.name != b".ketnap" and os.path.realpath(entry.path) not in excluded:
                    returned = holds_outcome and entry.name == _RETURNED
                    waiting.append((entry.path, ours or returned))
    return sorted(found, key=lambda entry: entry.real)


def _holds_outcome(folder: bytes) -> bool:
    """Whether a run of ours wrote its outputs there."""
    path = folder + os.fsencode(os.sep) + _OUTCOME
    received = load(Entry(earlier.OUTCOME, path, regular=True))
    return b'"generated_by": "ketnap ' in received.data[:4_000]


def _shown(path: bytes, root: bytes) -> str:
    relative = os.path.relpath(path, root).replace(os.fsencode(os.sep), b"/")
    return relative.decode("utf-8", "backslashreplace")


def is_system(name: str) -> bool:
    """Lock files, thumbnails and other names that hold no return."""
    return _SYSTEM.match(name.rpartition("/")[2]) is not None or name.startswith("__MACOSX/")


def needs_isolation(entry: Entry) -> bool:
    """Whether reading it may go through a native library: anything but a plain .xlsx or .xlsm."""
    if not entry.regular or entry.ours or is_system(entry.path):
        return False
    if entry.path.lower().endswith((".xls", ".xlsb", ".ods", ".zip", ".eml")):
        return True
    data = load(entry).data
    return data.startswith(b"\xd0\xcf\x11\xe0") or (
        data.startswith(b"PK") and b"xl/workbook.xml" not in data[-65_536:]
    )


def load(entry: Entry) -> Received:
    """Read one regular file once, without following links or waiting on pipes."""
    if entry.loaded is not None:
        return entry.loaded
    nowhere = datetime.fromtimestamp(0, UTC)
    try:
        descriptor = os.open(entry.real, os.O_RDONLY | _flag("O_NOFOLLOW") | _flag("O_NONBLOCK"))
    except OSError as error:
        return Received(entry.path, b"", nowhere, None, ("R117", str(error.strerror)))
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(file.fileno())
        modified = datetime.fromtimestamp(before.st_mtime, UTC)
        if not stat.S_ISREG(before.st_mode):
            return Received(entry.path, b"", modified, None, ("R110", "không phải tệp thường"))
        if before.st_size > LARGEST_FILE:
            message = f"tệp {before.st_size // 1_000_000} MB, lớn hơn 50 MB"
            return Received(entry.path, b"", modified, None, ("R104", message))
        data = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        message = "dung lượng hoặc giờ sửa thay đổi trong lúc đọc"
        return Received(entry.path, b"", modified, None, ("R109", message))
    return Received(entry.path, data, modified)


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))


def opened(received: Received, depth: int = 0) -> Iterator[Received]:
    """The file itself, or in place of a container all it holds, nested to DEEPEST."""
    kind = sniff(received.data) if received.data and not received.fault else ""
    if kind not in CONTAINERS:
        yield received
        return
    if depth == DEEPEST:
        yield _faulty(received, "R114", "tệp nén hoặc thư ở lớp thứ tư")
        return
    try:
        members = list(_zip_members(received) if kind == "zip" else _mail_members(received))
    except _OutputError:
        yield _faulty(received, "R112", "thư nháp của phần mềm, chưa gửi")
        return
    except UNFORESEEN:
        yield _faulty(received, *_unopened(received.path))
        return
    if not members:
        yield _faulty(received, "R101", "tệp nén rỗng hoặc thư không có tệp đính kèm")
    for member in _with_unique_paths(members):
        yield from opened(member, depth + 1)


def _unopened(path: str) -> tuple[str, str]:
    if path.lower().endswith(WORKBOOK_ENDINGS):
        return "R102", "bảng tính bị cắt cụt hoặc hỏng"
    return "R113", "tệp nén hoặc thư hỏng, bị cắt cụt hoặc có mật khẩu"


def _faulty(received: Received, code: str, message: str) -> Received:
    return Received(
        received.path, received.data, received.modified, received.mailed, (code, message)
    )


def _zip_members(box: Received) -> Iterator[Received]:
    with zipfile.ZipFile(io.BytesIO(box.data)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_MEMBERS:
            raise ValueError("too many members")
        budget = 4 * LARGEST_FILE
        for info in infos:
            with archive.open(info) as file:
                data = file.read(min(LARGEST_FILE, budget) + 1)
            budget -= len(data)
            member = Received(
                f"{box.path}/{_member_name(info)}", data, _member_date(info, box), box.mailed
            )
            too_large = len(data) > LARGEST_FILE or budget < 0
            yield _faulty(member, "R104", "giải nén ra quá lớn") if too_large else member


def _member_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: zip tools of old Windows write UTF-8 without the flag."""
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        name = raw.decode("utf-8", "backslashreplace") if b"?" not in raw else name
    return name.replace("\\", "/") if "\\x" not in name else name


def _member_date(info: zipfile.ZipInfo, box: Received) -> datetime:
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return box.modified


class _OutputError(Exception):
    """The container is a draft of ours: what it holds is no return."""


def _mail_members(box: Received) -> Iterator[Received]:
    message = email.message_from_bytes(box.data, policy=email.policy.default)
    mailed = _mail_date(str(message.get("Date", ""))) or box.mailed
    if not isinstance(message, EmailMessage):
        raise ValueError("not a message")
    if is_unsent_output(message):
        raise _OutputError
    for number, part in enumerate(message.iter_attachments(), start=1):
        name = (part.get_filename() or f"dinh-kem-{number}").replace("/", "_")
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
        yield Received(f"{box.path}/{name}", data, box.modified, mailed)


def _mail_date(text: str) -> datetime | None:
    try:
        date = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _with_unique_paths(members: list[Received]) -> Iterator[Received]:
    seen: dict[str, int] = {}
    for member in members:
        seen[member.path] = times = seen.get(member.path, 0) + 1
        path = member.path if times == 1 else f"{member.path}#{times}"
        yield Received(path, member.data, member.modified, member.mailed, member.fault)
