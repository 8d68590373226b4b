"""XML through expat, guarded: no DOCTYPE, no odd encoding, no deep nesting, well-formed or refused.

Names come as `namespace local`, the two joined by a space.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from aggregator.workbook.package.refusal import Refused, damaged, suspicious

DEPTH = 64
_ENCODINGS = frozenset({None, "utf-8", "utf-16", "us-ascii", "iso-8859-1"})

_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
SPREADSHEET = (f"{_TRANSITIONAL}spreadsheetml/2006/main", f"{_STRICT}spreadsheetml/main")
KNOWN = frozenset(
    {
        *SPREADSHEET,
        f"{_TRANSITIONAL}package/2006/relationships",
        f"{_TRANSITIONAL}package/2006/content-types",
        f"{_TRANSITIONAL}officeDocument/2006/custom-properties",
        f"{_TRANSITIONAL}officeDocument/2006/docPropsVTypes",
        f"{_STRICT}officeDocument/customProperties",
        f"{_STRICT}officeDocument/docPropsVTypes",
    }
)
ALTERNATIVES = f"{_TRANSITIONAL}markup-compatibility/2006 "
"""What names elements of which a program shows one or another."""
RELATION_IDS = (
    f"{_TRANSITIONAL}officeDocument/2006/relationships id",
    f"{_STRICT}officeDocument/relationships id",
)

_DEEP_FROM = 100_000

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Element(NamedTuple):
    """An element that was closed: local names from the root (`?` where foreign), own text."""

    path: str
    attributes: Mapping[str, str]
    text: str


def parser() -> expat.XMLParserType:
    """A parser that refuses DOCTYPE and unusual encodings; the caller bounds the depth."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    made.XmlDeclHandler = _refuse_encoding
    return made


def feed(machine: expat.XMLParserType, xml: bytes) -> None:
    """The whole part at once. Raises Refused R102 where it is not well-formed."""
    feed_piece(machine, xml, is_last=True)


def feed_piece(machine: expat.XMLParserType, xml: bytes, *, is_last: bool = False) -> None:
    """The next piece of a part. Raises Refused R102 where it is not well-formed."""
    try:
        machine.Parse(xml, is_last)
    except (expat.ExpatError, UnicodeError) as error:
        raise damaged("nội dung XML bị lỗi") from error


def too_deep() -> Refused:
    """R104 for nesting beyond DEPTH."""
    return suspicious("XML lồng nhau quá sâu")


def check(xml: bytes, seen: Start | None = None) -> None:
    """Well-formed, not too deep, no DOCTYPE; `seen` is told each element. Raises Refused.

    Depth costs only memory here, so in a small part it is not counted.
    """
    if seen is None and xml.count(b"<") < _DEEP_FROM:
        feed(parser(), xml)
        return
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise too_deep()
        if seen is not None:
            seen(name, attributes)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    machine = parser()
    machine.StartElementHandler = start
    machine.EndElementHandler = end
    feed(machine, xml)


def elements(xml: bytes, known: frozenset[str] = KNOWN) -> list[Element]:
    """Every element of a small part, in the order of their ends. Raises Refused."""
    found: list[Element] = []
    opened: list[tuple[str, dict[str, str], list[str]]] = [("", {}, [])]
    machine = parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(opened) > DEPTH:
            raise too_deep()
        namespace, _, local = name.rpartition(" ")
        above = opened[-1][0]
        path = f"{above}/{local if namespace in known else '?'}" if above else local
        opened.append((path, attributes, []))

    def end(_name: str) -> None:
        path, attributes, pieces = opened.pop()
        found.append(Element(path, attributes, "".join(pieces)))

    machine.StartElementHandler = start
    machine.EndElementHandler = end
    machine.CharacterDataHandler = lambda text: opened[-1][2].append(text)
    feed(machine, xml)
    return found


def _refuse_doctype(*_: object) -> None:
    raise suspicious("XML có khai báo DOCTYPE")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise damaged("bảng mã XML lạ")
