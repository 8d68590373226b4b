"""`ketnap trace`: where a number of a summary comes from, as deep as the files are in reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aggregator.model import Key, Number
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.reach import in_reach
from aggregator.pipeline.single import Document, Returned, returned
from aggregator.workbook.returned.tables import SourceRow, sources

DEEPEST = 12


@dataclass(frozen=True)
class Node:
    """A number in a workbook, and the numbers it was added up from."""

    unit: str
    file: str
    sheet: str
    cell: str
    value: Number | None
    parts: tuple[Node, ...] = ()


def trace(summary: Document, key: Key) -> Node:
    """The tree of one number. Raises UnusableError for a code or column that isn't there."""
    path = summary.path
    read = returned(summary.data, path.name)
    if key not in read.figures:
        raise UnusableError(f"Biểu mẫu không có số “{key}”; xem: ketnap form")
    return _node(read, path.name, path.parent, key, DEEPEST)


def _node(workbook: Returned, shown: str, folder: Path, key: Key, depth: int) -> Node:
    ref = workbook.reading.ref(workbook.form, key)
    rows = sources(workbook.book) if depth else ()
    parts = tuple(_part(row, shown, folder, key, depth - 1) for row in rows)
    unit = workbook.identification.carried.unit
    return Node(unit, shown, ref.sheet, ref.cell, workbook.figures[key], parts)


def _part(row: SourceRow, shown: str, folder: Path, key: Key, depth: int) -> Node:
    above = shown.rpartition("/")[0]
    file = f"{above}/{row.file}" if above else row.file
    found = in_reach(folder, row.file)
    if found is None:
        value = row.values.get(key.indicator) if key.column == "ky" else None
        return Node(row.unit, file, "", "", value)
    return _node(returned(found.data, row.file), file, found.path.parent, key, depth)


def as_json(node: Node) -> Mapping[str, object]:
    """What `ketnap trace --json` prints."""
    value = node.value
    return {
        "unit": node.unit,
        "file": node.file,
        "sheet": node.sheet,
        "cell": node.cell,
        "value": value if value is None or isinstance(value, int) else float(value),
        "parts": [as_json(part) for part in node.parts],
    }
