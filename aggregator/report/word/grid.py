"""Paragraphs and tables of a Word template, by the code of their style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import Table, _Cell

from aggregator.report.word.styles import LOOKS

Columns = Sequence[tuple[str, str, float]]
"""What is read above a column, the tag of its cells, its width in millimetres."""


def write(container: Document | _Cell, lines: Iterable[tuple[str, str]]) -> None:
    """Paragraphs of (style, text); the empty first paragraph of a cell is used up."""
    for code, text in lines:
        unused = [only for only in container.paragraphs[:2] if not only.text]
        spare = isinstance(container, _Cell) and len(container.paragraphs) == len(unused) == 1
        paragraph = unused[0] if spare else container.add_paragraph()
        paragraph.style = LOOKS[code].name
        paragraph.add_run(text)


def table(
    document: Document,
    widths: Sequence[float],
    rows: Sequence[Sequence[tuple[str, str]]],
    heads: int = 0,
    grid: bool = True,
) -> Table:
    """A table of (style, text) cells, widths in millimetres; the first `heads` rows repeat."""
    look = "Table Grid" if grid else "Normal Table"
    made: Table = document.add_table(len(rows), len(widths), look)
    made.autofit = False
    for at, width in enumerate(widths):
        made.columns[at].width = Mm(width)
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        for cell, line in zip(row.cells, cells, strict=False):
            write(cell, [line])
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for row in made.rows[:heads]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return made


def looped(
    document: Document,
    tag: str,
    columns: Columns,
    left: Sequence[str],
    looks: tuple[str, str, str] = ("Cell", "CellCentre", "CellHead"),
) -> Table:
    """A table with a heading row and one row for each entry of the list `tag`.

    `looks` are the styles of the fields in `left`, of the others, of the heading.
    """
    text, other, head = looks
    return table(
        document,
        [width for _, _, width in columns],
        [
            [(head, label) for label, _, _ in columns],
            [("Cell", f"{{%tr for line in {tag} %}}")],
            [(text if f in left else other, f"{{{{ line.{f} }}}}") for _, f, _ in columns],
            [("Cell", "{%tr endfor %}")],
        ],
        heads=1,
    )
