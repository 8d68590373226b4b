"""Builds the Word templates of `templates/reports/`, which an office may edit in Word.

The tags are those of docxtpl; `document.context` fills them.
"""

from __future__ import annotations

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION

from aggregator.report.word import content, unit_pages
from aggregator.report.word.content import Lines
from aggregator.report.word.grid import looped, table, write
from aggregator.report.word.package import sealed
from aggregator.report.word.profiles import Profile
from aggregator.report.word.styles import number_pages, page, prepare, rule

HEAD_WIDTHS = (72, 93)
_CELL_MARGINS = 4


def build(profile: Profile) -> bytes:
    """The Word template of a profile; the same bytes each time."""
    document = docx.Document()
    prepare(document, profile)
    section = document.sections[0]
    page(section)
    number_pages(section)
    _report(document, profile)
    unit_pages.write(document)
    _forms(document)
    _lists(document)
    data = BytesIO()
    document.save(data)
    return sealed(data.getvalue())


def _report(document: Document, profile: Profile) -> None:
    write(document, content.MARKS)
    head = table(document, HEAD_WIDTHS, [[("Head", ""), ("Head", "")]], grid=False)
    write(head.cell(0, 0), content.LEFT_HEAD)
    write(head.cell(0, 1), content.RIGHT_HEAD)
    margin = (HEAD_WIDTHS[1] - _CELL_MARGINS - profile.rule) / 2
    rule(head.cell(0, 1).paragraphs[1], margin)
    write(document, [*content.BODY, *content.end(profile), ("Note", "")])
    for last in document.paragraphs[-2:]:
        last.paragraph_format.keep_with_next = True
    foot = table(document, (82, 83), [[("Head", ""), ("Head", "")]], grid=False)
    write(foot.cell(0, 0), content.receivers(profile))
    write(foot.cell(0, 1), content.SIGNATURE)


def _forms(document: Document) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE))
    write(document, [*content.FORM_HEAD, ("Note", "{%p for form in form_tables %}")])
    write(document, [("Section", "{{ form.number }}: {{ form.heading }}")])
    cells = [("CellCentre", f"{{{{ line.{field} }}}}") for _, field, _ in content.FORM_COLUMNS[1:]]
    rows: list[Lines] = [
        [("CellHead", label) for label, _, _ in content.FORM_COLUMNS],
        [("Cell", "{%tr for line in form.lines %}")],
        [("Cell", "{%tr if line.heading %}")],
        [("CellBold", "{{ line.label }}")],
        [("Cell", "{%tr else %}")],
        [("Cell", "{{ line.label }}"), *cells],
        [("Cell", "{%tr endif %}")],
        [("Cell", "{%tr endfor %}")],
    ]
    made = table(document, [width for _, _, width in content.FORM_COLUMNS], rows, heads=1)
    made.cell(3, 0).merge(made.cell(3, len(content.FORM_COLUMNS) - 1))
    write(document, [("Note", "{%p endfor %}")])


def _lists(document: Document) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE))
    write(document, content.LIST_HEAD)
    for heading, tag, what, more, none, notes in content.ENTRY_LISTS:
        write(document, [("Point", heading), ("Cell", f"{{%p if {tag} %}}")])
        columns = (
            ("TT", "number", 13),
            ("Đơn vị", "name", 52),
            (what, "what", 60),
            (more, "more", 40),
        )
        looped(document, tag, columns, left=("name", "what", "more"))
        write(document, [("Cell", "{%p else %}"), ("Body", none), ("Cell", "{%p endif %}")])
        write(document, notes)
    write(document, content.ORIGINS)
