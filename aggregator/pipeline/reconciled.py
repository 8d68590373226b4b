"""What `ketnap reconcile` found, in words and as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator import wording
from aggregator.model import Number
from aggregator.pipeline.reconcile import Reconciliation, State

WORDS: Mapping[State, str] = {
    State.SAME: "còn nguyên như khi tổng hợp",
    State.CHANGED: "đã thay đổi sau khi tổng hợp",
    State.OTHER: "nay là biểu của đơn vị hoặc kỳ khác; tính theo số ghi trong tệp tổng hợp",
    State.UNREADABLE: "nay không đọc được; tính theo số ghi trong tệp tổng hợp",
    State.OUT_OF_REACH: "không có ở đây; tính theo số ghi trong tệp tổng hợp",
}


def verdict(found: Reconciliation) -> str:
    """The outcome in one line."""
    spoken = sum(each.submission is not None for each in found.files)
    head = (
        f"Đã đối khớp {wording.number(found.compared)} số với {wording.number(spoken)}/"
        f"{wording.number(len(found.files))} tệp"
    )
    if found.differences:
        return f"{head}: LỆCH {wording.number(len(found.differences))} số"
    return f"{head}: KHỚP" if found.holds else f"{head}: số khớp, nhưng có tệp không còn dùng được"


def as_json(found: Reconciliation) -> Mapping[str, object]:
    """What differs and what became of each workbook, in plain values."""
    return {
        "unit": found.unit,
        "period": found.period,
        "compared": found.compared,
        "differences": [
            {
                "key": str(each.key),
                "sheet": each.ref.sheet,
                "cell": each.ref.cell,
                "stated": _plain(each.stated),
                "now": _plain(each.now),
                "files": each.files,
            }
            for each in found.differences
        ],
        "files": [
            {"unit": each.row.unit, "file": each.row.file, "state": each.state.value}
            for each in found.files
        ],
    }


def _plain(number: Number | None) -> int | float | None:
    return number if number is None or isinstance(number, int) else float(number)
