"""Nguồn của ô này: `ketnap trace` of the number in the active cell."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import wording
from aggregator.model import Key
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import Document, returned
from aggregator.pipeline.trace import Node, trace
from aggregator.report.links import target
from xl_addin.buttons.opened import described, kept
from xl_addin.snapshot import Given, Panel, Reply, Row, Snapshot, Status, cell_link

_HEADER = ("Giá trị", "Đơn vị", "Ô", "Sheet", "Tệp")
_WIDTHS = (18, 30, 8, 14, 60)
_CELL = 2
_NO_NUMBER = (
    "Ô {} không phải một con số của biểu. Chọn một ô số liệu ở sheet Biểu 1, Biểu 2 hoặc Nguồn "
    "rồi bấm lại."
)


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """The tree of the number, a row for each workbook, deeper ones indented."""
    del given
    found, values = described(snapshot)
    if values.get("kind") not in ("summary", "template"):
        raise UnusableError(f"“{found.name}” không phải biểu hay tệp tổng hợp")
    document = Document(kept(found), found.data)
    key = key_at(document, found.sheet, found.cell)
    node = trace(document, key)
    label = returned(found.data, found.name).form.indicators[key.indicator].label
    note = f"{label} ({key}): {wording.number(node.value) or 'trống'}"
    if not node.parts:
        note += ". Số này ghi ngay tại tệp đang mở, không cộng từ tệp nào."
    rows = tuple(_rows(node, 0))
    return Reply((Panel("NGUỒN CỦA CON SỐ", note, _HEADER, _WIDTHS, rows, _CELL), Status(note)))


def key_at(document: Document, sheet: str, cell: str) -> Key:
    """The number that stands in a cell, by its anchors. Raises UnusableError where none does."""
    read = returned(document.data, document.path.name)
    for key in read.figures:
        ref = read.reading.ref(read.form, key)
        if (ref.sheet, ref.cell) == (sheet, cell):
            return key
    raise UnusableError(_NO_NUMBER.format(f"{sheet}!{cell}" if sheet else cell))


def _rows(node: Node, depth: int) -> Iterator[Row]:
    value = wording.number(node.value) or "trống"
    file = node.file if node.cell else f"{node.file} (không có ở đây)"
    cells = (f"{'    ' * depth}{value}", node.unit, node.cell, node.sheet, file)
    yield Row(cells, _link(node, depth))
    for part in node.parts:
        yield from _rows(part, depth + 1)


def _link(node: Node, depth: int) -> str:
    if depth == 0 or not node.cell:
        return cell_link(node.sheet, node.cell)
    return (target(node.file, node.sheet, node.cell) or "").removeprefix("external:")
