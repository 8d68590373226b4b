"""Page, fonts and paragraph styles of a party document in Word."""

from __future__ import annotations

from typing import NamedTuple

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from aggregator.report.word.profiles import Profile

FONT = "Times New Roman"
SIZE = 14
PAPER = (210, 297)
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
"""In millimetres."""

_KEPT_STYLES = ("Normal", "DefaultParagraphFont", "TableNormal", "TableGrid", "Header")
_DROPPED = ("/thumbnail", "/customXml", "/stylesWithEffects", "/webSettings", "/fontTable")


class Look(NamedTuple):
    """A paragraph style: sizes in points, indent in millimetres."""

    name: str
    size: float = SIZE
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.LEFT
    indent: float = 0
    before: float = 0
    after: float = 0
    underline: bool = False
    spacing: float | None = None
    hidden: bool = False


LOOKS = {
    "Body": Look("Thân bài", align=ALIGN.JUSTIFY, indent=10, before=3, after=3),
    "Blank": Look("Chỗ bổ sung", italic=True, align=ALIGN.JUSTIFY, indent=10, before=3, after=3),
    "Section": Look("Đề mục lớn", bold=True, align=ALIGN.JUSTIFY, indent=10, before=8, after=3),
    "Point": Look("Đề mục nhỏ", bold=True, align=ALIGN.JUSTIFY, indent=10, before=4, after=3),
    "Head": Look("Đầu trang", align=ALIGN.CENTER),
    "HeadBold": Look("Đầu trang đậm", bold=True, align=ALIGN.CENTER),
    "Party": Look("Tiêu đề Đảng", 15, bold=True, align=ALIGN.CENTER),
    "Rule": Look("Gạch dưới tiêu đề", 2, align=ALIGN.CENTER, spacing=2),
    "Place": Look("Địa danh, ngày tháng", italic=True, align=ALIGN.CENTER, before=6),
    "Kind": Look("Tên loại văn bản", 16, bold=True, align=ALIGN.CENTER, before=18),
    "Subject": Look("Trích yếu", bold=True, align=ALIGN.CENTER),
    "Mark": Look("Dấu chỉ mức độ", bold=True, align=ALIGN.LEFT, after=6),
    "Note": Look("Ghi chú", 12, italic=True, align=ALIGN.CENTER, after=4),
    "Receivers": Look("Nơi nhận", underline=True),
    "Receiver": Look("Nơi nhận, dòng", 12),
    "Cell": Look("Ô bảng", 12),
    "CellCentre": Look("Ô bảng giữa", 12, align=ALIGN.CENTER),
    "CellBold": Look("Ô bảng đậm", 12, bold=True),
    "CellHead": Look("Ô bảng tiêu đề", 12, bold=True, align=ALIGN.CENTER),
    "Small": Look("Ô bảng nhỏ", 10),
    "SmallNumber": Look("Ô bảng nhỏ, số", 10, align=ALIGN.RIGHT),
    "SmallHead": Look("Ô bảng nhỏ, tiêu đề", 10, bold=True, align=ALIGN.CENTER),
    "Picture": Look("Biểu đồ", 12, align=ALIGN.CENTER, before=6),
    "Caption": Look("Tên biểu đồ", 12, italic=True, align=ALIGN.CENTER, before=2, after=6),
    "Signature": Look("Chữ ký", bold=True, align=ALIGN.CENTER),
    "Origin": Look("Nguồn số liệu (ẩn)", 10, hidden=True),
    "Position": Look("Chức vụ người ký", bold=True, align=ALIGN.CENTER),
}
"""As far as no profile says otherwise."""

_BODY = ("Body", "Blank", "Section", "Point")
_WITH_NEXT = ("Section", "Point", "Kind", "CellBold", "Picture")


def looks(profile: Profile) -> dict[str, Look]:
    """The styles of a profile by their code."""
    sizes = {"Party": profile.party, "Head": profile.head, "HeadBold": profile.head}
    sizes["Kind"] = profile.kind
    found = {code: look._replace(size=sizes.get(code, look.size)) for code, look in LOOKS.items()}
    found |= {code: found[code]._replace(spacing=profile.spacing) for code in _BODY}
    found["Position"] = found["Position"]._replace(bold=profile.bold_position)
    return found


def prepare(document: Document, profile: Profile) -> None:
    """Only our styles, one font, Vietnamese as the language, nothing of the library's template."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [k for k, r in relations.items() if r.reltype.endswith(_DROPPED)]:
            relations.pop(key)
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            document.styles.element.remove(style)
    _default_font(document)
    for code, look in looks(profile).items():
        _add(document, code, look)


def _default_font(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    document.styles.element.replace(defaults, _doc_defaults())
    for name in ("Normal", "Header"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.element.rPr.rFonts.set(qn("w:cs"), FONT)


def _doc_defaults() -> _Element:
    run = OxmlElement("w:rPr")
    fonts = {f"w:{script}": FONT for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    run.append(element("w:rFonts", fonts))
    run.append(element("w:sz", {"w:val": str(2 * SIZE)}))
    run.append(element("w:szCs", {"w:val": str(2 * SIZE)}))
    languages = {"w:val": "vi-VN", "w:eastAsia": "vi-VN", "w:bidi": "ar-SA"}
    run.append(element("w:lang", languages))
    return nested("w:docDefaults", nested("w:rPrDefault", run), OxmlElement("w:pPrDefault"))


def element(tag: str, attributes: dict[str, str]) -> _Element:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made


def nested(tag: str, *children: _Element) -> _Element:
    """An element around others."""
    made = OxmlElement(tag)
    made.extend(children)
    return made


def _add(document: Document, code: str, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), code)
    style.base_style = document.styles["Normal"]
    style.font.size, style.font.underline = Pt(look.size), look.underline or None
    style.font.hidden = look.hidden or None
    style.font.bold, style.font.italic = look.bold or None, look.italic or None
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.first_line_indent = Mm(look.indent)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    if look.spacing is not None:
        shape.line_spacing = Pt(look.spacing)
    shape.keep_with_next = code in _WITH_NEXT or None
    style.quick_style = True


def page(section: Section, landscape: bool = False) -> None:
    """A4 with the margins of a party document."""
    width, height = (Mm(side) for side in (reversed(PAPER) if landscape else PAPER))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    for side, millimetres in MARGINS.items():
        setattr(section, side, Mm(millimetres))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = False


def number_pages(section: Section) -> None:
    """Centred at the top, from the second page on."""
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = ALIGN.CENTER
    field = element("w:fldSimple", {"w:instr": "PAGE"})
    run = OxmlElement("w:r")
    run.append(nested("w:t"))
    field.append(run)
    line._p.append(field)


def rule(paragraph: Paragraph, margin: float) -> None:
    """A rule as wide as its column but for `margin` millimetres on either side."""
    border = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "000000"}
    paragraph._p.get_or_add_pPr().append(nested("w:pBdr", element("w:bottom", border)))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(margin)
