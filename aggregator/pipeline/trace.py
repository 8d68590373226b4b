"""`ketnap trace`: where a number of a summary comes from, as deep as the files are in reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aggregator import intake
from aggregator.intake import Entry
from aggregator.model import Key, Number
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import Returned, returned
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


def trace(path: Path, key: Key) -> Node:
    """The tree of one number. Raises UnusableError for a code or column that isn't there."""
    try:
        summary = returned(path.read_bytes(), path.name)
    except OSError as error:
        raise UnusableError(f"Không đọc được “{path.name}”: {error.strerror}") from error
    if key not in summary.figures:
        raise UnusableError(f"Biểu mẫu không có số “{key}”; xem: ketnap form")
    return _node(summary, path.name, path.parent, key, DEEPEST)


def _node(workbook: Returned, shown: str, folder: Path, key: Key, depth: int) -> Node:
    ref = workbook.reading.ref(workbook.form, key)
    rows = sources(workbook.book) if depth else ()
    parts = tuple(_part(row, shown, folder, key, depth - 1) for row in rows)
    unit = workbook.identification.carried.unit
    return Node(unit, shown, ref.sheet, ref.cell, workbook.figures[key], parts)


def _part(row: SourceRow, shown: str, folder: Path, key: Key, depth: int) -> Node:
    above = shown.rpartition("/")[0]
    file = f"{above}/{row.file}" if above else row.file
    real, inner = _in_reach(folder, row.file)
    data = _bytes(real, inner) if real else None
    if real is None or data is None:
        value = row.values.get(key.indicator) if key.column == "ky" else None
        return Node(row.unit, file, "", "", value)
    return _node(returned(data, row.file), file, real.parent, key, depth)


def _in_reach(folder: Path, file: str) -> tuple[Path | None, str]:
    """The file on disk that is, or that contains, the one named; and what is left of the name."""
    here = folder
    steps = file.split("/")
    for at, step in enumerate(steps):
        here = here / step
        if here.is_file():
            return here, "/".join(steps[at + 1 :])
    return None, ""


def _bytes(real: Path, inner: str) -> bytes | None:
    entry = Entry(real.name, bytes(real), regular=True)
    wanted = f"{real.name}/{inner}" if inner else real.name
    for received in intake.opened(intake.load(entry)):
        if received.path == wanted:
            return received.data
    return None


def as_json(node: Node) -> Mapping[str, object]:
    """The form of the contract, section 1."""
    value = node.value
    return {
        "unit": node.unit,
        "file": node.file,
        "sheet": node.sheet,
        "cell": node.cell,
        "value": value if value is None or isinstance(value, int) else float(value),
        "parts": [as_json(part) for part in node.parts],
    }
