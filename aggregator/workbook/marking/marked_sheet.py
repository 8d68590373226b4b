"""Marks one sheet of somebody's workbook: fills, notes, and the drawing that notes need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator.workbook.marking import noteboxes, notes
from aggregator.workbook.marking.cellmarks import Place, map_sheet, mark_cells
from aggregator.workbook.marking.marks import PREFIX, Mark
from aggregator.workbook.marking.opc import STRICT, TRANSITIONAL, Draft, Relation
from aggregator.workbook.marking.tints import Tints
from aggregator.workbook.package.elements import Element
from aggregator.workbook.package.splice import Edit, splice
from aggregator.workbook.package.zipparts import UnsafeError

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
STRICT_SPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_AFTER_LEGACY_DRAWING = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst", "AlternateContent"),
    }
)


def dialect_of(space: str) -> str:
    """The namespace of relationships that goes with the main namespace of a workbook."""
    return STRICT if space == STRICT_SPACE else TRANSITIONAL


def relation_id(element: Element) -> str:
    """The `r:id` of an element, empty where it has none."""
    attributes = element.attributes
    return attributes.get(f"{TRANSITIONAL} id", "") or attributes.get(f"{STRICT} id", "")


def mark_sheet(draft: Draft, part: str, marks: Mapping[Place, Mark], tints: Tints) -> None:
    """Puts the marks on the sheet and takes away those of an earlier round."""
    comments = _comments(draft, part)
    noted = comments is not None and PREFIX.encode() in draft.read(comments.target)
    if not marks and not tints.stale and not noted:
        return
    data = draft.read(part)
    sheet = map_sheet(data, frozenset(marks), tints.stale)
    severities = {at: mark.severity for at, mark in marks.items()}
    edits = list(mark_cells(data, sheet, severities, tints))
    if marks or noted:
        texts = {at: mark.note for at, mark in marks.items()}
        removed, boxed = _write_comments(draft, part, sheet.root.space, texts)
        edits += _write_drawing(draft, part, sheet.children, removed, boxed)
    draft.write(part, splice(data, edits))


def _comments(draft: Draft, part: str) -> Relation | None:
    return next((r for r in draft.relations(part) if r.kind == "comments"), None)


def _write_comments(
    draft: Draft, part: str, space: str, texts: Mapping[Place, str]
) -> tuple[frozenset[Place], Mapping[Place, str]]:
    """Rewrites the comments; where a box is to go, and the texts that need one."""
    relation = _comments(draft, part)
    if relation is None:
        target = draft.free_name("xl/comments{}.xml")
        stripped, removed = notes.empty_comments(space), frozenset[Place]()
        draft.relate(part, "comments", target, dialect_of(space))
    else:
        target = relation.target
        stripped, removed = notes.without_ours(draft.read(target))
    there = notes.noted(stripped)
    if relation is not None and removed and not texts and not there:
        draft.drop(target)
        draft.unrelate(part, relation)
        return removed, {}
    draft.write(target, notes.with_notes(stripped, texts))
    draft.declare(target, COMMENTS_TYPE)
    return removed, {at: text for at, text in texts.items() if at not in there}


def _write_drawing(
    draft: Draft,
    part: str,
    children: tuple[Element, ...],
    removed: frozenset[Place],
    boxed: Mapping[Place, str],
) -> Iterator[Edit]:
    """Rewrites the drawing; the edit of the sheet where it gets its first or loses its last box."""
    link = next((child for child in children if child.name == "legacyDrawing"), None)
    if link is None:
        if boxed:
            yield _new_drawing(draft, part, children, boxed)
        return
    relation = next((r for r in draft.relations(part) if r.id == relation_id(link)), None)
    if relation is None:
        raise UnsafeError("a drawing without a part")
    drawing = noteboxes.without_boxes(draft.read(relation.target), removed)
    if removed and not boxed and noteboxes.is_empty(drawing):
        draft.drop(relation.target)
        draft.unrelate(part, relation)
        yield Edit(link.start, link.end, b"")
    elif removed or boxed:
        drawing = noteboxes.with_boxes(drawing, boxed) if boxed else drawing
        draft.write(relation.target, drawing)


def _new_drawing(
    draft: Draft, part: str, children: tuple[Element, ...], boxed: Mapping[Place, str]
) -> Edit:
    before = [child for child in children if child.name not in _AFTER_LEGACY_DRAWING]
    dialect = dialect_of(before[0].space)
    target = draft.free_name("xl/drawings/vmlDrawing{}.vml")
    draft.write(target, noteboxes.with_boxes(noteboxes.empty_drawing(), boxed))
    draft.declare(target, DRAWING_TYPE)
    new = draft.relate(part, "vmlDrawing", target, dialect)
    tag = before[0].tag("legacyDrawing")
    text = f'<{tag} xmlns:r="{dialect}" r:id="{new}"/>'
    return Edit(before[-1].end, before[-1].end, text.encode())
