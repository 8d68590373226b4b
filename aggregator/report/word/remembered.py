"""A report remembers the paragraphs it was made with, so that what is written later is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from aggregator.workbook.package import markup
from aggregator.workbook.package.gate import Refused, open_package
from aggregator.workbook.typed.text import clean

_LONGEST, _MOST = 20_000, 500
_DIGEST, _A_PROPERTY = 12, 20
_STAMP = "docProps/custom.xml"
_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}'
    "</Properties>"
)
_PROPERTY = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="ketnap.{}">'
    "<vt:lpwstr>{}</vt:lpwstr></property>"
)


class Earlier(NamedTuple):
    """The texts of an older report in order, and the digests of those it was made with."""

    texts: tuple[str, ...]
    made: frozenset[str]


def stamped(data: bytes) -> bytes:
    """The report with the digests of its paragraphs in a custom property, as Word keeps them."""
    document = docx.Document(BytesIO(data))
    digests = [digest(text_of(each)) for each in paragraphs(document.element.body)]
    groups = [digests[at : at + _A_PROPERTY] for at in range(0, len(digests), _A_PROPERTY)]
    listed = (_PROPERTY.format(n + 2, n + 1, "".join(group)) for n, group in enumerate(groups))
    blob = _PROPERTIES.format("".join(listed)).encode()
    package = document.part.package
    part = Part(PackURI(f"/{_STAMP}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    return saved(document)


def earlier(data: bytes) -> Earlier | None:
    """An older report read back, whoever saved it; None where it is none that can be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        package = open_package(data)
        body, stamp = package.required("word/document.xml"), package.required(_STAMP)
        for part in (body, stamp):
            markup.check(part)
        found = etree.fromstring(body, parser).find(qn("w:body"))
        properties = etree.fromstring(stamp, parser)
    except (Refused, etree.LxmlError):
        return None
    if found is None:
        return None
    listed = "".join(str(text) for text in properties.itertext())
    made = re.findall(f"[0-9a-f]{{{_DIGEST}}}", listed)
    texts = [clean(text_of(each), _LONGEST) for each in paragraphs(found)]
    return Earlier(tuple(texts[:_MOST]), frozenset(made))


def paragraphs(body: etree._Element) -> Iterator[etree._Element]:
    """Those that say something, in order, as far as the first section goes."""
    for child in body:
        for paragraph in child.iter(qn("w:p")):
            if text_of(paragraph):
                yield paragraph
        if child.find(f".//{qn('w:sectPr')}") is not None:
            return


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph says, its blanks made single."""
    return " ".join("".join(each.text or "" for each in paragraph.iter(qn("w:t"))).split())


def digest(text: str) -> str:
    """By which a paragraph is known again."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:_DIGEST]


def saved(document: Document) -> bytes:
    """The document as a file."""
    target = BytesIO()
    document.save(target)
    return target.getvalue()
