"""Tổng hợp: `aggregate` over a folder that the officer chooses; the summary is opened."""

from __future__ import annotations

from pathlib import Path

from aggregator import earlier, wording
from aggregator.model import FileStatus, Result, Severity
from aggregator.pipeline import aggregate, outputs
from aggregator.pipeline.planfile import UnusableError
from xl_addin.snapshot import Ask, Edit, Given, Level, Open, Reply, Say, Snapshot, Status

_PROMPT = "Chọn thư mục chứa các biểu gửi về"
_LAST = "folder"


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """Ask for the folder (default: the last), then do as the command does."""
    if "folder" not in given.answers:
        here = str(snapshot.folder) if snapshot and snapshot.folder else ""
        return Reply(ask=Ask("folder", _PROMPT, given.remembered.get(_LAST, here), folder=True))
    folder = Path(given.answers["folder"])
    if not folder.is_dir():
        raise UnusableError(f"Không có thư mục “{folder}”")
    out = folder / earlier.OUTPUT
    if out.is_file() or out.is_symlink():
        raise UnusableError(f"“{out}” không phải thư mục; đổi tên nó rồi bấm lại")
    options = aggregate.Options(out=out, cache=True)
    result, memory = aggregate.run(folder, options, given.progress)
    written = outputs.write(result, folder, out, memory=memory)
    faulty = any(finding.severity is Severity.ERROR for finding in result.findings)
    told = _told(result)
    say = Say(told, Level.WARNING if faulty or written.summary is None else Level.INFO)
    opened = [written.control] if faulty or written.summary is None else []
    if written.summary is not None:
        opened.append(written.summary)
    edits: list[Edit] = [Status(told), say, *map(Open, opened)]
    return Reply(tuple(edits), remember={_LAST: str(folder)})


def _told(result: Result) -> str:
    fates = [record.status for record in result.files]
    counted, rejected = (
        wording.number(fates.count(fate)) for fate in (FileStatus.COUNTED, FileStatus.REJECTED)
    )
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    missing = result.total.missing_below
    if result.total.submission is None:
        return "Chưa có biểu nào dùng được, nên chưa có tệp tổng hợp. Xem tệp kiem-tra vừa mở."
    return (
        f"Đã tính {counted} biểu, trả lại {rejected} biểu; còn thiếu số liệu của "
        f"{wording.number(missing)} đơn vị; {wording.number(errors)} lỗi."
    )
