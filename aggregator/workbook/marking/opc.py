"""An Office package in the course of being changed: parts, their relationships, content types."""

from __future__ import annotations

import posixpath
from itertools import count
from typing import NamedTuple
from urllib.parse import unquote

from aggregator.workbook.package.elements import Element, scan
from aggregator.workbook.package.splice import Edit, append, splice
from aggregator.workbook.package.xmltext import escape
from aggregator.workbook.package.zipparts import Archive, UnsafeError, rewrite

CONTENT_TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_EMPTY_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_PACKAGE_RELATIONS}"/>'
).encode()


class Relation(NamedTuple):
    """A relationship: `kind` is the last step of its type, `target` the part or, outside, empty."""

    id: str
    kind: str
    target: str
    element: Element


class Draft:
    """The parts of a package, changed or not yet. Names are as the archive spells them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._changed: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self._spelling = {_canonical(name): name for name in archive.entries}
        if len(self._spelling) != len(archive.entries):
            raise UnsafeError("parts of one name")

    def packed(self) -> bytes:
        """The package as it is now; without a change, the very bytes that came."""
        if not self._changed and not self._dropped:
            return self.archive.data
        return rewrite(self.archive, self._changed, self._dropped)

    def has(self, name: str) -> bool:
        return _canonical(name) in self._spelling

    def names(self) -> frozenset[str]:
        """The names of all parts, in small letters."""
        return frozenset(self._spelling)

    def read(self, name: str) -> bytes:
        """The content of a part. Raises UnsafeError where there is none."""
        spelled = self._spelling.get(_canonical(name))
        if spelled is None:
            raise UnsafeError(f"{name}: no such part")
        if spelled not in self._changed:
            return self.archive.read(spelled)
        return self._changed[spelled]

    def write(self, name: str, content: bytes) -> None:
        spelled = self._spelling.setdefault(_canonical(name), name)
        as_it_came = spelled in self.archive.entries and spelled not in self._dropped
        if as_it_came and self.archive.read(spelled) == content:
            self._changed.pop(spelled, None)
        else:
            self._changed[spelled] = content

    def edit(self, name: str, *edits: Edit) -> None:
        self.write(name, splice(self.read(name), edits))

    def free_name(self, pattern: str) -> str:
        """The first name made of `pattern` and a number that no part has."""
        return next(name for n in count(1) if not self.has(name := pattern.format(n)))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part; of the package where `part` is empty."""
        rels = relations_name(part)
        if not self.has(rels):
            return ()
        elements = scan(self.read(rels))[1:]
        return tuple(_relation(part, element) for element in elements)

    def relate(self, part: str, kind: str, target: str, dialect: str) -> str:
        """A new relationship of `part`; its id."""
        rels = relations_name(self._spelling[_canonical(part)])
        if not self.has(rels):
            self.write(rels, _EMPTY_RELATIONS)
            self.declare(rels, _RELATIONS_TYPE)
        taken = {relation.id for relation in self.relations(part)}
        new = next(name for n in count(1) if (name := f"ketnap{n}") not in taken)
        root = scan(self.read(rels))[0]
        tag = root.tag("Relationship")
        link = f'<{tag} Id="{new}" Type="{dialect}/{kind}" Target="/{escape(target)}"/>'
        self.edit(rels, append(root, link))
        return new

    def unrelate(self, part: str, relation: Relation) -> None:
        """Takes a relationship away, and the part of relationships with its last one."""
        rels = relations_name(part)
        found = scan(self.read(rels))[1:]
        edits = [Edit(e.start, e.end, b"") for e in found if e.attributes.get("Id") == relation.id]
        if len(edits) == len(found):
            self.drop(rels)
        else:
            self.edit(rels, *edits)

    def drop(self, part: str) -> None:
        """Takes a part out, and its content type with it."""
        spelled = self._spelling.pop(_canonical(part), part)
        self._changed.pop(spelled, None)
        self._dropped.add(spelled)
        edits = [
            Edit(element.start, element.end, b"")
            for element in scan(self.read(CONTENT_TYPES))[1:]
            if _canonical(element.attributes.get("PartName", "")) == _canonical(part)
        ]
        self.edit(CONTENT_TYPES, *edits)

    def content_type(self, part: str) -> str:
        """What the package says the part is."""
        ending = posixpath.splitext(part)[1].lstrip(".").casefold()
        found = ""
        for element in scan(self.read(CONTENT_TYPES))[1:]:
            attributes = element.attributes
            if _canonical(attributes.get("PartName", "")) == _canonical(part):
                return attributes.get("ContentType", "")
            if attributes.get("Extension", "").casefold() == ending:
                found = attributes.get("ContentType", "")
        return found

    def declare(self, part: str, content_type: str) -> None:
        """Says what a part is, unless the package says so already."""
        if self.content_type(part) != content_type:
            root = scan(self.read(CONTENT_TYPES))[0]
            name = f'PartName="/{escape(part)}" ContentType="{content_type}"'
            self.edit(CONTENT_TYPES, append(root, f"<{root.tag('Override')} {name}/>"))


def relations_name(part: str) -> str:
    """The part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(part: str, element: Element) -> Relation:
    attributes = element.attributes
    target = attributes.get("Target", "")
    inside = attributes.get("TargetMode") != "External"
    return Relation(
        attributes.get("Id", ""),
        attributes.get("Type", "").rpartition("/")[2],
        _resolve(part, target) if inside else "",
        element,
    )


def _resolve(part: str, target: str) -> str:
    path = posixpath.join("/", posixpath.dirname(part), unquote(target).replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
