"""The sheet of an Office workbook that lists every finding of it."""

from __future__ import annotations

from aggregator.workbook.marking.findings_list import HEADER_ROW, Content, ListRow, Target, rows
from aggregator.workbook.marking.list_styles import ListStyles, list_styles
from aggregator.workbook.marking.styletables import StyleTables
from aggregator.workbook.package.xmltext import cell_text, escape

_WIDTHS = (6, 12, 16, 9, 56, 56, 12)
_LINE_CHARACTERS, _LINE_POINTS, _MOST_LINES = 58, 16, 25
_SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="{space}">\
<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>\
<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{top}" \
topLeftCell="A{first}" activePane="bottomLeft" state="frozen"/>\
<selection pane="bottomLeft" activeCell="A{first}" sqref="A{first}"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15.75"/><cols>{columns}</cols><sheetData>{rows}</sheetData>{links}\
<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>\
<headerFooter><oddFooter>&amp;CTrang &amp;P/&amp;N</oddFooter></headerFooter></worksheet>
"""


def findings_sheet(told: Content, tables: StyleTables, space: str) -> bytes:
    """The XML of the sheet, errors first.

    `space` is the main namespace of the workbook. The styles are added to `tables`.
    """
    styles, listed = list_styles(tables), list(rows(told))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    links = "".join(
        f'<hyperlink ref="{cell.column}{row.at}" location="{escape(_location(cell.leads))}"/>'
        for row in listed
        for cell in row.cells
        if cell.leads
    )
    return _SHEET.format(
        space=space,
        top=HEADER_ROW,
        first=HEADER_ROW + 1,
        columns=columns,
        rows="".join(_row(row, styles) for row in listed),
        links=f"<hyperlinks>{links}</hyperlinks>" if links else "",
    ).encode()


def _row(row: ListRow, styles: ListStyles) -> str:
    inside = "".join(
        f'<c r="{cell.column}{row.at}" s="{getattr(styles, cell.look)}" t="inlineStr">'
        f'<is><t xml:space="preserve">{cell_text(cell.text)}</t></is></c>'
        for cell in row.cells
    )
    lines = max([1, *(_lines(cell.text) for cell in row.cells if cell.look == "body")])
    return f'<row r="{row.at}" ht="{_LINE_POINTS * lines}" customHeight="1">{inside}</row>'


def _lines(text: str) -> int:
    """How many lines a wrapped text takes: not every program fits the height of rows itself."""
    lines = sum(1 + len(line) // _LINE_CHARACTERS for line in text.splitlines())
    return min(max(lines, 1), _MOST_LINES)


def _location(target: Target) -> str:
    quoted = target.sheet.replace("'", "''")
    return f"'{quoted}'!{target.cell}"
