"""Notes on cells: the comments part of a sheet, the sender's own comments left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from aggregator.workbook.marking.cellmarks import Place, place
from aggregator.workbook.marking.marks import AUTHOR, PREFIX
from aggregator.workbook.package.elements import Element, scan, within
from aggregator.workbook.package.splice import Edit, append, splice
from aggregator.workbook.package.xmltext import cell_text
from aggregator.workbook.package.zipparts import UnsafeError

_BEGINS_WITH_PREFIX = re.compile(
    rb"(?:\s|&#(?:10|x[aA]);|_x000[aA]_)*" + re.escape(PREFIX.encode())
)
_LIST = "comments/commentList"
_COMMENT = f"{_LIST}/comment"
_RUN = f"{_COMMENT}/text/r"
_TEXT = f"{_COMMENT}/text/t"
_THREADED = "tc="
_EMPTY_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="{space}"><authors/><commentList/></comments>'
)
_FONT = (
    '<{r}rPr><{r}sz val="9"/><{r}color rgb="FFC00000"/>'
    '<{r}rFont val="Tahoma"/><{r}family val="2"/></{r}rPr>'
)


def empty_comments(space: str) -> bytes:
    """A comments part without a comment, in the main namespace `space`."""
    return _EMPTY_COMMENTS.format(space=space).encode()


def without_ours(data: bytes) -> tuple[bytes, frozenset[Place]]:
    """The comments part without what we wrote, and the places where a whole note was ours.

    What we wrote behind the words of the sender begins with a line break, a note of ours does not.
    """
    elements = scan(data)
    edits, places = [], set()
    for comment in (e for e in elements if e.path == _COMMENT):
        inside = within(elements, comment)
        texts = [e for e in inside if e.name == "t"]
        at = place(comment.attributes.get("ref", ""))
        if at and texts and data.startswith(PREFIX.encode(), texts[0].inner):
            edits.append(Edit(comment.start, comment.end, b""))
            places.add(at)
            continue
        ours = {
            e.start for e in texts if _BEGINS_WITH_PREFIX.match(data, e.inner, e.close) is not None
        }
        for run in (e for e in inside if e.path == _RUN):
            if any(run.start < start < run.end for start in ours):
                edits.append(Edit(run.start, run.end, b""))
    return splice(data, edits), frozenset(places)


def noted(data: bytes) -> frozenset[Place]:
    """The cells that have a comment."""
    places = (place(e.attributes.get("ref", "")) for e in scan(data) if e.path == _COMMENT)
    return frozenset(at for at in places if at)


def with_notes(data: bytes, notes: Mapping[Place, str]) -> bytes:
    """The comments part with the notes: as comments of their own, or behind the sender's words.

    A conversation (threaded comment) is left alone: its words live in another part.
    """
    elements = scan(data)
    authors = [e for e in elements if e.path == "comments/authors/author"]
    parents = {e.path: e for e in elements if e.path in (_LIST, "comments/authors")}
    if set(parents) != {_LIST, "comments/authors"}:
        raise UnsafeError("incomplete comments")
    names = [data[e.inner : e.close].decode() for e in authors]
    there = {place(e.attributes.get("ref", "")): e for e in elements if e.path == _COMMENT}
    edits: list[Edit] = []
    added = ""
    ours = names.index(AUTHOR) if AUTHOR in names else len(names)
    for at, text in sorted(notes.items()):
        comment = there.get(at)
        if comment is None:
            added += _comment(parents[_LIST], at, ours, text)
        elif not _name_of(names, comment).startswith(_THREADED):
            edits.extend(_addition(elements, comment, text))
    if added:
        edits.append(append(parents[_LIST], added))
        if ours == len(names):
            tag = parents[_LIST].tag("author")
            edits.append(append(parents["comments/authors"], f"<{tag}>{AUTHOR}</{tag}>"))
    return splice(data, edits)


def _name_of(names: Sequence[str], comment: Element) -> str:
    number = int(comment.attributes.get("authorId", "0"))
    return names[number] if 0 <= number < len(names) else ""


def _comment(parent: Element, at: Place, author: int, text: str) -> str:
    comment, body = parent.tag("comment"), parent.tag("text")
    return (
        f'<{comment} ref="{at.cell}" authorId="{author}">'
        f"<{body}>{_run(parent, text)}</{body}></{comment}>"
    )


def _run(parent: Element, text: str) -> str:
    font = _FONT.format(r=f"{parent.prefix}:" if parent.prefix else "")
    run, t = parent.tag("r"), parent.tag("t")
    return f'<{run}>{font}<{t} xml:space="preserve">{cell_text(text)}</{t}></{run}>'


def _addition(elements: Sequence[Element], comment: Element, text: str) -> Iterator[Edit]:
    """Our words behind the sender's: a bare text becomes a run, because runs may not follow it."""
    inside = within(elements, comment)
    body = next((e for e in inside if e.path == f"{_COMMENT}/text"), None)
    if body is None:
        raise UnsafeError("a comment without text")
    run = comment.tag("r")
    new = _run(comment, f"\n{text}")
    bare = next((e for e in inside if e.path == _TEXT), None)
    runs = [e for e in inside if e.path == _RUN]
    if bare is not None:
        yield Edit(bare.start, bare.start, f"<{run}>".encode())
        yield Edit(bare.end, bare.end, f"</{run}>{new}".encode())
    elif runs:
        yield Edit(runs[-1].end, runs[-1].end, new.encode())
    else:
        yield Edit(
            body.start, body.end, f"<{comment.tag('text')}>{new}</{comment.tag('text')}>".encode()
        )
