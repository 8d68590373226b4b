"""The links of a table as a sheet stores them: their cells, and beside it the files they lead to.

XlsxWriter writes one of them, so that the parts are there; thousands would take it long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aggregator import layout
from aggregator.report.table import EXTERNAL, Table
from aggregator.workbook.package.splice import escape

_MOST = 65_530
"""Excel repairs a sheet with more links."""
_ELEMENTS = re.compile("<hyperlinks>.*</hyperlinks>", re.DOTALL)
_ELEMENT = re.compile(r'<hyperlink ref="[A-Z]+(?P<row>\d+)"[^>]*/>')
_RELATION = re.compile(r"<Relationship [^>]*/>")
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class _Placed(NamedTuple):
    """A link and its cell, row and column from 1."""

    row: int
    column: int
    cell: str
    link: str


def in_sheet(xml: str, table: Table) -> str:
    """The end of a sheet that was written with one link of the table, with all.

    Links above the rows of the table, which all lead to this workbook, stay.
    """

    def every(found: re.Match[str]) -> str:
        above = (
            each[0] for each in _ELEMENT.finditer(found[0]) if int(each["row"]) < table.first_row
        )
        return f"<hyperlinks>{''.join((*above, *_elements(table)))}</hyperlinks>"

    return _ELEMENTS.sub(every, xml)


def beside_sheet(xml: str, table: Table) -> str:
    """The relations of a sheet that was written with one link, with all."""
    start, end = (found := list(_RELATION.finditer(xml)))[0].start(), found[-1].end()
    return f"{xml[:start]}{''.join(_relations(table))}{xml[end:]}"


def _placed(table: Table) -> list[_Placed]:
    found: list[_Placed] = []
    for code, links in table.links.items():
        column = table.area(code).first_column
        letter = layout.column_letter(column)
        found += (
            _Placed(row, column, f"{letter}{row}", link)
            for row, link in enumerate(links, table.first_row)
            if link is not None
        )
    return sorted(found[:_MOST])


def _elements(table: Table) -> Iterator[str]:
    number, title = 0, escape(table.title)
    for placed in _placed(table):
        kind, _, rest = placed.link.partition(":")
        if f"{kind}:" != EXTERNAL:
            shown = f'location="{escape(rest)}" display="{title}"'
        else:
            number += 1
            inside = rest.partition("#")[2]
            shown = f'r:id="rId{number}"' + (f' location="{escape(inside)}"' if inside else "")
        yield f'<hyperlink ref="{placed.cell}" {shown}/>'


def _relations(table: Table) -> Iterator[str]:
    outward = [placed.link for placed in _placed(table) if placed.link.startswith(EXTERNAL)]
    for number, link in enumerate(outward, start=1):
        path = link.removeprefix(EXTERNAL).partition("#")[0].replace("/", "\\")
        target = escape(path.removeprefix(".\\"))
        yield f'<Relationship Id="rId{number}" Type="{_TYPE}" Target="{target}" '
        yield 'TargetMode="External"/>'
