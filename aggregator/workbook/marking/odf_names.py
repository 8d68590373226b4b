"""The names of OpenDocument as somebody's `content.xml` spells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aggregator.workbook.package.elements import Element, prefixes
from aggregator.workbook.package.xmltext import escape
from aggregator.workbook.package.zipparts import UnsafeError

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES: Mapping[str, str] = {
    "office": f"{_URN}office:1.0",
    "table": f"{_URN}table:1.0",
    "text": f"{_URN}text:1.0",
    "style": f"{_URN}style:1.0",
    "fo": f"{_URN}xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


class Names(NamedTuple):
    """The prefix that stands for each namespace all over a part."""

    prefix: Mapping[str, str]
    declared: str

    def name(self, space: str, name: str) -> str:
        """A name with its prefix."""
        return f"{self.prefix[space]}:{name}"

    def attribute(self, space: str, name: str, value: str | int) -> str:
        """An attribute, with a blank before it."""
        return f' {self.name(space, name)}="{escape(str(value))}"'

    def element(self, space: str, name: str, attributes: str, content: str) -> str:
        """An element; attributes are written already, and so is the content."""
        tag = self.name(space, name)
        return f"<{tag}{attributes}>{content}</{tag}>" if content else f"<{tag}{attributes}/>"


def names_of(data: bytes, root: Element) -> Names:
    """Those that the root declares; `declared` declares the others where something is put in.

    Raises UnsafeError where one of the names of cells is none of the root's.
    """
    known = {uri: prefix for prefix, uri in prefixes(data, root).items() if prefix}
    lacking = [space for space, uri in SPACES.items() if uri not in known]
    if not {"office", "table", "text", "style", "fo"}.isdisjoint(lacking):
        raise UnsafeError("names of cells are not declared at the root")
    declared = "".join(f' xmlns:{space}="{SPACES[space]}"' for space in lacking)
    return Names({space: known.get(uri, space) for space, uri in SPACES.items()}, declared)


def given(element: Element, space: str, name: str) -> str:
    """The value of an attribute, empty where there is none."""
    return element.attributes.get(f"{SPACES[space]} {name}", "")
