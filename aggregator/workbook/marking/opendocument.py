"""The sender's own OpenDocument with the findings marked in it: only `content.xml` is rewritten.

As in an Office workbook: a fill and a note for each cell with a finding, a last sheet that lists
them all, and what an earlier round marked taken out first.
"""

from __future__ import annotations

from collections.abc import Sequence

from aggregator import rules
from aggregator.model import Finding, Form
from aggregator.places import gathered
from aggregator.workbook.marking import findings_list, odf_list
from aggregator.workbook.marking.findings_list import FINDINGS_SHEET, Content
from aggregator.workbook.marking.marks import folded, marks
from aggregator.workbook.marking.odf_cells import Table
from aggregator.workbook.marking.odf_names import given, names_of
from aggregator.workbook.marking.odf_sheet import Marker
from aggregator.workbook.marking.odf_styles import Twins
from aggregator.workbook.package.elements import Element, only, scan
from aggregator.workbook.package.splice import Edit, append, splice
from aggregator.workbook.package.zipparts import Archive, UnsafeError, rewrite
from aggregator.workbook.typed.unnamed import unnamed_titles

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_SIGNATURES = "META-INF/documentsignatures.xml"
_BODY = "document-content/body/spreadsheet"
_TABLE = f"{_BODY}/table"
_STYLES = "document-content/automatic-styles"


def is_one(archive: Archive) -> bool:
    """Whether it is a workbook of this kind."""
    return "mimetype" in archive.entries and archive.read("mimetype").strip() == _KIND


def marked(archive: Archive, findings: Sequence[Finding], form: Form | None) -> bytes:
    """The workbook with its own findings marked.

    Raises UnsafeError where it is encrypted, signed, or keeps a record of its changes.
    """
    _refuse_others(archive)
    data = archive.read(_CONTENT)
    elements = scan(data)
    if any(each.path == f"{_BODY}/tracked-changes" for each in elements):
        raise UnsafeError("with a record of changes")
    content = splice(data, _edits(data, elements, findings, form))
    scan(content)
    return archive.data if content == data else rewrite(archive, {_CONTENT: content})


def _refuse_others(archive: Archive) -> None:
    if not {_CONTENT, _MANIFEST} <= archive.entries.keys() or _SIGNATURES in archive.entries:
        raise UnsafeError("signed, or without content")
    if b"encryption-data" in archive.read(_MANIFEST):
        raise UnsafeError("encrypted")


def _edits(
    data: bytes, elements: Sequence[Element], findings: Sequence[Finding], form: Form | None
) -> list[Edit]:
    names = names_of(data, elements[0])
    twins = Twins(data, elements, names)
    marker = Marker(data, elements, names, twins)
    edits: list[Edit] = []
    own: list[Element] = []
    tables = [each for each in elements if each.path == _TABLE]
    titles = [given(table, "table", "name") for table in tables]
    called = unnamed_titles(titles)
    for table, title, name in zip(tables, titles, called, strict=True):
        if folded(title) == folded(FINDINGS_SHEET):
            edits.append(Edit(table.start, table.end, b""))
        else:
            own.append(table)
            edits += marker.edits(Table(elements, table), marks(findings, name))
    edits += twins.stale()
    if findings:
        explained = rules.explained((f.code for f in findings), form)
        told = Content(gathered(findings), explained, dict(zip(called, titles, strict=True)))
        listed = list(findings_list.rows(told))
        made = "".join([*twins.added.values(), odf_list.styles(names)])
        edits.append(append(only(elements, _STYLES), made))
        edits.append(Edit(own[-1].end, own[-1].end, odf_list.table(names, listed).encode()))
    return edits
