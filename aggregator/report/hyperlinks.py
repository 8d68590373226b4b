"""The links of a table as a sheet stores them: their cells, and beside it the files they lead to.

XlsxWriter writes one of them, so that the parts are there; thousands would take it long.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from aggregator import layout
from aggregator.report.piece import Piece, as_bytes, digest, plain
from aggregator.report.table import EXTERNAL, Table
from aggregator.workbook.package.xmltext import escape

_MOST = 65_530
"""Excel repairs a sheet with more links."""
_ROWS_AT_ONCE = 256
_ELEMENTS = re.compile("<hyperlinks>.*</hyperlinks>", re.DOTALL)
_ELEMENT = re.compile(r'<hyperlink ref="[A-Z]+(?P<row>\d+)"[^>]*/>')
_RELATION = re.compile(r"<Relationship [^>]*/>")
_OUTWARD = (
    '<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/hyperlink" Target="{}" TargetMode="External"/>'
)


class Hyperlinks:
    """The links of a table, in the order of its cells.

    `leads` are those of the rows, by the codes of columns in their order; beyond what a sheet may
    hold there are none.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        codes = [column.code for column in table.columns]
        self.leads: Mapping[str, Sequence[str | None]] = {
            code: list(table.links[code]) for code in codes if code in table.links
        }
        letters = {code: layout.column_letter(at) for at, code in enumerate(codes, start=1)}
        self._letters = [letters[code] for code in self.leads]

    @cached_property
    def _blocks(self) -> Sequence[_Block]:
        columns = list(self.leads.values())
        numbers = [len(column) - column.count(None) for column in columns]
        rows = len(columns[0]) if columns else 0
        if sum(numbers) > _MOST:
            in_rows = (len(row) - row.count(None) for row in zip(*columns, strict=True))
            rows = bisect_right(list(accumulate(in_rows)), _MOST)
        found: list[_Block] = []
        outward = 0
        for start in range(0, rows, _ROWS_AT_ONCE):
            some = [column[start : min(start + _ROWS_AT_ONCE, rows)] for column in columns]
            row = self._table.first_row + start
            found.append(_Block(self._table.title, self._letters, row, some, outward))
            outward += sum(map(_leading_out, some))
        return found

    def in_sheet(self, xml: str) -> Iterator[Piece]:
        """The end of a sheet that was written with one link of the table, with all.

        Links above the rows of the table, which all lead to this workbook, stay.
        """
        found = _ELEMENTS.search(xml)
        if found is None:
            yield plain(xml.encode())
            return
        first = self._table.first_row
        above = [each[0] for each in _ELEMENT.finditer(found[0]) if int(each["row"]) < first]
        yield plain(f"{xml[: found.start()]}<hyperlinks>{''.join(above)}".encode())
        yield from (block.elements() for block in self._blocks)
        yield plain(f"</hyperlinks>{xml[found.end() :]}".encode())

    def beside_sheet(self, xml: str) -> Iterator[Piece]:
        """The relations of a sheet that was written with one link, with all."""
        start, end = (found := list(_RELATION.finditer(xml)))[0].start(), found[-1].end()
        yield plain(xml[:start].encode())
        yield from (block.relations() for block in self._blocks)
        yield plain(xml[end:].encode())


@dataclass(frozen=True)
class _Block:
    """The links of some rows; `outward` ones stand before them."""

    title: str
    letters: Sequence[str]
    first_row: int
    columns: Sequence[Sequence[str | None]]
    outward: int

    def elements(self) -> Piece:
        """What the sheet says of them."""
        return Piece(lambda: digest(b"elements", self._digest), self._elements)

    def relations(self) -> Piece:
        """What the relations of the sheet say of those that lead to files."""
        return Piece(lambda: digest(b"relations", self._digest), self._relations)

    @cached_property
    def _digest(self) -> bytes:
        return digest(
            as_bytes((self.title, self.letters, self.first_row, self.columns, self.outward))
        )

    def _elements(self) -> bytes:
        title, outward = escape(self.title), self.outward
        made = []
        for row, links in enumerate(zip(*self.columns, strict=True), self.first_row):
            for letter, link in zip(self.letters, links, strict=True):
                if link is None:
                    continue
                if link.startswith(EXTERNAL):
                    outward += 1
                    _, _, inside = link.partition("#")
                    leads = f'r:id="rId{outward}"'
                    leads += f' location="{escape(inside)}"' if inside else ""
                else:
                    _, _, inside = link.partition(":")
                    leads = f'location="{escape(inside)}" display="{title}"'
                made.append(f'<hyperlink ref="{letter}{row}" {leads}/>')
        return "".join(made).encode()

    def _relations(self) -> bytes:
        links = (link for row in zip(*self.columns, strict=True) for link in row if link)
        outward = (link for link in links if link.startswith(EXTERNAL))
        return "".join(
            _OUTWARD.format(number, _target(link))
            for number, link in enumerate(outward, self.outward + 1)
        ).encode()


def _target(link: str) -> str:
    path, _, _ = link.removeprefix(EXTERNAL).partition("#")
    return escape(path.replace("/", "\\").removeprefix(".\\"))


def _leading_out(links: Sequence[str | None]) -> int:
    """How many links of a column lead to files: all of them or none."""
    first = next(filter(None, links), "")
    return len(links) - links.count(None) if first.startswith(EXTERNAL) else 0
