"""How a word that is neither Vietnamese nor an abbreviation nor a code is known."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from aggregator.report.word import document as word
from tests.test_word import EVERY

SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
PERIODS = ("2023-Q1", "2023-Q3", "2023-H1", "2023-9M", "2023", "2023-01", "2023-11")
LIKE_SYLLABLES = {"the", "no", "not", "met", "on", "at", "can", "is", "it", "or", "of"}
CODE = re.compile(r"[A-ZĐ]{1,2}[A-Z0-9Đ]*(?:[-.]\w+)+|Q\d\w*|S\d+|\S*\d\S*")


def without_tones(word: str) -> str:
    """The letters of a word, `đ` as it is."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def foreign(shown: str) -> set[str]:
    """Words that are neither built like a Vietnamese syllable nor an abbreviation nor a code."""
    words = re.findall(r"[^\W_]+", CODE.sub(" ", shown))
    return {
        word
        for word in words
        if len(word) > 1
        and not word.isupper()
        and (word in LIKE_SYLLABLES or not SYLLABLE.fullmatch(without_tones(word.lower())))
    }


def said(tag: object) -> Iterator[str]:
    """Every text that a template is filled with."""
    if isinstance(tag, str):
        yield tag
    elif isinstance(tag, Mapping | Sequence):
        for each in tag.values() if isinstance(tag, Mapping) else tag:
            yield from said(each)


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("name", EVERY)
def test_every_word_that_fills_a_report_is_vietnamese(name, period, public):
    told = EVERY[name]()
    meta = {**told.meta, "period": period}
    shown = "\n".join(said(word.context(replace(told, meta=meta), public)))
    assert not foreign(shown)
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bnan\b|#REF|  \S", shown)


@pytest.mark.parametrize("odd", ["counted", "the", "missing", "Total", "undefined"])
def test_a_word_that_does_not_belong_is_found(odd):
    assert foreign(f"Kết quả {odd} năm 2023") == {odd}


def test_vietnamese_is_not_found():
    assert not foreign("Đảng bộ xã Nghĩa Đàn, quyết định, nghiêng, khuỷu tay, gì, yêu, uống rượu")
