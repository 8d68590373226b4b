"""The sender's own workbook with the findings marked in it, all else byte for byte as it was.

Each cell with a finding gets a coloured fill and a note; a last sheet lists all findings. What an
earlier round marked is taken out first. Only the parts concerned are rewritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aggregator import rules
from aggregator.model import Finding, Form
from aggregator.places import gathered
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.marking import lost_styles, opendocument
from aggregator.workbook.marking.findings_list import FINDINGS_SHEET, Content
from aggregator.workbook.marking.findings_sheet import findings_sheet
from aggregator.workbook.marking.marked_sheet import dialect_of, mark_sheet, relation_id
from aggregator.workbook.marking.marks import folded, marks
from aggregator.workbook.marking.opc import Draft, relations_name
from aggregator.workbook.marking.styletables import StyleTables
from aggregator.workbook.marking.tints import Tints
from aggregator.workbook.package.elements import Element, only, scan
from aggregator.workbook.package.splice import append
from aggregator.workbook.package.xmltext import escape
from aggregator.workbook.package.zipparts import UnsafeError, open_archive
from aggregator.workbook.typed.unnamed import unnamed_titles

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WORKBOOK_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
    }
)
_NOT_TO_BE_TOUCHED = ("_xmlsignatures/", "xl/revisions/")
_OF_ONE_SHEET = frozenset({"printerSettings", "comments", "vmlDrawing"})


class _Sheet(NamedTuple):
    title: str
    called: str
    part: str
    kind: str


class _Book(NamedTuple):
    part: str
    elements: tuple[Element, ...]
    sheets: tuple[_Sheet, ...]

    @property
    def space(self) -> str:
        return self.elements[0].space


def mark(data: bytes, findings: Sequence[Finding], form: Form | None = None) -> bytes | None:
    """The workbook in `data` with its own findings marked; None where that cannot be done safely.

    `data` is an .xlsx, .xlsm or .ods file. It is not patched if it is another kind of file,
    encrypted, damaged, digitally signed, or written in a way that is not understood to the last
    byte. Without a finding now or earlier it comes back as it is. The form explains findings of its
    identities.
    """
    try:
        archive = open_archive(data)
        archive.check()
        if opendocument.is_one(archive):
            return opendocument.marked(archive, findings, form)
        draft = Draft(archive)
        _mark_book(draft, _open_book(draft), findings, form)
        return draft.packed()
    except UNFORESEEN:
        return None


def _open_book(draft: Draft) -> _Book:
    if any(name.startswith(_NOT_TO_BE_TOUCHED) for name in draft.names()):
        raise UnsafeError("signed, or shared with a record of changes")
    part = next((r.target for r in draft.relations("") if r.kind == "officeDocument"), "")
    if draft.content_type(part) not in _WORKBOOK_TYPES:
        raise UnsafeError("not a workbook of this kind")
    elements = scan(draft.read(part))
    by_id = {relation.id: relation for relation in draft.relations(part)}
    listed = [element for element in elements if element.path == "workbook/sheets/sheet"]
    titles = [element.attributes.get("name", "") for element in listed]
    sheets = []
    for element, title, called in zip(listed, titles, unnamed_titles(titles), strict=True):
        relation = by_id.get(relation_id(element))
        if relation is None:
            raise UnsafeError("a sheet without a part")
        sheets.append(_Sheet(title, called, relation.target, relation.kind))
    if len({sheet.part for sheet in sheets}) != len(sheets):
        raise UnsafeError("two sheets of one part")
    return _Book(part, elements, tuple(sheets))


def _mark_book(draft: Draft, book: _Book, findings: Sequence[Finding], form: Form | None) -> None:
    related = next((r.target for r in draft.relations(book.part) if r.kind == "styles"), "")
    styles = related or lost_styles.part(draft)
    worksheets = [sheet.part for sheet in book.sheets if sheet.kind == "worksheet"]
    there = related or draft.has(styles)
    plain = b"" if there else lost_styles.plain(map(draft.read, worksheets))
    tables = StyleTables(plain or draft.read(styles))
    tints = Tints(tables)
    for sheet in book.sheets:
        if sheet.kind == "worksheet" and not _is_list(sheet):
            mark_sheet(draft, sheet.part, marks(findings, sheet.called), tints)
    titles = {sheet.called: sheet.title for sheet in book.sheets}
    told = Content(gathered(findings), rules.explained((f.code for f in findings), form), titles)
    _write_list(draft, book, told, tables)
    if not related and findings:
        draft.relate(book.part, "styles", styles, dialect_of(book.space))
        draft.declare(styles, lost_styles.TYPE)
    if related or findings:
        draft.write(styles, tables.content())


def _write_list(draft: Draft, book: _Book, told: Content, tables: StyleTables) -> None:
    there = next(filter(_is_list, book.sheets), None)
    if there is None and not told.findings:
        return
    content = findings_sheet(told, tables, book.space)
    if there is None:
        draft.write(_new_sheet(draft, book), content)
    elif there.kind == "worksheet":
        _forget_surroundings(draft, there.part)
        draft.write(there.part, content)
    else:
        raise UnsafeError("the list is not a sheet of cells")


def _is_list(sheet: _Sheet) -> bool:
    return folded(sheet.title) == folded(FINDINGS_SHEET)


def _forget_surroundings(draft: Draft, part: str) -> None:
    """A list of an earlier round may have got a printer's settings or notes of its own."""
    for relation in draft.relations(part):
        if relation.kind in _OF_ONE_SHEET and draft.has(relation.target):
            draft.drop(relation.target)
    if draft.has(relations_name(part)):
        draft.drop(relations_name(part))


def _new_sheet(draft: Draft, book: _Book) -> str:
    """A part for a new last sheet, known to the workbook; its name."""
    part = draft.free_name("xl/worksheets/sheet{}.xml")
    dialect = dialect_of(book.space)
    relation = draft.relate(book.part, "worksheet", part, dialect)
    draft.declare(part, _SHEET_TYPE)
    sheets = only(book.elements, "workbook/sheets")
    ids = [int(e.attributes.get("sheetId", "0")) for e in book.elements]
    draft.edit(
        book.part,
        append(
            sheets,
            f'<{sheets.tag("sheet")} xmlns:r="{dialect}" name="{escape(FINDINGS_SHEET)}"'
            f' sheetId="{max(ids) + 1}" r:id="{relation}"/>',
        ),
    )
    return part
