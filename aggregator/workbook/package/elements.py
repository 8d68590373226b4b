"""The elements of an XML part by their byte offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from aggregator.workbook.package.zipparts import UnsafeError

MOST_DEPTH = 64
MOST_BYTES = 12_000_000
"""Bytes of one part that are searched: about two seconds."""
MOST_ELEMENTS = 200_000
"""Elements kept of one part: bounds the memory that a hostile part can take."""

_TAG = re.compile(rb"""<[^"'<>]*(?:(?:"[^"<]*"|'[^'<]*')[^"'<>]*)*>""")
ATTRIBUTE = re.compile(rb"""(?<=\s)([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_DECLARES = b"xmlns:"


class Element(NamedTuple):
    """An element by its bytes: `start` of the tag, `inner` behind it, `close` tag, `end`.

    `path` is the local names from the root, joined by slashes; attributes with a namespace are
    named `uri local`. Of a self-closing element `inner`, `close` and `end` are one.
    """

    path: str
    space: str
    prefix: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int
    end: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def tag(self, name: str) -> str:
        """`name` as a tag in the namespace of this element."""
        return f"{self.prefix}:{name}" if self.prefix else name


def everything(_path: str, _attributes: Mapping[str, str]) -> bool:
    """Keeps every element: for small parts."""
    return True


def scan(
    data: bytes, keep: Callable[[str, Mapping[str, str]], bool] = everything
) -> tuple[Element, ...]:
    """The elements that `keep(path, attributes)` asks for, in document order.

    `keep` is asked at every start tag. Raises UnsafeError on what is not well-formed UTF-8, has a
    DOCTYPE, or nests too deep.
    """
    if len(data) > MOST_BYTES:
        raise UnsafeError("too large")
    if b"\0" in data[:4]:
        raise UnsafeError("written in UTF-16")
    scanner = _Scanner(data, keep)
    try:
        scanner.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnsafeError(f"not well-formed: {error}") from error
    return tuple(sorted(scanner.found, key=_start))


def only(elements: Iterable[Element], path: str) -> Element:
    """The one element of this path. Raises UnsafeError where there is none or another."""
    found = [element for element in elements if element.path == path]
    if len(found) != 1:
        raise UnsafeError(f"{len(found)} elements {path}")
    return found[0]


def within(elements: Sequence[Element], parent: Element) -> Sequence[Element]:
    """The elements inside of `parent`, from elements in document order."""
    first = bisect_right(elements, parent.start, key=_start)
    return elements[first : bisect_left(elements, parent.end, first, key=_start)]


def _start(element: Element) -> int:
    return element.start


class _Open(NamedTuple):
    path: str
    kept: tuple[str, str, Mapping[str, str], int] | None


class _Scanner:
    def __init__(self, data: bytes, keep: Callable[[str, Mapping[str, str]], bool]) -> None:
        self.data, self.keep = data, keep
        self.found: list[Element] = []
        self.open: list[_Open] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.XmlDeclHandler = _refuse_other_encodings

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, local, prefix = split_name(name)
        path = f"{self.open[-1].path}/{local}" if self.open else local
        if len(self.open) == MOST_DEPTH:
            raise UnsafeError("nested too deep")
        at = self.parser.CurrentByteIndex
        kept = (space, prefix, attributes, at) if self.keep(path, attributes) else None
        self.open.append(_Open(path, kept))

    def end(self, _name: str) -> None:
        path, kept = self.open.pop()
        if kept is None:
            return
        space, prefix, attributes, start = kept
        inner = end_of_tag(self.data, start)
        close = end = inner
        if self.data[inner - 2 : inner] != b"/>":
            close = self.parser.CurrentByteIndex
            end = end_of_tag(self.data, close)
        named = {" ".join(k.split(" ")[:2]): v for k, v in attributes.items()}
        if len(self.found) == MOST_ELEMENTS:
            raise UnsafeError("too many elements")
        self.found.append(Element(path, space, prefix, named, start, inner, close, end))


def split_name(name: str) -> tuple[str, str, str]:
    """expat's `uri local prefix` in three, with the parts that are missing empty."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", name, ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def _refuse_doctype(*_: object) -> None:
    raise UnsafeError("a DOCTYPE")


def _refuse_other_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() != "utf-8":
        raise UnsafeError(f"written in {encoding}")


def end_of_tag(data: bytes, start: int) -> int:
    """Where the tag that starts at `start` ends. Raises UnsafeError where there is none."""
    tag = _TAG.match(data, start)
    if tag is None:
        raise UnsafeError("a tag that cannot be followed")
    return tag.end()


def prefixes(data: bytes, element: Element) -> dict[str, str]:
    """The namespaces that the tag of an element declares by their prefixes."""
    tag = ATTRIBUTE.finditer(data, element.start, element.inner)
    declared = (each for each in tag if each[1].startswith(_DECLARES))
    return {
        each[1].removeprefix(_DECLARES).decode(): each[0].partition(b"=")[2].strip()[1:-1].decode()
        for each in declared
    }
