"""Lập báo cáo: `ketnap report` of the open summary; the document is opened."""

from __future__ import annotations

from aggregator.pipeline.report import report
from xl_addin.buttons.opened import as_saved, described, summary
from xl_addin.snapshot import Given, Open, Reply, Snapshot, Status


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """Write the report beside the summary, which must be saved: the two go up together."""
    del given
    document = summary(snapshot)
    as_saved(described(snapshot)[0])
    written = report(document, "", None, public=False, out=None)
    return Reply((Status(f"Đã lập {written.name}"), Open(written)))
