"""A report remembers the paragraphs it was made with, so that what is written later is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from hashlib import sha256
from io import BytesIO
from itertools import groupby, islice
from typing import NamedTuple

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from aggregator.workbook.package import markup
from aggregator.workbook.package.gate import open_package
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.typed.text import clean

_LONGEST, _MOST = 20_000, 500
_DIGEST, _A_PROPERTY = 12, 20
_PICTURES = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
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


class Run(NamedTuple):
    """A stretch of a paragraph that looks the same."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False


class Earlier(NamedTuple):
    """An older report: its paragraphs in order, and the digests of those it was made with.

    `tables` that somebody put in are not among the paragraphs; `pictures` are all it shows.
    """

    paragraphs: tuple[tuple[Run, ...], ...]
    made: frozenset[str]
    tables: int = 0
    pictures: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """What the paragraphs say."""
        return tuple("".join(run.text for run in runs) for runs in self.paragraphs)

    @property
    def own(self) -> tuple[str, ...]:
        """What somebody wrote into it."""
        return tuple(text for text in self.texts if digest(text) not in self.made)


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
    made = frozenset(re.findall(f"[0-9a-f]{{{_DIGEST}}}", listed))
    parts = list(_first_section(found))
    added = [part for part in parts if part.tag == qn("w:tbl") and not _is_ours(part, made)]
    shown = (p for part in parts if part not in added for p in _saying(part))
    pictures = sum(1 for part in parts for _ in part.iter(*_PICTURES))
    written = tuple(_runs(paragraph) for paragraph in islice(shown, _MOST))
    return Earlier(written, made, len(added), pictures)


def _is_ours(table: etree._Element, made: Collection[str]) -> bool:
    return any(digest(text_of(paragraph)) in made for paragraph in _saying(table))


def _runs(paragraph: etree._Element) -> tuple[Run, ...]:
    """A paragraph as it looks, its blanks made single; an item of a list gets a dash."""
    text = clean(text_of(paragraph), _LONGEST)
    letters: list[Run] = []
    for each in paragraph.iter(qn("w:t")):
        for letter in each.text or "":
            blank = letter.isspace()
            if not blank or (letters and letters[-1].text != " "):
                letters.append(_look(each)._replace(text=" " if blank else letter))
    if letters and letters[-1].text == " ":
        letters.pop()
    if "".join(letter.text for letter in letters) != text:
        letters = [Run(text)]
    grouped = groupby(letters, key=lambda letter: letter[1:])
    runs = tuple(Run("".join(letter.text for letter in same), *look) for look, same in grouped)
    item = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    return (Run("- "), *runs) if item and not text.startswith("-") else runs


def _look(text: etree._Element) -> Run:
    run = text.getparent()
    found = None if run is None else run.find(qn("w:rPr"))
    marks = (None if found is None else found.find(qn(name)) for name in ("w:b", "w:i", "w:u"))
    said = ("0" if mark is None else mark.get(qn("w:val"), "1") for mark in marks)
    return Run("", *(value not in ("0", "false", "off", "none") for value in said))


def paragraphs(body: etree._Element) -> Iterator[etree._Element]:
    """Those that say something, in order, as far as the first section goes."""
    for child in _first_section(body):
        yield from _saying(child)


def _first_section(body: etree._Element) -> Iterator[etree._Element]:
    for child in body:
        yield child
        if child.find(f".//{qn('w:sectPr')}") is not None:
            return


def _saying(part: etree._Element) -> Iterator[etree._Element]:
    return (paragraph for paragraph in part.iter(qn("w:p")) if text_of(paragraph))


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
