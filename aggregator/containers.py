"""Files that hold files, zip archives and mails, opened: a member is `box.zip/inner.xlsx`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from aggregator.intake import LARGEST_FILE, WORKBOOK_ENDINGS, Received
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.sniff import sniff

DEEPEST = 3
MOST_MEMBERS = 5_000
CONTAINERS = frozenset({"zip", "eml"})


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
        members = list(_zip_members(received)) if kind == "zip" else _attachments(received)
    except UNFORESEEN:
        yield _faulty(received, *_unopened(received.path))
        return
    if members is None:
        yield _faulty(received, "R112", "thư nháp của phần mềm, chưa gửi")
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


def _attachments(box: Received) -> list[Received] | None:
    from aggregator.attachments import attachments  # most runs meet no mail; its libraries are many

    return attachments(box)


def _with_unique_paths(members: list[Received]) -> Iterator[Received]:
    seen: dict[str, int] = {}
    for member in members:
        seen[member.path] = times = seen.get(member.path, 0) + 1
        path = member.path if times == 1 else f"{member.path}#{times}"
        yield Received(path, member.data, member.modified, member.mailed, member.fault)
