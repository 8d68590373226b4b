"""The rows of tables, put straight into the parts of a finished workbook.

XlsxWriter writes everything else, and of each table one row of empty cells that shows their styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from aggregator import layout
from aggregator.report.hyperlinks import Hyperlinks
from aggregator.report.kept import Kept
from aggregator.report.piece import Piece, digest, plain
from aggregator.report.row_blocks import row_blocks
from aggregator.report.table import Table
from aggregator.workbook.newbook import Unpacked
from aggregator.workbook.package.pack import Packed, joined, pack_fast, pack_piece

MANY = 250
"""More rows are packed in pieces, which a later run may take over; fewer rather in few bytes."""
_STYLE = re.compile(r's="(\d+)"')
_SPANS = re.compile(r' spans="[\d:]*"')
_DIMENSION = re.compile(r'(?<=<dimension ref=")[^"]*')


def with_rows(
    workbook: Unpacked, tables: Mapping[str, Table], kept: Kept | None = None
) -> Iterator[tuple[str, Packed]]:
    """The parts of the closed workbook with the rows of its tables, by the names of sheets.

    The same bytes, whatever was `kept` of those written last.
    """
    filled = {
        f"xl/worksheets/sheet{number}.xml": tables[sheet.name]
        for number, sheet in enumerate(workbook.worksheets(), start=1)
        if sheet.name in tables and tables[sheet.name].rows
    }
    beside: dict[str, tuple[Table, Hyperlinks]] = {}
    for name, part in workbook.parts.items():
        if name in filled:
            table, links = filled[name], Hyperlinks(filled[name])
            beside[name.replace("worksheets/", "worksheets/_rels/") + ".rels"] = table, links
            yield name, _packed(_sheet(part.decode(), table, links), table, kept)
        elif name in beside:
            table, links = beside[name]
            yield name, _packed(links.beside_sheet(part.decode()), table, kept)
        else:
            yield name, _whole(part, kept)


def _packed(pieces: Iterator[Piece], table: Table, kept: Kept | None) -> Packed:
    if len(table.rows) > MANY:
        if kept is None:
            return joined(map(_made, pieces))
        return kept.joined((piece.rests(), partial(_made, piece)) for piece in pieces)
    return _whole(b"".join(piece.made() for piece in pieces), kept)


def _made(piece: Piece) -> Packed:
    return pack_piece(piece.made())


def _whole(part: bytes, kept: Kept | None) -> Packed:
    if kept is None:
        return pack_fast(part)
    return kept.piece(digest(b"whole", part), lambda: pack_fast(part))


def _sheet(xml: str, table: Table, links: Hyperlinks) -> Iterator[Piece]:
    start, end = xml.index(f'<row r="{table.first_row}"'), xml.index("</sheetData>")
    styles = _STYLE.findall(xml, start, xml.index("</row>", start))
    last = f"A1:{layout.column_letter(len(table.columns))}{table.last_row}"
    above = _SPANS.sub("", xml[:start])
    yield plain(_DIMENSION.sub(last, above, count=1).encode())
    yield from row_blocks(table, styles, list(links.leads.values()))
    yield from links.in_sheet(xml[end:])
