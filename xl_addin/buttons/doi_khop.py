"""Đối khớp số lượng: `ketnap reconcile` of the open summary."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import wording
from aggregator.pipeline.reconcile import Difference, Reconciliation, State, reconcile
from aggregator.pipeline.reconciled import WORDS, verdict
from aggregator.report.links import target
from xl_addin.buttons.opened import summary
from xl_addin.snapshot import Given, Panel, Reply, Row, Snapshot, Status, cell_link

_HEADER = ("Sheet", "Ô", "Nội dung", "Tệp tổng hợp ghi", "Cộng các tệp", "Chênh lệch", "Tệp")
_WIDTHS = (12, 8, 60, 12, 12, 12, 46)
_CELL = 1


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """Each number that differs, and each workbook that is no longer what it was."""
    del given
    found = reconcile(summary(snapshot))
    rows = (*map(_different, found.differences), *_changed(found))
    panel = Panel("ĐỐI KHỚP SỐ LƯỢNG", verdict(found), _HEADER, _WIDTHS, rows, _CELL)
    return Reply((panel, Status(verdict(found))))


def _different(each: Difference) -> Row:
    stated, now = (wording.number(number) or "trống" for number in (each.stated, each.now))
    cells = (
        each.ref.sheet,
        each.ref.cell,
        f"{each.label} ({each.key.column})",
        stated,
        now,
        wording.signed((each.now or 0) - (each.stated or 0)),
        "\n".join(each.files),
    )
    return Row(cells, cell_link(each.ref.sheet, each.ref.cell))


def _changed(found: Reconciliation) -> Iterator[Row]:
    for each in found.files:
        if each.state is not State.SAME:
            link = (target(each.row.file) or "").removeprefix("external:")
            cells = ("", "mở", WORDS[each.state], "", "", "", each.row.file)
            yield Row(cells, "" if each.state is State.OUT_OF_REACH else link)
