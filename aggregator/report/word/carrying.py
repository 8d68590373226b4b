"""What an officer wrote into a report is carried into the report that is made anew.

What is not among the paragraphs that the old report was made with is the officer's. Text is
carried, bold, italic or underlined as it is, and only in the report itself, before the annexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from io import BytesIO

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from aggregator.report.word.remembered import Earlier, Run, digest, paragraphs, saved, text_of
from aggregator.report.word.styles import element, nested

EDITED = "[Đoạn đã sửa tay trong bản trước: "
_TO_FILL = ("……", "[Người lập báo cáo bổ sung")
_ALIKE = 0.6
_LINE = {"w:val": "single"}
_DIGITS = re.compile(r"\d[\d.,]*")


def carried(data: bytes, old: Earlier) -> bytes:
    """The new report with the officer's paragraphs of the old one in their places."""
    document = docx.Document(BytesIO(data))
    runs = dict(zip(old.texts, old.paragraphs, strict=True))
    places = _Places(list(paragraphs(document.element.body)), runs)
    texts = [text_of(each) for each in places.paragraphs]
    for (first, last), (start, end) in _blocks(_keys(old.texts), _keys(texts)):
        own = [text for text in old.texts[first:last] if digest(text) not in old.made]
        own = [text for text in own if text not in texts[start:end]]
        places.put(own, start, end)
    return saved(document)


class _Places:
    """The paragraphs of a new report, and where texts go that stand between them."""

    def __init__(self, found: list[etree._Element], kept: Mapping[str, Sequence[Run]]) -> None:
        self.paragraphs = found
        self.kept = kept

    def put(self, own: Sequence[str], start: int, end: int) -> None:
        """Into the places left blank among the paragraphs `start` to `end`, else behind them."""
        blanks = [at for at in range(start, end) if self._open(at)]
        told = [text_of(self.paragraphs[at]) for at in range(start, end) if at not in blanks]
        last = self.paragraphs[end - 1] if end > start else None
        for text in own:
            if blanks:
                at = blanks.pop(0)
                made = _paragraph(self.kept[text], self.paragraphs[at])
                _replace(self.paragraphs[at], made)
                self.paragraphs[at] = made
            else:
                shown = _shown(text, told)
                made = _paragraph(self.kept.get(shown, (Run(shown),)), None)
                self._behind(made, last, start)
            last = made

    def _open(self, at: int) -> bool:
        text = text_of(self.paragraphs[at])
        return any(mark in text for mark in _TO_FILL) and text not in self.kept

    def _behind(self, made: etree._Element, last: etree._Element | None, start: int) -> None:
        if last is not None:
            last.addnext(made)
        elif start < len(self.paragraphs) and not _in_table(self.paragraphs[start]):
            self.paragraphs[start].addprevious(made)
        else:
            self.paragraphs[max(start - 1, 0)].addnext(made)


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches of both that belong together; what is alike but for its numbers one by one."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield (first, last), (start, end)
            continue
        for step in range(last - first):
            yield (first + step, first + step + 1), (start + step, start + step + 1)


def _shown(text: str, told: Sequence[str]) -> str:
    """An own paragraph as it is; one that changes what the program says, with that said of it."""
    alike = any(_is_alike(text, each) for each in told)
    return f"{EDITED}{text}]" if alike and not text.startswith(EDITED) else text


def _is_alike(text: str, other: str) -> bool:
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return quick > _ALIKE and matcher.ratio() > _ALIKE


def _replace(old: etree._Element, new: etree._Element) -> None:
    old.addnext(new)
    above = old.getparent()
    if above is not None:
        above.remove(old)


def _paragraph(runs: Sequence[Run], instead: etree._Element | None) -> etree._Element:
    """A paragraph in the style of the place it fills or of the body."""
    style = None if instead is None else instead.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    named = "Body" if style is None else style.get(qn("w:val"))
    look = [element("w:pStyle", {"w:val": "Body" if named == "Blank" else str(named)})]
    if instead is not None and instead.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None:
        look.append(OxmlElement("w:keepNext"))
    return nested("w:p", nested("w:pPr", *look), *(_run(run) for run in runs))


def _run(run: Run) -> etree._Element:
    made, shown = OxmlElement("w:r"), OxmlElement("w:t")
    marks: Sequence[tuple[str, dict[str, str], bool]] = (
        ("w:b", {}, run.bold),
        ("w:i", {}, run.italic),
        ("w:u", _LINE, run.underlined),
    )
    if looks := [element(name, attributes) for name, attributes, on in marks if on]:
        made.append(nested("w:rPr", *looks))
    shown.text = run.text
    shown.set(qn("xml:space"), "preserve")
    made.append(shown)
    return made


def _in_table(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors(qn("w:tbl")), None) is not None


def _keys(texts: Sequence[str]) -> list[str]:
    return [_DIGITS.sub("#", text) for text in texts]
