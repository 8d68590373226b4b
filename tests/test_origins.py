"""Every number of the text has its origin, and every origin stands where it says."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

import pytest

from aggregator import period as periods
from aggregator import wording
from aggregator.model import Judgement, Key, Verdict
from aggregator.report.word import document as word
from aggregator.report.word import narrative
from aggregator.report.word.account import NAMED
from aggregator.report.word.origins import Paragraph
from tests.made_account import city
from tests.test_situations import SITUATIONS
from tests.test_word import EVERY, lines, part, text

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
ROWS = re.compile(r"^Đơn vị, (\d+) dòng")
STATED = {"Phụ lục 3", "từ 18 đến 30 tuổi"}
"""Numbers that are words of the report or of the form."""
ACCOUNTS = {**EVERY, **{name: (lambda made=made: made) for name, (made, _) in SITUATIONS.items()}}


def of_values(values: list) -> set[str]:
    """A number, two of them added up or held against each other, as a sentence prints it."""
    found = {wording.number(v) for v in values} | {wording.number(v, 1) for v in values}
    for a, b in permutations(values, 2):
        found |= {wording.number(a + b), wording.number(abs(a - b))}
        if b:
            found.add(wording.percent(Fraction(a) / Fraction(b)))
            found.add(wording.percent(abs(Fraction(a) - Fraction(b)) / Fraction(b)))
    return found


def explained(account, paragraph) -> set[str]:
    """Every number that the sources of a paragraph account for."""
    values, words = [], [periods.label(account.meta["period"]), *STATED]
    judged = [s for s in paragraph.sources if isinstance(s, Judgement)]
    for source in paragraph.sources:
        if isinstance(source, Key):
            values.append(account.figures.get(source))
        elif isinstance(source, Judgement):
            asked = account.quotas.get(source.quota)
            values += [source.actual, source.required]
            words += [source.detail, source.quota, *(asked or ())]
        else:
            words.append(source)
    words += [row.name for row in account.units]
    known = [v for v in values if v is not None]
    counts = [sum(j.actual or 0 for j in judged), sum(j.required or 0 for j in judged)]
    counts += [len(judged), len({j.unit for j in judged})]
    counts += [sum(j.verdict is verdict for j in judged) for verdict in Verdict]
    found = {number for said in words for number in NUMBER.findall(said)}
    counts += [int(n) - NAMED for s in paragraph.sources for n in ROWS.findall(str(s))]
    return found | of_values(known) | {wording.number(count) for count in counts}


def paragraphs(told) -> Iterator[Paragraph]:
    """Every paragraph with numbers, in the order of the report."""
    for section in narrative.SECTIONS:
        texts = getattr(told, section)
        yield from [texts] if isinstance(texts, Paragraph) else texts


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_number_stands_in_the_text_that_its_sources_do_not_give(name):
    account = ACCOUNTS[name]()
    told = narrative.tell(account, public=False)
    for paragraph in paragraphs(told):
        assert paragraph.sources
        assert set(NUMBER.findall(paragraph)) <= explained(account, paragraph), paragraph


def test_each_paragraph_is_listed_with_the_code_value_and_place_of_its_numbers():
    shown = lines(word.write(city()))
    told = next(line for line in shown if line.startswith("- II.3, đoạn 1 “Trong quý I"))
    assert "B2.I/luy_ke = 47 (Biểu 2, ô D8)" in told
    assert "B2.I/cung_ky = 40 (Biểu 2, ô E8)" in told
    assert "B1.A/luy_ke = 7.894 (Biểu 1, ô D8)" in told
    assert "Q1 tại TP = 47/277 (Chỉ tiêu)" in told
    assert "nữ" not in told.split("”:")[1]
    behind = next(line for line in shown if "“Đơn vị trực thuộc chưa kết nạp" in line)
    assert behind.endswith("Đơn vị, 1 dòng: CB1")


def test_the_list_is_hidden_and_not_in_what_is_published():
    styles = part(word.write(city()), "word/styles.xml")
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    hidden = styles.find(f"{name}style[@{name}styleId='Origin']/{name}rPr/{name}vanish")
    assert hidden is not None
    assert "Nguồn của các số liệu" not in text(word.write(city(), public=True))
