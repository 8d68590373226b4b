"""How the list of findings looks, as styles of the workbook it is added to."""

from __future__ import annotations

from typing import NamedTuple

from aggregator.workbook.marking.styletables import StyleTables


class ListStyles(NamedTuple):
    """Numbers of cell styles."""

    title: int
    text: int
    header: int
    body: int
    centred: int
    link: int


def list_styles(tables: StyleTables) -> ListStyles:
    """Adds the styles to the workbook's tables."""
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
    return ListStyles(
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
