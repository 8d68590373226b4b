"""Changes bytes of an XML part where its elements stand, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from aggregator.workbook.package.elements import ATTRIBUTE, Element
from aggregator.workbook.package.xmltext import escape
from aggregator.workbook.package.zipparts import UnsafeError


class Edit(NamedTuple):
    """Bytes from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: bytes


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The part with the edits made; those at one place stay in the order given."""
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise UnsafeError("two edits of the same bytes")
        pieces += [data[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*pieces, data[at:]])


def append(parent: Element, text: str) -> Edit:
    """The edit that makes `text` the last content of `parent`, also of a self-closing one."""
    if parent.inner < parent.end:
        return Edit(parent.close, parent.close, text.encode())
    wrapped = f">{text}</{parent.tag(parent.name)}>"
    return Edit(parent.end - len("/>"), parent.end, wrapped.encode())


def first(parent: Element, text: str) -> Edit:
    """The edit that makes `text` the first content of `parent`, also of a self-closing one."""
    if parent.inner < parent.end:
        return Edit(parent.inner, parent.inner, text.encode())
    return append(parent, text)


def cut(data: bytes, element: Element, edits: Iterable[Edit]) -> bytes:
    """The bytes of an element alone, with the edits made that are within it."""
    at = element.start
    moved = [Edit(edit.start - at, edit.end - at, edit.text) for edit in edits]
    return splice(data[at : element.end], moved)


def set_attribute(data: bytes, element: Element, name: str, value: str) -> Edit:
    """The edit that gives the element the attribute `name`, which has no namespace."""
    text = f'{name}="{escape(value)}"'.encode()
    for attribute in ATTRIBUTE.finditer(data, element.start, element.inner):
        if attribute[1] == name.encode():
            return Edit(attribute.start(1), attribute.end(), text)
    at = element.inner - len("/>" if element.inner == element.end else ">")
    return Edit(at, at, b" " + text)
