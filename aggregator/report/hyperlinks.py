"""The links of a table as a sheet stores them: their cells, and beside it the files they lead to.

XlsxWriter writes one of them, so that the parts are there; thousands would take it long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from aggregator.report.table import EXTERNAL, Table
from aggregator.workbook.package.splice import escape

_MOST = 65_530
"""Excel repairs a sheet with more links."""
_ELEMENTS = re.compile("<hyperlinks>.*</hyperlinks>", re.DOTALL)
_ELEMENT = re.compile(r'<hyperlink ref="[A-Z]+(?P<row>\d+)"[^>]*/>')
_RELATION = re.compile(r"<Relationship [^>]*/>")
_OUTWARD = (
    b'<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/hyperlink" Target="%b" TargetMode="External"/>'
)


class Hyperlinks:
    """The links of a table, noted in the order of its cells while its rows are written."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._title = escape(table.title)
        self._elements, self._targets = BytesIO(), BytesIO()
        self._noted = self.outward = 0

    def add(self, cell: str, link: str) -> None:
        """Note that a cell leads somewhere; nothing beyond what a sheet may hold."""
        if self._noted == _MOST:
            return
        self._noted += 1
        if not link.startswith(EXTERNAL):
            _, _, inside = link.partition(":")
            shown = f'location="{escape(inside)}" display="{self._title}"'
        else:
            path, _, inside = link.removeprefix(EXTERNAL).partition("#")
            self.outward += 1
            target = escape(path.replace("/", "\\").removeprefix(".\\"))
            self._targets.write(f"{target}\n".encode())
            shown = f'r:id="rId{self.outward}"'
            shown += f' location="{escape(inside)}"' if inside else ""
        self._elements.write(f'<hyperlink ref="{cell}" {shown}/>'.encode())

    def in_sheet(self, xml: str) -> Iterator[bytes]:
        """The end of a sheet that was written with one link of the table, with all.

        Links above the rows of the table, which all lead to this workbook, stay.
        """
        found = _ELEMENTS.search(xml)
        if found is None:
            yield xml.encode()
            return
        first = self._table.first_row
        above = [each[0] for each in _ELEMENT.finditer(found[0]) if int(each["row"]) < first]
        yield f"{xml[: found.start()]}<hyperlinks>{''.join(above)}".encode()
        yield self._elements.getvalue()
        self._elements.close()
        yield f"</hyperlinks>{xml[found.end() :]}".encode()

    def beside_sheet(self, xml: str) -> Iterator[bytes]:
        """The relations of a sheet that was written with one link, with all."""
        start, end = (found := list(_RELATION.finditer(xml)))[0].start(), found[-1].end()
        yield xml[:start].encode()
        self._targets.seek(0)
        for number, target in enumerate(self._targets, start=1):
            yield _OUTWARD % (number, target[:-1])
        yield xml[end:].encode()
