"""An office's own Word template before it is used: what can't be is refused, what is odd told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import LxmlError

from aggregator.report.word.remembered import text_of
from aggregator.report.word.tags import TemplateUnusableError
from aggregator.workbook.package import markup
from aggregator.workbook.package.gate import Package, open_package
from aggregator.workbook.package.refusal import Refused

NOT_WORD = "Tệp mẫu không phải tệp Word (.docx) dùng được; mở bằng Word rồi lưu lại dạng .docx."

_RELATION = "Relationships/Relationship"
_RUNS_CODE = ("vbaproject.bin", "/activex/")
_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "REF", "PAGEREF", "TOC"}
_SIMPLE, _INSTRUCTION = qn("w:fldSimple"), qn("w:instrText")
_FIELD_TAGS = (_SIMPLE, _INSTRUCTION, qn("w:fldChar"))
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BRACE = re.compile(r"\{\{|\}\}|\{%|%\}")
_SHOWN = 60

_DAY = (
    r"\d{1,2}/\d{1,2}/\d{4}|"
    r"ngày (?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(?: tháng \d{1,2})?(?: năm \d{4})?)|tháng \d{1,2}"
)
_YEARS = r"(?:năm|nhiệm kỳ|giai đoạn) \d{4}(?: ?[-–] ?\d{4})?"
_ACT = r"\d+(?:/\d{4})?(?:-[A-ZĐ][A-ZĐa-z]*/[A-ZĐ][\w-]*|/[A-ZĐ][\w-]*)"
_PLACE = r"(?:Điều|Khoản|Điểm|Mục|Chương|Phụ lục|Biểu|Biểu số|Biểu đồ|Bảng) \d+[a-zđ]?"
_KNOWN = re.compile(
    rf"{_ACT}|{_DAY}|{_YEARS}|(?i:{_PLACE})|\b[69] tháng|<3|dưới 3|^\s*\d+(?:\.\d+)*[.)]"
)
"""Numbers that stand in a text by themselves: of acts, days, years, places in acts, headings."""


def refuse(data: bytes) -> None:
    """Raises TemplateUnusableError for what leads outside, runs code or is no Word file."""
    try:
        package = open_package(data)
        for part in package.parts.values():
            markup.check(part)
        half = _broken_tag(package)
        outside = any(_leads_outside(package))
    except (Refused, LxmlError) as error:
        raise TemplateUnusableError(NOT_WORD) from error
    if outside:
        raise TemplateUnusableError(
            "Mẫu Word có liên kết ra ngoài tệp (ảnh, trang, đối tượng liên kết hoặc trường lấy nội "
            "dung từ nơi khác); bỏ các liên kết đó rồi dùng lại."
        )
    if any(mark in name for mark in _RUNS_CODE for name in package.names):
        raise TemplateUnusableError(
            "Mẫu Word có macro hoặc điều khiển ActiveX; lưu lại thành .docx không có macro."
        )
    if half:
        raise TemplateUnusableError(
            f"Mẫu Word có thẻ viết dở ở đoạn “{half}”; so từng thẻ {{{{ }}}} và {{% %}} với mẫu "
            "gốc."
        )


def _leads_outside(package: Package) -> Iterator[bool]:
    for name, part in package.parts.items():
        if name.endswith(".rels"):
            yield from (
                each.attributes.get("TargetMode") == "External"
                and not each.attributes.get("Type", "").endswith("/attachedTemplate")
                for each in markup.elements(part)
                if each.path == _RELATION
            )
        elif name.startswith("word/"):
            yield from (field not in _FIELDS for field in _fields(part))


def _fields(part: bytes) -> Iterator[str]:
    """The kind of each field; Word may cut its instruction into several runs."""
    instruction = ""
    for element in etree.fromstring(part, _PARSER).iter(*_FIELD_TAGS):
        if element.tag == _SIMPLE:
            yield _kind(element.get(qn("w:instr"), ""))
        elif element.tag == _INSTRUCTION:
            instruction += element.text or ""
        elif instruction:
            yield _kind(instruction)
            instruction = ""
    if instruction:
        yield _kind(instruction)


def _kind(instruction: str) -> str:
    return instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""


def _broken_tag(package: Package) -> str:
    """The first paragraph with half a tag, which would be printed as it is; empty if none."""
    texts = (text for _, text in _paragraphs(package))
    return next((_short(text) for text in texts if _BRACE.search(_TAG.sub("", text))), "")


def literals(data: bytes) -> list[str]:
    """Of each number that stands in a usable template itself where it is, as a warning."""
    return [
        f"Mẫu Word, đoạn {at} “{_short(text)}”: số {number} viết thẳng trong mẫu, không lấy từ "
        "số liệu; thay bằng thẻ hoặc kiểm tra lại mỗi lần lập báo cáo"
        for at, text in _paragraphs(open_package(data))
        for number in _NUMBER.findall(_KNOWN.sub(" ", _TAG.sub(" ", text)))
    ]


def _paragraphs(package: Package) -> Iterator[tuple[int, str]]:
    """Those that say something, numbered as they stand in the text, tables included."""
    body = etree.fromstring(package.required("word/document.xml"), _PARSER)
    texts = (text_of(paragraph) for paragraph in body.iter(qn("w:p")))
    yield from enumerate((text for text in texts if text), 1)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rpartition(' ')[0]}…"
