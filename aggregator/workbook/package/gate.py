"""Bytes of a returned file -> the parts of a package, every one read to its end, or a refusal."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from aggregator.workbook.package import contents, directory, markup, refusal
from aggregator.workbook.package.directory import Entry
from aggregator.workbook.package.inflating import Inflating
from aggregator.workbook.package.refusal import CAPS, Caps, Refused

_LARGE = 8 << 20
_UNREAD = ("xl/media/", "xl/theme/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "customxml/")


class Relation(NamedTuple):
    """A relationship inside the package: last word of its type, part name it leads to."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True)
class Package:
    """`parts`: XML parts by name, without a leading slash. `names`: all entries, lower case."""

    parts: Mapping[str, bytes]
    names: frozenset[str]

    @cached_property
    def _by_folded(self) -> Mapping[str, str]:
        return {_folded(name): name for name in self.parts}

    def part(self, name: str) -> bytes | None:
        """A part by name, tolerant of case, backslashes and a leading slash."""
        found = self._by_folded.get(_folded(name))
        return None if found is None else self.parts[found]

    def pieces(self, name: str) -> Callable[[], Iterator[bytes]] | None:
        """A large part in pieces, from its beginning each time; None for any other."""
        found = self._by_folded.get(_folded(name))
        if found is None or not isinstance(self.parts, Inflating):
            return None
        return self.parts.pieces(found)

    def required(self, name: str) -> bytes:
        """A part that something refers to. Raises Refused R102 when it is missing."""
        content = self.part(name)
        if content is None:
            raise refusal.damaged("thiếu một thành phần của sổ tính")
        return content

    def relations(self, source: str = "") -> tuple[Relation, ...]:
        """Where a part (the package itself: ``) leads; outside targets are left out."""
        folder, name = posixpath.split(source)
        xml = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return () if xml is None else _relations(folder, xml)


@lru_cache(maxsize=64)
def _relations(folder: str, xml: bytes) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            element.attributes.get("Id", ""),
            element.attributes.get("Type", "").rpartition("/")[2],
            _resolved(folder, element.attributes.get("Target", "")),
        )
        for element in markup.elements(xml)
        if element.path == "Relationships/Relationship"
        and element.attributes.get("TargetMode") != "External"
    )


def open_package(data: bytes, caps: Caps = CAPS) -> Package:
    """Every entry inflated to its end; the XML parts kept. Raises Refused (R102-R104, R116).

    A large part is inflated again when it is asked for.
    """
    parts: dict[str, bytes] = {}
    large: list[Entry] = []
    tags = 0
    listed = _listed(data, caps)
    for entry in listed.entries:
        if entry.size > _LARGE:
            found = sum(piece.count(b"<") for piece in contents.pieces(data, entry, caps))
            if _is_read(entry.name):
                large.append(entry)
                tags += found
            continue
        content = contents.inflate(data, entry, caps)
        if _is_read(entry.name):
            parts[entry.name] = content
    if listed.total > caps.tags:
        tags += sum(part.count(b"<") for part in parts.values())
    if tags > caps.tags:
        raise refusal.suspicious("có quá nhiều phần tử XML")
    return Package(Inflating(data, large, caps, parts) if large else parts, listed.names)


def at_a_glance(data: bytes, caps: Caps = CAPS) -> Package:
    """A package whose parts are inflated when they are asked for. Raises Refused, then too."""
    listed = _listed(data, caps)
    read = (entry for entry in listed.entries if _is_read(entry.name))
    return Package(Inflating(data, read, caps, {}), listed.names)


class _Listed(NamedTuple):
    """The entries of an archive, their folded names, what they come to in all."""

    entries: tuple[Entry, ...]
    names: frozenset[str]
    total: int


def _listed(data: bytes, caps: Caps) -> _Listed:
    """What the directory tells of. Raises Refused."""
    if not data:
        raise Refused("R116", "Tệp rỗng (0 byte). Hãy gửi lại tệp có nội dung.")
    if len(data) > caps.file:
        raise refusal.suspicious("tệp quá lớn")
    names: set[str] = set()
    total = 0
    entries = directory.entries(data, caps)
    for entry in entries:
        folded = _folded(entry.name)
        if folded in names:
            raise refusal.suspicious("hai thành phần trùng tên")
        if _leads_outside(entry.name):
            raise refusal.suspicious("tên thành phần trỏ ra ngoài tệp")
        names.add(folded)
        total += entry.size
    if total > caps.total:
        raise refusal.suspicious("dung lượng sau giải nén quá lớn")
    return _Listed(entries, frozenset(names), total)


@lru_cache(maxsize=512)
def _is_read(name: str) -> bool:
    folded = _folded(name)
    return folded.endswith((".xml", ".rels")) and not folded.startswith(_UNREAD)


@lru_cache(maxsize=512)
def _leads_outside(name: str) -> bool:
    steps = name.split("/")
    return ".." in steps or not steps[0] or ":" in steps[0] or not name.isprintable()


@lru_cache(maxsize=512)
def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _resolved(folder: str, target: str) -> str:
    """The part a target names, seen from a folder of the package. Raises Refused R104."""
    path = posixpath.normpath(posixpath.join("/" + folder, target.replace("\\", "/")))
    if target.replace("\\", "/").split("/").count("..") > folder.count("/") + bool(folder):
        raise refusal.suspicious("liên kết trỏ ra ngoài tệp")
    return path.lstrip("/")
