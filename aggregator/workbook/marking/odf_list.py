"""The list of findings as the last table of somebody's OpenDocument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aggregator.workbook.marking.findings_list import (
    COLUMNS,
    FINDINGS_SHEET,
    ListCell,
    ListRow,
    Look,
    Target,
)
from aggregator.workbook.marking.odf_names import Names
from aggregator.workbook.marking.odf_styles import OURS
from aggregator.workbook.package.xmltext import escape

_LIST = f"{OURS}list-"
_WIDTHS_MM = (9, 20, 24, 14, 49, 39, 15)
"""Together the width of an upright A4 page between its usual margins."""
_TITLE = {"font-size": "14pt", "font-weight": "bold", "color": "#c00000"}
_TEXTS: Mapping[Look, Mapping[str, str]] = {
    "title": _TITLE,
    "text": {"font-size": "12pt"},
    "header": {"font-size": "12pt", "font-weight": "bold"},
    "body": {"font-size": "12pt"},
    "centred": {"font-size": "12pt"},
    "link": {"font-size": "12pt", "color": "#0563c1"},
}
_BOXED = {"border": "0.5pt solid #808080", "wrap-option": "wrap"}
_CELLS: Mapping[Look, Mapping[str, str]] = {
    "title": {},
    "text": {"wrap-option": "wrap"},
    "header": {**_BOXED, "background-color": "#d9d9d9"},
    "body": _BOXED,
    "centred": _BOXED,
    "link": _BOXED,
}
_CENTRED = ("header", "centred", "link")


def styles(names: Names) -> str:
    """The styles of the list, for the automatic ones of the content."""
    widths = (
        _style(names, "table-column", f"{_LIST}{column}", _width(names, width))
        for column, width in zip(COLUMNS, _WIDTHS_MM, strict=True)
    )
    looks = (_style(names, "table-cell", f"{_LIST}{look}", _look(names, look)) for look in _CELLS)
    high = names.attribute("style", "use-optimal-row-height", "true")
    rows = names.element("style", "table-row-properties", high, "")
    return "".join([*widths, *looks, _style(names, "table-row", f"{_LIST}row", rows)])


def table(names: Names, rows: Sequence[ListRow]) -> str:
    """The table of the list."""
    columns = "".join(
        names.element("table", "table-column", _styled(names, column), "") for column in COLUMNS
    )
    last, told = 0, []
    for row in rows:
        told += ["" for _ in range(last + 1, row.at)]
        told.append(_cells(names, row))
        last = row.at
    empty = names.element("table", "table-cell", "", "")
    written = "".join(
        names.element("table", "table-row", _styled(names, "row"), cells or empty) for cells in told
    )
    title = names.attribute("table", "name", FINDINGS_SHEET)
    return names.element("table", "table", title + names.declared, columns + written)


def _cells(names: Names, row: ListRow) -> str:
    """The cells of a row with a blank one for each column that has none."""
    by_column = {cell.column: cell for cell in row.cells}
    if len(by_column) == 1 and "A" in by_column:
        return _cell(names, by_column["A"], len(COLUMNS))
    last = max(map(COLUMNS.index, by_column))
    blank = names.element("table", "table-cell", "", "")
    return "".join(
        _cell(names, by_column[column]) if column in by_column else blank
        for column in COLUMNS[: last + 1]
    )


def _cell(names: Names, cell: ListCell, spanned: int = 1) -> str:
    kind = names.attribute("office", "value-type", "string")
    span = names.attribute("table", "number-columns-spanned", spanned) if spanned > 1 else ""
    lines = cell.text.splitlines() or [""]
    told = "".join(_paragraph(names, line, cell.leads) for line in lines)
    made = names.element("table", "table-cell", _styled(names, cell.look) + kind + span, told)
    repeated = names.attribute("table", "number-columns-repeated", spanned - 1)
    covered = names.element("table", "covered-table-cell", repeated, "") if spanned > 1 else ""
    return made + covered


def _paragraph(names: Names, line: str, leads: Target | None) -> str:
    text = escape(line)
    if leads:
        quoted = leads.sheet.replace("'", "''")
        target = names.attribute("xlink", "href", f"#'{quoted}'.{leads.cell}")
        kind = names.attribute("xlink", "type", "simple")
        text = names.element("text", "a", target + kind, text)
    return names.element("text", "p", "", text)


def _styled(names: Names, name: str) -> str:
    return names.attribute("table", "style-name", f"{_LIST}{name}")


def _style(names: Names, family: str, name: str, content: str) -> str:
    named = names.attribute("style", "name", name) + names.attribute("style", "family", family)
    return names.element("style", "style", named, content)


def _width(names: Names, width: int) -> str:
    attribute = names.attribute("style", "column-width", f"{width}mm")
    return names.element("style", "table-column-properties", attribute, "")


def _look(names: Names, look: Look) -> str:
    box = "".join(names.attribute("fo", name, value) for name, value in _CELLS[look].items())
    upright = names.attribute("style", "vertical-align", "top")
    fixed = names.attribute("style", "text-align-source", "fix")
    middle = names.attribute("fo", "text-align", "center" if look in _CENTRED else "start")
    text = "".join(names.attribute("fo", name, value) for name, value in _TEXTS[look].items())
    family = names.attribute("fo", "font-family", "Times New Roman")
    return (
        names.element("style", "table-cell-properties", box + upright + fixed, "")
        + names.element("style", "paragraph-properties", middle, "")
        + names.element("style", "text-properties", text + family, "")
    )
