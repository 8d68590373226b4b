"""The values of a workbook as Excel 97-2003 stores them: records of BIFF8 in a compound file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from aggregator.workbook.cells.book import Book, Cell, Grid, State

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST_STREAM = 4096
_BOF, _EOF, _CODEPAGE, _FONT, _XF, _STYLE = 0x0809, 0x000A, 0x0042, 0x0031, 0x00E0, 0x0293
_BOUNDSHEET, _WINDOW, _DIMENSIONS, _LABEL, _NUMBER = 0x0085, 0x003D, 0x0200, 0x0204, 0x0203
_CELL_FORMAT = 15
_STATES = {"": 0, "hidden": 1, "veryHidden": 2}


def old_workbook(book: Book) -> bytes:
    """The .xls file that holds the texts and numbers of a book, its names and formats lost."""
    sheets = [_sheet(grid) for grid in book.grids]
    names = [_text(grid.title, "B") for grid in book.grids]
    head = b"".join(_globals())
    at = len(head) + sum(4 + 6 + len(name) for name in names) + len(_record(_EOF, b""))
    bounds = []
    for grid, name, sheet in zip(book.grids, names, sheets, strict=True):
        place = struct.pack("<IBB", at, _STATES[grid.hidden], 0)
        bounds.append(_record(_BOUNDSHEET, place + name))
        at += len(sheet)
    return compound("Workbook", b"".join((head, *bounds, _record(_EOF, b""), *sheets)))


def _globals() -> Iterator[bytes]:
    yield _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    yield _record(_CODEPAGE, struct.pack("<H", 1200))
    yield _record(_WINDOW, struct.pack("<9H", 0, 0, 16000, 9000, 0x38, 0, 0, 1, 600))
    font = struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
    yield from [_record(_FONT, font + _text("Times New Roman", "B"))] * 5
    for number in range(_CELL_FORMAT + 1):
        parent = 0x0001 if number == _CELL_FORMAT else 0xFFF5
        yield _record(_XF, struct.pack("<HHHBBBBIIH", 0, 0, parent, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    yield _record(_STYLE, struct.pack("<HBB", 0x8000, 0, 0xFF))


def _sheet(grid: Grid) -> bytes:
    records = [_record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))]
    rows = max((row for row, _ in grid.cells), default=0)
    columns = max((column for _, column in grid.cells), default=0)
    records.append(_record(_DIMENSIONS, struct.pack("<IIHHH", 0, rows, 0, columns, 0)))
    records += [_cell(*place, cell) for place, cell in sorted(grid.cells.items())]
    return b"".join((*records, _record(_EOF, b"")))


def _cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HHH", row - 1, column - 1, _CELL_FORMAT)
    if cell.state is State.NUMBER:
        return _record(_NUMBER, place + struct.pack("<d", float(cell.value)))
    return _record(_LABEL, place + _text(str(cell.value), "H"))


def _text(text: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream: allocation table, directory, the stream."""
    padded = stream.ljust(_SMALLEST_STREAM, b"\0")
    padded += bytes(-len(padded) % _SECTOR)
    count = len(padded) // _SECTOR
    tables = -(-(count + 1) // (_SECTOR // 4 - 1))
    chain = [*range(tables + 2, tables + 1 + count), _END]
    table = [*[_FAT] * tables, _END, *chain]
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    directory = _entry("Root Entry", 5, 1, _END, 0)
    directory += _entry(name, 2, _FREE, tables + 1, len(padded))
    return b"".join(
        (
            _header(tables),
            struct.pack(f"<{len(table)}I", *table),
            directory.ljust(_SECTOR, b"\0"),
            padded,
        )
    )


def _header(tables: int) -> bytes:
    head = struct.pack(
        "<8s16x5H6x9I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, _SMALLEST_STREAM, _END, 0, _END, 0),
    )
    return head + struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        *(encoded, len(encoded) + 2, kind, 1, _FREE, _FREE, child, 0, start, size),
    )
