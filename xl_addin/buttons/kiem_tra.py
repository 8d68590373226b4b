"""Kiểm tra: what `ketnap check` (of a plan: `ketnap plan check`) says of the open workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from aggregator.intake import Received
from aggregator.model import Finding
from aggregator.pipeline import planfile, single
from aggregator.pipeline.planfile import UnusableError
from xl_addin.buttons.findings import counted, panel
from xl_addin.buttons.opened import described
from xl_addin.snapshot import Given, Reply, Snapshot, Status

_READ_ONLY = "Tệp đang mở chỉ đọc: muốn sửa, lưu thành tệp khác trước."
_LINKS = "Bấm vào cột “Ô” để đến chỗ cần sửa; sửa xong bấm lại nút Kiểm tra."


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """The findings on a sheet of their own, the count in the status bar."""
    del given
    found, values = described(snapshot)
    of_a_plan = values.get("kind") == "plan"
    findings = _of_a_plan(found) if of_a_plan else _of_a_return(found)
    told = f"{found.name}: {counted(findings)}"
    remark = _READ_ONLY if found.read_only else _LINKS if findings else ""
    return Reply((panel("KẾT QUẢ KIỂM TRA", findings, remark), Status(told)))


def _of_a_return(snapshot: Snapshot) -> Sequence[Finding]:
    received = Received(snapshot.name, snapshot.data, datetime.fromtimestamp(0, UTC))
    records = single.checked(received, snapshot.folder)
    return [finding for record in records for finding in record.findings]


def _of_a_plan(snapshot: Snapshot) -> Sequence[Finding]:
    path = (snapshot.folder or Path()) / snapshot.name
    try:
        return planfile.parsed(path, snapshot.data).findings
    except UnusableError as error:
        if not error.findings:
            raise
        return error.findings
