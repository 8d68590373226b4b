"""Gửi lên cấp trên: the open summary is checked, then `ketnap send` makes the draft."""

from __future__ import annotations

from aggregator.model import Severity
from aggregator.pipeline import mailing, single
from xl_addin.buttons.findings import counted, panel
from xl_addin.buttons.opened import as_saved, described, summary
from xl_addin.snapshot import Given, Level, Open, Reply, Say, Snapshot, Status

_FAULTY = "Chưa soạn thư: tệp tổng hợp còn lỗi. Sửa theo sheet kết quả, tổng hợp lại rồi gửi."
_NO_RECEIVER = "Chưa biết địa chỉ cấp trên: tự ghi nơi nhận vào thư."


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """What is sent is the file as it is on disk, so it must be saved."""
    del given
    summary(snapshot)
    path = as_saved(described(snapshot)[0])
    findings = [finding for record in single.check(path) for finding in record.findings]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Reply((panel("TỆP TỔNG HỢP CÒN LỖI", findings), Say(_FAULTY, Level.ERROR)))
    outgoing = mailing.compose(path)
    mailing.write_draft(outgoing)
    receiver = outgoing.letter.to
    told = f"Nơi nhận: {receiver}." if receiver else _NO_RECEIVER
    sentence = f"Đã soạn thư nháp {outgoing.target.name}. {told} Xem lại thư rồi bấm gửi."
    level = Level.INFO if receiver else Level.WARNING
    status = Status(f"{path.name}: {counted(findings)}")
    return Reply((status, Say(sentence, level), Open(outgoing.target)))
