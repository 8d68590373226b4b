"""The sheet that lists every finding of a returned workbook, for the officer who mends it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from aggregator.model import Finding, Severity
from aggregator.rules import Rule
from aggregator.workbook.marking.list_styles import ListStyles, list_styles
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


class Content(NamedTuple):
    """What the sheet tells: the findings, and the rules of their codes, which explain them."""

    findings: Sequence[Finding]
    rules: Sequence[Rule]


def findings_sheet(told: Content, sheets: Sequence[str], tables: StyleTables, space: str) -> bytes:
    """The XML of the sheet, errors first; `sheets` are the titles that a link can lead to.

    `space` is the main namespace of the workbook. The styles are added to `tables`.
    """
    styles = list_styles(tables)
    listed = sorted(told.findings, key=lambda each: tuple(SEVERITY_WORD).index(each.severity))
    rows = [
        _row(1, [("A", "LỖI CẦN SỬA", styles.title)]),
        _row(2, [("A", _summary(listed), styles.text)]),
        _row(_HEADER_ROW, list(zip("ABCDEFG", _HEADER, [styles.header] * 7, strict=True))),
    ]
    first = _HEADER_ROW + len(listed) + 3
    explained = {rule.code: at for at, rule in enumerate(told.rules, first + 1)}
    links = []
    for at, finding in enumerate(listed, _HEADER_ROW + 1):
        target = _link(finding, sheets)
        places = {"D": target, "G": _explanation(explained.get(finding.code))}
        leading = {column: place for column, place in places.items() if place}
        links += [_hyperlink(f"{column}{at}", place) for column, place in leading.items()]
        rows.append(_finding_row(at, at - _HEADER_ROW, finding, styles, leading))
    if told.rules:
        rows += _explanations(first, told.rules, styles)
    return _filled(space, rows, links)


def _filled(space: str, rows: Sequence[str], links: Sequence[str]) -> bytes:
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


def _explanations(first: int, rules: Sequence[Rule], styles: ListStyles) -> list[str]:
    """The heading row at `first`, then a row for each rule."""
    labels = (("B", "Mã"), ("E", "Điều được kiểm tra"), ("F", "Vì sao"))
    rows = [
        _row(first - 1, [("A", "GIẢI THÍCH CÁC MÃ", styles.title)]),
        _row(first, [(column, label, styles.header) for column, label in labels]),
    ]
    for at, rule in enumerate(rules, first + 1):
        cells = [("B", rule.code, styles.centred), ("E", rule.title, styles.body)]
        height = max(_lines(rule.title), _lines(rule.why))
        rows.append(_row(at, [*cells, ("F", rule.why, styles.body)], height))
    return rows


def _summary(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    others = len(findings) - errors
    return (
        f"Có {errors} lỗi phải sửa, {others} điểm cần xem lại. Bấm vào cột “Ô” để đến chỗ cần sửa,"
        " cột “Mã” để xem vì sao; sửa xong, lưu tệp và gửi lại. Trang này không cần xóa."
    )


def _finding_row(
    at: int, number: int, finding: Finding, styles: ListStyles, linked: Container[str]
) -> str:
    def plain_or_link(column: str) -> int:
        return styles.link if column in linked else styles.centred

    ref = finding.ref
    return _row(
        at,
        [
            ("A", str(number), styles.centred),
            ("B", SEVERITY_WORD[finding.severity], styles.centred),
            ("C", ref.sheet or _WHOLE_FILE, styles.body),
            ("D", ref.cell, plain_or_link("D")),
            ("E", finding.message, styles.body),
            ("F", finding.hint, styles.body),
            ("G", finding.code, plain_or_link("G")),
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


def _explanation(row: int | None) -> str:
    return f"'{FINDINGS_SHEET}'!B{row}" if row else ""


def _hyperlink(cell: str, place: str) -> str:
    return f'<hyperlink ref="{cell}" location="{escape(place)}"/>'
