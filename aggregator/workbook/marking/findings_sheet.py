"""The sheet that lists every finding of a returned workbook, for the officer who mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aggregator.model import Finding, Severity
from aggregator.workbook.marking.styletables import StyleTables
from aggregator.workbook.package.splice import cell_text, escape

FINDINGS_SHEET = "Lỗi cần sửa"

SEVERITY_WORD: Mapping[Severity, str] = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Cảnh báo",
    Severity.INFO: "Lưu ý",
}
_HEADER = ("TT", "Mức độ", "Trang tính", "Ô", "Nội dung", "Cách sửa", "Mã")
_WIDTHS = (6, 12, 16, 9, 56, 56, 12)
_LINE_CHARACTERS, _LINE_POINTS, _MOST_LINES = 58, 16, 25
_WHOLE_FILE = "(cả tệp)"
_HEADER_ROW = 4
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


class _Styles(NamedTuple):
    title: int
    text: int
    header: int
    body: int
    centred: int
    link: int


def findings_sheet(
    findings: Sequence[Finding], sheets: Sequence[str], tables: StyleTables, space: str
) -> bytes:
    """The XML of the sheet, errors first; `sheets` are the titles that a link can lead to.

    `space` is the main namespace of the workbook. The styles are added to `tables`.
    """
    styles = _styles(tables)
    listed = sorted(findings, key=lambda finding: tuple(SEVERITY_WORD).index(finding.severity))
    rows = [
        _row(1, [("A", "LỖI CẦN SỬA", styles.title)]),
        _row(2, [("A", _summary(listed), styles.text)]),
        _row(_HEADER_ROW, list(zip("ABCDEFG", _HEADER, [styles.header] * 7, strict=True))),
    ]
    links = []
    for number, finding in enumerate(listed, 1):
        at = _HEADER_ROW + number
        target = _link(finding, sheets)
        rows.append(_finding_row(at, number, finding, styles, linked=bool(target)))
        if target:
            links.append(f'<hyperlink ref="D{at}" location="{escape(target)}"/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    return _SHEET.format(
        space=space,
        top=_HEADER_ROW,
        first=_HEADER_ROW + 1,
        columns=columns,
        rows="".join(rows),
        links=f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
    ).encode()


def _summary(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    others = len(findings) - errors
    return (
        f"Có {errors} lỗi phải sửa, {others} điểm cần xem lại. Bấm vào cột “Ô” để đến chỗ cần sửa;"
        " sửa xong, lưu tệp và gửi lại. Trang này không cần xóa."
    )


def _finding_row(at: int, number: int, finding: Finding, styles: _Styles, *, linked: bool) -> str:
    ref = finding.ref
    return _row(
        at,
        [
            ("A", str(number), styles.centred),
            ("B", SEVERITY_WORD[finding.severity], styles.centred),
            ("C", ref.sheet or _WHOLE_FILE, styles.body),
            ("D", ref.cell, styles.link if linked else styles.centred),
            ("E", finding.message, styles.body),
            ("F", finding.hint, styles.body),
            ("G", finding.code, styles.centred),
        ],
        max(_lines(finding.message), _lines(finding.hint)),
    )


def _lines(text: str) -> int:
    """How many lines a wrapped text takes: not every program fits the height of rows itself."""
    lines = sum(1 + len(line) // _LINE_CHARACTERS for line in text.splitlines())
    return min(max(lines, 1), _MOST_LINES)


def _row(at: int, cells: Sequence[tuple[str, str, int]], lines: int = 1) -> str:
    inside = "".join(
        f'<c r="{column}{at}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{cell_text(text)}</t></is></c>'
        for column, text, style in cells
    )
    return f'<row r="{at}" ht="{_LINE_POINTS * lines}" customHeight="1">{inside}</row>'


def _link(finding: Finding, sheets: Sequence[str]) -> str:
    if finding.ref.sheet not in sheets or not finding.ref.cell:
        return ""
    quoted = finding.ref.sheet.replace("'", "''")
    return f"'{quoted}'!{finding.ref.cell}"


def _styles(tables: StyleTables) -> _Styles:
    name = '<name val="Times New Roman"/><family val="1"/>'
    plain = tables.add("fonts", f'<font><sz val="12"/>{name}</font>')
    bold = tables.add("fonts", f'<font><b/><sz val="12"/>{name}</font>')
    big = tables.add("fonts", f'<font><b/><sz val="14"/><color rgb="FFC00000"/>{name}</font>')
    blue = tables.add("fonts", f'<font><u/><sz val="12"/><color rgb="FF0563C1"/>{name}</font>')
    sides = "".join(
        f'<{side} style="thin"><color rgb="FF808080"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    box = tables.add("borders", f"<border>{sides}<diagonal/></border>")
    grey = tables.add(
        "fills",
        '<fill><patternFill patternType="solid"><fgColor rgb="FFD9D9D9"/>'
        '<bgColor indexed="64"/></patternFill></fill>',
    )
    line, wrapped = 'vertical="center"', 'vertical="top" wrapText="1"'
    middle = 'horizontal="center" vertical="top"'
    return _Styles(
        title=_style(tables, big, 0, 0, line),
        text=_style(tables, plain, 0, 0, line),
        header=_style(tables, bold, grey, box, f'horizontal="center" {line}'),
        body=_style(tables, plain, 0, box, wrapped),
        centred=_style(tables, plain, 0, box, middle),
        link=_style(tables, blue, 0, box, middle),
    )


def _style(tables: StyleTables, font: int, fill: int, border: int, alignment: str) -> int:
    """A style in text format: what begins with `=` stays text even when it is edited."""
    return tables.add(
        "cellXfs",
        f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
        f' applyAlignment="1"><alignment {alignment}/></xf>',
    )
