"""Lập báo cáo: `ketnap report` of the open summary; the document is opened."""

from __future__ import annotations

from aggregator.pipeline.report import report
from xl_addin.buttons.opened import as_saved, described, summary
from xl_addin.snapshot import Edit, Given, Open, Reply, Say, Snapshot, Status


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """Write the report beside the summary, which must be saved: the two go up together."""
    del given
    document = summary(snapshot)
    as_saved(described(snapshot)[0])
    made = report(document, "", None, public=False, out=None)
    edits: list[Edit] = [Status(f"Đã lập {made.path.name}")]
    if made.kept is not None:
        told = (f"Bản trước đã có người sửa, được giữ ở {made.kept.name}", *made.notes)
        edits.append(Say(".\n".join(told)))
    return Reply((*edits, Open(made.path)))
